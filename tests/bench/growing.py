"""Packages that hold more and more of one thing, and decks of one long text: what `growth` reads, compares, builds."""

import io
import json
import sqlite3
import zipfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ankigen.apkg.reader import Package
from ankigen.project.paths import DeckPaths

SETTINGS = 'name = "Deck"\nuid = "deck-0000"\ntag = "deck"\nsource = "A book"\n'
SHORT = 40  # characters of the text of each of many notes
TABLES = """
    CREATE TABLE col (ver, models, decks);
    CREATE TABLE notes (id, guid, mid, mod, tags, flds);
    CREATE TABLE cards (id, nid, did, odid, ord);
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """How many of each thing a package holds, each note its own tags and cards; `words` are those of each text."""

    notes: int = 1
    cards: int = 1
    tags: int = 1
    note_types: int = 1
    fields: int = 1
    templates: int = 1
    decks: int = 1
    media: int = 1
    words: int = 1


THINGS = tuple(field.name for field in fields(Contents))


def package(thing: str, number: int, version: str = "a") -> Package:
    """A package with so many of the thing. Another version has other texts, and every second name is another."""
    what = Contents(**{thing: number})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("collection.anki2", _collection(what, version))
        archive.writestr("media", json.dumps({str(index): _name(index, version) for index in range(what.media)}))
        for index in range(what.media):
            archive.writestr(str(index), version)
    return Package(f"{version}.apkg", buffer.getvalue())


def _name(index: int, version: str) -> str:
    return f"{index}{version if index % 2 else ''}"


def _collection(what: Contents, version: str) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    note_types = {index + 1: _note_type(index, what, version) for index in range(what.note_types)}
    decks = {index + 1: {"name": _name(index, version), "desc": version * what.words} for index in range(what.decks)}
    connection.execute("INSERT INTO col VALUES (11, ?, ?)", (json.dumps(note_types), json.dumps(decks)))
    text = f"<b>{version}</b> word " * what.words
    tags = " ".join(_name(index, version) for index in range(what.tags))
    notes = (
        (index, f"guid-{index}", index % what.note_types + 1, 1, tags, "\x1f".join([text] * what.fields))
        for index in range(what.notes)
    )
    connection.executemany("INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?)", notes)
    cards = (
        (note * what.cards + card, note, card % what.decks + 1, 0, card)
        for note in range(what.notes)
        for card in range(what.cards)
    )
    connection.executemany("INSERT INTO cards VALUES (?, ?, ?, ?, ?)", cards)
    data = connection.serialize()
    connection.close()
    return data


def _note_type(index: int, what: Contents, version: str) -> dict[str, Any]:
    text = version * what.words
    return {
        "name": _name(index, version),
        "css": text,
        "flds": [{"name": _name(number, version)} for number in range(what.fields)],
        "tmpls": [
            {"name": _name(number, version), "qfmt": "{{0}}" + text, "afmt": "{{FrontSide}}{{1}}"}
            for number in range(what.templates)
        ],
    }


def deck(folder: Path, text: str) -> DeckPaths:
    """A deck of one note that holds all of the text, and of many that hold a short piece of it."""
    paths = DeckPaths(folder, "deck")
    paths.cards.mkdir(parents=True, exist_ok=True)
    paths.output.mkdir(parents=True, exist_ok=True)
    paths.settings.write_text(SETTINGS)
    pieces = [text[at : at + SHORT] for at in range(0, len(text), SHORT)]
    many = "\n\n".join(f"### What is {at}?\n<!-- id: note-{at} -->\n\n{piece}" for at, piece in enumerate(pieces))
    (paths.cards / "01.md").write_bytes(f"### a\n<!-- id: all-of-it -->\n\n{text}".encode())
    (paths.cards / "02.md").write_bytes(many.encode())
    return paths
