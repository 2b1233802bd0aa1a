"""Ids that nobody reads, because they do not stand in the comment right under a note's heading."""

import re
from collections.abc import Iterator

from ankigen.codes.sources import MISPLACED_METADATA
from ankigen.diagnostic import Diagnostic, Edit, plural
from ankigen.model.note import ExtraField
from ankigen.parse.mask import Visible
from ankigen.parse.metadata import comment_under
from ankigen.parse.outline import Outline
from ankigen.source import Source, Span

ID = re.compile(r"\s*(?:\{\s*)?[\"']?id[\"']?\s*[:=]")
# `id: bone-matrix`, alone or before other keys; "id: the identifier" is an answer.
BARE = re.compile(r" {0,3}\{?id[ \t]*[:=][ \t]*[\w-]+[ \t]*(?:\}?|,[ \t]*\w+[ \t]*[:=].*)$")
BARE_KEY = re.compile("id[ \t]*[:=]")
# A line that looks like a heading but is none of a note's.
HEADING_SIGNS = re.compile(r"(#{1,6})[^\S\n]*")
FIELDS = frozenset(field.casefold() for field in ExtraField)
OTHER_HEADING = re.compile(r"[ \t]{0,3}(?!###[ \t])(#{1,6})[^\S\n]*(?=[^#\s])(.*)")
NO_COMMENT = re.compile(r"<(?:![-–—]*|[-–—]+)[ \t]*(?:\{[ \t]*)?id[ \t]*[:=]")


def misplaced(text: Visible, plan: Outline) -> Iterator[tuple[Span, str, str]]:
    """The place of each such id, what it is, and what to do."""
    read = {place for place in _read_comments(text.source, plan) if place}
    for start, said in text.comments:
        span = text.span(start)
        if ID.match(said) and (other := _other_heading(text.source, span.line)):
            place, signs, title = other
            message = (
                f"this heading has {plural(len(signs), 'number sign')} and starts no note: the id under it is not read"
            )
            yield place, message, f"write ### {title}" + ("; a section has no id" if len(signs) < 3 else "")
        elif ID.match(said) and (span.line not in read or "<!--" in text.source.line(span.line)[: span.column - 1]):
            hint = "put it right under its ### heading, with no other comment in between"
            yield span, "this id is not read, because there is no heading right above it", hint
    for match in NO_COMMENT.finditer(text.text):
        yield text.span(match.start()), "this id is not read, because it is not in a comment", "write <!-- id: … -->"
    if not BARE_KEY.search(text.text):
        return
    lines = text.text.split("\n")
    for heading in plan.headings:
        number = next((at for at in range(heading.title.line, len(lines)) if lines[at].strip()), None)
        if heading.level == 3 and number is not None and BARE.match(lines[number]):
            line = lines[number]
            message = "this id is not read, because it is not in a comment"
            span = text.source.span(number + 1, len(line) - len(line.lstrip()) + 1)
            yield span, message, f"write <!-- {line.strip()} -->"


def _other_heading(source: Source, line: int) -> tuple[Span, str, str] | None:
    """The line right above if it looks like a heading that is neither a note's nor a field's: place, signs, words."""
    above = next((number for number in range(line - 1, 0, -1) if source.line(number).strip()), 0)
    match = OTHER_HEADING.match(source.line(above)) if above else None
    if match is None or match[2].strip(" \t#").casefold() in FIELDS:
        return None
    return source.span(above, match.start(1) + 1), match[1], match[2].strip(" \t#")


def misplaced_metadata(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    for span, message, hint in misplaced(text, plan):
        line = text.source.line(span.line)[span.column - 1 :]
        signs = HEADING_SIGNS.match(line)
        edits = (Edit(span, signs[0], "### "),) if signs and len(signs[1]) > 2 else ()
        yield Diagnostic(span, MISPLACED_METADATA, message, hint, edits=edits)


def _read_comments(source: Source, plan: Outline) -> Iterator[int | None]:
    """The lines on which the comments start that are read as metadata, those of sections included."""
    ends = [*(heading.title.line for heading in plan.headings[1:]), len(source.lines) + 1]
    for heading, end in zip(plan.headings, ends, strict=False):
        found = comment_under(source, heading.title.line, end - 1) if heading.level < 4 else None
        yield found[0].line if found else None
