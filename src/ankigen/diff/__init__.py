"""What an update will do, before any learner gets it: two packages compared note by note.

Comes in: two packages. Goes out: a `Diff`, as text, JSON, Markdown or a page. Know first: `model.Diff`.
"""

from collections.abc import Collection
from dataclasses import replace

from ankigen.diff.model import Diff, NoteDiff, Risk, Side
from ankigen.diff.notes import diff_notes
from ankigen.diff.structure import conflicting, diff_decks, diff_media, diff_note_types

__all__ = ["Diff", "Side", "diff"]


def diff(title: str, old: Side, new: Side, rerendered: Collection[str] = frozenset(), *, merging: bool = False) -> Diff:
    """All differences from `old` to `new`. `rerendered` are the guids of notes of which the ledger says that only the
    rendering moved; without it a note is that where its markup differs and its text does not. `merging` says that
    learners are told to merge the note types."""
    note_types = diff_note_types(old.snapshot, new.snapshot)
    notes = diff_notes(old.snapshot, new.snapshot, conflicting(note_types), rerendered)
    notes = tuple(map(_merged, notes)) if merging else notes
    in_both = len(old.snapshot.notes.keys() & new.snapshot.notes.keys())
    differing = sum(note.old is not None and note.new is not None for note in notes)
    return Diff(
        title=title,
        old=old,
        new=new,
        decks=diff_decks(old.snapshot, new.snapshot),
        note_types=note_types,
        notes=notes,
        media=diff_media(old.snapshot, new.snapshot),
        unchanged=in_both - differing,
    )


def _merged(note: NoteDiff) -> NoteDiff:
    """A note that comes to another note type is no conflict to learners who merge the two."""
    if not (note.old and note.new) or note.old.note_type == note.new.note_type:
        return note
    return replace(note, risks=tuple(Risk.MERGE if risk is Risk.CONFLICT else risk for risk in note.risks))
