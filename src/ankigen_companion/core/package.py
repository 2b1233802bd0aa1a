# SPDX-License-Identifier: AGPL-3.0-or-later
"""A publisher's package, read, and written again with nothing but what one learner is to get.

Anki's importer replaces all fields and tags of a note. So what is to stay of a learner's own is put into the package
before Anki sees it, and what is not to come is left out: then the import is one step, and Anki's own.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from .errors import CompanionError
from .notes import Note

COLLECTION, MEDIA = "collection.anki2", "media"
BIGGEST = 1_000_000_000  # bytes of a collection, unpacked: a zip can promise anything
SEPARATOR = "\x1f"
DEFAULT_DECK = "1"
WORDS = re.compile(r"[^\s\"'<>\[\]:=]+")


@dataclass(frozen=True)
class Contents:
    """What is in a package: its notes by guid, in order, and the names of its decks, without Anki's default one."""

    notes: Mapping[str, Note]
    decks: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """What a learner gets of a note: fields by name, tags, and the time (Unix seconds) that makes Anki take it."""

    fields: Mapping[str, str]
    tags: tuple[str, ...]
    mod: int


def read_package(path: Path) -> Contents:
    """Raises CompanionError if this is not a package as ankigen writes them."""
    try:
        with _collection(path) as db:
            types, decks = db.execute("select models, decks from col").fetchone()
            names = {int(key): [field["name"] for field in item["flds"]] for key, item in json.loads(types).items()}
            found = {note.guid: note for note in _notes(db, names)}
            decks = tuple(deck["name"] for key, deck in json.loads(decks).items() if key != DEFAULT_DECK)
    except (zipfile.BadZipFile, sqlite3.Error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CompanionError("The publisher’s file is not a package that can be read. Nothing was changed.") from error
    return Contents(found, decks)


def write_package(source: Path, target: Path, rows: Mapping[str, Row], decks: Mapping[str, str]) -> None:
    """A package with these notes (by guid) of the source alone, and its decks under other names (old → new)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        with _collection(source) as db:
            _reduce(db, rows)
            _rename(db, decks)
            db.commit()
            db.execute("vacuum")
            (path,) = (row[2] for row in db.execute("pragma database_list") if row[1] == "main")
            new.write(path, COLLECTION)
        wanted = {word for row in rows.values() for text in row.fields.values() for word in WORDS.findall(text)}
        media = json.loads(old.read(MEDIA)) if MEDIA in old.namelist() else {}
        # What only a style or a template names starts with "_".
        kept = {key: name for key, name in media.items() if name in wanted or name.startswith("_")}
        new.writestr(MEDIA, json.dumps(kept, ensure_ascii=False))
        for key in kept:
            with old.open(key) as member, new.open(zipfile.ZipInfo(key), "w") as copy:
                while chunk := member.read(1 << 20):
                    copy.write(chunk)


@contextmanager
def _collection(path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the package's collection, to be read and changed."""
    with TemporaryDirectory(prefix="companion-") as folder, zipfile.ZipFile(path) as archive:
        if archive.getinfo(COLLECTION).file_size > BIGGEST:
            raise CompanionError("The publisher’s file unpacks to more than a deck may have. Nothing was changed.")
        with closing(sqlite3.connect(archive.extract(COLLECTION, folder))) as db:
            yield db


def _notes(db: sqlite3.Connection, names: Mapping[int, list[str]]) -> Iterator[Note]:
    for guid, type_id, mod, tags, texts in db.execute("select guid, mid, mod, tags, flds from notes order by id"):
        fields = dict(zip(names[type_id], texts.split(SEPARATOR)))
        yield Note(guid, type_id, mod, fields, tuple(tags.split()))


def _reduce(db: sqlite3.Connection, rows: Mapping[str, Row]) -> None:
    for number, guid in db.execute("select id, guid from notes").fetchall():
        if row := rows.get(guid):
            texts = SEPARATOR.join(row.fields.values())
            values = (texts, f" {' '.join(row.tags)} ", row.mod, number)
            db.execute("update notes set flds = ?, tags = ?, mod = ? where id = ?", values)
        else:
            db.execute("delete from notes where id = ?", (number,))
            db.execute("delete from cards where nid = ?", (number,))


def _rename(db: sqlite3.Connection, names: Mapping[str, str]) -> None:
    (text,) = db.execute("select decks from col").fetchone()
    decks = json.loads(text)
    for deck in decks.values():
        deck["name"] = names.get(deck["name"], deck["name"])
    db.execute("update col set decks = ?", (json.dumps(decks),))
