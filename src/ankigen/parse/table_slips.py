"""Rows of a table that Markdown runs together, because the row of hyphens under the first one is not right."""

import re
from collections.abc import Iterator, Sequence

from ankigen.codes.slips import BROKEN_TABLE, CLOZE_TYPO
from ankigen.diagnostic import Diagnostic, Edit, plural
from ankigen.parse.invisible import ODD_SPACES, ZERO_WIDTH
from ankigen.parse.mask import Visible, short
from ankigen.parse.outline import Outline
from ankigen.parse.slip import Slip, needs
from ankigen.rare import RarePattern

BAR = re.compile(r"(?<!\\)\|")
ITEM = RarePattern(r"(?:[-*+]|\d{1,9}[.)])[ \t]")
PREFIX = re.compile(r"[ \t>]*")
DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_SPACED = r"[-–—―─_=]+(?:[ \t]+[-–—―─_=]+)*"  # also with blanks between
# What office programs make of hyphens, equals signs, plus signs at the corners.
OTHER_DASHES = RarePattern(
    rf"[|+](?:[ \t]*:?{_SPACED}(?:[ \t]*:)?[ \t]*[|+])+[ \t]*$|{_SPACED}(?:[ \t]*[|+][ \t]*{_SPACED})+[ \t]*$"
)
UNSEEN = RarePattern(f"[{ODD_SPACES}{ZERO_WIDTH}]")
CUT_CLOZE = RarePattern(r"\{\{c\d+(?:,\d+)*::[^{}|\n]*(?<!\\)\|[^{}\n]*\}\}")
LONG = 40  # letters: a row without bars at its ends has shorter cells


@needs(r"\|")
def broken_table(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    lines = text.lines
    at = 0
    while at < len(lines):
        if "|" not in lines[at] or at + 1 in plan.opaque:
            at += 1
            continue
        end = at
        while end < len(lines) and "|" in lines[end] and end + 1 not in plan.opaque:
            end += 1
        header = next((row for row in range(at, end) if _is_table(lines, row, end)), None)
        if header is None and end - at == 1:
            yield from _far_apart(text, lines, at)
            at = max(end, _past_blank_rows(lines, end, _width(lines[at])))
        elif header is None:
            yield from _without_table(text, lines, at, end)
            at = end
        else:
            while end < len(lines) and lines[end].strip() and lines[end].lstrip()[0] not in "#":
                end += 1
            yield from _cut_off(text, lines, header, end)
            at = _past_blank_rows(lines, end, _width(lines[header]))


def _width(line: str) -> int:
    """How many cells the row has."""
    row = line[len(PREFIX.match(line)[0]) :].strip()  # type: ignore[index] # it matches nothing too
    inner = row[1:] if row.startswith("|") else row
    bars = len(BAR.findall(inner))
    return bars if BAR.search(inner[-1:]) and not inner.endswith("\\|") else bars + 1


def _body(line: str) -> str:
    return line[len(PREFIX.match(line)[0]) :].strip()  # type: ignore[index] # it matches nothing too


def _is_row(line: str) -> bool:
    row = _body(line)
    return len(row) > 2 and row[0] == "|" and row[-1] == "|" and not row.endswith("\\|")


def _is_open_row(line: str) -> bool:
    """A row without its last bar; `|x| < 3` is none."""
    row = _body(line)
    return row.startswith("| ") and " | " in row


def _is_table(lines: Sequence[str], row: int, end: int) -> bool:
    if row + 1 >= len(lines) or not DELIMITERS.match(_body(lines[row + 1])) or not _body(lines[row + 1]):
        return False
    return _width(lines[row]) == _width(lines[row + 1]) and ("|" in lines[row] or "|" in lines[row + 1])


def _without_table(text: Visible, lines: Sequence[str], at: int, end: int) -> Iterator[Diagnostic]:
    """Lines with bars that make no table."""
    first = lines[at]
    width = _width(first)
    right = f"|{'---|' * width}"
    if end - at < 2 or width < 2:
        return
    place = text.source.span(at + 1, len(first) - len(first.lstrip(" \t")) + 1)
    second = _body(lines[at + 1])
    if UNSEEN.search(second) and DELIMITERS.match(UNSEEN.sub("", second)):
        return  # the invisible characters are told
    rows = [row for row in range(at, end) if row != at + 1]
    prefix = PREFIX.match(text.source.line(at + 1))
    before = prefix[0] if prefix else ""
    start, stop = text.starts[at + 1], text.starts[at + 1] + len(text.source.line(at + 2))
    if DELIMITERS.match(second) or OTHER_DASHES.match(second):
        if not all(_width(lines[row]) == width for row in rows) and not _is_row(first):
            return
        message = "these rows make no table: "
        if DELIMITERS.match(second):
            message += f"the row of hyphens has {plural(_width(lines[at + 1]), 'cell')}, the first row {width}"
        else:
            message += "the line under the first row is not of hyphens"
        edits = (text.edit(start, stop, before + right),) if all(_width(lines[row]) == width for row in rows) else ()
        yield Diagnostic(place, BROKEN_TABLE, message, f"write {right} under the first row", edits=edits)
    elif DELIMITERS.match(_body(first)):
        message = "these rows make no table: the row of headings is missing above the row of hyphens"
        yield Diagnostic(place, BROKEN_TABLE, message, f"write {'| ' * width}| above it, with a heading in each cell")
    elif all(_is_row(lines[row]) or _is_open_row(lines[row]) for row in range(at, end)):
        same = all(_width(lines[row]) == width for row in range(at, end))
        end_of_first = start - 1
        edits = (text.edit(end_of_first, end_of_first, f"\n{before}{right}"),) if same else ()
        message = "these rows make no table: a row of hyphens is missing under the first one"
        yield Diagnostic(place, BROKEN_TABLE, message, f"write {right} under the first row", edits=edits)
    elif all(_is_spaced(lines[row], width) for row in range(at, end)):
        message = "these rows make no table: a row of hyphens is missing under the first one"
        yield Diagnostic(place, BROKEN_TABLE, message, f"write {right} under the first row")


def _is_spaced(line: str, width: int) -> bool:
    """A row without bars at its ends, such as `Nerve | Root`."""
    cells = [] if ITEM.match(_body(line)) else BAR.split(_body(line))
    return len(cells) == width and all(map(_is_cell, cells)) and " | " in line and "." not in line[-1:]


def _is_cell(cell: str) -> bool:
    """The bar of P(A | B) has a bracket on each side."""
    return 0 < len(cell.strip()) <= LONG and cell.count("(") == cell.count(")")


def _cut_off(text: Visible, lines: Sequence[str], header: int, end: int) -> Iterator[Diagnostic]:
    """Rows under an empty line that ended their table."""
    width = _width(lines[header])
    if not _is_row(lines[header]) or end >= len(lines) or lines[end].strip():
        return
    row = end
    while row < len(lines) and not lines[row].strip():
        row += 1
    last = _past_blank_rows(lines, end, width)
    if last == end:
        return
    edits = tuple(_without_blanks(text, lines, end, last))
    message = "an empty line ends the table: this row is not in it"
    place = text.source.span(row + 1, len(lines[row]) - len(lines[row].lstrip(" \t")) + 1)
    yield Diagnostic(place, BROKEN_TABLE, message, "delete the empty lines between the rows", edits=edits)


def _far_apart(text: Visible, lines: Sequence[str], at: int) -> Iterator[Diagnostic]:
    """Rows that all have empty lines between them."""
    width = _width(lines[at])
    last = _past_blank_rows(lines, at + 1, width)
    if not _is_row(lines[at]) or width < 2 or last == at + 1:
        return
    right = f"|{'---|' * width}"
    blanks = tuple(_without_blanks(text, lines, at + 1, last))
    end = text.starts[at] + len(text.source.line(at + 1))
    edits = (text.edit(end, end, f"\n{right}"), *blanks) if lines[at].startswith("|") else ()
    message = "these rows make no table: empty lines are between them, and no row of hyphens is under the first one"
    hint = f"delete the empty lines, and write {right} under the first row"
    yield Diagnostic(text.source.span(at + 1), BROKEN_TABLE, message, hint, edits=edits)


def _without_blanks(text: Visible, lines: Sequence[str], first: int, last: int) -> Iterator[Edit]:
    for number in range(first, last):
        if not lines[number].strip():
            yield text.edit(text.starts[number], text.starts[number] + len(text.source.line(number + 1)) + 1, "")


def _past_blank_rows(lines: Sequence[str], end: int, width: int) -> int:
    """Where the rows end that go on after empty lines, and are no table of their own; `end` if there are none."""
    at = last = end
    while at < len(lines):
        if lines[at].strip():
            if not _is_row(lines[at]) or _width(lines[at]) != width or _is_table(lines, at, at):
                break
            last = at + 1
        at += 1
    return last


@needs(r"\|", r"\{\{c\d")
def cut_clozes(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Clozes in a row that a bar ends in the middle: Anki would find neither half."""
    for match in CUT_CLOZE.finditer(text.text):
        row = text.text[text.text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if not PREFIX.sub("", row, count=1).startswith("|") or text.span(match.start()).line in plan.opaque:
            continue
        bars = [match.start() + bar.start() for bar in BAR.finditer(match[0])]
        edits = tuple(text.edit(at, at, "\\") for at in bars)
        right = BAR.sub(r"\\|", text.written(*match.span()))
        message = "the bar inside this cloze ends the cell: Anki would make no card of it"
        yield Diagnostic(text.span(match.start()), CLOZE_TYPO, message, f"write {short(right)}", edits=edits)


TABLE_SLIPS: tuple[Slip, ...] = (broken_table, cut_clozes)
