"""Ids that nobody reads, because they do not stand in the comment right under a note's heading."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ankigen.codes.sources import MISPLACED_METADATA
from ankigen.diagnostic import Diagnostic, Edit, plural
from ankigen.model.note import ExtraField
from ankigen.parse.mask import Visible
from ankigen.parse.metadata import COMMENT, NOTE_KEYS, comment_under
from ankigen.parse.other_signs import meant
from ankigen.parse.outline import Outline
from ankigen.rare import RarePattern
from ankigen.source import Source, Span

ID = re.compile(r"\s*(?:\{\s*)?[\"']?id[\"']?\s*[:=]")
# `id: bone-matrix`, alone or before other keys; "id: the identifier" is an answer.
BARE = RarePattern(r" {0,3}\{?id[ \t]*[:=][ \t]*[\w-]+[ \t]*(?:\}?|,[ \t]*\w+[ \t]*[:=].*)$")
BARE_KEY = re.compile("id[ \t]*[:=]")
# A comment that is none, under a heading: in code, escaped, or in signs that look like its own.
_WIDE = "‹〈＜«"  # as they are typed
LIKE_COMMENT = RarePattern(
    rf"[ \t]*(?:`{{1,3}}[ \t]*<|\\<|&lt;|[<{_WIDE}])[!！]?[-–—－]+[ \t]*"
    r"(\{?(?:id|[a-z]+[ \t]*[:=：＝][^<>\n]*?[,;，；、][ \t]*id)[ \t]*[:=：＝].*)$"
)
END_OF_COMMENT = RarePattern(r"[ \t]*[-–—－]*[ \t]*\\?(?:[>›〉＞»]|&gt;)?`{0,3}[ \t]*$")
MARKS = ("`<", "\\<", "&lt;", *_WIDE)
# A line that looks like a heading but is none of a note's.
HEADING_SIGNS = RarePattern(r"(#{1,6})[^\S\n]*")
COMMENT_ALONE = RarePattern(r" {0,3}<!--(?:(?!-->).)*-->[ \t]*")
ID_INSIDE = RarePattern(r"(?:^|[\s,{])[\"']?id[\"']?\s*[:=]")
PLAIN_PAIRS = RarePattern(r"[a-z]+: ?[\w.-]+(?:, ?[a-z]+: ?[\w.-]+)*")
FIELDS = frozenset(field.casefold() for field in ExtraField)
OTHER_HEADING = RarePattern(r"[ \t]{0,3}(?!###[ \t])(#{1,6})[^\S\n]*(?=[^#\s])(.*)")
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
    ids = [(start, said) for start, said in text.comments if ID.match(said)]
    if ids and not _all_in_place(text, plan, ids):
        yield from _other_comments(text, plan, ids)
    yield from _no_comments(text, plan)


def _all_in_place(text: Visible, plan: Outline, ids: Sequence[tuple[int, str]]) -> bool:
    """Whether every note has its id right under its heading, and no id is elsewhere: so it is in most files."""
    lines = (heading.title.line for heading in plan.headings if heading.level == 3)
    under = [text.starts[line] for line in lines if line < len(text.starts)]
    return under == [start for start, _ in ids] and all(
        "\n" not in said and text.source.text.startswith("-->", start + len("<!--") + len(said)) for start, said in ids
    )


def _other_comments(text: Visible, plan: Outline, ids: Sequence[tuple[int, str]]) -> Iterator[Misplaced]:
    headings = _Headings(text.source, plan)
    other, told = None, 0
    for start, _ in ids:
        span = text.span(start)
        if span.line > told:
            other, told = _other_heading(text.source, span.line), span.line
        below = headings.below(span)
        if below and (move := headings.moved(span, below)) is not None:
            headings.noted.add(below)
            message = "this id is not read, because it stands above its heading"
            hint = f"move its line below {text.source.line(below).strip()}"
            yield Misplaced(span, message, hint, below, move)
        elif other:
            place, signs, title = other
            message = (
                f"this heading has {plural(len(signs), 'number sign')} and starts no note: the id under it is not read"
            )
            hint = f"write ### {title}" + ("; a section has no id" if len(signs) < 3 else "")
            yield Misplaced(place, message, hint)
        elif span.line not in headings.read or text.source.line(span.line).find("<!--", 0, span.column - 1) >= 0:
            hint = "put it right under its ### heading, with no other comment in between"
            yield Misplaced(span, "this id is not read, because there is no heading right above it", hint, below)


def _no_comments(text: Visible, plan: Outline) -> Iterator[Misplaced]:
    like = tuple(_like_comments(text.source, plan))
    yield from like
    told = {each.place.line for each in like}
    for match in NO_COMMENT.finditer(text.text):
        if text.span(match.start()).line in told:
            continue
        message = "this id is not read, because it is not in a comment"
        yield Misplaced(text.span(match.start()), message, "write <!-- id: … -->")
    if not BARE_KEY.search(text.text):
        return
    lines = text.text.split("\n")
    for heading in plan.headings:
        number = next((at for at in range(heading.title.line, len(lines)) if lines[at].strip()), None)
        if heading.level == 3 and number is not None and BARE.match(lines[number]):
            line = lines[number]
            message = "this id is not read, because it is not in a comment"
            span = text.source.span(number + 1, len(line) - len(line.lstrip()) + 1)
            yield Misplaced(span, message, f"write <!-- {line.strip()} -->")


def _like_comments(source: Source, plan: Outline) -> Iterator[Misplaced]:
    """Comments with an id right under a note's heading that are none."""
    if not any(mark in source.text for mark in MARKS):
        return
    for heading in plan.headings:
        number = next((at for at in range(heading.title.line + 1, len(source.lines) + 1) if source.line(at).strip()), 0)
        line = source.line(number) if number else ""
        match = LIKE_COMMENT.match(line) if heading.level == 3 else None
        if match is None or COMMENT.match(line):
            continue
        said = END_OF_COMMENT.sub("", match[1]).strip()
        if "`" in said:  # code, and words behind it
            continue
        said = meant(said, NOTE_KEYS.all) or said
        right = f"<!-- {said} -->"
        at = len(line) - len(line.lstrip())
        message = "this id is not read, because it is not in a comment"
        edits = (Edit(source.span(number, at + 1), line[at:], right),) if PLAIN_PAIRS.fullmatch(said) else ()
        yield Misplaced(source.span(number, at + 1), message, f"write {right}", move=edits)


class _Headings:
    """The lines of a source's headings: `notes` of those that begin notes, `noted` of those of them with an id. `read`
    are the lines on which the comments start that are read as metadata, those of sections included."""

    def __init__(self, source: Source, plan: Outline) -> None:
        self.source = source
        self.lines = [heading.title.line for heading in plan.headings]
        self.notes = {heading.title.line for heading in plan.headings if heading.level == 3}
        self.noted: set[int] = set()
        self.read: set[int] = set()
        ends = [*self.lines[1:], len(source.lines) + 1]
        for heading, end in zip(plan.headings, ends, strict=False):
            if heading.level < 4 and (found := comment_under(source, heading.title.line, end - 1)):
                self.read.add(found[0].line)
                if ID_INSIDE.search(found[0].text):
                    self.noted.add(heading.title.line)

    def below(self, place: Span) -> int:
        """The line of the note's heading that comes next after an id that has its line for itself; 0 if there is none,
        or if that note has an id."""
        if not COMMENT_ALONE.fullmatch(self.source.line(place.line)):
            return 0
        lines = range(place.line + 1, len(self.source.lines) + 1)
        below = next((number for number in lines if self.source.line(number).strip()), 0)
        return below if below in self.notes and below not in self.noted else 0

    def moved(self, place: Span, below: int) -> tuple[Edit, ...] | None:
        """How an id gets under the heading below it; no edits if the note above may want it too, None if that one
        does."""
        at = bisect_left(self.lines, place.line)
        above = self.lines[at - 1] if at else 0
        wanted = above in self.notes and above not in self.noted
        stands_with_it = below == place.line + 1 and (place.line == 1 or not self.source.line(place.line - 1).strip())
        if (wanted or above == place.line - 1 > 0) and not stands_with_it:
            return None
        line = self.source.line(place.line)
        taken = Edit(self.source.span(place.line), f"{line}\n", "")
        put = Edit(self.source.span(below, len(self.source.line(below)) + 1), "", f"\n{line.strip()}")
        return () if wanted else (taken, put)


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
