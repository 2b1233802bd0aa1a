"""What differs between two packages, as values."""

from dataclasses import field
from enum import StrEnum

from ankigen.apkg.reader import Package
from ankigen.apkg.snapshot import Note, NoteType, Snapshot
from ankigen.values import dataclass


class NoteChange(StrEnum):
    """What became of a note, in the order in which people should read it."""

    LEFT_OUT = "left-out"
    RETIRED = "retired"
    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    RENUMBERED = "renumbered"
    RENDERING = "rendering"
    RESENT = "resent"


class Risk(StrEnum):
    """Why learners will not get a change cleanly."""

    CONFLICT = "conflict"
    MERGE = "merge"
    NOT_NEWER = "not-newer"
    RENUMBERED = "renumbered"


class NoteTypeChange(StrEnum):
    SCHEMA = "schema"
    SECOND = "second"
    NOT_NEWER = "not-newer"
    RESTYLED = "restyled"
    NEW = "new"
    GONE = "gone"


class DeckChange(StrEnum):
    RENAMED = "renamed"
    DESCRIPTION = "description"
    NEW = "new"
    GONE = "gone"


class MediaChange(StrEnum):
    REPLACED = "replaced"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One field that differs, as HTML; empty if the note had or has no such field."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class NoteDiff:
    """One note that differs. `id` is the author's (empty in other publishers' decks), `title` plain text; cards are
    ordinals from 0; `decks` are the names of the decks its cards left and came to."""

    change: NoteChange
    guid: str
    id: str
    title: str
    old: Note | None
    new: Note | None
    fields: tuple[FieldDiff, ...] = ()
    tags_added: tuple[str, ...] = ()
    tags_removed: tuple[str, ...] = ()
    cards_added: tuple[int, ...] = ()
    cards_removed: tuple[int, ...] = ()
    decks: tuple[tuple[str, str], ...] = ()
    risks: tuple[Risk, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteTypeDiff:
    """One note type that differs; `details` say in words what of it."""

    change: NoteTypeChange
    name: str
    old: NoteType | None
    new: NoteType | None
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeckDiff:
    """One deck that differs; for a new name or description, `old` and `new` hold both."""

    change: DeckChange
    name: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class MediaDiff:
    """One file that differs; `alt` is the alternative text that a note gives it, as plain text. `note` is the title of
    a note that has it, where its name is a hash and nothing else tells it."""

    change: MediaChange
    name: str
    size: int
    alt: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two packages: its name for people, what it holds, and where its media are (None: nowhere)."""

    name: str
    snapshot: Snapshot = field(repr=False)
    package: Package | None = None


@dataclass(frozen=True, slots=True)
class Diff:
    """All that differs; notes in the order of `NoteChange`, and within it as the packages hold them."""

    title: str
    old: Side
    new: Side
    decks: tuple[DeckDiff, ...]
    note_types: tuple[NoteTypeDiff, ...]
    notes: tuple[NoteDiff, ...]
    media: tuple[MediaDiff, ...]
    unchanged: int

    def with_change(self, change: NoteChange) -> tuple[NoteDiff, ...]:
        return tuple(note for note in self.notes if note.change is change)

    def with_risk(self, risk: Risk) -> tuple[NoteDiff, ...]:
        return tuple(note for note in self.notes if risk in note.risks)

    @property
    def empty(self) -> bool:
        return not (self.decks or self.note_types or self.notes or self.media)
