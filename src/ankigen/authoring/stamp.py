"""Ids for the notes of a deck that have none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ankigen.diagnostic import Diagnostic
from ankigen.model.history import History
from ankigen.model.note import Note
from ankigen.parse.stamp import new_ids, stamped
from ankigen.project.atomic import write_file
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths
from ankigen.source import Source, Span


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
    written: list[tuple[Span, str]] = []
    for source, ids in missing_ids(notes, loaded.deck.history).items():
        if ids:
            write_file(source.path, stamped(source.path.read_bytes(), source, ids))
            written.extend((source.span(line), name) for line, name in ids.items())
    return Stamped(tuple(written), loaded.unreadable)


def missing_ids(notes: Mapping[Source, Sequence[Note]], history: History) -> dict[Source, dict[int, str]]:
    """The ids that notes lack, for each source by the line of the heading. A released note whose id was lost gets its
    own back if its title is the same."""
    present = {note.id for found in notes.values() for note in found}
    lost = {record.title: name for name, record in history.notes.items() if name not in present and not record.reason}
    taken = present | set(history.notes)
    ids: dict[Source, dict[int, str]] = {}
    for source, found in notes.items():
        ids[source] = new_ids(found, taken, lost)
        taken |= set(ids[source].values())
    return ids
