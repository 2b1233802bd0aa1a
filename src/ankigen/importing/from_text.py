"""Anki's text export, and any other table of notes: a row each, with or without header lines that begin with `#`.

A row may say its guid, note type, deck and tags. The ids of note types and cards are in no text file, nor the names of
fields, nor templates: what a release can do for learners who have the notes depends on how much is left to know.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from io import StringIO
from pathlib import Path

from ankigen.apkg.snapshot import Card, Deck, Note, NoteType, Snapshot
from ankigen.diagnostic import AnkigenError
from ankigen.importing.foreign import Foreign, Meets, folder_media, one_line
from ankigen.importing.stock_types import BY_NAME, plain_type, stock_type
from ankigen.model.ids import note_guid
from ankigen.model.note import Kind
from ankigen.project.paths import shown

HEADER = re.compile(
    r"#(separator|html|tags|columns|notetype|deck|if matches|(?:notetype|deck|tags|guid) column)[ \t]*:(.*)", re.I
)
SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
GUESSED = "\t;,|"
TAG = re.compile(r"</?[A-Za-z][^<>]*>|&(?:#\d+|\w+);")
CLOZE = re.compile(r"\{\{c\d+::")
# What people write above the columns of a table of their own.
TITLES = {
    *("front", "back", "question", "answer", "text", "extra", "back extra", "hint", "tags", "source", "reference"),
    *("term", "definition", "word", "meaning", "clinical note", "add reverse"),
}
LARGEST_CELL = 50_000_000
MOST_COLUMNS = 1000


@dataclass(frozen=True, slots=True)
class Header:
    """What the lines at the top say; columns count from 0, None if there is none."""

    separator: str = ""
    html: bool | None = None
    tags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    note_type: str = ""
    deck: str = ""
    columns: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A note of the table: its line in the file, its guid (empty if there is none), and fields as they stand there."""

    line: int
    guid: str
    note_type: str
    deck: str
    tags: tuple[str, ...]
    fields: tuple[str, ...]


def is_text_export(text: str) -> bool:
    """Whether the file begins as Anki's text exports do: comments may stand before what they say."""
    for line in text.split("\n", 50)[:50]:
        if HEADER.match(line):
            return True
        if not line.startswith("#"):
            return False
    return False


def is_table(text: str) -> bool:
    """Whether a file without such lines can be taken for one: every row has as many columns as the first, two or
    more."""
    lines = list(StringIO(text, newline=""))
    separator = _guessed(lines)
    if not separator:
        return False
    csv.field_size_limit(LARGEST_CELL)
    try:
        widths = {len(cells) for _, cells in _records(lines, 0, separator, "")}
    except AnkigenError:
        return True  # what is wrong with it is told then
    return len(widths) == 1 and min(widths) > 1


def read_text_export(path: Path, text: str, salt: str) -> Foreign:
    """The notes of the table. Raises AnkigenError if it is none, or damaged."""
    name = shown(path)
    header, rows = _table(text, name)
    deck = one_line(path.stem if header.deck.isdecimal() else header.deck or path.stem)
    found = list(_rows(rows, header, deck, name))
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


def _table(text: str, name: str) -> tuple[Header, list[tuple[int, list[str]]]]:
    """What the header lines say, and the rows below them with their lines."""
    stated: dict[str, str] = {}
    lines = list(StringIO(text, newline=""))
    begin = 0
    while begin < len(lines) and lines[begin].startswith("#"):
        if match := HEADER.match(lines[begin].rstrip("\r\n")):
            stated[match[1].lower()] = match[2].strip() if match[1].lower() != "columns" else match[2]
        begin += 1
    header = _header(stated, lines[begin:], name)
    csv.field_size_limit(LARGEST_CELL)
    records = list(_records(lines[begin:], begin, header.separator, name))
    if not header.names and not header.columns and records and len(records) > 1:
        titles = tuple(cell.strip() for cell in records[0][1])
        if len(titles) > 1 and all(title.casefold() in TITLES for title in titles):
            header = _with_titles(header, titles)
            records = records[1:]
    return header, records


def _header(stated: Mapping[str, str], lines: list[str], name: str) -> Header:
    separator = stated.get("separator", "")
    separator = SEPARATORS.get(separator.lower(), separator) or _guessed(lines)
    if len(separator) != 1:
        raise AnkigenError(
            f"{name}: no tab, semicolon or comma parts its first row into columns"
            if not separator
            else f"{name}: its separator '{separator}' is more than a character; export the notes again"
        )
    names = (
        tuple(part.strip() for part in next(csv.reader([stated["columns"]], delimiter=separator), []))[:MOST_COLUMNS]
        if "columns" in stated
        else ()
    )
    columns = {}
    for key in ("guid", "notetype", "deck", "tags"):
        number = stated.get(f"{key} column", "")
        if number and not (number.isdecimal() and 0 < int(number) <= MOST_COLUMNS):
            raise AnkigenError(f"{name}: '#{key} column:{number}' names no column; export the notes again")
        if number:
            columns[key] = int(number) - 1
    if "tags" not in columns and any(title.casefold() == "tags" for title in names):
        columns["tags"] = [title.casefold() for title in names].index("tags")
    html = {"true": True, "false": False}.get(stated.get("html", "").lower())
    tags = tuple(stated.get("tags", "").split())
    return Header(separator, html, tags, names, stated.get("notetype", ""), stated.get("deck", ""), columns)


def _with_titles(header: Header, titles: tuple[str, ...]) -> Header:
    lower = [title.casefold() for title in titles]
    columns = {"tags": lower.index("tags")} if "tags" in lower else {}
    return Header(header.separator, header.html, header.tags, titles, header.note_type, header.deck, columns)


def _guessed(lines: list[str]) -> str:
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return next((mark for mark in GUESSED if mark in first), "")


def _records(lines: list[str], begin: int, separator: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the lines on which they begin. A line that begins with `#` between rows is a comment."""
    at, within = 0, False

    def fed() -> Iterator[str]:
        nonlocal at, within
        while at < len(lines):
            line = lines[at]
            at += 1
            if not within and (line.startswith("#") or not line.strip()):
                continue
            within = True
            yield line

    reader = csv.reader(fed(), delimiter=separator, strict=True)
    started = begin + 1
    try:
        for row in reader:
            yield started, row
            within, started = False, begin + at + 1
    except csv.Error as error:
        what = (
            "a field has more than 50 MB"
            if "field limit" in str(error)
            else (
                "a quotation mark is not closed: a field that begins with one ends with one, and has two for one inside"
            )
        )
        raise AnkigenError(f"{name}:{started}: {what}") from error


def _rows(records: list[tuple[int, list[str]]], header: Header, deck: str, name: str) -> Iterator[Row]:
    if not records:
        return
    width = max((len(header.names), *(len(cells) for _, cells in records[:1])), default=0)
    special = set(header.columns.values())
    if missing := next((key for key, at in header.columns.items() if at >= width), ""):
        raise AnkigenError(f"{name}: has no column {header.columns[missing] + 1}, which '#{missing} column' names")
    if not set(range(width)) - special:
        raise AnkigenError(f"{name}: has no column with text")
    for line, cells in records:
        if len(cells) > width:
            raise AnkigenError(
                f"{name}:{line}: has {len(cells)} columns where the first row has {width}: put fields with "
                "separators into quotation marks, or export the notes again"
            )
        if not "".join(cells).strip():
            continue
        cell = {key: cells[at].strip() if at < len(cells) else "" for key, at in header.columns.items()}
        yield Row(
            line=line,
            guid=cell.get("guid", ""),
            note_type=one_line(cell.get("notetype", "") or header.note_type),
            deck=one_line(cell.get("deck", "")) or deck,
            tags=tuple(sorted({*header.tags, *cell.get("tags", "").split()})),
            fields=tuple(value for at, value in enumerate(cells) if at not in special),
        )


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
