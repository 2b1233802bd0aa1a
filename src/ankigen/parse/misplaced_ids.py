"""Ids that nobody reads, because they do not stand in the comment right under a note's heading."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ankigen.codes.sources import MISPLACED_METADATA
from ankigen.diagnostic import Diagnostic, Edit, plural
from ankigen.model.note import ExtraField
from ankigen.parse.mask import Visible
from ankigen.parse.metadata import NOTE_KEYS, comment_under
from ankigen.parse.other_signs import meant
from ankigen.parse.outline import Outline
from ankigen.rare import RarePattern
from ankigen.source import Source, Span
from ankigen.values import dataclass

ID = re.compile(r"\s*(?:\{\s*)?[\"']?id[\"']?\s*[:=]")
# An id under a heading that is in no comment: alone, or behind signs in another order or of another program.
LIKE_COMMENT = RarePattern(
    r"[ \t]*+(?P<before>(?:&lt;|\[[ \t]*comment[ \t]*\]:|[^\w\s{}]|[ \t])*+)"
    r"(?P<said>\{?(?:[iIіІ][dD]|[a-z]+[ \t]*[:=：＝][^<>\n]*?[,;，；、][ \t]*id)"
    r"(?:[*_]{0,3}[ \t]*[:=：＝]{1,2}[*_]{0,3}|[ \t]).*)"
)
COMMENT = "<!--"
PANDOC_ID = RarePattern(r"[ \t]*(\{#([a-z0-9][a-z0-9-]{1,63})\})[ \t]*\Z")
COMMENT_SIGNS = RarePattern(r"<|&lt;|\]:|/[/*]|%%|[‹〈＜«]")
AFTER = "-–—－>›〉＞»`)*/%_~\\ \t"
# "id: the identifier" is an answer, and so may be an item of a list; "ID nerve-biceps" has an id's hyphens.
BARE = RarePattern(r"\{?id:? ?[\w-]+[ \t]*(?:\}?|,[ \t]*\w+[ \t]*[:=].*)")
HYPHENED = RarePattern(r"\{?id:? ?[a-z0-9]+(?:-[a-z0-9]+)+(?:,.*)?")
FIRST_KEY = RarePattern(r"(\{?)[iIіІ][dD][*_]{0,3}[ \t]*([:=：＝]{0,2})[*_]{0,3}[ \t]*")
TERM = RarePattern(r"[ \t]*(?:[-*+>][ \t]+)?[*_]{0,2}([\w-]+)[*_]{0,2}[ \t]*[:=]")
# A line that looks like a heading but is none of a note's.
HEADING_SIGNS = RarePattern(r"(#{1,6})[^\S\n]*")
COMMENT_ALONE = RarePattern(r" {0,3}<!--(?:(?!-->).)*-->[ \t]*")
ID_INSIDE = RarePattern(r"(?:^|[\s,{])[\"']?id[\"']?\s*[:=]")
PLAIN_PAIRS = RarePattern(r"[a-z]+: ?(?:[\w.-]+|\[[\w ,.-]*\])(?:, ?[a-z]+: ?(?:[\w.-]+|\[[\w ,.-]*\]))*")
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
            alone = not text.source.line(span.line)[: span.column - 1].strip()
            other, told = _other_heading(text.source, span.line) if alone else None, span.line
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
        elif span.line in headings.notes:
            message = "this id is not read, because it stands on the line of the heading"
            hint = "put it on a line of its own right below"
            if span.line in headings.noted:
                hint = "delete it: an id stands right below"
            yield Misplaced(span, message, hint, move=headings.lowered(span))
        elif span.line not in headings.read or text.source.line(span.line).find("<!--", 0, span.column - 1) >= 0:
            hint = "put it right under its ### heading, with no other comment in between"
            yield Misplaced(span, "this id is not read, because there is no heading right above it", hint, below)


def _no_comments(text: Visible, plan: Outline) -> Iterator[Misplaced]:
    like = (*_like_comments(text.source, plan), *_pandoc_ids(text.source, plan))
    yield from like
    told = {each.place.line for each in like}
    for match in NO_COMMENT.finditer(text.text):
        if text.span(match.start()).line in told:
            continue
        message = "this id is not read, because it is not in a comment"
        yield Misplaced(text.span(match.start()), message, "write <!-- id: … -->")


def _like_comments(source: Source, plan: Outline) -> Iterator[Misplaced]:
    """Lines with an id right under a note's heading that are no comment."""
    titles = {heading.title.line for heading in plan.headings}
    for heading in plan.headings:
        if heading.level != 3 or source.line(heading.title.line + 1).startswith(COMMENT):
            continue
        number = _next_written(source, heading.title.line)
        match = LIKE_COMMENT.match(source.line(number)) if number not in titles and number not in plan.code else None
        if match is None or match.string.lstrip().startswith(COMMENT):
            continue
        said = _without_end(match)
        below = source.line(_next_written(source, number))
        if "`" in said or not (COMMENT_SIGNS.search(match["before"]) or _is_bare(match, said, below)):
            continue
        said = meant(said, NOTE_KEYS.all) or re.sub(r"^id (?=\S)", "id: ", said)
        right = f"<!-- {said} -->"
        line = match.string
        at = len(line) - len(line.lstrip())
        message = "this id is not read, because it is not in a comment"
        edits = (Edit(source.span(number, at + 1), line[at:], right),) if PLAIN_PAIRS.fullmatch(said) else ()
        yield Misplaced(source.span(number, at + 1), message, f"write {right}", move=edits)


def _pandoc_ids(source: Source, plan: Outline) -> Iterator[Misplaced]:
    """`### Title {#id}`, where no comment is below."""
    for heading in plan.headings if "{#" in source.text else ():
        number = heading.title.line
        match = PANDOC_ID.search(source.line(number)) if heading.level == 3 else None
        if match and not source.line(_next_written(source, number)).lstrip().startswith(COMMENT):
            right = f"<!-- id: {match[2]} -->"
            edits = (Edit(source.span(number, match.start() + 1), match[0], f"\n{right}"),)
            message = "this id is not read, because it is not in a comment"
            yield Misplaced(source.span(number, match.start(1) + 1), message, f"write {right} below", move=edits)


def _next_written(source: Source, number: int) -> int:
    """The next line with words, 0 if there is none."""
    return next((at for at in range(number + 1, len(source.lines) + 1) if source.line(at).strip()), 0)


def _without_end(match: re.Match[str]) -> str:
    """The settings without the signs behind them, which belong to those before them."""
    said, before = match["said"].rstrip().removesuffix("&gt;"), match["before"]
    quotes = "".join(quote for quote in "\"'" if quote in before)
    said = said.rstrip(AFTER + quotes + ("" if "{" in said else "}"))
    key = FIRST_KEY.match(said)
    return f"{key[1]}id{':' if key[2] else ''} {said[key.end() :]}" if key else said


def _is_bare(match: re.Match[str], said: str, below: str) -> bool:
    """Whether it is an id though no sign of a comment stands before it, and not the first of several terms."""
    term = TERM.match(below)
    if term is not None and term[1] not in NOTE_KEYS.all:
        return False
    plain = not match["before"].strip(" \t\"'([*_") and said.partition(" ")[0].endswith(":")
    return (BARE if plain else HYPHENED).fullmatch(said) is not None


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

    def lowered(self, place: Span) -> tuple[Edit, ...]:
        """How an id behind a note's title gets under it, where one may be; no edits if words stand behind it."""
        line = self.source.line(place.line)
        before = line[: place.column - 1].rstrip()
        comment = line[place.column - 1 :].rstrip()
        if not COMMENT_ALONE.fullmatch(comment):
            return ()
        new = "" if place.line in self.noted else f"\n{comment}"
        return (Edit(self.source.span(place.line, len(before) + 1), line[len(before) :], new),)

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
