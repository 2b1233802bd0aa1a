"""What a package holds, for people to read: straight from its files, without any of the program's own reading."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path


def contents(path: Path) -> str:
    """Decks, note types, notes with their fields and cards, and media."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    connection = sqlite3.connect(":memory:")
    connection.deserialize(members["collection.anki2"])
    try:
        return "\n".join([*_collection(connection), *_media(members)])
    finally:
        connection.close()


def _collection(connection: sqlite3.Connection) -> Iterator[str]:
    decks, models = map(json.loads, connection.execute("SELECT decks, models FROM col").fetchone())
    for deck in decks.values():
        if deck["id"] != 1:
            yield f"deck {deck['name']}, changed {deck['mod']}: {_line(deck['desc'])}"
    for model in models.values():
        yield f"note type {model['name']}, changed {model['mod']}"
    columns = "id, guid, mid, mod, tags, flds, sfld, csum"
    for number, guid, model, mod, tags, fields, sorted_by, checksum in connection.execute(
        f"SELECT {columns} FROM notes ORDER BY id"
    ):
        note_type = models[str(model)]
        yield f"note {number}, {note_type['name']}, changed {mod}"
        yield f"  guid {guid}, checksum {checksum}"
        yield f"  tags {' '.join(tags.split())}"
        names = [field["name"] for field in note_type["flds"]]
        texts = fields.split("\x1f")
        assert len(names) == len(texts)
        assert tags == f" {' '.join(tags.split())} "
        yield from (f"  {name}: {_line(text)}" for name, text in zip(names, texts, strict=True) if text)
        if sorted_by != texts[0]:
            yield f"  sorted by: {sorted_by}"
        yield from _cards(connection, number)


def _cards(connection: sqlite3.Connection, note: int) -> Iterator[str]:
    for ordinal, card, mod, place in connection.execute(
        "SELECT ord, id, mod, due FROM cards WHERE nid = ? ORDER BY ord, id", (note,)
    ):
        yield f"  card {ordinal}: {card}, changed {mod}, number {place} in the queue"


def _media(members: dict[str, bytes]) -> Iterator[str]:
    for index, name in json.loads(members["media"]).items():
        yield f"media {index}: {name}, {len(members[index])} bytes"


def _line(text: str) -> str:
    return text.replace("\n", "\\n")
