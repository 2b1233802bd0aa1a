"""Markdown of Obsidian_to_Anki: notes between START and END, or STARTI and ENDI on one line. Its ids are the numbers of
notes in their owner's collection; the guid by which Anki finds a note is not written down."""

import re
from collections.abc import Iterator
from itertools import count

from ankigen.importing.markdown_notes import Format, MarkdownNote, Page, set_aside
from ankigen.importing.stock_types import BY_NAME, Stock
from ankigen.model.note import Kind

NOTE = re.compile(r"^START[ \t]*\n(.*?)^END[ \t]*$", re.M | re.S)
END = re.compile(r"^END[ \t]*$", re.M)
INLINE = re.compile(r"STARTI[ \t]++\[([^\[\]\n]+)\](.*?)ENDI")
LINE = re.compile(r"^.*ENDI", re.M)
ID = re.compile(r"(?:<!--[ \t]*+|(?<![ \t])[ \t]*+)ID: ?\d++[ \t]*+(?:-->[ \t]*+)?$", re.M)
TAGS = re.compile(r"(?:^|(?<=\s))Tags: ?([^\n]*)$", re.M)
DECK = re.compile(r"^TARGET DECK(?:\n|: *)(.+)$", re.M)
FILE_TAGS = re.compile(r"^FILE TAGS(?:\n|: *)(.+)$", re.M)
MARK = re.compile(r"^(?:START|TARGET DECK|FILE TAGS)\b|STARTI \[|^<!--ID: \d+", re.M)
CURLY = re.compile(r"(?<!\{)\{(?:c?(\d+)[:|])?(?!\{)([^{}\n]+)(?<!\})\}(?!\})")
MATH = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$|`[^`\n]*`", re.S)


def looks_like(text: str) -> bool:
    return MARK.search(text) is not None


def notes(page: Page) -> Iterator[MarkdownNote]:
    text = page.text
    stated = DECK.search(text)
    deck = stated[1].strip() if stated else page.inside.stem
    of_file = FILE_TAGS.search(text)
    tags = tuple(re.split(r"[,\s]+", of_file[1].strip())) if of_file else ()
    found = sorted(_found(text), key=lambda match: match.start())
    covered, line, counted = 0, 1, 0
    for match in found:
        start = match.start()
        line += text.count("\n", counted, start)
        counted = start
        _check_between(page, covered, start)
        covered = match.end()
        yield _inline(page, line, deck, tags, match) if match.re is INLINE else _block(page, line, deck, tags, match[1])
    _check_between(page, covered, len(text))


def _found(text: str) -> Iterator[re.Match[str]]:
    """The notes of both kinds; behind the last end no more is looked for."""
    last = max((match.end() for match in END.finditer(text)), default=0)
    yield from NOTE.finditer(text, 0, last)
    for line in LINE.finditer(text):
        yield from INLINE.finditer(text, line.start(), line.end())


def _check_between(page: Page, start: int, end: int) -> None:
    """A note in a syntax of its owner's own has an id, and nothing that says where it begins."""
    if match := re.compile(r"^(?:<!--)?ID: ?\d+", re.M).search(page.text, start, end):
        line = page.text.count("\n", 0, match.start()) + 1
        raise page.error(
            line, "the note is in a syntax of your own: export its deck from Anki as .apkg and import that"
        )


def _block(page: Page, line: int, deck: str, tags: tuple[str, ...], text: str) -> MarkdownNote:
    text = ID.sub("", text).strip("\n")
    own = TAGS.search(text)
    text = TAGS.sub("", text)
    name, _, body = text.partition("\n")
    stock = _stock(page, line, name.strip())
    fields = dict.fromkeys(stock.fields, "")
    current = stock.fields[0]
    for each in body.split("\n"):
        begun = next((field for field in stock.fields if each.startswith(f"{field}:")), "")
        current = begun or current
        fields[current] += f"{each.removeprefix(f'{begun}:') if begun else each}\n"
    return _made(line, deck, stock, fields, (*tags, *(own[1].split() if own else ())))


def _inline(page: Page, line: int, deck: str, tags: tuple[str, ...], match: re.Match[str]) -> MarkdownNote:
    stock = _stock(page, line, match[1].strip())
    text = ID.sub("", match[2].strip(" \t")).strip()
    own = TAGS.search(text)
    text = TAGS.sub("", text)
    fields = dict.fromkeys(stock.fields, "")
    current = stock.fields[0]
    for word in re.split(rf"(?:^|(?<=\s))({'|'.join(map(re.escape, stock.fields))}):(?:\s|$)", text):
        if word in fields:
            current = word
        else:
            fields[current] += word
    return _made(line, deck, stock, fields, (*tags, *(own[1].split() if own else ())))


def _stock(page: Page, line: int, name: str) -> Stock:
    stock = BY_NAME.get(name)
    if stock is None:
        raise page.error(
            line,
            f"'{name}' is not a note type that every Anki has, and its fields are not in the file: export its deck "
            "from Anki as .apkg and import that",
        )
    return stock


def _made(line: int, deck: str, stock: Stock, fields: dict[str, str], tags: tuple[str, ...]) -> MarkdownNote:
    values = [value.strip() for value in fields.values()]
    kind = stock.kind or (Kind.REVERSED if values[2] else Kind.BASIC)
    if kind is Kind.CLOZE:
        values[0] = curly_to_cloze(values[0])
    return MarkdownNote(line, deck, kind, tuple(values[:2]), tags=tuple(tag for tag in tags if tag))


def curly_to_cloze(text: str) -> str:
    """Clozes in {single braces}, as the tool's users may write them; not in formulas and code."""
    if "{{c" in text:
        return text
    rest, back = set_aside(MATH, text)
    numbers = count(1)
    return back(CURLY.sub(lambda match: f"{{{{c{match[1] or next(numbers)}::{match[2]}}}}}", rest))


OBSIDIAN_TO_ANKI = Format("Obsidian_to_Anki", looks_like, notes, breaks=True, wiki=True)
