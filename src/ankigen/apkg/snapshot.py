"""What a package holds, whoever made it: values that `diff` and `verify` compare. Settings, which are Anki's own and
mostly for its editor, are no part of a comparison."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from ankigen.model.note_type import Settings
from ankigen.values import dataclass


class NoteTypeKind(StrEnum):
    STANDARD = "standard"
    CLOZE = "cloze"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a note type; the id, by which Anki knows a renamed one, is None if the publisher gave none."""

    name: str
    id: int | None = None
    settings: Settings = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Template:
    name: str
    front: str
    back: str
    id: int | None = None
    settings: Settings = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type; `mod` is in Unix seconds, `sort_field` the index of the field Anki sorts by."""

    id: int
    name: str
    kind: NoteTypeKind
    fields: tuple[Field, ...]
    templates: tuple[Template, ...]
    css: str
    mod: int
    sort_field: int
    settings: Settings = field(default=(), compare=False, repr=False)

    @property
    def field_names(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.fields)


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck by its full name; Anki discards a package's deck ids."""

    id: int
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card: its place among the note type's templates or cloze numbers, from 0, its id and its deck's name."""

    ordinal: int
    id: int
    deck: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note; `fields` are HTML in the order of its note type's, `mod` is in Unix seconds, cards are by ordinal."""

    guid: str
    id: int
    note_type: int
    mod: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file's name in Anki, its size in bytes and the SHA-256 of its bytes, in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that Anki's importer would see: note types by id, notes by guid in the order of their ids, media by name."""

    decks: tuple[Deck, ...]
    note_types: Mapping[int, NoteType]
    notes: Mapping[str, Note]
    media: Mapping[str, MediaFile]

    def note_type(self, note: Note) -> NoteType:
        return self.note_types[note.note_type]

    def fields(self, note: Note) -> dict[str, str]:
        """The note's fields by name."""
        return dict(zip(self.note_type(note).field_names, note.fields, strict=True))
