"""Note types and decks, which schema 11 keeps as JSON in one row. Their writers differ: what is missing or of another
type is taken as empty, as Anki does."""

import json
from collections.abc import Iterable
from typing import Any

from ankigen.apkg.reader.newer_schema import OF_FIELD, OF_TEMPLATE, OF_TYPE
from ankigen.apkg.snapshot import Deck, Field, NoteType, NoteTypeKind, Template
from ankigen.diagnostic import AnkigenError
from ankigen.model.note_type import Settings

CLOZE = 1


def read_note_types(text: str, shown: str) -> dict[int, NoteType]:
    """The note types by id. Raises AnkigenError if the text is not what it must be."""
    found = (note_type_of(number, data) for number, data in _entries(text, "note types", shown).items())
    return {note_type.id: note_type for note_type in found}


def read_decks(text: str, shown: str) -> tuple[Deck, ...]:
    """The decks in the order of their names. Raises AnkigenError if the text is not what it must be."""
    entries = _entries(text, "decks", shown)
    decks = (Deck(number, _text(data.get("name")), _text(data.get("desc"))) for number, data in entries.items())
    return tuple(sorted(decks, key=lambda deck: deck.name))


def _entries(text: str, what: str, shown: str) -> dict[int, dict[str, Any]]:
    try:
        return {int(key): dict(value) for key, value in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise AnkigenError(f"{shown}: its {what} cannot be read: its collection is damaged") from error


def note_type_of(number: int, data: dict[str, Any]) -> NoteType:
    """A note type as Anki and its add-ons write it in JSON, under the id `number`."""
    return NoteType(
        id=number,
        name=_text(data.get("name")),
        kind=NoteTypeKind.CLOZE if data.get("type") == CLOZE else NoteTypeKind.STANDARD,
        fields=tuple(
            Field(_text(item.get("name")), _id(item), _settings(item, OF_FIELD)) for item in _items(data.get("flds"))
        ),
        templates=tuple(_template(item) for item in _items(data.get("tmpls"))),
        css=_text(data.get("css")),
        mod=_number(data.get("mod")) or 0,
        sort_field=_number(data.get("sortf")) or 0,
        settings=_settings(data, OF_TYPE),
    )


def _settings(data: dict[str, Any], known: Iterable[str]) -> Settings:
    """What the note type, field or template says beside, as far as it is known to mean something."""
    return tuple(sorted((key, data[key]) for key in known if isinstance(data.get(key), str | int)))


def _template(data: dict[str, Any]) -> Template:
    return Template(
        _text(data.get("name")),
        _text(data.get("qfmt")),
        _text(data.get("afmt")),
        _id(data),
        _settings(data, OF_TEMPLATE),
    )


def _items(value: object) -> list[dict[str, Any]]:
    """The list's objects in the order of their `ord`, which is what the rows of notes and cards count by."""
    items = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return sorted(items, key=lambda item: _number(item.get("ord")) or 0)


def _id(data: dict[str, Any]) -> int | None:
    return _number(data.get("id"))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
