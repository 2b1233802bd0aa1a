"""What a learner's collection holds at one moment, and what an import did to it: values that checks compare."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from ankigen.values import dataclass

SUSPENDED = -1


@dataclass(frozen=True, slots=True)
class Note:
    """A note. `name` is its Note ID, in other publishers' decks the start of its first field; `content` is a digest of
    fields and tags, `loose` one that overlooks the names Anki gives media that collide; `first` what Anki compares
    when it looks for duplicates."""

    number: int
    guid: str
    note_type: int
    name: str
    content: str
    loose: str
    first: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A card; `note` is its note's number, `schedule` a digest of all that a review changes."""

    number: int
    note: int
    ordinal: int
    deck: str
    queue: int
    flags: int
    schedule: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type that has notes; `design` is a digest of its templates and style, `schema` one of the names of its
    fields and templates."""

    number: int
    name: str
    design: str
    schema: str


@dataclass(frozen=True, slots=True)
class State:
    """A whole collection, by Anki's ids. Anki asks for a full sync where `schema_changed_at` moved."""

    notes: Mapping[int, Note] = field(default_factory=dict)
    cards: Mapping[int, Card] = field(default_factory=dict)
    note_types: Mapping[int, NoteType] = field(default_factory=dict)
    media: frozenset[str] = frozenset()
    reviews: int = 0
    schema_changed_at: int = 0
    by_guid: Mapping[str, Note] = field(default_factory=dict)

    def cards_by_note(self) -> Mapping[str, Mapping[int, Card]]:
        """Cards by their notes' guids and their ordinals."""
        found: defaultdict[str, dict[int, Card]] = defaultdict(dict)
        for card in self.cards.values():
            if card.note in self.notes:
                found[self.notes[card.note].guid][card.ordinal] = card
        return found


class Outcome(StrEnum):
    """What Anki says became of a note; the names are those of its import log."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "duplicate"
    CONFLICTING = "conflicting"
    FIRST_FIELD_MATCH = "first_field_match"
    MISSING_NOTE_TYPE = "missing_notetype"
    MISSING_DECK = "missing_deck"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What Anki's own tools find after the last import: cards that Empty Cards lists, cards that Check Database had to
    make (note and ordinal), media that notes name and the collection lacks, and Check Database's complaints."""

    empty: frozenset[int] = frozenset()
    generated: tuple[tuple[int, int], ...] = ()
    missing_media: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One learner's life: the collection after each step, and what the last import's log says, as the notes' ids."""

    anki: str
    states: tuple[State, ...]
    log: Mapping[Outcome, tuple[int, ...]]
    inspection: Inspection


def read_state(data: Mapping[str, Any]) -> State:
    """The state in a line of the worker's answer."""
    notes = [Note(*row) for row in data["notes"]]
    return State(
        notes={note.number: note for note in notes},
        cards={row[0]: Card(*row) for row in data["cards"]},
        note_types={row[0]: NoteType(*row) for row in data["note_types"]},
        media=frozenset(data["media"]),
        reviews=data["reviews"],
        schema_changed_at=data["schema_changed_at"],
        by_guid={note.guid: note for note in notes},
    )


def read_inspection(data: Mapping[str, Any]) -> Inspection:
    return Inspection(
        empty=frozenset(data["empty"]),
        generated=tuple((note, ordinal) for note, ordinal in data["generated"]),
        missing_media={int(note): tuple(names) for note, names in data["missing_media"].items()},
        complaints=tuple(data["complaints"]),
    )
