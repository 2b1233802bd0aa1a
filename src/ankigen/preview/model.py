"""What the page shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from ankigen.model.note import Kind


@dataclass(frozen=True, slots=True)
class ShownCard:
    """One card: both sides as clean HTML; `number` counts the note's cards from 1."""

    number: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class ShownNote:
    """One note: its place is `file.md:line`, `headings` are the words of the sections it stands under."""

    id: str
    kind: Kind
    place: str
    headings: tuple[str, ...]
    cards: tuple[ShownCard, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """One deck: its notes in source order, the styles of its note types, and its pictures as data: addresses by name.

    `left_out` counts the pictures for which the page has no room; `formulas` tells whether a card holds some.
    """

    name: str
    version: str
    notes: tuple[ShownNote, ...]
    styles: tuple[str, ...]
    pictures: Mapping[str, str]
    left_out: int = 0
    formulas: bool = False
