"""Taking a released note out of a deck: the ledger keeps it as a tombstone, so that learners get to know."""

from collections.abc import Collection
from dataclasses import replace

from ankigen.diagnostic import AnkigenError, nearest
from ankigen.model.history import History, Record


def retire(history: History, name: str, reason: str, replaced_by: str, present: Collection[str]) -> History:
    """The history with the note retired for the next release; `present` are the ids of today's sources.

    Raises AnkigenError if the note was never released or is already retired, or if the replacement is not a live note.
    """
    record = _released(history, name)
    if not reason.strip():
        raise AnkigenError(f"why is '{name}' retired? Learners read the reason: --reason \"…\"")
    if replaced_by == name:
        raise AnkigenError(f"'{name}' cannot replace itself")
    replacement = history.notes.get(replaced_by)
    if replacement and replacement.reason:
        raise AnkigenError(f"the replacement '{replaced_by}' is itself retired; name a note that is in the deck")
    if replaced_by and replaced_by not in present:
        raise AnkigenError(
            f"the replacement '{replaced_by}' is not in any source; {nearest(replaced_by, sorted(present))}"
        )
    return _with(history, replace(record, reason=" ".join(reason.split()), replaced_by=replaced_by))


def bring_back(history: History, name: str) -> History:
    """The history with the retirement undone. Raises AnkigenError if a release has already told learners."""
    record = history.notes.get(name)
    if record is None or not record.reason:
        raise AnkigenError(f"'{name}' is not retired")
    if record.retired:
        raise AnkigenError(
            f"'{name}' was retired in {record.retired}, and learners know; write it as a new note with a new id"
        )
    return _with(history, replace(record, reason="", replaced_by=""))


def _released(history: History, name: str) -> Record:
    record = history.notes.get(name)
    if record is None:
        hint = nearest(name, history.notes) if history.notes else "nothing was released yet"
        raise AnkigenError(f"no released note has the id '{name}'; {hint}")
    if record.retired:
        raise AnkigenError(f"'{name}' was retired in {record.retired}: {record.reason}")
    return record


def _with(history: History, record: Record) -> History:
    return replace(history, notes={**history.notes, record.id: record})
