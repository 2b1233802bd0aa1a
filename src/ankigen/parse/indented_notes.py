"""Notes and text that are indented: Markdown makes code of them, or a part of the list above."""

from collections.abc import Iterator

from ankigen.codes.lost_text import INDENTED_HEADING
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.parse.code_lines import is_code, may_be_code
from ankigen.parse.list_slips import indented_words
from ankigen.parse.mask import ITEM, Visible
from ankigen.parse.metadata import comment_under
from ankigen.parse.outline import Outline, indentation, last_line_under
from ankigen.parse.slip import needs
from ankigen.rare import RarePattern

INDENTED = RarePattern(r"(?: {4}| {0,3}\t)[ \t]*+###[ \t]+\S")
# What words have and code has not; a line of code may look so too.
PROSE = RarePattern(r"[ \t]+[^\W_\d]?[\w“\"(‘'–—-][^=<>{}|\\;$`#_@]*[^\W\d_]{2}[^=<>{}|\\;$`#_@]*")
DEEPER = 4  # columns, as code goes on
ID = RarePattern(r"[ \t]*<!--[ \t]*(?:\{[ \t]*)?id[ \t]*:")


@needs(r"###(?<=[ \t]###)", r"(?:\A|\n)(?: {4}| {0,3}\t)[ \t]*+###")
def indented_headings(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Notes that are indented as a whole, up to the first line that is not."""
    lines = text.source.lines
    done = 0
    for number, line in enumerate(lines, start=1):
        if number <= done or number in plan.opaque or not INDENTED.match(line) or number in text.fenced:
            continue
        below = next((lines[at] for at in range(number, len(lines)) if lines[at].strip()), "")
        if lines[number - 2].strip() and number > 1 and not ID.match(below):
            continue  # it stands in code or in a list, with more above it
        done = number
        while done < len(lines) and (indentation(lines[done]) > 3 or not lines[done].strip()):
            done += 1
        width = len(line) - len(line.lstrip(" \t"))
        edits = [
            Edit(text.source.span(at), lines[at - 1][: min(width, _blanks(lines[at - 1]))], "")
            for at in range(number, done + 1)
            if lines[at - 1].strip()
        ]
        place = text.source.span(number, width + 1)
        message = "spaces or tabs before ### make this a part of the card above: it is no note"
        yield Diagnostic(place, INDENTED_HEADING, message, "delete them, here and under it", edits=tuple(edits))


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


@needs(r"\n[ \t]*\n(?: {4}| {0,3}\t)")
def indented_text(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Paragraphs of words further down in a note; its first one is `indented_answer`'s."""
    lines = text.source.lines
    firsts = set(_first_lines(text, plan))
    last = 0
    for number in sorted(text.indented & text.in_notes):
        if number <= last:
            continue
        last = number
        while last < len(lines) and (last + 1 in text.indented or not lines[last].strip()):
            last += 1
        block = [line for line in lines[number - 1 : last] if line.strip()]
        above = next((line for at in range(number - 1, 0, -1) if (line := lines[at - 1]).strip()), "")
        in_text = not above.startswith((" ", "\t")) and not ITEM.match(above) and number not in firsts
        is_words = (
            all(PROSE.fullmatch(line) for line in block) and not may_be_code(block[0]) and not any(map(is_code, block))
        )
        deeper = max(map(indentation, block)) - indentation(block[0])
        if in_text and is_words and deeper < DEEPER:
            yield indented_words(text, number, last)


def _first_lines(text: Visible, plan: Outline) -> Iterator[int]:
    """The first line with words under each heading and its metadata."""
    for at, heading in enumerate(plan.headings):
        end = last_line_under(text.source, plan, at)
        found = comment_under(text.source, heading.title.line, end) if heading.level == 3 else None
        first = (found[1] if found else heading.title.line) + 1
        yield next((number for number in range(first, end + 1) if text.source.line(number).strip()), 0)
