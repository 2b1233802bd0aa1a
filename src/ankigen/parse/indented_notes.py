"""Notes that are indented as a whole: Markdown makes code of them, or a part of the list above."""

import re
from collections.abc import Iterator

from ankigen.codes.lost_text import INDENTED_HEADING
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.parse.mask import Visible
from ankigen.parse.outline import Outline, indentation
from ankigen.parse.slip import needs

INDENTED = re.compile(r"(?: {4}|[ \t]*\t)[ \t]*###[ \t]+\S")
ID = re.compile(r"[ \t]*<!--[ \t]*(?:\{[ \t]*)?id[ \t]*:")


@needs(r"(?:\A|\n)(?: {4}|[ \t]*\t)[ \t]*### ?")
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
