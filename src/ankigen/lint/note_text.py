"""A deck as a reviewer reads it: every note once, as words."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from pathlib import Path

from ankigen.lint.corpus import Page, page
from ankigen.lint.plain_text import Html, Prose, prose
from ankigen.model.cloze import clozes
from ankigen.model.config import DeckConfig
from ankigen.model.deck import Deck
from ankigen.model.note import ExtraField, Kind, Note
from ankigen.source import Span
from ankigen.values import dataclass

HINT = re.compile(r"(?<!\\)::([^{}]*)\Z")


@dataclass(frozen=True, slots=True)
class Blank:
    """What one deletion hides, with its hint, and where its braces begin and end in the text."""

    numbers: tuple[int, ...]
    text: str
    hint: str
    start: int
    end: int
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A note as words: every part of it with its markup stepped aside, and for a cloze its deletions."""

    note: Note
    front: Prose
    body: Prose
    options: tuple[Prose, ...] = ()
    explanation: Prose | None = None
    fields: tuple[tuple[ExtraField, Prose], ...] = ()
    blanks: tuple[Blank, ...] = ()
    stem: Prose | None = None

    @property
    def is_question(self) -> bool:
        """Whether the heading asks and the body, or an option, answers."""
        return not self.note.kind.is_cloze

    @property
    def cloze_in_front(self) -> bool:
        return "{{c" in self.note.front.text

    @property
    def text(self) -> Prose:
        """The text of a cloze."""
        return self.front if self.cloze_in_front else self.body

    @property
    def around(self) -> str:
        """All that a cloze's cards show under their title, what they hide included."""
        return f"{self.front.text}\n{self.body.text}" if self.cloze_in_front else self.body.text

    def beside(self, numbers: tuple[int, ...]) -> str:
        """What the learner sees of a cloze's text while the blanks of these numbers are hidden.

        The other labels of a picture are hidden too.
        """
        parts, at = [], 0
        for blank in sorted(self.blanks, key=lambda blank: blank.start):
            if (self.note.picture or set(blank.numbers).intersection(numbers)) and blank.start >= at:
                parts.append(self.text.part(at, blank.start))
                at = blank.end
        parts.append(self.text.part(at, len(self.text.mask)))
        return " … ".join(parts)

    @property
    def answers(self) -> tuple[Prose, ...]:
        """What the learner must say: the back, or the right options."""
        if self.note.kind is Kind.CHOICE:
            pairs = zip(self.note.options, self.options, strict=True)
            return tuple(text for option, text in pairs if option.right)
        return () if self.note.kind.is_cloze else (self.body,)

    @property
    def beside_answer(self) -> str:
        """What a typed answer is told from a name by: the author's other words."""
        return "\n".join(text.text for text in self.shown if text is not self.body)

    @property
    def asked(self) -> str:
        """What a question asks, its stem included."""
        stem = f"\n{self.stem.text}" if self.stem else ""
        body = f"\n{self.body.text}" if self.note.kind is Kind.CHOICE else ""
        return f"{self.front.text}{stem}{body}"

    @property
    def main(self) -> tuple[Prose, ...]:
        """What is asked and answered: everything but the fields."""
        explanation = (self.explanation,) if self.explanation else ()
        stem = (self.stem,) if self.stem else ()
        return (self.front, *stem, self.body, *self.options, *explanation)

    @property
    def shown(self) -> tuple[Prose, ...]:
        """Everything in the author's words: the sources' own words and titles are left out."""
        quoted = (ExtraField.SOURCE, ExtraField.REFERENCE)
        return (*self.main, *(text for name, text in self.fields if name not in quoted))

    def field(self, name: ExtraField) -> Prose | None:
        return next((text for field, text in self.fields if field is name), None)

    @property
    def texts(self) -> tuple[Prose, ...]:
        """Every part of the note."""
        return (*self.main, *(text for _, text in self.fields))


@dataclass(frozen=True, slots=True)
class Review:
    """The deck and its readings, in the notes' order.

    `main` holds what is asked and answered, `shown` everything in the author's words; `words` counts its words.
    `starts` has, for each source, the first lines of its notes and the notes. `dead` is what is wrong with addresses
    that the network was asked for. `html` has what those parts of the notes were rendered to that have any markup.
    """

    deck: Deck
    readings: tuple[Reading, ...]
    main: Page
    shown: Page
    words: Mapping[str, int]
    starts: Mapping[Path, tuple[list[int], list[Note]]]
    dead: Mapping[str, str]
    html: Html

    @property
    def config(self) -> DeckConfig:
        return self.deck.config

    @property
    def questions(self) -> Iterator[Reading]:
        return (reading for reading in self.readings if reading.is_question)

    @property
    def clozes(self) -> Iterator[Reading]:
        return (reading for reading in self.readings if not reading.is_question)

    def note_at(self, span: Span) -> Note | None:
        """The note in whose lines a place lies."""
        lines, notes = self.starts.get(span.source.path, ([], []))
        at = bisect_right(lines, span.line)
        return notes[at - 1] if at else None


def read(deck: Deck, html: Html, dead: Mapping[str, str]) -> Review:
    starts: dict[Path, tuple[list[int], list[Note]]] = {}
    for note in deck.notes:
        lines, notes = starts.setdefault(note.span.source.path, ([], []))
        lines.append(note.span.line)
        notes.append(note)
    # What the fields of an own type are for, only its author knows.
    readings = tuple(_reading(note, html) for note in deck.notes if note.own is None)
    main = page((number, text) for number, reading in enumerate(readings) for text in reading.main)
    shown = page((number, text) for number, reading in enumerate(readings) for text in reading.shown)
    return Review(deck, readings, main, shown, shown.words(), starts, dead, html)


def _reading(note: Note, html: Html) -> Reading:
    cloze = note.kind.is_cloze
    front, body = prose(note.front, html, cloze=cloze), prose(note.body, html, cloze=cloze)
    text = front if "{{c" in note.front.text else body
    return Reading(
        note,
        front,
        body,
        tuple(prose(option.text, html) for option in note.options),
        prose(note.explanation, html) if note.explanation and note.explanation.text else None,
        tuple((name, prose(field, html)) for name, field in note.fields),
        tuple(_blanks(text)) if cloze else (),
        prose(note.stem, html) if note.stem else None,
    )


def _blanks(text: Prose) -> Iterator[Blank]:
    source = text.fragment.text
    for cloze in clozes(source):
        if cloze.end is not None:
            hint = HINT.search(source[cloze.inner : cloze.end])
            words = " ".join(text.part(cloze.inner, cloze.end).split())
            place = text.fragment.span(cloze.start)
            yield Blank(cloze.numbers, words, hint[1].strip() if hint else "", cloze.start, cloze.end + 2, place)
