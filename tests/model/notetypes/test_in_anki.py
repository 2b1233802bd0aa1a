"""The gallery in a real Anki: every card renders, and a retired one is empty."""

import re
from typing import TYPE_CHECKING

import pytest

from .gallery import Face, gallery_notes

if TYPE_CHECKING:
    from anki.collection import Collection
    from anki.notes import Note

pytestmark = pytest.mark.anki

LIVE = [note.name for note in gallery_notes() if "Retired" not in note.fields]
RETIRED = [note.name for note in gallery_notes() if "Retired" in note.fields]
ANKIS_COMPLAINT = re.compile(r"docs\.ankiweb\.net|blank|No cloze|template", re.I)


def _text(html: str) -> str:
    return re.sub(r"<style>.*?</style>|<[^>]+>", "", html, flags=re.S).strip()


@pytest.mark.parametrize("name", LIVE)
def test_both_sides_of_every_card_render(name: str, shown: dict[str, tuple[Face, ...]]) -> None:
    assert shown[name]
    for face in shown[name]:
        assert _text(face.html)
        assert not ANKIS_COMPLAINT.search(_text(face.html))
        assert "{{" not in _text(face.html)


@pytest.mark.parametrize("name", LIVE)
def test_a_question_does_not_show_what_the_back_adds(name: str, shown: dict[str, tuple[Face, ...]]) -> None:
    for face in shown[name]:
        if face.side.endswith("question"):
            assert 'class="about"' not in face.html
            assert "aside" not in _text(face.html)


def test_an_empty_field_leaves_nothing_behind(shown: dict[str, tuple[Face, ...]]) -> None:
    for face in shown["basic-least"]:
        body = face.html.split("</style>")[-1]
        assert body.count("<details") == (1 if face.side.endswith("answer") else 0)
        assert "aside" not in body
        assert body.count("<dt ") == (1 if face.side.endswith("answer") else 0)


def test_anki_lists_the_cards_of_retired_notes_and_no_others_as_empty(
    collection: "Collection", added: "dict[str, Note]"
) -> None:
    listed = {card for note in collection.get_empty_cards().notes for card in note.card_ids}
    assert listed == {card.id for name in RETIRED for card in added[name].cards()}
    assert len(listed) == len(RETIRED) + 1  # the reversed note has two


@pytest.mark.parametrize("name", RETIRED)
def test_a_retired_card_says_why_on_both_sides(name: str, shown: dict[str, tuple[Face, ...]]) -> None:
    reason = next(note.fields["Retired"] for note in gallery_notes() if note.name == name)
    for face in shown[name]:
        assert _text(face.html).count("This note was retired.") == 1
        assert _text(face.html).count(_text(reason)) == 1
        assert not ANKIS_COMPLAINT.search(_text(face.html))
