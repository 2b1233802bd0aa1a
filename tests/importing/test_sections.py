"""Which deck of a file is moved in, and what of it."""

import pytest

from ankigen.apkg.snapshot import Card, Note
from ankigen.importing.from_obsidian_to_anki import curly_to_cloze
from ankigen.importing.sections import common_deck


def note(*decks: str) -> Note:
    return Note("g", 1, 1, 0, (), ("a",), tuple(Card(at, at, deck) for at, deck in enumerate(decks)))


@pytest.mark.parametrize(
    ("decks", "common"),
    [
        (("A::B::C", "A::C::C"), "A"),
        (("A::B", "A::B::C"), "A::B"),
        (("A::B::X", "A::B::Y"), "A::B"),
    ],
)
def test_what_is_alike_below_the_first_difference_is_no_deck_of_all(decks: tuple[str, ...], common: str) -> None:
    assert common_deck([note(*decks)], "", "a.apkg") == common


def test_signs_that_stand_for_a_part_may_stand_in_a_text() -> None:
    assert curly_to_cloze("\ue0005\ue001 {bone} $x$") == "5 {{c1::bone}} $x$"
