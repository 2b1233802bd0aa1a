"""Every card of the newest release, section by section: what the pages of a deck's cards show."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, chain, count, groupby

from ankigen.apkg.snapshot import Snapshot
from ankigen.card.bookkeeping import ours
from ankigen.card.plain import plain, printable, title
from ankigen.card.safe import Cleaner
from ankigen.card.template import card_sides
from ankigen.model.history import Record
from ankigen.model.notetypes import BETWEEN_HEADINGS, BOOKKEEPING, SECTION
from ankigen.model.slug import ascii_slug
from ankigen.preview.cards import ShownCard
from ankigen.site.assets import Assets
from ankigen.site.model import Checked, SiteDeck
from ankigen.values import dataclass

NO_SECTION, ALL = "Without a section", "All cards"
ROOM = 60_000  # how many bytes of cards a page has, a note more at most
LONGEST_NAME = 40
WORDS = 240  # of a note's text that can be searched


@dataclass(frozen=True, slots=True)
class ShownNote:
    """One note: `headings` are the words of the sections it stands under, `words` what is searched. The sides of its
    cards are the inside of shadow roots."""

    id: str
    guid: str
    title: str
    headings: tuple[str, ...]
    cards: tuple[ShownCard, ...]
    words: str
    record: Record
    checked: Checked | None

    @property
    def size(self) -> int:
        return sum(len(card.question) + len(card.answer) for card in self.cards) + 900 * len(self.cards)


@dataclass(frozen=True, slots=True)
class CardPage:
    """A page: a section, or so much of it as goes into one; `part` counts from 1, of `parts`."""

    file: str
    section: str
    part: int
    parts: int
    notes: tuple[ShownNote, ...]

    @property
    def title(self) -> str:
        return self.section if self.parts == 1 else f"{self.section}, part {self.part} of {self.parts}"

    @property
    def cards(self) -> int:
        return sum(len(note.cards) for note in self.notes)


def card_pages(deck: SiteDeck, snapshot: Snapshot, assets: Assets) -> tuple[CardPage, ...]:
    """The pages in the order of the sources; notes that are in them no more come last."""
    shown = tuple(_shown(deck, snapshot, assets))
    depth = 0 if len({note.headings[:1] for note in shown}) > 1 else 1
    sections: dict[str, list[ShownNote]] = {}
    for note in shown:
        own = note.headings[min(depth, len(note.headings) - 1)] if note.headings else NO_SECTION
        sections.setdefault(own, []).append(note)
    return tuple(_pages(sections if len(sections) > 1 or NO_SECTION not in sections else {ALL: shown}))


def _pages(sections: Mapping[str, Sequence[ShownNote]]) -> Iterator[CardPage]:
    taken: set[str] = set()
    for number, (section, notes) in enumerate(sections.items(), start=1):
        parts = tuple(_parts(notes))
        name = ascii_slug(section, LONGEST_NAME) or f"section-{number}"
        names = chain((name,), (f"{name}-section-{other}" for other in count(number)))
        # A section may be called as the second part of another.
        files = next(found for found in (_files(each, len(parts)) for each in names) if taken.isdisjoint(found))
        taken.update(files)
        for part, (file, own) in enumerate(zip(files, parts, strict=True), start=1):
            yield CardPage(file, section, part, len(parts), own)


def _files(name: str, parts: int) -> tuple[str, ...]:
    return (f"cards-{name}.html", *(f"cards-{name}-part-{part}.html" for part in range(2, parts + 1)))


def _parts(notes: Sequence[ShownNote]) -> Iterator[tuple[ShownNote, ...]]:
    """The notes in as few parts as there is room for, of much the same length."""
    ends = list(accumulate(note.size for note in notes))
    count = -(-ends[-1] // ROOM)
    starts = zip([0, *ends], notes, strict=False)
    for _, part in groupby(starts, key=lambda pair: pair[0] * count // ends[-1]):
        yield tuple(note for _, note in part)


def _shown(deck: SiteDeck, snapshot: Snapshot, assets: Assets) -> Iterator[ShownNote]:
    texts = (text for note in snapshot.notes.values() for text in note.fields)
    cleaner = Cleaner(assets.pictures(deck.whole.package, texts))
    records = {record.guid: record for record in deck.history.notes.values()}
    places = {name: at for at, name in enumerate(deck.notes)}
    live = [note for note in snapshot.notes.values() if note.cards and note.guid in records]
    for note in sorted(live, key=lambda note: (places.get(records[note.guid].id, len(places)), note.id)):
        record = records[note.guid]
        note_type = snapshot.note_type(note)
        cards = tuple(
            ShownCard(card.ordinal + 1, question, answer)
            for card in note.cards
            for question, answer in [
                [assets.side(cleaner.clean(side), note_type.css, card.ordinal + 1) for side in sides]
                for sides in [card_sides(note, note_type, card)]
            ]
        )
        fields = snapshot.fields(note)
        name = printable(record.plain_title) or next(filter(None, map(title, note.fields)), record.id)
        yield ShownNote(
            id=record.id,
            guid=note.guid,
            title=name,
            headings=_headings(deck, record.id, fields.get(SECTION, "") if ours(note_type) else ""),
            cards=cards,
            words=_words(_written(fields) if ours(note_type) else fields, name),
            record=record,
            checked=deck.checked.get(record.id),
        )


def _headings(deck: SiteDeck, name: str, section: str) -> tuple[str, ...]:
    """The words of the note's headings as released; those of the source for a note type that has no such field."""
    if section:
        return tuple(plain(part) for part in section.split(BETWEEN_HEADINGS))
    note = deck.notes.get(name)
    return tuple(" ".join(heading.title.text.split()) for heading in note.sections) if note else ()


def _written(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that an author writes."""
    return {name: text for name, text in fields.items() if name not in BOOKKEEPING | {SECTION}}


def _words(fields: Mapping[str, str], name: str) -> str:
    """What is searched beside the note's title."""
    return title(" ".join(filter(None, fields.values())), WORDS + len(name)).removeprefix(name).strip()


def page_of(pages: Sequence[CardPage]) -> dict[str, str]:
    """The file in which each note is, by the note's guid."""
    return {note.guid: page.file for page in pages for note in page.notes}
