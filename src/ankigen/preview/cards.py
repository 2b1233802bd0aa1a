"""From an edition, or anybody's package, to its cards, as learners would import them."""

import marshal
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path

from ankigen.apkg.media import media_bytes
from ankigen.apkg.reader import Package, read_package
from ankigen.apkg.snapshot import Card, NoteType
from ankigen.apkg.snapshot import Note as AnkiNote
from ankigen.card.as_anki import as_anki
from ankigen.card.formulas import with_formulas
from ankigen.card.plain import plain
from ankigen.card.safe import PICTURE_TYPES, ROOM, Cleaner, as_addresses, pictures
from ankigen.card.template import card_sides
from ankigen.compile.kept_parts import cards_of
from ankigen.diagnostic import Diagnostic
from ankigen.model.edition import Edition, Shipped
from ankigen.model.ids import digest
from ankigen.model.notetypes import BETWEEN_HEADINGS
from ankigen.model.placed import Placed
from ankigen.project.shelf import Shelf
from ankigen.source import Span
from ankigen.values import dataclass

SOURCE = re.compile(r' src="([^"<>]+)"')


@dataclass(frozen=True, slots=True)
class ShownCard:
    """One card: both sides as clean HTML; `number` counts the note's cards from 1, `undrawn` the sides with a formula
    as it is written."""

    number: int
    question: str
    answer: str
    undrawn: int = 0


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


def shown_deck(
    edition: Edition, notes: Sequence[Placed], problems: Sequence[Diagnostic] = (), shelf: Shelf | None = None
) -> Preview:
    """The edition's cards; `notes` are those it was made of, in the order in which they are shown, and `problems` what
    was found on them. The cards of a source that the shelf has are not made again."""
    fitting = _pictures(file.name for file in edition.media if file.size <= ROOM.largest)
    known = as_addresses({file.name: media_bytes(file) for file in edition.media if file.name in fitting}, ROOM)
    types = {item.kind: as_anki(item) for item, _ in edition.note_types}
    shipped = {note.record.id: note for note in edition.notes}
    findings = by_note([note.span for note in notes], problems)
    maker = _Cards(edition, types, _Painter(known), shelf)
    shown = [
        replace(note, findings=tuple(findings.get(place.span, ())))
        for source, group in groupby(notes, key=lambda note: note.span.source.path.name)
        for place, note in maker.of(source, [(place, shipped[place.id]) for place in group])
    ]
    names = (file.name for file in edition.media)
    return _preview((edition.config.name, edition.version), shown, types.values(), known, names)


def shown_package(package: Package) -> Preview:
    """The cards of anybody's package, by their decks."""
    snapshot = read_package(package)
    texts = [text for note in snapshot.notes.values() for text in note.fields]
    known = pictures(package, texts, ROOM)
    painter = _Painter(known)
    notes = [note for note in snapshot.notes.values() if note.cards]
    notes.sort(key=lambda note: (note.cards[0].deck, note.id))
    shown = [painter.stranger(note, snapshot.note_type(note)) for note in notes]
    return _preview((package.shown, ""), shown, snapshot.note_types.values(), known, snapshot.media)


def _preview(
    names: tuple[str, str],
    notes: Sequence[ShownNote],
    note_types: Iterable[NoteType],
    known: Mapping[str, str],
    media: Iterable[str],
) -> Preview:
    return Preview(
        name=names[0],
        version=names[1],
        notes=tuple(notes),
        styles=tuple(dict.fromkeys(item.css for item in note_types)),
        pictures=known,
        left_out=len(_pictures(media) - known.keys()),
        undrawn=sum(card.undrawn for note in notes for card in note.cards),
    )


def by_note(notes: Sequence[Span], problems: Sequence[Diagnostic]) -> dict[Span, list[Diagnostic]]:
    """The findings in the lines of each note, by the place where it begins."""
    by_file: dict[Path, list[Span]] = {}
    for span in notes:
        by_file.setdefault(span.source.path, []).append(span)
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
    """Turns notes into clean HTML, in which pictures stand by their names."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = known
        self.cleaner = Cleaner({name: name for name in known})

    def stranger(self, note: AnkiNote, note_type: NoteType) -> ShownNote:
        """A note of which there is no source."""
        path = tuple(note.cards[0].deck.split("::"))
        return ShownNote(note.guid, note_type.name, f"note {note.id}", path, self.cards(note, note_type))

    def cards(self, note: AnkiNote, note_type: NoteType) -> tuple[ShownCard, ...]:
        sides = ((card.ordinal + 1, *card_sides(note, note_type, card)) for card in note.cards)
        return tuple(self.card(number, self.side(front), self.side(back)) for number, front, back in sides)

    def card(self, number: int, question: str, answer: str) -> ShownCard:
        undrawn = sum(with_formulas(side).left > 0 for side in (question, answer))
        return ShownCard(number, question, answer, undrawn)

    def side(self, html: str) -> str:
        """One side, clean. Each picture is on the page once: in its style."""
        return SOURCE.sub(self._by_name, self.cleaner.clean(html))

    def _by_name(self, match: re.Match[str]) -> str:
        return f' data-picture="{match[1]}"' if match[1] in self.known else match[0]


class _Cards:
    """The cards of the notes of an edition, source by source."""

    def __init__(self, edition: Edition, types: Mapping[str, NoteType], painter: _Painter, shelf: Shelf | None) -> None:
        self.deck = edition.config.name
        self.types = types
        self.painter = painter
        self.shelf = shelf
        self.headings = cache(headings)
        sides = [(item.name, item.field_names, item.templates) for item in types.values()]
        self.around = f"{shelf.program if shelf else ''} {self.deck} {sides} {sorted(painter.known)}"

    def of(self, source: str, notes: Sequence[tuple[Placed, Shipped]]) -> Iterator[tuple[Placed, ShownNote]]:
        anki = [self._as_anki(place, shipped) for place, shipped in notes]
        for (place, _), note, cards in zip(notes, anki, self._cards(source, notes, anki), strict=True):
            texts = dict(zip(self.types[place.note_type].field_names, note.fields, strict=True))
            path = self.headings(place.headings, texts.get("Section", ""))
            yield place, ShownNote(place.id, place.note_type, f"{source}:{place.span.line}", path, cards)

    def _as_anki(self, place: Placed, shipped: Shipped) -> AnkiNote:
        """The note as Anki's importer reads it."""
        record, note_type = shipped.record, self.types[place.note_type]
        cards = tuple(Card(ordinal, number, self.deck) for ordinal, number in shipped.cards)
        fields = tuple(shipped.fields)
        return AnkiNote(record.guid, record.note_id, note_type.id, record.mod, shipped.tags, fields, cards)

    def _cards(
        self, source: str, notes: Sequence[tuple[Placed, Shipped]], anki: Sequence[AnkiNote]
    ) -> Sequence[tuple[ShownCard, ...]]:
        """The cards of each note, from the shelf if they would be the same."""
        rests_on = [(note.note_type, note.fields, note.tags, [card.id for card in note.cards]) for note in anki]
        key = digest(self.around.encode(), marshal.dumps(rests_on))
        if self.shelf and (known := self.shelf.small(cards_of(source), key)):
            return [tuple(ShownCard(*card) for card in cards) for cards in marshal.loads(known)]
        made = [
            self.painter.cards(note, self.types[place.note_type]) for (place, _), note in zip(notes, anki, strict=True)
        ]
        if self.shelf:
            written = [[(card.number, card.question, card.answer, card.undrawn) for card in cards] for cards in made]
            self.shelf.put(cards_of(source), key, marshal.dumps(written), b"")
        return made


def headings(written: tuple[str, ...], section: str) -> tuple[str, ...]:
    """The words of the note's headings, as rendered; as written where one holds what is between them."""
    rendered = tuple(plain(part) for part in section.split(BETWEEN_HEADINGS)) if section else ()
    return rendered if len(rendered) == len(written) else written
