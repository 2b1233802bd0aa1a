"""Taking a released note out of a deck: the ledger keeps it as a tombstone, so that learners get to know."""

from collections.abc import Collection
from dataclasses import replace

from ankigen.diagnostic import AnkigenError, nearest
from ankigen.model.history import History, Record
from ankigen.source import clean


def retire(history: History, name: str, reason: str, replaced_by: str, present: Collection[str]) -> History:
    """The history with a released note retired for the next release; `present` are the ids of today's sources.

    Raises AnkigenError if the note is retired already, or if the replacement is not a live note.
    """
    record = history.notes[name]
    if record.retired:
        raise AnkigenError(f"'{name}' was retired in {record.retired} already: {record.reason}")
    reason = " ".join(clean(reason).split())
    if not reason:
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
    return _with(history, record._replace(reason=reason, replaced_by=replaced_by))


def bring_back(history: History, name: str) -> History:
    """The history with a released note's retirement undone. Raises AnkigenError if a release has told learners."""
    record = history.notes[name]
    if not record.reason:
        raise AnkigenError(f"'{name}' is not retired")
    if record.retired:
        raise AnkigenError(
            f"'{name}' was retired in {record.retired}, and learners know; write it as a new note with a new id"
        )
    return _with(history, record._replace(reason="", replaced_by=""))


def _with(history: History, record: Record) -> History:
    return replace(history, notes={**history.notes, record.id: record})
