"""Ids for the notes of a deck that have none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from ankigen.codes.ids import MISSING_ID
from ankigen.compile.consequences import hint_without_id, holders
from ankigen.compile.lost_notes import Lost
from ankigen.compile.pipeline import find_identity
from ankigen.diagnostic import Diagnostic
from ankigen.model.history import History
from ankigen.model.note import Note
from ankigen.parse import parse
from ankigen.parse.stamp import new_ids, stamped
from ankigen.project.atomic import write_file
from ankigen.project.load import Loaded, load_deck
from ankigen.project.paths import DeckPaths, read_source
from ankigen.source import Source, Span
from ankigen.values import dataclass

# By the file and the line of a note's heading: the id that learners know it by, empty if only its author can say.
Known = Mapping[tuple[Path, int], str]
NONE_KNOWN: Known = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Stamped:
    """The places and ids that `stamp` wrote, and what kept it from reading a file or trusting an id."""

    written: tuple[tuple[Span, str], ...]
    problems: tuple[Diagnostic, ...]


def stamp_deck(paths: DeckPaths) -> Stamped:
    """Write the missing ids into the deck's sources. Raises AnkigenError if a file cannot be written."""
    loaded = load_deck(paths)
    if loaded.faults:
        return Stamped((), loaded.faults)
    notes: dict[Source, list[Note]] = {}
    for note in loaded.deck.notes:
        notes.setdefault(note.span.source, []).append(note)
    lost = lost_or_leaving(loaded)
    written: list[tuple[Span, str]] = []
    for source, ids in missing_ids(notes, loaded.deck.history, known_ids(lost, loaded.deck.notes)).items():
        if ids:
            write_file(source.path, stamped(source.path.read_bytes(), source, ids))
            written.extend(_places(source.path, set(ids.values())))
    return Stamped(tuple(written), (*loaded.unreadable, *_undecided(lost, loaded.deck.notes)))


def lost_or_leaving(loaded: Loaded) -> tuple[Lost, ...]:
    """The released notes that no source has under their ids, those among them that the next release is to retire: who
    has retired one may have done so because its id was lost."""
    deck = loaded.deck
    history = deck.history
    leaving = {
        name: record._replace(reason="")
        for name, record in history.notes.items()
        if record.reason and not record.retired and not record.replaced_by
    }
    as_live = replace(history, notes={**history.notes, **leaving})
    lost = find_identity(replace(loaded, deck=replace(deck, history=as_live))).lost
    return tuple(replace(each, record=history.notes[each.record.id]) for each in lost)


def known_ids(lost: Sequence[Lost], notes: Iterable[Note]) -> Known:
    """The ids that learners know notes by that have none now; none for a note in whose text a lost id stands."""
    found = {(note.span.source.path, note.span.line): "" for _, note in _with_unread_id(lost, notes)}
    return found | {
        (each.note.span.source.path, each.note.span.line): each.record.id if _is_known(each) else ""
        for each in lost
        if each.note and each.note.metadata.id is None
    }


def _with_unread_id(lost: Sequence[Lost], notes: Iterable[Note]) -> Iterator[tuple[Lost, Note]]:
    """The lost notes whose ids stand in a note without one, or right above it, and are not read."""
    notes = tuple(notes)
    holder = holders(notes)
    starts = {(note.span.source.path, note.span.line): note for note in notes if note.metadata.id is None}
    for each in lost:
        if each.place and not each.note and each.record.id in each.place.source.line(each.place.line):
            path, line, above = each.place.source.path, each.place.line, holder(each.place)
            lines = (above.line if above else 0, line + 1, line + 2)
            yield from ((each, starts[path, at]) for at in lines if (path, at) in starts)


def _is_known(lost: Lost) -> bool:
    return lost.exact and not lost.place and not lost.record.reason


def _undecided(lost: Sequence[Lost], notes: Iterable[Note]) -> Iterator[Diagnostic]:
    """The notes that may be lost ones, or that name one: whether they are the same is for their author to say."""
    for each, note in _with_unread_id(lost, notes):
        message = f"this note got no id: '{each.record.id}', which learners know a note by, stands beside it"
        hint = f"if it is that one, write <!-- id: {each.record.id} --> right under its heading; else an id of its own"
        yield Diagnostic(note.span, MISSING_ID, message, hint)
    for each in lost:
        if each.note is None or each.note.metadata.id:
            continue
        name = each.record.id
        if each.record.reason:
            message = f"this note got no id: it {each.sign} '{name}', which is to be retired"
            hint = f"if it is the same one: ankigen retire {name} --undo; else write an id of its own"
            yield Diagnostic(each.note.span, MISSING_ID, message, hint)
        elif not each.exact:
            message = f"this note got no id: it {each.sign} one that learners have"
            yield Diagnostic(each.note.span, MISSING_ID, message, hint_without_id(each))


def _places(path: Path, ids: set[str]) -> Iterator[tuple[Span, str]]:
    """Where the notes of these ids are now."""
    source, _ = read_source(path)
    yield from ((note.span, note.id) for note in parse(source).notes if note.id in ids)


def missing_ids(
    notes: Mapping[Source, Sequence[Note]], history: History, known: Known = NONE_KNOWN
) -> dict[Source, dict[int, str]]:
    """The ids that notes lack, for each source by the line of the heading. A released note whose id was lost gets its
    own back."""
    taken = {note.id for found in notes.values() for note in found} | set(history.notes)
    ids: dict[Source, dict[int, str]] = {}
    for source, found in notes.items():
        ids[source] = new_ids(found, taken, {line: name for (path, line), name in known.items() if path == source.path})
        taken |= set(ids[source].values())
    return ids
