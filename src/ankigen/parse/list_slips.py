"""Lists, options, tables and lines as office programs and web pages leave them, which Markdown runs together."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ankigen.codes.slips import BARE_LINES, INDENTED_ANSWER, TAB_TABLE, WORD_BULLET
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.parse.bullets import BULLET, DASH, HARD_BREAK, LETTER_O
from ankigen.parse.choice import is_task
from ankigen.parse.code_lines import is_code
from ankigen.parse.mask import ITEM, Visible, short
from ankigen.parse.metadata import comment_under
from ankigen.parse.outline import Outline
from ankigen.parse.slip import Match, Slip, beginning, holds, needs, runs
from ankigen.rare import RarePattern

LETTERED = beginning(r"[ \t]*+(?:\(?([a-hA-H]|[ivxIVX]{1,4})[.)]|\((?P<number>[1-9])\))[ \t]+(?=\S)")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
QUOTED = RarePattern(r"(?:[ \t]{0,3}>[ \t]*)+")
NUMBERED = RarePattern(r"[ \t]*(?:[-*+]|\w{1,3}[.)])[ \t]")
_ARROW = r"[ \t]*[↓⬇⇩⇓]\ufe0f?[ \t]*"
# A line of words, an arrow alone on the next, and words under it.
ARROW = RarePattern(rf"(?<![^\n])[ \t]*[^\s|#>\-*+<`][^\n]*(?<!\\)(?<!  )\n{_ARROW}\n(?=[ \t]*\S)")
FURTHER = RarePattern(rf"[^\n]*\S[^\n]*\n{_ARROW}\n")
SHORT, FEW = 40, 3
INDENTED = RarePattern(r"(?: {4}| {0,3}\t)[ \t]*\S")
# It hardly goes on with the line above.
ITEM_OF_WORDS = RarePattern(r"\(?(?:[^\W\d_a-z]|\d{1,2}[.)]\S)")
SIGNS_OF_CODE = re.compile(r"[=<>{}|\\;`_@]|\w\(")
WRAPPED = 60  # as editors break lines
# Three lines that begin like BARE.
_BARE_LINE = r"\n[^\S\n]*+[^\W_a-z].*"
RUN_OF_BARE = re.compile(_BARE_LINE * FEW)
BARE = RarePattern(r"(?:[^\W_a-z]|\d).*[^,;:\s\-–—+/(&]$")
MARKED = RarePattern(r"[ \t]*(?:[-*+>|#]|\d{1,9}[.)]|<|!\[|\[|\{\{|\$|```|~~~|:)|.*(?:[ \t]{2}|\\|<br ?/?>)$")


def lettered(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    last_line = len(text.source.lines)
    for found in runs(text, plan, LETTERED, 2):
        letters = tuple((match[1] or match["number"]).lower() for match, _ in found)
        # Two abbreviated names may begin like this, A. baumannii and B. fragilis, but not with a bracket.
        if len(found) < FEW and not (_run_together(text, found) and all(")" in match[0] for match, _ in found)):
            continue
        if letters in (tuple("abcdefgh")[: len(letters)], ROMAN[: len(letters)], tuple("123456789")[: len(letters)]):
            match, start = found[0]
            sign = match[0].strip()
            hint = "write `- [ ] ` and `- [x] ` for the options of a choice, `1. ` for a list"
            if any(is_task(text.source.line(number)) for number in _note_of(plan, text.span(start).line, last_line)):
                hint = f"write `- ` before each for a list: - {sign} …"
            message = f"'{sign}' does not make a list in Markdown"
            if _run_together(text, found):
                message += ": the lines run together"
            if match["number"] and not _run_together(text, found):
                continue
            at = start + len(match[0]) - len(match[0].lstrip())
            at = start + match.start(1) if match[1] else at
            yield Diagnostic(text.span(at), WORD_BULLET, message, hint)


def _run_together(text: Visible, found: Sequence[Match]) -> bool:
    """Whether the second line follows the first at once, with no mark that breaks the line."""
    return text.text.find("\n", found[0][1]) + 1 == found[1][1] and not HARD_BREAK.search(found[0][0].string)


def _note_of(plan: Outline, number: int, last: int) -> range:
    """The lines under the heading above a line."""
    starts = [heading.title.line for heading in plan.headings]
    at = bisect_right(starts, number)
    return range(starts[at - 1] + 1 if at else 1, starts[at] if at < len(starts) else last + 1)


@needs("\t")
def tab_table(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Rows as a spreadsheet or a word processor copies them."""
    lines = text.lines
    at = 0
    while at < len(lines):
        columns = lines[at].strip().count("\t")
        end = at
        while columns and end < len(lines) and lines[end].strip().count("\t") == columns:
            end += 1
        row = QUOTED.sub("", lines[at])
        is_list = not row.count("\t") or any(pattern.match(row) for pattern in (BULLET, DASH, LETTER_O, NUMBERED))
        if end - at > 1 and at + 1 not in plan.opaque and not is_list and not lines[at].startswith(("\t", "    ")):
            first = short(" | ".join(cell.strip() for cell in text.source.line(at + 1).strip().split("\t")))
            hint = f"write | {first} | and, under the first line, {'|---' * (columns + 1)}|"
            message = "tabs do not make a table in Markdown: the rows run together"
            yield Diagnostic(text.source.span(at + 1), TAB_TABLE, message, hint)
        at = max(end, at + 1)


@needs(r"\n(?: {4}| {0,3}\t)")
def indented_answer(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """An answer, or a field, that begins with the indentation of code."""
    ends = [*(heading.title.line for heading in plan.headings[1:]), len(text.source.lines) + 1]
    for heading, end in zip(plan.headings, ends, strict=False):
        if heading.level < 3:
            continue
        found = comment_under(text.source, heading.title.line, end - 1) if heading.level == 3 else None
        first = (found[1] if found else heading.title.line) + 1
        while first < end and not text.source.line(first).strip():
            first += 1
        last = first
        while last < end and INDENTED.match(text.source.line(last)):
            last += 1
        block = [text.source.line(number) for number in range(first, last)]
        if block and not any(is_code(line) or SIGNS_OF_CODE.search(line) for line in block):
            starts = [(text.starts[number - 1], text.source.line(number)) for number in range(first, last)]
            edits = tuple(text.edit(at, at + len(line) - len(line.lstrip(" \t")), "") for at, line in starts)
            yield indented_words(text, first, last - 1, edits)


def indented_words(text: Visible, first: int, last: int, edits: tuple[Edit, ...] = ()) -> Diagnostic:
    """What to say of words that are indented like code; two lines without an empty one between would run together."""
    lines = [text.source.line(number).strip() for number in range(first, last + 1)]
    message = "four spaces or a tab before a line make code of it"
    hint = "delete them; for code, put it between two lines of ```"
    if any(above and ITEM_OF_WORDS.match(line) and len(above) < WRAPPED for above, line in pairwise(lines)):
        hint = "write `- ` instead of them before each line for a list; for code, put it between two lines of ```"
        edits = ()
    return Diagnostic(text.source.span(first), INDENTED_ANSWER, message, hint, edits=edits)


def bare_lines(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Short lines that each look like an item of its own, and run together to one paragraph."""
    if not RUN_OF_BARE.search(f"\n{text.text}"):
        return
    lines = text.lines
    found: list[int] = []
    for number, line in enumerate([*lines, ""], start=1):
        item = (
            line.strip()
            and number not in plan.opaque
            and not MARKED.match(line)
            and "\t" not in line
            and " | " not in line
        )
        if item:
            found.append(number)
            continue
        if len(found) >= FEW and all(_stands_alone(lines[at - 1]) for at in found):
            hint = "write `- ` before each for a list, or end each but the last with a backslash to keep the lines"
            first = found[0]
            if lines[first - 1].startswith("  ") and first > 1 and ITEM.match(lines[first - 2]):
                first, hint = first - 1, "end each but the last with a backslash to keep the lines"
            message = f"these {found[-1] - first + 1} lines run together to one paragraph"
            yield Diagnostic(text.source.span(first), BARE_LINES, message, hint)
        found = []


def _stands_alone(line: str) -> bool:
    line = line.strip()
    return len(line) <= SHORT and BARE.fullmatch(line) is not None and not line.endswith((".", "?", "!"))


@holds("↓", "⬇", "⇩", "⇓")
def arrows(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """A chain drawn with arrows that each have their line; Markdown puts it all on one."""
    end = 0
    for match in ARROW.finditer(text.text):
        span = text.span(match.start())
        if match.start() < end or span.line in plan.opaque:
            continue
        end = match.end()
        while further := FURTHER.match(text.text, end):
            end = further.end()
        message = "these lines run together to one: the arrow will not stand between two lines"
        hint = "write the chain in one line with →, or end each line with a backslash"
        yield Diagnostic(span, BARE_LINES, message, hint)


LIST_SLIPS: tuple[Slip, ...] = (
    lettered,
    tab_table,
    bare_lines,
    indented_answer,
    arrows,
)
