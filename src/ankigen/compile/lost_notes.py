"""Released notes that are in no source under their id, and where they are instead.

A slip in an id, or anywhere above it, looks like a note that was deleted. Whoever retires the old id then ends the
learners' card, although its text is still in the deck.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import chain

from ankigen.compile.reworded_notes import ANSWERS, Fields, Sign, reworded_notes
from ankigen.model.cloze import hidden_texts
from ankigen.model.content import Content
from ankigen.model.deck import Deck
from ankigen.model.history import Record
from ankigen.model.ids import ID as VALID_ID
from ankigen.model.note import Note
from ankigen.model.title import title_words
from ankigen.rare import RarePattern
from ankigen.source import Span
from ankigen.values import dataclass

# From what likeness of their titles on a note may be the lost one; short titles say too little.
ALIKE, SHORT = 0.75, 8
AKIN = 0.5  # is enough if the answers are the same
FEW = 3  # words of a title that are all in another one
MOST = 5  # titles that are compared letter by letter for one lost note
HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
NEAR = 3  # lines below a heading, in which its id may stand
COMMON = 200  # titles that share a word which says nothing
WORD = RarePattern(r"\w+")
# An id as it may have been meant, in whatever is around it.
ID = RarePattern(r"(?i)(?:^|[\s,{\"'])(?:id|di|ids)[\"']?[ \t]*[:=]?[ \t]*[\"']?([\w-]{2,64})")


@dataclass(frozen=True, slots=True)
class Lost:
    """A released note that is in no source under its id. `note` is one that may be it under another id, or under none:
    `exact` if it says the very same, else `sign` says what speaks for it. `place` is where its id or its heading is
    written, but not read; with a note, in that note's metadata."""

    record: Record
    note: Note | None = None
    exact: bool = False
    place: Span | None = None
    sign: Sign = Sign.WORDS


@dataclass(frozen=True, slots=True)
class Swapped:
    """A note that says what learners have as the record `other`, under the id of another record (`own`), or under a
    new one while another note has its own."""

    note: Note
    own: Record | None
    other: Record


def swapped_notes(deck: Deck, content: Callable[[Note], Content]) -> Iterator[Swapped]:
    """The notes under the ids of others; `content` is what Anki would get of a note of the deck."""
    live = {name: record for name, record in deck.history.notes.items() if not record.reason}
    other_titles = [note for note in deck.notes if note.id in live and note.plain_title != live[note.id].plain_title]
    if not other_titles:
        return
    by_title = {record.plain_title: record for record in live.values()}
    notes = {note.id: note for note in deck.notes}
    strange = {note.id for note in other_titles}
    renamed = [note for note in deck.notes if note.metadata.id and note.id not in deck.history.notes]
    for note in (*other_titles, *renamed):
        own, other = live.get(note.id), by_title.get(note.plain_title)
        if other is None or other.kind != note.note_type or (own is None and other.id not in strange):
            continue
        there = notes.get(other.id)
        if content(note).source_hash == other.source_hash and not (
            there and content(there).source_hash == other.source_hash
        ):
            yield Swapped(note, own, other)


def lost_notes(
    deck: Deck,
    content: Callable[[Note], Content],
    swapped: Iterable[Swapped] = (),
    shipped: Callable[[], Mapping[str, Fields]] = dict,
) -> tuple[Lost, ...]:
    """The lost notes in the order of their ids, but for those that another one's id hides. `shipped` gives the fields
    of the last release by guid and name, if there are any to be read."""
    records = deck.history.notes
    present = {note.id for note in deck.notes} | {each.other.id for each in swapped}
    lost = [record for name, record in sorted(records.items()) if name not in present and not record.reason]
    if not lost:
        return ()
    unread = _Unread(deck)
    written = {record.id: place for record in lost if (place := unread.place(record))}
    unknown = _Unknown([note for note in deck.notes if note.id not in records], content)
    exact = dict(unknown.same(lost)) | dict(unknown.in_bad_ids(lost))
    in_metadata = dict(unknown.metadata_with(written.values()))
    taken = {note.span for note in exact.values()} | set(in_metadata)
    found: list[Lost] = []
    for record in lost:
        if note := exact.get(record.id):
            inside = in_metadata.get(note.span) == written.get(record.id)
            found.append(Lost(record, note, exact=True, place=written.get(record.id) if inside else None))
        elif place := written.get(record.id):
            found.append(Lost(record, place=place))
        else:
            alike = chain(unknown.alike(record), unknown.with_answer(record, shipped))
            likely = next((note for note in alike if note.span not in taken), None)
            taken |= {likely.span} if likely else set()
            found.append(Lost(record, likely))
    untold = [each.record for each in found if not (each.note or each.place)]
    free = [note for note in unknown.notes if note.metadata.id is None and note.span not in taken]
    reworded = reworded_notes(deck, untold, free, content, shipped) if untold and free else ()
    by_id = {record.id: Lost(record, note, sign=sign) for record, note, sign in reworded}
    return tuple(by_id.get(each.record.id, each) for each in found)


class _Unknown:
    """The notes whose ids, if they have any, were never released, found by what they say."""

    def __init__(self, notes: Iterable[Note], content: Callable[[Note], Content]) -> None:
        self.notes = tuple(notes)
        self.content = content
        self.by_title: dict[str, list[Note]] = {}
        self.by_word: dict[str, list[Note]] = {}
        self.by_clozes: dict[tuple[tuple[int, str], ...], list[Note]] = {}
        for note in self.notes:
            self.by_title.setdefault(note.plain_title, []).append(note)
            for word in _words(note.plain_title):
                self.by_word.setdefault(word, []).append(note)
            if note.kind.is_cloze:
                hidden = hidden_texts(f"{note.front.text}\n{note.body.text}")
                self.by_clozes.setdefault(tuple(hidden.items()), []).append(note)

    def same(self, lost: Iterable[Record]) -> Iterator[tuple[str, Note]]:
        """The ids of the lost notes that one note says the very same as, each with that note."""
        for record in lost:
            titled = [note for note in self.by_title.get(record.plain_title, ()) if note.note_type == record.kind]
            found = [note for note in titled if self.content(note).source_hash == record.source_hash]
            if len(found) == 1:
                yield record.id, found[0]

    def in_bad_ids(self, lost: Iterable[Record]) -> Iterator[tuple[str, Note]]:
        """The lost ids that stand, with more around them, in what cannot be an id; each with that note."""
        bad = [note for note in self.notes if note.metadata.id and not VALID_ID.fullmatch(note.id)]
        for record in lost if bad else ():
            found = [note for note in bad if _holds_word(note.id, record.id)]
            if len(found) == 1:
                yield record.id, found[0]

    def metadata_with(self, places: Iterable[Span]) -> Iterator[tuple[Span, Span]]:
        """The notes in whose metadata one of the places is, each by its own place with that one."""
        by_line = {(place.source.path, place.line): place for place in places}
        for note in self.notes:
            for line in range(note.span.line + 1, note.text_line + 1):
                if place := by_line.get((note.span.source.path, line)):
                    yield note.span, place

    def alike(self, record: Record) -> Iterator[Note]:
        """The notes that may be the lost one, the likeliest first."""
        yield from self.by_title.get(record.plain_title, ())
        yield from self.by_clozes.get(record.clozes, ()) if record.clozes else ()
        rare = (self.by_word.get(word, ()) for word in _words(record.plain_title))
        shared = Counter(note for notes in rare if len(notes) <= COMMON for note in notes)
        rated = [(_likeness(record, note), rank) for rank, (note, _) in enumerate(shared.most_common(MOST))]
        notes = [note for note, _ in shared.most_common(MOST)]
        yield from (notes[rank] for rate, rank in sorted(rated, reverse=True) if rate >= ALIKE)

    def with_answer(self, record: Record, shipped: Callable[[], Mapping[str, Fields]]) -> Iterator[Note]:
        """The note that has the same answer as the lost one had, if it is the only one and its title is not quite
        another."""
        name = ANSWERS.get(record.kind)
        notes = [note for note in self.notes if note.note_type == record.kind] if name else []
        answer = shipped().get(record.guid, {}).get(name or "") if notes else None
        found = [note for note in notes if answer and self.content(note).fields.get(name or "") == answer]
        if len(found) == 1 and _likeness(record, found[0], AKIN):
            yield found[0]


class _Unread:
    """Where ids and headings are written that are not read as notes."""

    def __init__(self, deck: Deck) -> None:
        self.ids: dict[str, Span] = {}
        self.titles: dict[str, Span] = {}
        read = {note.span for note in deck.notes}
        read |= {note.metadata.id.span for note in deck.notes if note.metadata.id}
        for source in deck.sources:
            for number, line in enumerate(source.lines, start=1):
                for match in ID.finditer(line):
                    place = source.span(number, match.start(1) + 1)
                    if place not in read:
                        self.ids.setdefault(match[1], place)
                title = line.strip("# \t")
                place = source.span(number, line.find(title) + 1)
                if title and place not in read and not title.startswith("<!--"):
                    self.titles.setdefault(title_words(title), place)

        self.near = tuple(_lines_near(deck.notes))

    def place(self, record: Record) -> Span | None:
        place = self.ids.get(record.id) or self.titles.get(record.plain_title)
        if place is None and "-" in record.id:
            found = (place for place, line in self.near if _holds_word(line, record.id))
            place = next(found, None)
        return place


def _lines_near(notes: Iterable[Note]) -> Iterator[tuple[Span, str]]:
    """The lines where the id of a note without one may stand in another form: right above and below its heading."""
    for note in notes:
        source, first = note.span.source, note.span.line
        for number in range(first - 1, first + NEAR + 1) if note.metadata.id is None else ():
            line = source.line(number)
            if line.strip() and (number == first or not HEADING.match(line)):
                yield source.span(number, len(line) - len(line.lstrip()) + 1), line


def _holds_word(text: str, word: str) -> bool:
    return word in text and re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


def _words(title: str) -> set[str]:
    return set(WORD.findall(title.casefold()))


def _likeness(record: Record, note: Note, least: float = ALIKE) -> float:
    """How like the titles are, 1 at most; 0 if they are less alike than `least`."""
    old, new = record.plain_title.casefold(), note.plain_title.casefold()
    if max(len(old), len(new)) < SHORT:
        return 0.0
    fewer, more = sorted((_words(old), _words(new)), key=len)
    if len(fewer) >= FEW and fewer <= more:
        return 1.0
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    rate = matcher.ratio() if matcher.real_quick_ratio() >= least else 0.0
    return rate if rate >= least else 0.0
