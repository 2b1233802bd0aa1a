"""A note type of the author's own: what Anki holds of it, and which part of a note feeds which field."""

from collections.abc import Collection, Mapping
from dataclasses import field

from ankigen.model.cloze import cloze_numbers
from ankigen.model.media import MediaFile
from ankigen.model.note_type import NoteType
from ankigen.model.template import is_filled, read_side
from ankigen.source import Source
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A file that a template or a style names, and the offset in the source at which it does."""

    name: str
    source: Source
    at: int


@dataclass(frozen=True, slots=True)
class TypeFile:
    """A file in the folder of a note type that a template or the style shows: its name there, its place, and as what
    it is shipped."""

    name: str
    source: Source
    file: MediaFile


@dataclass(frozen=True, slots=True)
class OwnType:
    """`key` is the folder's name, which a note states as its type. The heading of a note feeds the field `heading`
    (none if that is empty: then it is a title for authors), the text under it the field `body`; `####` feed others by
    name.

    With `paragraphs` each text comes in `<p>`, also one that stands alone.

    `settings` is notetype.toml, `sides` are the files of the templates, front and back in turn; `files` are what they
    and the style show, `missing` what they name and the folder lacks.
    """

    key: str
    note_type: NoteType
    heading: str
    body: str
    settings: Source
    sides: tuple[Source, ...] = ()
    css: Source | None = None
    paragraphs: bool = False
    files: tuple[TypeFile, ...] = ()
    missing: tuple[Named, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.note_type.fields)

    def field(self, written: str) -> str:
        """The field that a `####` heading names, whatever its capitals; empty if there is none."""
        exact = written if written in self.fields else ""
        return exact or next((name for name in self.fields if name.casefold() == written.casefold()), "")

    def hides_in(self) -> frozenset[str]:
        """The fields that a front shows with what it hides."""
        sides = (read_side(template.front) for template in self.note_type.templates)
        named = (part for side in sides for part in side.named())
        return frozenset(part.name for part in named if "cloze" in getattr(part, "filters", ()))

    def has_sound_fronts(self) -> bool:
        """Whether each front can be read and shows a field: of what else is on them, its files say what is wrong."""
        sides = [read_side(template.front) for template in self.note_type.templates]
        return not any(
            side.broken or side.unknown(self.fields) or side.shown().isdisjoint(self.fields) for side in sides
        )

    def on_fronts(self) -> frozenset[str]:
        """The fields that some front names."""
        return frozenset(
            part.name for template in self.note_type.templates for part in read_side(template.front).named()
        )


@dataclass(frozen=True, slots=True)
class Types:
    """The own note types of a deck, and the type of a note that states none, empty if its form decides."""

    own: tuple[OwnType, ...] = ()
    default: str = ""
    by_key: Mapping[str, OwnType] = field(init=False, compare=False, hash=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {item.key: item for item in self.own})


NO_TYPES = Types()


def ordinals(note_type: NoteType, fields: Mapping[str, str]) -> tuple[int, ...]:
    """The cards that Anki makes of a note with these fields, from 0, by its own rules."""
    if note_type.cloze:
        return tuple(sorted({number - 1 for text in fields.values() for number in cloze_numbers(text)}))
    filled: Collection[str] = {name for name, html in fields.items() if is_filled(html)}
    fronts = (read_side(template.front) for template in note_type.templates)
    return tuple(number for number, front in enumerate(fronts) if front.shows(filled))
