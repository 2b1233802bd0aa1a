"""Anki's text export, and any other table of notes: a row each, with or without header lines that begin with `#`.

A row may say its guid, note type, deck and tags. The ids of note types and cards are in no text file, nor the names of
fields, nor templates: what a release can do for learners who have the notes depends on how much is left to know.
"""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from ankigen.apkg.snapshot import Card, Deck, Note, NoteType, Snapshot
from ankigen.diagnostic import AnkigenError
from ankigen.importing.foreign import Foreign, Meets, folder_media, one_line
from ankigen.importing.stock_types import BY_NAME, plain_type, stock_type
from ankigen.importing.text_table import Header, Row, read_table, table_rows
from ankigen.model.ids import note_guid
from ankigen.model.note import Kind
from ankigen.project.paths import shown

TAG = re.compile(r"</?[A-Za-z][^<>]*>|&(?:#\d+|\w+);")
CLOZE = re.compile(r"\{\{c\d+::")


def read_text_export(path: Path, text: str, salt: str) -> Foreign:
    """The notes of the table. Raises AnkigenError if it is none, or damaged."""
    name = shown(path)
    header, rows = read_table(text, name)
    deck = one_line(path.stem if header.deck.isdecimal() else header.deck or path.stem)
    found = list(table_rows(rows, header, deck, name))
    if not found:
        raise AnkigenError(f"{name}: has no notes")
    _check_guids(found, name)
    as_html = _is_html(found) if header.html is None else header.html
    types = _Types(header, salt, found)
    decks = tuple(Deck(number, each, "") for number, each in enumerate(sorted({row.deck for row in found}), start=1))
    notes = {}
    for row in found:
        item = types.of(row)
        values = (_html(value, as_html) for value in _padded(row.fields, len(item.fields)))
        guid = row.guid or note_guid(salt, str(row.line))
        notes[guid] = Note(guid, row.line, item.id, 0, row.tags, tuple(values), (Card(0, 0, row.deck),))
    snapshot = Snapshot(decks, {item.id: item for item in types.made.values()}, notes, {})
    media = folder_media((path.parent, path.parent / "media", path.parent / "collection.media"))
    meets = {types.made[key].id: value for key, value in types.meets.items()}
    kinds = {types.made[key].id: value for key, value in types.kinds.items()}
    return Foreign(name, "a text file", (path,), snapshot, media, meets, kinds)


def _check_guids(rows: list[Row], name: str) -> None:
    first: dict[str, int] = {}
    for row in rows:
        if row.guid and row.guid in first:
            raise AnkigenError(
                f"{name}:{row.line}: has the guid {row.guid!r} of line {first[row.guid]}: Anki would keep both "
                "notes for ever and update only one of them"
            )
        first[row.guid] = row.line


def _is_html(rows: list[Row]) -> bool:
    """A file that does not say: as Anki does, by whether it looks like it."""
    return any(TAG.search(value) for row in rows for value in row.fields)


def _html(value: str, as_html: bool) -> str:
    if as_html:
        return value
    return escape(value, quote=False).replace("\r\n", "\n").replace("\n", "<br>")


def _padded(values: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*values, *("",) * width)[:width]


class _Types:
    """The note types of the rows by their names; those of rows that state none are named after what they hold."""

    def __init__(self, header: Header, salt: str, rows: list[Row]) -> None:
        self.header, self.salt = header, salt
        self.has_guids = any(row.guid for row in rows)
        self.made: dict[str, NoteType] = {}
        self.meets: dict[str, Meets] = {}
        self.kinds: dict[str, Kind] = {}
        by_name: dict[str, list[Row]] = {}
        for row in rows:
            by_name.setdefault(self.name(row), []).append(row)
        for name, found in by_name.items():
            self.make(name, found)
        if Meets.HELD_BACK in self.meets.values():  # the tick that one needs would spoil the other
            self.meets.update((name, Meets.HELD_BACK) for name, how in self.meets.items() if how is Meets.MERGE)

    def of(self, row: Row) -> NoteType:
        return self.made[self.name(row)]

    def name(self, row: Row) -> str:
        if row.note_type and not row.note_type.isdecimal():
            return row.note_type
        hides = any(map(CLOZE.search, row.fields))
        if self.has_guids:  # whoever has the note has it of some type, and nobody knows of which
            return "Notes with clozes" if hides else "Notes"
        return "Cloze" if hides else "Basic"

    def make(self, name: str, rows: list[Row]) -> None:
        width = max(_width(row.fields) for row in rows)
        stock = BY_NAME.get(name)
        if stock and width <= len(stock.fields):
            self.made[name] = stock_type(stock, self.salt)
            self.meets[name] = Meets.MERGE if self.has_guids else Meets.NEW
        else:
            self.made[name] = self.plain(name, rows, width)
            self.meets[name] = Meets.HELD_BACK if self.has_guids else Meets.NEW
        if stock and stock.kind and not self.has_guids:
            self.kinds[name] = stock.kind

    def plain(self, name: str, rows: list[Row], width: int) -> NoteType:
        special = set(self.header.columns.values())
        stated = [title for at, title in enumerate(self.header.names) if at not in special]
        fields = tuple(_unique(stated, max(width, len(stated), 1)))
        hiding = {
            title for row in rows for title, value in zip(fields, row.fields, strict=False) if CLOZE.search(value)
        }
        if 2 * sum(any(map(CLOZE.search, row.fields)) for row in rows) <= len(rows):
            hiding = set()  # a few that have the signs make no cloze type of it
        return plain_type(name, fields, self.salt, hiding)


def _width(fields: tuple[str, ...]) -> int:
    """How many fields a row has; the empty ones at its end belong to longer note types of the same file."""
    return max((at for at, value in enumerate(fields, start=1) if value), default=1)


def _unique(stated: list[str], width: int) -> Iterator[str]:
    """Names of fields as Anki allows them, those that nobody stated by their numbers."""
    taken: set[str] = set()
    for number in range(1, width + 1):
        title = stated[number - 1] if number <= len(stated) else ""
        title = re.sub(r'[:{}"]', "", title).strip().lstrip("#^/ ")
        if not title or title.casefold() in taken:
            title = f"Field {number}"
        taken.add(title.casefold())
        yield title
