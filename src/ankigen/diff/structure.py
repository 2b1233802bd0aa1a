"""Decks, note types and media against each other."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from ankigen.apkg.snapshot import Deck, Field, NoteType, Snapshot, Template
from ankigen.card.bookkeeping import without_version_line
from ankigen.card.plain import alternative_texts
from ankigen.diff.model import DeckChange, DeckDiff, MediaChange, MediaDiff, NoteTypeChange, NoteTypeDiff
from ankigen.diff.notes import names

# A file as ankigen names it, and where a field does.
HASH = re.compile(r"[0-9a-f]{32}\.\w+")
NAMED = re.compile(r"(?:\bsrc=\"|\[sound:)([0-9a-f]{32}\.\w+)")


def diff_decks(old: Snapshot, new: Snapshot) -> tuple[DeckDiff, ...]:
    """Decks are matched by name, as Anki does; the same id under another name is a renamed one."""
    return tuple(_decks({deck.name: deck for deck in old.decks}, {deck.name: deck for deck in new.decks}))


def _decks(old: Mapping[str, Deck], new: Mapping[str, Deck]) -> Iterator[DeckDiff]:
    gone = {deck.id: deck.name for name, deck in old.items() if name not in new}
    for name, deck in new.items():
        if name in old:
            before, after = without_version_line(old[name].description), without_version_line(deck.description)
            if before != after:
                yield DeckDiff(DeckChange.DESCRIPTION, name, before, after)
        elif deck.id in gone:
            yield DeckDiff(DeckChange.RENAMED, name, gone.pop(deck.id), name)
        else:
            yield DeckDiff(DeckChange.NEW, name)
    for name in gone.values():
        yield DeckDiff(DeckChange.GONE, name)


def diff_note_types(old: Snapshot, new: Snapshot) -> tuple[NoteTypeDiff, ...]:
    """Note types are matched by id, as Anki does."""
    return tuple(_note_types(old.note_types, new.note_types))


def _note_types(old: Mapping[int, NoteType], new: Mapping[int, NoteType]) -> Iterator[NoteTypeDiff]:
    gone = {item.name: item for number, item in old.items() if number not in new}
    for number, item in new.items():
        before = old.get(number)
        if before is None and item.name in gone:
            yield NoteTypeDiff(NoteTypeChange.SECOND, item.name, gone.pop(item.name), item)
        elif before is None:
            yield NoteTypeDiff(NoteTypeChange.NEW, item.name, None, item)
        elif schema := tuple(_schema(before, item)):
            yield NoteTypeDiff(NoteTypeChange.SCHEMA, item.name, before, item, schema + tuple(_looks(before, item)))
        elif looks := tuple(_looks(before, item)):
            newer = item.mod > before.mod
            change = NoteTypeChange.RESTYLED if newer else NoteTypeChange.NOT_NEWER
            yield NoteTypeDiff(change, item.name, before, item, looks)
    for item in gone.values():
        yield NoteTypeDiff(NoteTypeChange.GONE, item.name, item, None)


def conflicting(note_types: Collection[NoteTypeDiff]) -> frozenset[int]:
    """The ids of the note types whose notes Anki will not update."""
    return frozenset(item.new.id for item in note_types if item.new and item.change is NoteTypeChange.SCHEMA)


def _schema(old: NoteType, new: NoteType) -> Iterator[str]:
    """Everything that makes Anki refuse updates."""
    if old.kind is not new.kind:
        yield f"was a {old.kind} note type and is now {new.kind}"
    yield from _parts("field", old.fields, new.fields)
    yield from _parts("template", old.templates, new.templates)
    if old.sort_field != new.sort_field:
        yield "sorts by another field"


def _parts(word: str, old: Sequence[Field | Template], new: Sequence[Field | Template]) -> Iterator[str]:
    keys, new_keys = [_key(part) for part in old], [_key(part) for part in new]
    if keys != new_keys and [part.name for part in old] == [part.name for part in new]:
        # Ids that only one side has do not count: Anki then goes by the names.
        if all(part.id is not None for part in (*old, *new)):
            yield f"the ids of its {word}s changed"
        return
    known, new_known = frozenset(keys), frozenset(new_keys)
    yield from (f"{word} '{part.name}' added" for part, key in zip(new, new_keys, strict=True) if key not in known)
    yield from (f"{word} '{part.name}' removed" for part, key in zip(old, keys, strict=True) if key not in new_known)
    if [key for key in keys if key in new_known] != [key for key in new_keys if key in known]:
        yield f"{word}s in another order"


def _renamed(word: str, old: Sequence[Field | Template], new: Sequence[Field | Template]) -> Iterator[str]:
    names = {_key(part): part.name for part in old}
    for part in new:
        before = names.get(_key(part), part.name)
        if before != part.name:
            yield f"{word} '{before}' renamed to '{part.name}'"


def _key(part: Field | Template) -> int | str:
    """What Anki knows the part by: its id, by which it may be renamed, else its name."""
    return part.name if part.id is None else part.id


def _looks(old: NoteType, new: NoteType) -> Iterator[str]:
    """What changes how cards look, or what things are called."""
    if old.name != new.name:
        yield f"renamed from '{old.name}'"
    yield from _renamed("field", old.fields, new.fields)
    yield from _renamed("template", old.templates, new.templates)
    templates = {_key(template): template for template in old.templates}
    for template in new.templates:
        before = templates.get(_key(template), template)
        sides = (("front", before.front != template.front), ("back", before.back != template.back))
        changed = " and ".join(side for side, differs in sides if differs)
        if changed:
            yield f"{changed} of template '{template.name}'"
    if old.css != new.css:
        yield "styling"


def diff_media(old: Snapshot, new: Snapshot) -> tuple[MediaDiff, ...]:
    """Files are matched by name, as Anki does. One that comes while another goes that is told by the same words is a
    changed file: ankigen names files by their bytes."""
    told, new_told = _told(old, new), _told(new, old)
    gone = {told[name] for name in old.media if name in told and name not in new.media}
    added = [file for name, file in new.media.items() if name not in old.media]
    changes = {
        MediaChange.REPLACED: (
            file for name, file in new.media.items() if name in old.media and old.media[name].sha256 != file.sha256
        ),
        MediaChange.CHANGED: (file for file in added if new_told.get(file.name) in gone),
        MediaChange.NEW: (file for file in added if new_told.get(file.name) not in gone),
        MediaChange.GONE: (file for name, file in old.media.items() if name not in new.media),
    }
    words = told | new_told
    return tuple(
        MediaDiff(change, file.name, file.size, *words.get(file.name, ()))
        for change, files in changes.items()
        for file in files
    )


def _told(snapshot: Snapshot, other: Snapshot) -> dict[str, tuple[str, str]]:
    """What the notes say of files, by their names: the alternative text; else, of one whose name is a hash and that is
    not in the other package, the title of the note that has it."""
    if not snapshot.media:
        return {}
    found = {name: (alt, "") for name, alt in _alternative_texts(snapshot)}
    left = {name for name in snapshot.media.keys() - other.media.keys() - found.keys() if HASH.fullmatch(name)}
    for note in snapshot.notes.values() if left else ():
        title = names(note, snapshot.note_type(note))[1]
        for name in {name for text in note.fields for name in NAMED.findall(text)} & left if title else ():
            left.remove(name)
            found[name] = ("", title)
    return found


def _alternative_texts(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    fields = (text for note in snapshot.notes.values() for text in note.fields if "<img" in text)
    return (pair for text in fields for pair in alternative_texts(text))
