"""Markdown between HTML tags: up to the next empty line only HTML is read."""

import re
from collections.abc import Iterator, Sequence

from ankigen.codes.slips import MARKDOWN_IN_HTML
from ankigen.diagnostic import Diagnostic
from ankigen.parse.mask import THING, Visible
from ankigen.parse.outline import Outline, indentation
from ankigen.parse.slip import Slip, needs
from ankigen.rare import RarePattern

_BLOCKS = (
    "address|article|aside|blockquote|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer"
    "|form|h[1-6]|header|li|main|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
START = RarePattern(rf" {{0,3}}</?(?:{_BLOCKS})(?=[\s/>]|$)", re.IGNORECASE)
TAGS = RarePattern(r"[ \t]*(?:<[^<>\n]*>(?:[^<>\n]*</summary>)?[ \t]*)+$", re.IGNORECASE)
TAG = RarePattern(r"[ \t]*<")
ITEM = RarePattern(r"[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]+\S")
INLINE = RarePattern(r"\*\*(?=[^\s*])[^*\n]*[^\s*]\*\*|!?\[[^\[\]\n]*\]\([^()\s]+\)")


@needs("</?[A-Za-z]", "(?m)^ {0,3}</?[A-Za-z]")
def markdown_in_html(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """The first mark of each such block."""
    lines = text.lines
    at = 0
    while at < len(lines):
        if at + 1 in plan.opaque or not START.match(lines[at]):
            at += 1
            continue
        end = at
        while end < len(lines) and lines[end].strip() and end + 1 not in plan.opaque:
            end += 1
        yield from _in_block(text, lines, at, end)
        at = max(end, at + 1)


def _in_block(text: Visible, lines: Sequence[str], at: int, end: int) -> Iterator[Diagnostic]:
    for number in range(at, end):
        line = lines[number]
        item = ITEM.match(line)
        mark = item or INLINE.search(line) or _masked(text, number, line)
        if not mark:
            continue
        start = len(line) - len(line.lstrip()) if item else mark.start()
        place = text.source.span(number + 1, start + 1)
        message = "up to the next empty line only HTML is read: this mark is shown as it is"
        first = next(row for row in range(at, end) if row == number or not TAGS.match(lines[row]))
        if first == at or TAG.match(line) or not TAGS.match(lines[at]):
            hint = "write HTML here too, such as <b>…</b>, or put the text on a line of its own, under an empty one"
            yield Diagnostic(place, MARKDOWN_IN_HTML, message, hint)
            return
        flat = all(indentation(lines[row]) < 4 for row in range(first, end) if not TAG.match(lines[row]))
        edits = (text.edit(text.starts[first], text.starts[first], "\n"),) if flat else ()
        hint = "put an empty line between the tag and the text"
        yield Diagnostic(place, MARKDOWN_IN_HTML, message, hint, edits=edits)
        return


def _masked(text: Visible, number: int, line: str) -> re.Match[str] | None:
    """Code or a formula, of which only the place is left."""
    found = re.search(f"{THING}+", line) if THING in line else None
    return found if found and text.source.line(number + 1)[found.start()] in "`$" else None


HTML_SLIPS: tuple[Slip, ...] = (markdown_in_html,)
