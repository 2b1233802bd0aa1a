"""Ids that nobody reads, because they do not stand in the comment right under a note's heading."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

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
# A line that looks like a heading but is none of a note's.
HEADING_SIGNS = re.compile(r"(#{1,6})[^\S\n]*")
COMMENT_ALONE = re.compile(r" {0,3}<!--(?:(?!-->).)*-->[ \t]*")
ID_INSIDE = re.compile(r"(?:^|[\s,{])[\"']?id[\"']?\s*[:=]")
FIELDS = frozenset(field.casefold() for field in ExtraField)
OTHER_HEADING = re.compile(r"[ \t]{0,3}(?!###[ \t])(#{1,6})[^\S\n]*(?=[^#\s])(.*)")
NO_COMMENT = re.compile(r"<(?:![-–—]*|[-–—]+)[ \t]*(?:\{[ \t]*)?id[ \t]*[:=]")


@dataclass(frozen=True, slots=True)
class Misplaced:
    """The place of such an id, what it is, and what to do; `below` is the line of the heading that it stands above
    and may be meant for, `move` the edits that put it there."""

    place: Span
    message: str
    hint: str
    below: int = 0
    move: tuple[Edit, ...] = ()


def misplaced(text: Visible, plan: Outline) -> Iterator[Misplaced]:
    read = {place for place in _read_comments(text.source, plan) if place}
    noted = {line for line, place in _ids_of_notes(text.source, plan) if place}
    for start, said in text.comments:
        span = text.span(start)
        if not ID.match(said):
            continue
        below = _heading_below(text.source, plan, noted, span)
        if below and (move := _moved(text.source, plan, noted, (span, below))) is not None:
            noted.add(below)
            message = "this id is not read, because it stands above its heading"
            hint = f"move its line below {text.source.line(below).strip()}"
            yield Misplaced(span, message, hint, below, move)
        elif other := _other_heading(text.source, span.line):
            place, signs, title = other
            message = (
                f"this heading has {plural(len(signs), 'number sign')} and starts no note: the id under it is not read"
            )
            hint = f"write ### {title}" + ("; a section has no id" if len(signs) < 3 else "")
            yield Misplaced(place, message, hint)
        elif span.line not in read or "<!--" in text.source.line(span.line)[: span.column - 1]:
            hint = "put it right under its ### heading, with no other comment in between"
            yield Misplaced(span, "this id is not read, because there is no heading right above it", hint, below)
    for match in NO_COMMENT.finditer(text.text):
        message = "this id is not read, because it is not in a comment"
        yield Misplaced(text.span(match.start()), message, "write <!-- id: … -->")
    lines = text.text.split("\n")
    for heading in plan.headings:
        number = next((at for at in range(heading.title.line, len(lines)) if lines[at].strip()), None)
        if heading.level == 3 and number is not None and BARE.match(lines[number]):
            line = lines[number]
            message = "this id is not read, because it is not in a comment"
            span = text.source.span(number + 1, len(line) - len(line.lstrip()) + 1)
            yield Misplaced(span, message, f"write <!-- {line.strip()} -->")


def _heading_below(source: Source, plan: Outline, noted: Container[int], place: Span) -> int:
    """The line of the note's heading that comes next after an id that has its line for itself; 0 if there is none, or
    if that note has an id."""
    if not COMMENT_ALONE.fullmatch(source.line(place.line)):
        return 0
    lines = range(place.line + 1, len(source.lines) + 1)
    below = next((number for number in lines if source.line(number).strip()), 0)
    is_note = any(heading.level == 3 and heading.title.line == below for heading in plan.headings)
    return below if is_note and below not in noted else 0


def _moved(source: Source, plan: Outline, noted: Container[int], lines: tuple[Span, int]) -> tuple[Edit, ...] | None:
    """How an id gets under the heading below it; no edits if the note above may want it too, None if that one does."""
    place, below = lines
    above = next((each.title.line for each in reversed(plan.headings) if each.title.line < place.line), 0)
    wanted = any(each.level == 3 and each.title.line == above for each in plan.headings) and above not in noted
    stands_with_it = below == place.line + 1 and (place.line == 1 or not source.line(place.line - 1).strip())
    if (wanted or above == place.line - 1 > 0) and not stands_with_it:
        return None
    line = source.line(place.line)
    taken = Edit(source.span(place.line), f"{line}\n", "")
    put = Edit(source.span(below, len(source.line(below)) + 1), "", f"\n{line.strip()}")
    return () if wanted else (taken, put)


def _ids_of_notes(source: Source, plan: Outline) -> Iterator[tuple[int, bool]]:
    """The lines of the notes' headings, each with whether an id stands under it."""
    ends = [*(heading.title.line for heading in plan.headings[1:]), len(source.lines) + 1]
    for heading, end in zip(plan.headings, ends, strict=False):
        if heading.level == 3:
            found = comment_under(source, heading.title.line, end - 1)
            yield heading.title.line, bool(found and ID_INSIDE.search(found[0].text))


def _other_heading(source: Source, line: int) -> tuple[Span, str, str] | None:
    """The line right above if it looks like a heading that is neither a note's nor a field's: place, signs, words."""
    above = next((number for number in range(line - 1, 0, -1) if source.line(number).strip()), 0)
    match = OTHER_HEADING.match(source.line(above)) if above else None
    if match is None or match[2].strip(" \t#").casefold() in FIELDS:
        return None
    return source.span(above, match.start(1) + 1), match[1], match[2].strip(" \t#")


def misplaced_metadata(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    for found in misplaced(text, plan):
        span = found.place
        line = text.source.line(span.line)[span.column - 1 :]
        signs = HEADING_SIGNS.match(line)
        edits = (Edit(span, signs[0], "### "),) if signs and len(signs[1]) > 2 else found.move
        yield Diagnostic(span, MISPLACED_METADATA, found.message, found.hint, edits=edits)


def _read_comments(source: Source, plan: Outline) -> Iterator[int | None]:
    """The lines on which the comments start that are read as metadata, those of sections included."""
    ends = [*(heading.title.line for heading in plan.headings[1:]), len(source.lines) + 1]
    for heading, end in zip(plan.headings, ends, strict=False):
        found = comment_under(source, heading.title.line, end - 1) if heading.level < 4 else None
        yield found[0].line if found else None
