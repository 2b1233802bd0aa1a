"""What the two cards of a reversed note ask for."""

from pathlib import Path

import pytest

from ankigen.parse import parse
from ankigen.source import Source

from .fields import fields_of

BODY = "Bone matrix without mineral"


def spare(text: str, language: str = "en") -> list[str]:
    fields = fields_of(text, language)
    return [fields.get(f"Spare {number}", "") for number in range(1, 5)]


def test_the_authors_words_are_in_spare_fields() -> None:
    text = f"### Osteoid\n<!-- type: reversed, ask: [Define, Name the *matrix*] -->\n{BODY}"
    assert spare(text) == ["Define", "Name the <em>matrix</em>", "", ""]


def test_without_them_the_fields_are_empty_and_the_card_has_words_of_its_own() -> None:
    assert spare(f"### Osteoid\n<!-- type: reversed -->\n{BODY}") == [""] * 4


@pytest.mark.parametrize(
    ("metadata", "asked"),
    [
        ("type: reversed", ["Class?", "A drug?", "", ""]),
        ('type: reversed, ask: ["Its class: which?", Name it]', ["Its class: which?", "Name it", "", ""]),
        ("type: basic", [""] * 4),
        ("type: typed", [""] * 4),
    ],
)
def test_a_file_gives_them_for_its_reversed_notes(metadata: str, asked: list[str]) -> None:
    assert spare(f"---\nask: [Class?, A drug?]\n---\n### Metoprolol\n<!-- {metadata} -->\nA blocker") == asked


def test_they_are_marked_in_a_deck_written_from_right_to_left() -> None:
    asked = spare("### كلمة\n<!-- type: reversed, ask: [Define, عرّف] -->\nتعريف", "ar")
    assert asked[:2] == ['<span dir="ltr">Define</span>', "عرّف"]


def test_the_note_has_its_own_or_its_files() -> None:
    source = Source(Path("a.md"), "a.md", "---\nask: [a, b]\n---\n### X\n<!-- type: reversed, ask: [c, d] -->\nY")
    (note,) = parse(source).notes
    assert [value.text for value in note.asked] == ["c", "d"]
