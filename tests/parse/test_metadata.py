"""Metadata is YAML, and each of its values has a place."""

from pathlib import Path

import pytest

from ankigen.model.note import Value
from ankigen.parse.metadata import FILE_KEYS, NOTE_KEYS, SECTION_KEYS
from ankigen.parse.yaml_mapping import Keys, parse_mapping
from ankigen.source import Fragment, Source


def test_a_value_has_its_place() -> None:
    text = Fragment(Source(Path("a.md"), "a.md"), 7, "     id: bone, covers: [S1.1, S2.1]")
    entries, _ = parse_mapping(text, NOTE_KEYS)
    assert entries["id"].values == (Value("bone", text.span(9)),)
    assert [value.span.column for value in entries["covers"].values] == [25, 31]


@pytest.mark.parametrize(
    "text",
    [
        " id: bone-matrix ",
        "id: bone",
        "    id: no, type: null, guid: e-5 ",
        " id: bone-, type: x--y",
        " id: bone, id: tooth ",
        " id: bone, tags: marrow ",
        " bone: matrix ",
        " tag: bone ",
    ],
)
@pytest.mark.parametrize("keys", [NOTE_KEYS, FILE_KEYS, SECTION_KEYS])
def test_words_alone_are_read_as_yaml_reads_them(text: str, keys: Keys) -> None:
    source = Source(Path("a.md"), "a.md")
    by_yaml = parse_mapping(Fragment(source, 7, f"{text}\n"), keys)  # words alone have no line's end
    assert parse_mapping(Fragment(source, 7, text), keys) == by_yaml
