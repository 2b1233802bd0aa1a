"""A package's database: made anew, or from the one before it, in which the rows of changed notes are exchanged.

SQLite's VACUUM writes the same bytes for the same rows, whatever was in the file before: either way gives the same.
"""

import gc
import hashlib
import json
import marshal
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ankigen.apkg.rows import Rows
from ankigen.diagnostic import AnkigenError
from ankigen.model.edition import Edition, Shipped
from ankigen.values import dataclass

NAME = "collection.anki2"
PIECE = 1 << 20  # bytes
MANY = 20_000  # notes
SMALL_CACHE = 2_000
CACHE = 16_000  # KB of the database in memory: all of ten thousand notes, so that few pages are written twice
TOGETHER = 10  # notes that are told from others by one digest


class Ingredients(NamedTuple):
    """What a database is made of, as digests: the design that every row depends on, the row of settings, and some
    notes at a time, with their ids."""

    design: str
    settings: str
    notes: dict[str, tuple[int, ...]]


def ingredients(edition: Edition) -> Ingredients:
    config = edition.config
    design = [note_type for note_type, _ in edition.note_types]
    mods = [mod for _, mod in edition.note_types]
    notes = iter(edition.notes)
    groups = iter(lambda: tuple(islice(notes, TOGETHER)), ())
    return Ingredients(
        _digest(repr((config.uid, design)).encode()),
        _digest(repr((config.name, edition.description, edition.time, mods)).encode()),
        {
            _digest(marshal.dumps([*map(_values, group)], 0)): tuple(note.record.note_id for note in group)
            for group in groups
        },
    )


def _values(note: Shipped) -> tuple[object, ...]:
    """All that tells the note's rows from those of another one."""
    record = note.record
    known = record.note_id, record.guid, str(record.kind), record.mod, record.id, record.updated
    return *known, note.text, note.tags, note.cards, note.due


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Exchange:
    """What makes the database of a package, which has this SHA-256, the edition's: these notes go, those come, and the
    settings may be others."""

    package: Path
    sha256: str
    gone: tuple[int, ...]
    come: tuple[Shipped, ...]
    settings: bool

    def into(self, path: Path) -> bool:
        """Put the package's database there; whether it is the one that is meant."""
        from ankigen.apkg.reader.archive import (
            Package,
            collection_member,
            copy_member,
            open_package,
        )  # only if there is a last one

        digest, shown = hashlib.sha256(), self.package.name
        try:
            with open_package(Package(shown, self.package)) as archive, path.open("wb") as target:

                def put(piece: bytes) -> None:
                    digest.update(piece)
                    target.write(piece)

                copy_member(archive, collection_member(archive, shown), shown, put)
        except AnkigenError:  # damaged, or not there
            return False
        return digest.hexdigest() == self.sha256

    def make(self, cursor: sqlite3.Cursor, edition: Edition) -> None:
        each = [(note,) for note in self.gone]
        cursor.executemany("DELETE FROM cards WHERE nid = ?", each)
        cursor.executemany("DELETE FROM notes WHERE id = ?", each)
        rows = Rows(edition)
        rows.insert(cursor, self.come)
        if self.settings:
            _set_again(cursor, edition, str(rows.deck_id))


def _set_again(cursor: sqlite3.Cursor, edition: Edition, deck_id: str) -> None:
    """Put into the settings what an edition of the same design may have otherwise: they are as `writer` wrote them."""
    time = edition.time
    row = cursor.execute("SELECT models, decks FROM col").fetchone()
    models, decks = map(json.loads, row)
    for note_type, mod in edition.note_types:
        models[str(note_type.id)]["mod"] = mod
    decks[deck_id] |= {"name": edition.config.name, "desc": edition.description, "mod": time}
    values = time, time * 1000, time * 1000, json.dumps(models), json.dumps(decks)
    cursor.execute("UPDATE col SET crt = ?, mod = ?, scm = ?, models = ?, decks = ?", values)


def exchange(package: Path, sha256: str, was: Ingredients, now: Ingredients, edition: Edition) -> Exchange | None:
    """How to make the edition's database from that of the package, which has this SHA-256 and was made of something
    else; None if it is quicker to make it anew."""
    gone = [note for digest, ids in was.notes.items() if digest not in now.notes for note in ids]
    groups = zip(now.notes, range(0, len(edition.notes), TOGETHER), strict=True)
    come = [note for digest, at in groups if digest not in was.notes for note in edition.notes[at : at + TOGETHER]]
    if was.design != now.design or len(come) > len(edition.notes) // 2:
        return None
    return Exchange(package, sha256, tuple(gone), tuple(come), was.settings != now.settings)


def collection(edition: Edition, last: Exchange | None = None) -> Iterator[bytes]:
    """The database. It is written to the disk, because SQLite would need its size twice in memory."""
    with tempfile.TemporaryDirectory(prefix="ankigen-") as folder:
        path = Path(folder) / NAME
        try:
            if last and not last.into(path):
                path.unlink(missing_ok=True)
                last = None
            with closing(sqlite3.connect(path)) as connection:
                _write(connection, edition, last)
        except (sqlite3.OperationalError, OSError) as error:
            raise AnkigenError(
                f"cannot write the package's database into {folder}: {error}; is the disk full?"
            ) from error
        _remove_library_version(path)
        with path.open("rb") as file:
            yield from iter(partial(file.read, PIECE), b"")


def _write(connection: sqlite3.Connection, edition: Edition, last: Exchange | None) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = OFF")
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute(f"PRAGMA cache_size = -{_cache(edition)}")
    if last:
        last.make(cursor, edition)
    else:
        from ankigen.apkg.writer import EditionPackage

        EditionPackage(edition).write_to_db(cursor, edition.time, iter(()))
    connection.commit()
    cursor.execute("VACUUM")  # no traces of what was updated, which differ from SQLite to SQLite


def _cache(edition: Edition) -> int:
    """How much of the database stays in memory, in KB. Of a big deck, beside which there is no room for much, what
    compiling left behind goes too."""
    if len(edition.notes) <= MANY:
        return CACHE
    gc.collect()
    return SMALL_CACHE


def _remove_library_version(database: Path) -> None:
    """Set the counters of changes and the number of the SQLite that wrote the file to what every other has
    (sqlite.org/fileformat.html)."""
    one, version = (1).to_bytes(4), (3_007_000).to_bytes(4)
    with database.open("r+b") as file:
        for at, data in ((24, one), (40, one), (92, one + version)):
            file.seek(at)
            file.write(data)
