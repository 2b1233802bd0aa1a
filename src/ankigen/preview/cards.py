"""From a package to its cards. What is shown is read out of the package that learners would import."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ankigen.apkg import package_bytes
from ankigen.apkg.reader import Package, read_package
from ankigen.apkg.snapshot import Note as AnkiNote
from ankigen.apkg.snapshot import Snapshot
from ankigen.card.formulas import with_formulas
from ankigen.card.plain import plain
from ankigen.card.safe import PICTURE_TYPES, Cleaner, Room, pictures
from ankigen.card.template import card_sides
from ankigen.diagnostic import Diagnostic
from ankigen.model.edition import Edition
from ankigen.model.note import Note
from ankigen.model.notetypes import BETWEEN_HEADINGS
from ankigen.source import Span

ROOM = Room(largest=10_000_000, all=60_000_000)
SOURCE = re.compile(r' src="([^"<>]+)"')


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
    kind: str
    place: str
    headings: tuple[str, ...]
    cards: tuple[ShownCard, ...]
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """One deck: its notes in source order, the styles of its note types, and its pictures as data: addresses by name.

    `left_out` counts the pictures for which the page has no room, `undrawn` the sides with a formula as it is written.
    """

    name: str
    version: str
    notes: tuple[ShownNote, ...]
    styles: tuple[str, ...]
    pictures: Mapping[str, str]
    left_out: int = 0
    undrawn: int = 0


def shown_deck(edition: Edition, notes: Sequence[Note], problems: Sequence[Diagnostic] = ()) -> Preview:
    """The edition's cards; `notes` are those it was made of, in the order in which they are shown, and `problems` what
    was found on them."""
    package = Package(f"the draft of {edition.config.name}", package_bytes(edition))
    guids = {shipped.record.id: shipped.record.guid for shipped in edition.notes}

    def shown(painter: _Painter) -> Iterator[ShownNote]:
        return (painter.note(note, painter.snapshot.notes[guids[note.id]]) for note in notes)

    return _preview(package, (edition.config.name, edition.version), shown, by_note(notes, problems))


def shown_package(package: Package) -> Preview:
    """The cards of anybody's package, by their decks."""

    def shown(painter: _Painter) -> Iterator[ShownNote]:
        notes = [note for note in painter.snapshot.notes.values() if note.cards]
        return map(painter.stranger, sorted(notes, key=lambda note: (note.cards[0].deck, note.id)))

    return _preview(package, (package.shown, ""), shown, {})


def _preview(
    package: Package,
    names: tuple[str, str],
    shown: "Callable[[_Painter], Iterator[ShownNote]]",
    findings: Mapping[Span, Sequence[Diagnostic]],
) -> Preview:
    snapshot = read_package(package)
    texts = [text for note in snapshot.notes.values() for text in note.fields]
    known = pictures(package, texts, ROOM)
    notes = tuple(shown(_Painter(snapshot, known, findings)))
    sides = (side for note in notes for card in note.cards for side in (card.question, card.answer))
    return Preview(
        name=names[0],
        version=names[1],
        notes=notes,
        styles=tuple(dict.fromkeys(item.css for item in snapshot.note_types.values())),
        pictures=known,
        left_out=len(_pictures(snapshot.media) - known.keys()),
        undrawn=sum(with_formulas(side).left > 0 for side in sides),
    )


def by_note(notes: Sequence[Note], problems: Sequence[Diagnostic]) -> dict[Span, list[Diagnostic]]:
    """The findings in the lines of each note, by its place."""
    by_file: dict[Path, list[Span]] = {}
    for note in notes:
        by_file.setdefault(note.span.source.path, []).append(note.span)
    found: dict[Span, list[Diagnostic]] = {}
    for problem in problems:
        spans = by_file.get(problem.span.source.path, [])
        at = bisect_right(spans, problem.span.line, key=lambda span: span.line)
        if at:
            found.setdefault(spans[at - 1], []).append(problem)
    return found


def _pictures(names: Iterable[str]) -> set[str]:
    return {name for name in names if name.rpartition(".")[2].lower() in PICTURE_TYPES}


class _Painter:
    """Turns notes of one package into clean HTML, in which pictures stand by their names."""

    def __init__(
        self, snapshot: Snapshot, known: Mapping[str, str], findings: Mapping[Span, Sequence[Diagnostic]]
    ) -> None:
        self.snapshot = snapshot
        self.findings = findings
        self.known = known
        self.cleaner = Cleaner({name: name for name in known})

    def stranger(self, note: AnkiNote) -> ShownNote:
        """A note of which there is no source."""
        kind, path = self.snapshot.note_type(note).name, tuple(note.cards[0].deck.split("::"))
        return ShownNote(note.guid, kind, f"note {note.id}", path, self.cards(note))

    def cards(self, shipped: AnkiNote) -> tuple[ShownCard, ...]:
        note_type = self.snapshot.note_type(shipped)
        sides = ((card.ordinal + 1, *card_sides(shipped, note_type, card)) for card in shipped.cards)
        return tuple(ShownCard(number, self.side(front), self.side(back)) for number, front, back in sides)

    def note(self, note: Note, shipped: AnkiNote) -> ShownNote:
        return ShownNote(
            id=note.id,
            kind=note.note_type,
            place=f"{note.span.source.path.name}:{note.span.line}",
            headings=headings(note, self.snapshot.fields(shipped).get("Section", "")),
            cards=self.cards(shipped),
            findings=tuple(self.findings.get(note.span, ())),
        )

    def side(self, html: str) -> str:
        """One side, clean. Each picture is on the page once: in its style."""
        return SOURCE.sub(self._by_name, self.cleaner.clean(html))

    def _by_name(self, match: re.Match[str]) -> str:
        return f' data-picture="{match[1]}"' if match[1] in self.known else match[0]


def headings(note: Note, section: str) -> tuple[str, ...]:
    """The words of the note's headings, as rendered; as written where one holds what is between them."""
    rendered = tuple(plain(part) for part in section.split(BETWEEN_HEADINGS)) if section else ()
    if len(rendered) == len(note.sections):
        return rendered
    return tuple(" ".join(heading.title.text.split()) for heading in note.sections)
