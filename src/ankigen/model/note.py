"""A note as its author wrote it: text still Markdown, every part with its place."""

from datetime import date
from enum import StrEnum

from ankigen.model.cloze import without_comments
from ankigen.model.own_type import OwnType
from ankigen.model.picture import Covered, Picture
from ankigen.model.title import title_words
from ankigen.rare import RarePattern
from ankigen.source import Fragment, Span
from ankigen.values import dataclass

REVIEWED = RarePattern(r"(\d{4}-\d{2}-\d{2})[ ,]+(\S.*)")
# Under a deck's tag, releases give `added::1.0.0`, `updated::1.1.0` and `retired`.
OWN_TAGS = frozenset(("added", "updated", "retired"))


class Kind(StrEnum):
    """The note kinds; each has its own note type in Anki."""

    BASIC = "basic"
    REVERSED = "reversed"
    TYPED = "typed"
    CLOZE = "cloze"
    CHOICE = "choice"
    PICTURE = "picture"

    @property
    def is_cloze(self) -> bool:
        """Whether its note type is one of Anki's cloze types: one card for each number."""
        return self in (Kind.CLOZE, Kind.PICTURE)


class ExtraField(StrEnum):
    """The fields an author may write as `####` headings, by their names in Anki."""

    HINT = "Hint"
    EXTRA = "Extra"
    CLINICAL_NOTE = "Clinical note"
    SOURCE_SAYS = "Source says"
    SOURCE = "Source"
    REFERENCE = "Reference"


class Review(StrEnum):
    OK = "ok"
    IMPRECISE = "imprecise"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who reviewed a note, and when."""

    day: date
    initials: str

    def months(self, today: date) -> int:
        """How many whole months ago that was."""
        months = (today.year - self.day.year) * 12 + today.month - self.day.month
        return months - (today.day < self.day.day)


@dataclass(frozen=True, slots=True)
class Section:
    """A `#` or `##` heading. `slug` is what it adds to the tag of the notes under it."""

    title: Fragment
    slug: str
    level: int


@dataclass(frozen=True, slots=True)
class Value:
    """One metadata value with its place."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Metadata:
    """What an author says about a note in the comment under its heading."""

    id: Value | None = None
    type: Value | None = None
    guid: Value | None = None
    source: Value | None = None
    reference: Value | None = None
    review: Value | None = None
    reviewed: Value | None = None
    origin: Value | None = None
    change: Value | None = None
    mask: Value | None = None
    tags: tuple[Value, ...] = ()
    covers: tuple[Value, ...] = ()
    ask: tuple[Value, ...] = ()
    ignore: tuple[tuple[Value, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Definitions:
    """What a note's text names and its file defines: link references, label → (address, title), and footnotes."""

    references: tuple[tuple[str, str, str], ...] = ()
    footnotes: tuple[tuple[str, Fragment], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.references or self.footnotes)


NO_DEFINITIONS = Definitions()


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a choice's task list."""

    text: Fragment
    right: bool


@dataclass(frozen=True, slots=True)
class Note:
    """What the author wrote under one `###`.

    For a choice, `body` is what is above the options and `explanation` what follows them. `stem` is what is above
    `#### Answer`, and belongs to the front. `picture` is what the body of a picture note says.

    A note of one of the author's own types has it as `own`, and its `####` parts by field in `own_fields`; `kind` then
    says no more than whether the type hides words as a cloze does.
    """

    span: Span
    kind: Kind
    front: Fragment
    body: Fragment
    metadata: Metadata
    sections: tuple[Section, ...] = ()
    options: tuple[Option, ...] = ()
    explanation: Fragment | None = None
    fields: tuple[tuple[ExtraField, Fragment], ...] = ()
    file_tags: tuple[Value, ...] = ()
    file_source: Value | None = None
    file_reference: Value | None = None
    file_ask: tuple[Value, ...] = ()
    definitions: Definitions = NO_DEFINITIONS
    stem: Fragment | None = None
    picture: Picture | None = None
    own: OwnType | None = None
    own_fields: tuple[tuple[str, Fragment], ...] = ()

    @property
    def note_type(self) -> str:
        """What names the note's type in a source and in the ledger."""
        return self.own.key if self.own else self.kind

    @property
    def text_line(self) -> int:
        """The line on which the text under the metadata begins."""
        return self.stem.line if self.stem else self.body.line

    @property
    def id(self) -> str:
        """The note's id, empty until `ankigen stamp` has written one."""
        return self.metadata.id.text if self.metadata.id else ""

    @property
    def asks_nothing(self) -> bool:
        """Whether there is no question: the heading is empty, and no text could stand for it."""
        has_stem = self.kind is Kind.CHOICE and bool(without_comments(self.body.text).strip())
        return self.kind is not Kind.CLOZE and not has_stem and not without_comments(self.front.text).strip()

    @property
    def parts(self) -> tuple[Fragment, ...]:
        """Every text of the note."""
        explanation = (self.explanation,) if self.explanation else ()
        options = (option.text for option in self.options)
        stem = (self.stem,) if self.stem else ()
        fields = (text for _, text in (*self.fields, *self.own_fields))
        return (self.front, *stem, self.body, *options, *explanation, *fields)

    @property
    def asked(self) -> tuple[Value, ...]:
        """What the cards of a reversed note ask for, in the author's words; none if the usual ones will do."""
        return (self.metadata.ask or self.file_ask) if self.kind is Kind.REVERSED else ()

    @property
    def covered(self) -> Covered:
        """What the cards of a picture note cover."""
        stated = self.metadata.mask
        return Covered(stated.text) if stated and stated.text in tuple(Covered) else Covered.ALL

    @property
    def review(self) -> Review | None:
        """What the author says of the content; None if nothing, or nothing that is known."""
        stated = self.metadata.review.text if self.metadata.review else ""
        return Review(stated) if stated in tuple(Review) else None

    @property
    def signature(self) -> Signature | None:
        """The reviewer's; None if there is none that can be read."""
        match = REVIEWED.fullmatch(self.metadata.reviewed.text) if self.metadata.reviewed else None
        try:
            return Signature(date.fromisoformat(match[1]), match[2]) if match else None
        except ValueError:
            return None

    @property
    def title(self) -> str:
        """The heading, as a person would name the note."""
        return self.front.text

    @property
    def plain_title(self) -> str:
        """The title's words, as the ledger keeps them."""
        return title_words(self.title)
