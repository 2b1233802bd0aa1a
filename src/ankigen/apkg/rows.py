"""The rows that an edition's notes and cards are in Anki's database."""

import hashlib
import html
import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from ankigen.model.edition import Edition, Shipped
from ankigen.model.ids import schema_id

# Anki's number for a row that no server has seen.
UNSYNCED = -1
# Anki's checksum and sort field are of the text without markup, but for the names of media.
MEDIA = re.compile(r"(?i)<img[^>]+src=[\"']?([^\"'>]+)[\"']?[^>]*>")
MARKUP = re.compile(r"(?is)<!--.*?-->|<style.*?>.*?</style>|<script.*?>.*?</script>|<.*?>")
INSERT_NOTE = f"INSERT INTO notes VALUES (?, ?, ?, ?, {UNSYNCED}, ?, ?, ?, ?, 0, '')"
# A card is new: type, queue, interval and all that follows are 0.
INSERT_CARD = f"INSERT INTO cards VALUES (?, ?, ?, ?, ?, {UNSYNCED}, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"


class Rows:
    def __init__(self, edition: Edition) -> None:
        self.deck_id = schema_id(edition.config.uid, "deck")
        self.note_types = {note_type.kind: note_type for note_type, _ in edition.note_types}

    def insert(self, cursor: sqlite3.Cursor, notes: Iterable[Shipped]) -> None:
        cursor.executemany(INSERT_NOTE, map(self._note, notes))
        cursor.executemany(INSERT_CARD, self._cards(notes))

    def _note(self, note: Shipped) -> tuple[Any, ...]:
        record = note.record
        note_type = self.note_types[record.kind]
        texts = tuple(note.fields)
        plain = _plain(texts[0])
        sorts_by = _plain(texts[note_type.sort_field]) if note_type.sort_field else plain
        checksum = int(hashlib.sha1(plain.encode(), usedforsecurity=False).hexdigest()[:8], 16)
        tags = f" {' '.join(note.tags)} "
        return (record.note_id, record.guid, note_type.id, record.mod, tags, "\x1f".join(texts), sorts_by, checksum)

    def _cards(self, notes: Iterable[Shipped]) -> Iterator[tuple[int, ...]]:
        """New cards, queued in source order: all of one note before the next."""
        for note in notes:
            record = note.record
            for due, (ordinal, card) in enumerate(note.cards, start=note.due):
                yield card, record.note_id, self.deck_id, ordinal, record.mod, due


def _plain(field: str) -> str:
    """The field as Anki sorts and compares it."""
    if "<" not in field and "&" not in field:
        return field
    return html.unescape(MARKUP.sub("", MEDIA.sub(r" \1 ", field))).strip()
