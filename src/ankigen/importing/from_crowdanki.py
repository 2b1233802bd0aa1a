"""A deck as CrowdAnki keeps it: a folder with `deck.json` and `media/`.

Notes have their guids, note types everything but their ids in Anki: CrowdAnki gives every collection ids of its own.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ankigen.apkg.reader.schema import note_type_of
from ankigen.apkg.snapshot import Card, Deck, Note, NoteType, Snapshot
from ankigen.diagnostic import AnkigenError
from ankigen.importing.foreign import Foreign, Meets, folder_media, one_line
from ankigen.model.ids import schema_id
from ankigen.project.paths import shown

UUID = "crowdanki_uuid"
DEEPEST = 50


def is_crowdanki(text: str) -> bool:
    """Whether a JSON file is a deck of CrowdAnki."""
    return text.lstrip().startswith("{") and '"note_models"' in text and '"notes"' in text


def deck_file(folder: Path) -> Path | None:
    """The file of the deck in a folder that CrowdAnki wrote: older versions called it after the folder."""
    names = (folder / "deck.json", folder / f"{folder.name}.json")
    return next((path for path in names if path.is_file()), None)


def read_crowdanki(path: Path, text: str, salt: str) -> Foreign:
    """The deck with its sub-decks. Raises AnkigenError if the file is damaged."""
    name = shown(path)
    try:
        data = json.loads(text)
        if not isinstance(data, dict):
            raise ValueError("it is not an object")
        types = dict(_note_types(data, salt, name))
        decks = list(_decks(data, "", 0))
        notes: dict[str, Note] = {}
        for note in _notes(decks, types, name):
            # A note with cards in two decks is in both.
            other = notes.setdefault(note.guid, note)
            if (other.fields, other.note_type) != (note.fields, note.note_type):
                raise AnkigenError(
                    f"{name}: two notes have the guid {note.guid!r}: Anki would keep both for ever and update only one"
                )
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise AnkigenError(f"{name}: cannot be read as a deck of CrowdAnki: {_why(error)}") from error
    found = tuple(
        Deck(number, title, str(deck.get("desc") or "")) for number, (title, deck) in enumerate(decks, start=1)
    )
    by_number = {item.id: item for item in types.values()}
    snapshot = Snapshot(found, by_number, notes, {})
    media = folder_media((path.parent / "media",))
    return Foreign(name, "a deck of CrowdAnki", (path,), snapshot, media, dict.fromkeys(by_number, Meets.MERGE))


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}: {error.msg}"
    if isinstance(error, KeyError):
        return f"{error} is missing"
    if isinstance(error, TypeError | AttributeError):
        return "its parts are not of the kinds that CrowdAnki writes"
    return str(error) or "it is nested too deeply"


def _note_types(deck: dict[str, Any], salt: str, name: str) -> Iterator[tuple[str, NoteType]]:
    """The note types by their uuids, with ids of their own: nobody knows those that learners have. Fields and templates
    have none, as Anki would double a field that has another one."""
    for data in deck["note_models"]:
        uuid = str(data[UUID])
        item = note_type_of(schema_id(salt, "note type", uuid), data)
        if not item.fields or not item.templates:
            lacking = "fields" if not item.fields else "templates"
            raise AnkigenError(f"{name}: its note type '{item.name}' has no {lacking}")
        yield (
            uuid,
            replace(
                item,
                mod=0,
                fields=tuple(replace(field, id=None) for field in item.fields),
                templates=tuple(replace(template, id=None) for template in item.templates),
            ),
        )


def _decks(deck: dict[str, Any], above: str, depth: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The decks by their full names, from the top; sub-decks are named by their last part."""
    if depth > DEEPEST:
        raise ValueError("its decks are nested too deeply")
    title = one_line(str(deck["name"]))
    title = f"{above}::{title}" if above and not title.startswith(f"{above}::") else title
    yield title, deck
    for child in deck.get("children") or ():
        yield from _decks(child, title, depth + 1)


def _notes(decks: list[tuple[str, dict[str, Any]]], types: dict[str, NoteType], name: str) -> Iterator[Note]:
    number = 0
    for title, deck in decks:
        for data in deck.get("notes") or ():
            number += 1
            guid, uuid = str(data["guid"]), str(data["note_model_uuid"])
            item = types.get(uuid)
            if item is None:
                raise AnkigenError(f"{name}: the note {guid!r} is of a note type that is not in the file: {uuid}")
            fields = tuple(str(value) for value in data["fields"])
            if len(fields) != len(item.fields):
                raise AnkigenError(
                    f"{name}: the note {guid!r} has {len(fields)} fields, "
                    f"its note type '{item.name}' {len(item.fields)}"
                )
            tags = tuple(sorted({tag for each in data.get("tags") or () for tag in str(each).split()}))
            yield Note(guid, number, item.id, 0, tags, fields, (Card(0, 0, title),))
