"""Packages of several publishers: plain genanki's, real Anki's, and broken ones."""

import json
import sqlite3
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import genanki

from ankigen.apkg.reader import Package, read_package
from ankigen.diff.model import Side

BASIC, CLOZE, DECK = 1_600_000_001, 1_600_000_002, 1_600_000_003
FIRST, LATER = 1_700_000_000, 1_700_000_100


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publisher may change from one version to the next. Notes are fields by guid."""

    notes: Mapping[str, tuple[str, ...]]
    time: int = FIRST
    first_id: int = 1_650_000_000_000
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fields: tuple[tuple[str, int | None], ...] = (("Front", None), ("Back", None))
    front: str = "{{Front}}"
    back: str = "{{FrontSide}}<hr id=answer>{{Back}}"
    css: str = ".card { color: black; }"
    note_type: int = BASIC
    cloze: bool = False
    deck: str = "Geography"
    description: str = ""
    media: Mapping[str, bytes] = field(default_factory=dict)


def publish(folder: Path, name: str, what: Publication) -> Path:
    """The package as genanki writes it."""
    note_type = genanki.Model(
        what.note_type,
        "Basic (geography)",
        fields=[{"name": name} | ({"id": number} if number else {}) for name, number in what.fields],
        templates=[{"name": "Card 1", "qfmt": what.front, "afmt": what.back}],
        css=what.css,
        model_type=genanki.Model.CLOZE if what.cloze else genanki.Model.FRONT_BACK,
    )
    deck = genanki.Deck(DECK, what.deck, what.description)
    for guid, fields in what.notes.items():
        deck.add_note(genanki.Note(note_type, list(fields), guid=guid, tags=list(what.tags.get(guid, ()))))
    package = genanki.Package(deck)
    package.media_files = [_write(folder / file, data) for file, data in what.media.items()]
    path = folder / f"{name}.apkg"
    package.write_to_file(path, timestamp=what.time)
    # genanki numbers notes and cards by the clock: pinned here, because another id is a difference.
    rewrite(path, lambda connection: _renumber(connection, what.first_id))
    return path


def _write(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def _renumber(connection: sqlite3.Connection, first: int) -> None:
    notes = [number for (number,) in connection.execute("SELECT id FROM notes ORDER BY id")]
    for index, number in enumerate(notes):
        connection.execute("UPDATE cards SET nid = ?, id = ? + ord WHERE nid = ?", (index, first + 10 * index, number))
        connection.execute("UPDATE notes SET id = ? WHERE id = ?", (first + index, number))
        connection.execute("UPDATE cards SET nid = ? WHERE nid = ?", (first + index, index))


def rewrite(path: Path, change: Any, member: str = "collection.anki2") -> None:
    """Change the package's database in place."""
    members = read_members(path)
    database = path.with_suffix(".sqlite")
    database.write_bytes(members[member])
    connection = sqlite3.connect(database)
    with connection:
        change(connection)
    connection.close()
    write_members(path, {**members, member: database.read_bytes()})


def read_members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_members(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def side(path: Path) -> Side:
    package = Package(path.name, path)
    return Side(path.stem, read_package(package), package)


def export_from_anki(folder: Path, *packages: Path, legacy: bool) -> Path:
    """What real Anki exports after importing the packages."""
    from anki.collection import Collection, ExportAnkiPackageOptions, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    collection = Collection(str(folder / f"collection-{legacy}.anki2"))
    for package in packages:
        request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
        collection.import_anki_package(request)
    path = folder / f"exported-{legacy}.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, with_media=True, legacy=legacy)
    collection.export_anki_package(out_path=str(path), options=options, limit=None)
    collection.close()
    return path


def set_json(connection: sqlite3.Connection, column: str, value: object) -> None:
    connection.execute(f"UPDATE col SET {column} = ?", (value if isinstance(value, str) else json.dumps(value),))
