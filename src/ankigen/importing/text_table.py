"""A table of notes in a text file: what the lines say that begin with `#`, and the rows."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from io import StringIO

from ankigen.diagnostic import AnkigenError
from ankigen.importing.foreign import one_line
from ankigen.values import dataclass

HEADER = re.compile(
    r"#(separator|html|tags|columns|notetype|deck|if matches|(?:notetype|deck|tags|guid) column)[ \t]*:(.*)", re.I
)
SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
GUESSED = "\t;,|"
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


def read_table(text: str, name: str) -> tuple[Header, list[tuple[int, list[str]]]]:
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


def table_rows(records: list[tuple[int, list[str]]], header: Header, deck: str, name: str) -> Iterator[Row]:
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
