"""What a note's differences mean to learners."""

from collections.abc import Collection, Iterator

from ankigen.apkg.snapshot import Note, Snapshot
from ankigen.card.bookkeeping import ours
from ankigen.card.masks import corners
from ankigen.card.plain import plain
from ankigen.diff.model import NoteChange, NoteDiff, Risk
from ankigen.model.notetypes import RETIRED, SECTION

RETIRED_TAG = "::retired"
# What Anki carries to learners only with a newer modification time.
SENT = (NoteChange.CHANGED, NoteChange.MOVED, NoteChange.RETIRED)


def is_retired(snapshot: Snapshot, note: Note) -> bool:
    """Whether the note is a tombstone: it says so in its Retired field or by a tag."""
    note_type = snapshot.note_type(note)
    if ours(note_type) and note.fields[note_type.field_names.index(RETIRED)].strip():
        return True
    return any(tag.endswith(RETIRED_TAG) for tag in note.tags)


def change_of(note: NoteDiff, old: Note, new: Note, rerendered: Collection[str]) -> NoteChange | None:
    """What became of a note that is in both packages and not newly retired; None if nothing."""
    tags, cards = note.tags_added + note.tags_removed, note.cards_added + note.cards_removed
    if note.fields and not (tags or cards or note.decks) and _only_markup(note, rerendered):
        return NoteChange.RENDERING
    if cards or old.note_type != new.note_type or any(item.name != SECTION for item in note.fields):
        return NoteChange.CHANGED
    if note.fields or note.decks or _is_section_move(note):
        return NoteChange.MOVED
    if tags:
        return NoteChange.CHANGED
    if _renumbered(old, new):
        return NoteChange.RENUMBERED
    return NoteChange.RESENT if new.mod > old.mod else None


def _only_markup(note: NoteDiff, rerendered: Collection[str]) -> bool:
    return note.guid in rerendered or all(
        plain(item.old) == plain(item.new) and corners(item.old) == corners(item.new) for item in note.fields
    )


def _is_section_move(note: NoteDiff) -> bool:
    """One hierarchical tag gave way to another of the same root."""
    if len(note.tags_added) != 1 or len(note.tags_removed) != 1:
        return False
    (added,), (removed,) = note.tags_added, note.tags_removed
    return "::" in added and added.partition("::")[0] == removed.partition("::")[0]


def risks_of(
    note: NoteDiff, change: NoteChange, old: Note, new: Note, conflicting: Collection[int]
) -> tuple[Risk, ...]:
    """Why learners will not get the change cleanly; empty if they will."""
    return tuple(_risks(note, change, old, new, conflicting))


def _risks(note: NoteDiff, change: NoteChange, old: Note, new: Note, conflicting: Collection[int]) -> Iterator[Risk]:
    if old.note_type != new.note_type or new.note_type in conflicting:
        yield Risk.CONFLICT
    if change in SENT and (note.fields or note.tags_added or note.tags_removed) and new.mod <= old.mod:
        yield Risk.NOT_NEWER
    if _renumbered(old, new):
        yield Risk.RENUMBERED


def _renumbered(old: Note, new: Note) -> bool:
    cards = {card.ordinal: card.id for card in old.cards}
    return old.id != new.id or any(cards.get(card.ordinal, card.id) != card.id for card in new.cards)
