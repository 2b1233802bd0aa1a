"""Notes against notes, matched by guid as Anki does."""

from collections.abc import Collection, Iterator
from dataclasses import field, replace

from ankigen.apkg.snapshot import Note, NoteType, Snapshot
from ankigen.card.bookkeeping import TITLE, ours, without_versions
from ankigen.card.plain import printable, title
from ankigen.diff.classify import change_of, is_retired, risks_of
from ankigen.diff.model import FieldDiff, NoteChange, NoteDiff
from ankigen.model.notetypes import NOTE_ID, RETIRED, REVISION
from ankigen.values import dataclass

ORDER = tuple(NoteChange)
# A field's name with its place in the old note and in the new one; None if it has no place there.
FieldPair = tuple[str, int | None, int | None]


def diff_notes(
    old: Snapshot, new: Snapshot, conflicting: Collection[int], rerendered: Collection[str]
) -> tuple[NoteDiff, ...]:
    """The notes that differ. `conflicting` are the ids of note types that Anki will not update, `rerendered` the guids
    of notes of which the ledger says that only the rendering moved."""
    comparison = _Comparison(old, new, conflicting, rerendered)
    return tuple(sorted(comparison.differences(), key=lambda note: ORDER.index(note.change)))


@dataclass(frozen=True, slots=True)
class _Comparison:
    old: Snapshot
    new: Snapshot
    conflicting: Collection[int]
    rerendered: Collection[str]
    pairs: dict[tuple[int, int], tuple[FieldPair, ...]] = field(default_factory=dict)

    def differences(self) -> Iterator[NoteDiff]:
        for guid, note in self.new.notes.items():
            before = self.old.notes.get(guid)
            if before is None:
                yield self.alone(NoteChange.RETIRED if is_retired(self.new, note) else NoteChange.ADDED, note)
            elif before != note or note.note_type in self.conflicting:
                yield from self.difference(before, note)
        for guid, note in self.old.notes.items():
            if guid not in self.new.notes:
                yield self.alone(NoteChange.LEFT_OUT, note)

    def alone(self, change: NoteChange, note: Note) -> NoteDiff:
        left = change is NoteChange.LEFT_OUT
        snapshot = self.old if left else self.new
        name, words = names(note, snapshot.note_type(note))
        return NoteDiff(change, note.guid, name, words, note if left else None, None if left else note)

    def difference(self, old: Note, new: Note) -> Iterator[NoteDiff]:
        """The note's differences, none if only what ankigen itself writes moved."""
        note_type = self.new.note_type(new)
        tags, new_tags = (without_versions(note.tags) if ours(note_type) else set(note.tags) for note in (old, new))
        cards, new_cards = ({card.ordinal for card in note.cards} for note in (old, new))
        found = NoteDiff(
            change=NoteChange.CHANGED,
            guid=new.guid,
            id="",
            title="",
            old=old,
            new=new,
            fields=tuple(self.fields(old, new)),
            tags_added=tuple(sorted(new_tags - tags)),
            tags_removed=tuple(sorted(tags - new_tags)),
            cards_added=tuple(sorted(new_cards - cards)),
            cards_removed=tuple(sorted(cards - new_cards)),
            decks=self.decks(old, new),
        )
        retired = is_retired(self.new, new) and not is_retired(self.old, old)
        change = NoteChange.RETIRED if retired else change_of(found, old, new, self.rerendered)
        if change:
            risks = risks_of(found, change, old, new, self.conflicting)
            # Of a retired note only its source's heading is left, with the marks of its Markdown.
            name, words = names(old, self.old.note_type(old)) if retired else names(new, note_type)
            judged = replace(found, change=change, risks=risks, id=name, title=words)
            yield _tombstone(judged) if retired else judged

    def fields(self, old: Note, new: Note) -> Iterator[FieldDiff]:
        for name, before, after in self.field_pairs(old, new):
            text = old.fields[before] if before is not None else ""
            new_text = new.fields[after] if after is not None else ""
            if text != new_text:
                yield FieldDiff(name, text, new_text)

    def field_pairs(self, old: Note, new: Note) -> tuple[FieldPair, ...]:
        key = (old.note_type, new.note_type)
        if key not in self.pairs:
            self.pairs[key] = tuple(_field_pairs(self.old.note_type(old), self.new.note_type(new)))
        return self.pairs[key]

    def decks(self, old: Note, new: Note) -> tuple[tuple[str, str], ...]:
        """Where cards went, decks that came or vanished left out: those are reported once, not for every note."""
        names = {card.ordinal: card.deck for card in old.cards}
        moves = {(names[card.ordinal], card.deck) for card in new.cards if card.ordinal in names}
        if all(before == after for before, after in moves):
            return ()
        lasting = {deck.name for deck in self.old.decks} & {deck.name for deck in self.new.decks}
        return tuple(sorted(move for move in moves if len(set(move)) == 2 and set(move) <= lasting))


def _field_pairs(old: NoteType, new: NoteType) -> Iterator[FieldPair]:
    """The fields in the new note type's order, then those that are gone; a renamed one is known by its id."""
    skipped = {REVISION} if ours(new) else set()
    by_id = {item.id: index for index, item in enumerate(old.fields) if item.id is not None}
    by_name = {item.name: index for index, item in enumerate(old.fields)}
    left: set[int | None] = set(range(len(old.fields)))
    for index, item in enumerate(new.fields):
        before = by_id.get(item.id, by_name.get(item.name)) if item.id is not None else by_name.get(item.name)
        left.discard(before)
        if item.name not in skipped:
            yield item.name, before, index
    for index, item in enumerate(old.fields):
        if index in left and item.name not in skipped:
            yield item.name, index, None


def names(note: Note, note_type: NoteType) -> tuple[str, str]:
    """What people know the note by: its author's id, and its title."""
    own = dict(zip(note_type.field_names, note.fields, strict=True)) if ours(note_type) else {}
    sort_field = note.fields[note_type.sort_field : note_type.sort_field + 1]
    name = next((text for text in map(title, (own.get(TITLE, ""), *sort_field, *note.fields)) if text), "")
    return printable(own.get(NOTE_ID, "")), name


def _tombstone(note: NoteDiff) -> NoteDiff:
    """Only the reason of a retirement: that the rest of the note is gone goes without saying."""
    fields = tuple(item for item in note.fields if item.name == RETIRED)
    return replace(note, fields=fields, tags_added=(), tags_removed=(), cards_removed=())
