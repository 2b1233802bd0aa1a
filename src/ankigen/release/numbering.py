"""Anki's note and card ids. Once released they never change: two devices that imported different releases and then
sync would else hold a note twice."""

from collections.abc import Container, Iterator
from itertools import count
from typing import NamedTuple

from ankigen.model.content import DeckContent
from ankigen.model.history import History
from ankigen.model.ids import spread

DAY_MS = 86_400_000


class Numbers(NamedTuple):
    """The ids of one note: its own, and its cards' by ordinal, those of cards it no longer has included."""

    note: int
    cards: tuple[tuple[int, int], ...]


def number_notes(content: DeckContent, history: History, time: int) -> dict[str, Numbers]:
    """The ids of every note: the released ones, and for new notes and cards free ones in source order.

    Anki shows an id as the date of creation, in milliseconds: new ones start within the day before `time`, at a place
    that differs from deck to deck so that two decks released at once do not meet.
    """
    start = time * 1000 - DAY_MS + spread(content.config.uid, below=DAY_MS)
    records = history.notes
    notes = _free(start, {record.note_id for record in records.values()})
    cards = _free(start, {card for record in records.values() for _, card in record.cards})
    numbers = {}
    for note in content.notes:
        record = records.get(note.id)
        known = dict(record.cards) if record else {}
        new = {ordinal: next(cards) for ordinal in note.ordinals if ordinal not in known}
        ids = tuple(sorted((known | new).items())) if new or not record else record.cards
        numbers[note.id] = Numbers(record.note_id if record else next(notes), ids)
    return numbers


def _free(start: int, taken: Container[int]) -> Iterator[int]:
    return (number for number in count(start) if number not in taken)
