"""genanki's classes, extended where Anki's import rules ask for more: times and ids of each note from the ledger,
every card listed with its place, rows written in one go, and a package whose bytes depend on its content alone."""

import gc
import hashlib
import html
import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from ankigen.apkg.archive import Member
from ankigen.apkg.media import media_bytes
from ankigen.diagnostic import AnkigenError
from ankigen.model.edition import Shipped
from ankigen.model.media import MediaFile
from ankigen.model.note_type import NoteType, Settings

# Anki's number for a row that no server has seen.
UNSYNCED = -1
# Anki's checksum and sort field are of the text without markup, but for the names of media.
MEDIA = re.compile(r"(?i)<img[^>]+src=[\"']?([^\"'>]+)[\"']?[^>]*>")
MARKUP = re.compile(r"(?is)<!--.*?-->|<style.*?>.*?</style>|<script.*?>.*?</script>|<.*?>")


PIECE = 1 << 20  # bytes
MANY = 20_000  # notes
SMALL_CACHE = 2_000
CACHE = 16_000  # KB of the database in memory: all of ten thousand notes, so that few pages are written twice


class EditionNoteType(genanki.Model):  # type: ignore[misc]  # genanki is not typed
    """A note type with a mod of its own; ids stand beside field and template names, so that they can be renamed."""

    def __init__(self, note_type: NoteType, mod: int) -> None:
        super().__init__(
            model_id=note_type.id,
            name=note_type.name,
            fields=[
                {"name": name, **_id(number), **dict(settings)}
                for (name, number), settings in zip(note_type.fields, _settings(note_type), strict=True)
            ],
            templates=[
                {"name": item.name, **_id(item.id), "qfmt": item.front, "afmt": item.back, **dict(item.settings)}
                for item in note_type.templates
            ],
            css=note_type.css,
            model_type=self.CLOZE if note_type.cloze else self.FRONT_BACK,
            sort_field_index=note_type.sort_field,
        )
        self.mod = mod
        self.settings = dict(note_type.settings)

    @property
    def _req(self) -> list[list[Any]]:
        """Template n needs field n: what Anki before 2.1.28 asks; genanki's own reckoning loses typed fronts."""
        last = len(self.fields) - 1
        return [[ordinal, "any", [min(ordinal, last)]] for ordinal in range(len(self.templates))]

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        data: dict[str, Any] = super().to_json(self.mod, deck_id)
        return data | self.settings


def _settings(note_type: NoteType) -> tuple[Settings, ...]:
    return note_type.field_settings or ((),) * len(note_type.fields)


def _id(number: int | None) -> dict[str, int]:
    """A part without an id, as in what older Ankis published, must stay without one."""
    return {} if number is None else {"id": number}


class EditionDeck(genanki.Deck):  # type: ignore[misc]  # genanki is not typed
    """A deck whose notes are the edition's."""

    def __init__(self, deck_id: int, name: str, description: str, time: int) -> None:
        super().__init__(deck_id, name, description)
        self.time = time
        self.shipped: tuple[Shipped, ...] = ()
        self.note_types: Mapping[str, NoteType] = {}

    def to_json(self) -> dict[str, Any]:
        return {**super().to_json(), "mod": self.time}

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]) -> None:
        super().write_to_db(cursor, timestamp, id_gen)
        cursor.executemany(f"INSERT INTO notes VALUES ({', '.join('?' * 11)})", map(self._note_row, self.shipped))
        cursor.executemany(f"INSERT INTO cards VALUES ({', '.join('?' * 18)})", self._card_rows())

    def _note_row(self, note: Shipped) -> tuple[Any, ...]:
        record = note.record
        note_type = self.note_types[record.kind]
        texts = tuple(note.fields)
        plain = _plain(texts[0])
        sorts_by = _plain(texts[note_type.sort_field]) if note_type.sort_field else plain
        checksum = int(hashlib.sha1(plain.encode(), usedforsecurity=False).hexdigest()[:8], 16)
        tags = f" {' '.join(note.tags)} "
        fields = "\x1f".join(texts)
        row = (record.note_id, record.guid, note_type.id, record.mod, UNSYNCED, tags, fields)
        return (*row, sorts_by, checksum, 0, "")

    def _card_rows(self) -> Iterator[tuple[Any, ...]]:
        """New cards, queued in source order: all of one note before the next."""
        for note in self.shipped:
            record = note.record
            for due, (ordinal, card) in enumerate(note.cards, start=note.due):
                row = (card, record.note_id, self.deck_id, ordinal, record.mod, UNSYNCED, 0, 0, due)
                yield (*row, 0, 0, 0, 0, 0, 0, 0, 0, "")


class EditionPackage(genanki.Package):  # type: ignore[misc]  # genanki is not typed
    """A package whose files are made one after the other."""

    def __init__(self, deck: EditionDeck, media: tuple[MediaFile, ...], time: int) -> None:
        super().__init__(deck)
        self.media = media
        self.time = time

    def members(self) -> Iterator[Member]:
        """The files of the package, each with what reads it."""
        names = json.dumps({str(index): file.name for index, file in enumerate(self.media)})
        yield "collection.anki2", self.collection
        yield "media", lambda: [names.encode()]
        for index, file in enumerate(self.media):
            yield str(index), partial(_whole, file)

    def collection(self) -> Iterator[bytes]:
        """The database. It is written to the disk, because SQLite would need its size twice in memory."""
        with tempfile.TemporaryDirectory(prefix="ankigen-") as folder:
            path = Path(folder) / "collection.anki2"
            try:
                with closing(sqlite3.connect(path)) as connection:
                    cursor = connection.cursor()
                    cursor.execute("PRAGMA journal_mode = OFF")
                    cursor.execute("PRAGMA synchronous = OFF")
                    cursor.execute(f"PRAGMA cache_size = -{self._cache()}")
                    self.write_to_db(cursor, self.time, iter(()))
                    connection.commit()
                    cursor.execute("VACUUM")  # no traces of what was updated, which differ from SQLite to SQLite
            except sqlite3.OperationalError as error:
                raise AnkigenError(
                    f"cannot write the package's database into {folder}: {error}; is the disk full?"
                ) from error
            _remove_library_version(path)
            with path.open("rb") as file:
                yield from iter(partial(file.read, PIECE), b"")

    def _cache(self) -> int:
        """How much of the database stays in memory, in KB. Of a big deck, beside which there is no room for much, what
        compiling left behind goes too."""
        if sum(len(deck.shipped) for deck in self.decks) <= MANY:
            return CACHE
        gc.collect()
        return SMALL_CACHE

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]) -> None:
        """genanki's schema and rows, with indexes made last, and times from the edition."""
        cursor.execute("PRAGMA page_size = 4096")
        cursor.execute("PRAGMA secure_delete = ON")
        tables, _, indexes = APKG_SCHEMA.partition("CREATE INDEX")
        cursor.executescript(tables + APKG_COL)
        cursor.execute("UPDATE col SET crt = ?, mod = ?, scm = ?", (self.time, self.time * 1000, self.time * 1000))
        for deck in self.decks:
            deck.write_to_db(cursor, timestamp, id_gen)
        cursor.executescript("CREATE INDEX" + indexes)


def _whole(file: MediaFile) -> Iterator[bytes]:
    yield media_bytes(file)


def _plain(field: str) -> str:
    """The field as Anki sorts and compares it."""
    if "<" not in field and "&" not in field:
        return field
    return html.unescape(MARKUP.sub("", MEDIA.sub(r" \1 ", field))).strip()


def _remove_library_version(database: Path) -> None:
    """Set the counters of changes and the number of the SQLite that wrote the file to what every other has
    (sqlite.org/fileformat.html)."""
    one, version = (1).to_bytes(4), (3_007_000).to_bytes(4)
    with database.open("r+b") as file:
        for at, data in ((24, one), (40, one), (92, one + version)):
            file.seek(at)
            file.write(data)
