"""Metadata is YAML, and each of its values has a place."""

from pathlib import Path

from ankigen.model.note import Value
from ankigen.parse.metadata import NOTE_KEYS
from ankigen.parse.yaml_mapping import parse_mapping
from ankigen.source import Fragment, Source


def test_a_value_has_its_place() -> None:
    text = Fragment(Source(Path("a.md"), "a.md"), 7, "     id: bone, covers: [S1.1, S2.1]")
    entries, _ = parse_mapping(text, NOTE_KEYS)
    assert entries["id"].values == (Value("bone", text.span(9)),)
    assert [value.span.column for value in entries["covers"].values] == [25, 31]
