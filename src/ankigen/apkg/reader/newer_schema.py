"""Note types and decks as the newer schemas keep them: rows with protobuf messages (proto/anki/notetypes.proto and
decks.proto). Their settings are given under the names that schema 11 has for them."""

import sqlite3
from collections.abc import Callable, Mapping

from ankigen.apkg.reader.protobuf import Message, part, read_message, text, whole
from ankigen.apkg.snapshot import Deck, Field, NoteType, NoteTypeKind, Template
from ankigen.diagnostic import AnkigenError
from ankigen.model.note_type import Settings

NOTE_TYPES = (
    "SELECT CAST(id AS INTEGER), CAST(name AS TEXT), CAST(mtime_secs AS INTEGER), CAST(config AS BLOB) FROM notetypes"
)
PARTS = "SELECT CAST(ntid AS INTEGER), CAST(name AS TEXT), CAST(config AS BLOB) FROM {} ORDER BY ntid, ord"
DECKS = "SELECT CAST(id AS INTEGER), CAST(name AS TEXT), CAST(kind AS BLOB) FROM decks"
CLOZE = 1


def _bool(message: Message, number: int) -> bool:
    return bool(whole(message, number))


Read = Callable[[Message, int], str | int | bool]
OF_TYPE: Mapping[str, tuple[int, Read]] = {
    "latexPre": (5, text),
    "latexPost": (6, text),
    "latexsvg": (7, _bool),
    "originalStockKind": (9, whole),
}
OF_FIELD: Mapping[str, tuple[int, Read]] = {
    "sticky": (1, _bool),
    "rtl": (2, _bool),
    "font": (3, text),
    "size": (4, whole),
    "description": (5, text),
    "plainText": (6, _bool),
    "collapsed": (7, _bool),
    "excludeFromSearch": (8, _bool),
    "tag": (10, whole),
    "preventDeletion": (11, _bool),
}
OF_TEMPLATE: Mapping[str, tuple[int, Read]] = {
    "bqfmt": (3, text),
    "bafmt": (4, text),
    "bfont": (6, text),
    "bsize": (7, whole),
}


def read_newer_note_types(connection: sqlite3.Connection, shown: str) -> dict[int, NoteType]:
    """The note types by id. Raises AnkigenError if a message cannot be read."""
    try:
        fields, templates = (_parts(connection, table) for table in ("fields", "templates"))
        return {
            number: _note_type(
                number, name, mod, read_message(config), fields.get(number, []), templates.get(number, [])
            )
            for number, name, mod, config in connection.execute(NOTE_TYPES)
        }
    except ValueError as error:
        raise AnkigenError(f"{shown}: its note types cannot be read: its collection is damaged") from error


def _parts(connection: sqlite3.Connection, table: str) -> dict[int, list[tuple[str, Message]]]:
    found: dict[int, list[tuple[str, Message]]] = {}
    for note_type, name, config in connection.execute(PARTS.format(table)):
        found.setdefault(note_type, []).append((name, read_message(config or b"")))
    return found


def _note_type(
    number: int,
    name: str,
    mod: int,
    config: Message,
    fields: list[tuple[str, Message]],
    templates: list[tuple[str, Message]],
) -> NoteType:
    return NoteType(
        id=number,
        name=name,
        kind=NoteTypeKind.CLOZE if whole(config, 1) == CLOZE else NoteTypeKind.STANDARD,
        fields=tuple(Field(title, _id(message, 9), _settings(message, OF_FIELD)) for title, message in fields),
        templates=tuple(
            Template(title, text(message, 1), text(message, 2), _id(message, 8), _settings(message, OF_TEMPLATE))
            for title, message in templates
        ),
        css=text(config, 3),
        mod=mod,
        sort_field=whole(config, 2),
        settings=_settings(config, OF_TYPE),
    )


def _id(message: Message, number: int) -> int | None:
    return whole(message, number) if number in message else None


def _settings(message: Message, known: Mapping[str, tuple[int, Read]]) -> Settings:
    return tuple(sorted((name, read(message, number)) for name, (number, read) in known.items() if number in message))


def read_newer_decks(connection: sqlite3.Connection) -> tuple[Deck, ...]:
    """The decks in the order of their names, parents and children parted by `::`."""
    found = []
    for number, name, kind in connection.execute(DECKS):
        try:
            description = text(part(read_message(kind or b""), 1), 4)
        except ValueError:
            description = ""  # what a deck says of itself is worth no refusal
        found.append(Deck(number, name.replace("\x1f", "::"), description))
    return tuple(sorted(found, key=lambda deck: deck.name))
