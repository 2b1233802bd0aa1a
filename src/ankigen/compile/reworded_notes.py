"""Released notes that lost their id and their title at once, found by their answer or by their place.

Only a note without an id may be one of them, and whether it is, is for its author to say.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from enum import StrEnum
from typing import TypeVar

from ankigen.model.content import Content
from ankigen.model.deck import Deck
from ankigen.model.history import Record
from ankigen.model.note import Kind, Note
from ankigen.model.notetypes import SECTION

Item = TypeVar("Item", Record, Note)
Fields = Mapping[str, str]
# Where a note's answer is, by its kind; that of a cloze is what it hides, which the ledger knows.
ANSWERS: Mapping[str, str] = {Kind.BASIC: "Back", Kind.REVERSED: "Back", Kind.TYPED: "Back", Kind.CHOICE: "Options"}
# The kinds that nothing but their `type` tells apart: who deletes the comment with the id deletes that too.
TOLD_BY_TYPE = (Kind.BASIC, Kind.REVERSED, Kind.TYPED)


class Sign(StrEnum):
    """Why a note may be a lost one, in the words that come before that one's name."""

    WORDS = "is much like"
    ANSWER = "has the same answer as"
    PLACE = "is in the place of"


def reworded_notes(
    deck: Deck,
    lost: Sequence[Record],
    without_id: Sequence[Note],
    content: Callable[[Note], Content],
    shipped: Callable[[], Mapping[str, Fields]],
) -> Iterator[tuple[Record, Note, Sign]]:
    """The lost notes that one of the notes without an id may be. `content` is what Anki would get of a note, `shipped`
    gives the fields of the last release by guid and name, if there are any to be read."""
    free, found = {note.span for note in without_id}, set[str]()
    for record, note in _by_answer(deck, lost, without_id, content, shipped()):
        free.discard(note.span)
        found.add(record.id)
        yield record, note, Sign.ANSWER
    for record, note in _by_place(deck, lost):
        if note.span not in free or record.id in found or not _may_be(note, record):
            continue
        fields = shipped().get(record.guid)
        if fields is None or fields.get(SECTION) == content(note).fields.get(SECTION):
            yield record, note, Sign.PLACE


def _by_answer(
    deck: Deck,
    lost: Sequence[Record],
    without_id: Sequence[Note],
    content: Callable[[Note], Content],
    shipped: Mapping[str, Fields],
) -> Iterator[tuple[Record, Note]]:
    """The lost notes with the notes that have their answers, which no other note has, there or lost."""
    written = Counter(map(_answer, deck.notes))
    sole: defaultdict[tuple[str, str], list[Note]] = defaultdict(list)
    for note in without_id:
        for name, text in content(note).fields.items() if written[_answer(note)] == 1 else ():
            sole[name, text].append(note)
    answers = [shipped.get(record.guid, {}).get(ANSWERS.get(record.kind, ""), "") for record in lost]
    shared = Counter(answers)
    for record, answer in zip(lost, answers, strict=True):
        same = sole.get((ANSWERS[record.kind], answer), []) if answer and shared[answer] == 1 else []
        fitting = [note for note in same if _may_be(note, record)]
        if len(fitting) == 1:
            yield record, fitting[0]


def _answer(note: Note) -> tuple[str, ...]:
    return (note.body.text.strip(), *(option.text.text.strip() for option in note.options))


def _may_be(note: Note, record: Record) -> bool:
    """Whether the note is of the kind that was released, or may have been before it lost what states it."""
    unstated = note.metadata.type is None and note.note_type in TOLD_BY_TYPE and record.kind in TOLD_BY_TYPE
    return unstated or note.note_type == record.kind


def _by_place(deck: Deck, lost: Iterable[Record]) -> Iterator[tuple[Record, Note]]:
    """Each lost note that was alone between two released ones, with the note that is now the only one there without an
    id. At their first release notes get Anki's ids in the order in which they stand."""
    gone = {record.id for record in lost}
    known = {note.id for note in deck.notes} & deck.history.notes.keys()
    records = sorted(deck.history.notes.values(), key=lambda record: record.note_id)
    were = _gaps(((record.id, record) for record in records if record.id in known | gone), known)
    are = _gaps(((note.id, note) for note in deck.notes), known)
    for ends, between in were.items():
        notes = [note for note in are.get(ends, ()) if note.metadata.id is None]
        if known and len(between) == len(notes) == 1:
            yield between[0], notes[0]


def _gaps(items: Iterable[tuple[str, Item]], known: Set[str]) -> dict[tuple[str, str], list[Item]]:
    """What is between the known ids that follow each other; the beginning and the end are empty ones."""
    gaps: dict[tuple[str, str], list[Item]] = {}
    before, between = "", list[Item]()
    for name, item in items:
        if name in known:
            gaps[before, name] = between
            before, between = name, []
        else:
            between.append(item)
    return gaps | {(before, ""): between}
