"""Notes and note types that a learner has twice."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from ankigen.verify.findings import Code, Finding, about
from ankigen.verify.state import Note, State
from ankigen.verify.upgrade import Upgrade


def duplicate_guids(upgrade: Upgrade) -> Iterator[Finding]:
    """Anki keeps two notes with one guid for ever, and updates only one of them."""
    counts = Counter(note.guid for note in upgrade.after.notes.values())
    known = Counter(note.guid for note in upgrade.old.notes.values())
    for note in upgrade.after.by_guid.values():
        if counts[note.guid] > max(1, known[note.guid]):
            yield about(Code.DUPLICATE_GUID, note, f"{counts[note.guid]} notes")


def duplicates(upgrade: Upgrade) -> Iterator[Finding]:
    """A first field that a learner has more often than either package: the same note came under another guid."""
    old, shipped = _firsts(upgrade.old), _firsts(upgrade.shipped)
    for first, notes in _by_first(upgrade.after).items():
        if len(notes) > max(old[first], shipped[first]):
            others = [note for note in notes if note.guid not in upgrade.shipped.by_guid]
            for note in notes:
                if note.guid in upgrade.shipped.by_guid and note.guid not in upgrade.old.by_guid and others:
                    yield about(Code.DUPLICATE, note, f"learners have it already, under the guid {others[0].guid}")


def _firsts(state: State) -> Counter[str]:
    return Counter(note.first for note in state.notes.values())


def _by_first(state: State) -> dict[str, list[Note]]:
    found: defaultdict[str, list[Note]] = defaultdict(list)
    for note in state.notes.values():
        found[note.first].append(note)
    return found


def second_note_types(upgrade: Upgrade) -> Iterator[Finding]:
    """Where the schema of a note type changed, Anki makes a second one beside it ("Name+") for the new notes."""
    packaged = {kind.name for state in (upgrade.old, upgrade.shipped) for kind in state.note_types.values()}
    for kind in upgrade.after.note_types.values():
        if kind.name not in packaged:
            notes = [note for note in upgrade.after.notes.values() if note.note_type == kind.number]
            yield about(Code.SECOND_NOTE_TYPE, notes[0], f"'{kind.name}' with {len(notes)} notes")
