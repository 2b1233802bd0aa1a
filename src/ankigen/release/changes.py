"""How today's notes compare with the last release."""

from collections.abc import Iterator, Sequence

from ankigen.diagnostic import AnkigenError, nearest
from ankigen.model.content import Content, DeckContent
from ankigen.model.edition import EVERY_NOTE, Changes, Resend
from ankigen.model.history import History
from ankigen.model.ids import digest
from ankigen.model.note import Kind
from ankigen.model.note_type import NoteType
from ankigen.model.notetypes import content_hash, note_type, schema_hash, setting_of


def compare(content: DeckContent, history: History, note_types: Sequence[NoteType], resend: Resend) -> Changes:
    """What moved since the last release. Raises AnkigenError if a note to be sent again was never released."""
    released = history.notes
    for name in resend.touch:
        if name != EVERY_NOTE and name not in released:
            raise AnkigenError(f"no released note has the id '{name}'; {nearest(name, released)}")
    moved = [note for note in content.notes if _differs(note, history)]
    redone = tuple(note.id for note in moved if note.source_hash == released[note.id].source_hash)
    sent = {note.id for note in moved if resend.rerender or note.id not in redone}
    sent |= {name for name in released if resend.covers(name)}
    return Changes(
        added=tuple(note.id for note in content.notes if note.id not in released),
        updated=tuple(note.id for note in content.notes if note.id in sent),
        rerendered=tuple(name for name in redone if name not in sent),
        retired=tuple(record.id for record in released.values() if record.reason and not record.retired),
        sent_again=tuple(record.id for record in released.values() if record.retired and resend.covers(record.id)),
        breaking=tuple(_breaking(content, history)),
        note_types=tuple(_moved_note_types(note_types, history)),
        deck=deck_hash(content) != history.deck_hash,
    )


def _differs(note: Content, history: History) -> bool:
    record = history.notes.get(note.id)
    return record is not None and note.content_hash != record.content_hash


def _breaking(content: DeckContent, history: History) -> Iterator[str]:
    if not history.version:
        return
    if content.config.name != history.name:
        yield f"the deck's name changed from '{history.name}' to '{content.config.name}': new cards go to a new deck"
    current = _all_note_types(content, history)
    for record in history.note_types:
        # An own type that is not there is reported where the deck is loaded.
        if record.kind in current and schema_hash(current[record.kind]) != record.schema:
            yield f"the schema of the {record.kind} note type changed: Anki updates none of its notes"


def _all_note_types(content: DeckContent, history: History) -> dict[str, NoteType]:
    """Every note type that the deck could use, ankigen's first."""
    setting = setting_of(content.config)
    ours: dict[str, NoteType] = {kind: note_type(kind, setting, history.moved) for kind in Kind}
    return ours | {item.key: item.note_type for item in content.own}


def _moved_note_types(note_types: Sequence[NoteType], history: History) -> Iterator[str]:
    released = {record.kind: record.content for record in history.note_types}
    for item in note_types:
        if released.get(item.kind) != content_hash(item):
            yield item.kind


def note_types_of(content: DeckContent, history: History) -> tuple[NoteType, ...]:
    """The note types that the deck uses or ever used."""
    used = {note.kind for note in content.notes} | {record.kind for record in history.notes.values()}
    return tuple(item for kind, item in _all_note_types(content, history).items() if kind in used)


def deck_hash(content: DeckContent) -> str:
    """The hash of what does not belong to a note: the deck's name, all that its description shows, and the order."""
    config = content.config
    facts = (config.name, content.description, config.license, "\n".join(config.authors))
    return digest(*(text.encode() for text in (*facts, *(note.id for note in content.notes))))
