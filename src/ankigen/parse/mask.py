"""The text of a source as far as it is Markdown: code, formulas, comments, escapes step aside; no letter moves."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from ankigen.diagnostic import Edit
from ankigen.model.cloze import BLACK, blank
from ankigen.model.formula import TICKED, display, inline, is_formula
from ankigen.parse.outline import Outline, indentation, lines_in_notes
from ankigen.rare import RarePattern
from ankigen.source import Source, Span
from ankigen.values import dataclass

THING = "\ufffc"  # stands for a character of code, of a formula or of an escape
PREFIX = r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*"
FENCE = RarePattern(rf"{PREFIX}(`{{3,}}(?=[^`]*$)|~{{3,}})")
ITEM = RarePattern(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
NESTED = ("```", "~~~", "    ", "\t")  # what such code begins with
# Neither a code span nor a formula goes on over a blank line, a heading or a new list item.
_STOP = r"\n[ \t]*(?:\n|\Z|\#{1,6}[ \t]|[-*+][ \t])"
_ON = rf"(?!{_STOP})"
STOP, TICKS = re.compile(_STOP), re.compile("`+")
MARK = re.compile(r"[<`$\\]")  # what tokens begin with
TOKEN = re.compile(
    rf"""(?:
        (?P<comment><!--(?:-?>|(?P<said>.*?)(?:-->|\Z)))
      | (?P<ticks>`+)(?!`)
      | (?P<math>{TICKED}|{display(_ON)}|{inline(_ON)})
      | \\[!-/:-@\[-`{{-~])""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Visible:
    """`text` is as long as the source's, line for line; `lines` are its lines and `starts` their offsets, `comments`
    the offsets of its comments with their words. `in_notes` are the numbers of the lines of all notes, `indented` those
    of code that its indentation makes, `fenced` those of fenced code in lists and quotes."""

    source: Source
    text: str
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    comments: tuple[tuple[int, str], ...]
    in_notes: frozenset[int]
    indented: frozenset[int] = frozenset()
    fenced: frozenset[int] = frozenset()

    def span(self, offset: int) -> Span:
        line = bisect_right(self.starts, offset)
        return self.source.span(line, offset - self.starts[line - 1] + 1)

    def edit(self, start: int, end: int, new: str) -> Edit:
        """To write something else between two offsets of a line."""
        return Edit(self.span(start), self.written(start, end), new)

    def written(self, start: int, end: int) -> str:
        """What really stands between two offsets."""
        return self.source.text[start:end]


def visible(source: Source, first: int, plan: Outline) -> Visible:
    """The source from line `first` on; what is above it is blank."""
    nested = dict(_nested_code(source, first, plan))
    hidden = {*range(1, first), *plan.code, *nested}
    lines = (" " * len(line) if number in hidden else line for number, line in enumerate(source.lines, start=1))
    comments: list[tuple[int, str]] = []

    text = "".join(_steps_aside("\n".join(lines), comments))
    starts = accumulate((len(line) + 1 for line in source.lines[:-1]), initial=0)
    indented = frozenset(number for number, fenced in nested.items() if not fenced)
    return Visible(
        source,
        text,
        tuple(text.split("\n")),
        tuple(starts),
        tuple(comments),
        lines_in_notes(source, plan),
        indented,
        frozenset(nested) - indented,
    )


def _steps_aside(text: str, comments: list[tuple[int, str]]) -> Iterator[str]:
    """The text piece by piece; the comments that it holds are added to `comments`."""
    at = 0
    spans = _CodeSpans(text) if "`" in text else None
    while match := _next_token(text, at):
        yield text[at : match.start()]
        at = match.end()
        if spans and match["ticks"] and (end := spans.end(match)):
            yield BLACK.sub(THING, text[match.start() : end])
            at = end
            continue
        if match["comment"]:
            comments.append((match.start(), match["said"] or ""))
            yield blank(match[0])
        elif match[0] == match["ticks"]:
            yield match[0]
        elif match["math"] and not is_formula(match["math"]):
            at = match.start() + 1
            yield "$"
        else:
            yield BLACK.sub(THING, match[0])
    yield text[at:]


def _next_token(text: str, at: int) -> re.Match[str] | None:
    """A search for the signs alone is quicker than one for the tokens."""
    while mark := MARK.search(text, at):
        if match := TOKEN.match(text, mark.start()):
            return match
        at = mark.end()
    return None


class _CodeSpans:
    """Where the code spans of a text may end; a search from each run of backticks would read the text anew."""

    def __init__(self, text: str) -> None:
        self.runs: dict[int, list[int]] = {}
        for run in TICKS.finditer(text):
            self.runs.setdefault(len(run[0]), []).append(run.start())
        self.stops = [stop.start() for stop in STOP.finditer(text)]

    def end(self, opening: re.Match[str]) -> int | None:
        """The end of the code that these backticks begin: behind as many, in the same paragraph."""
        begin, count = opening.end(), len(opening["ticks"])
        same = self.runs.get(count, [])
        found = bisect_right(same, begin)
        stop = bisect_left(self.stops, begin)
        if found == len(same) or (stop < len(self.stops) and self.stops[stop] < same[found]):
            return None
        return same[found] + count


def _nested_code(source: Source, first: int, plan: Outline) -> Iterator[tuple[int, bool]]:
    """The lines of fenced code inside lists and quotes, and of indented code; and whether they are fenced."""
    if not any(sign in source.text for sign in NESTED):
        return
    headings = {heading.title.line for heading in plan.headings}
    fence, content, above = "", 0, "code"
    for number in range(first, len(source.lines) + 1):
        line = source.lines[number - 1]
        if number in plan.opaque or number in headings:
            fence, content, above = "", 0, "code"
        elif fence:
            yield number, True
            fence = "" if re.fullmatch(rf"[ \t>]*{fence[0]}{{{len(fence)},}}[ \t]*", line) else fence
        elif not line.strip():
            above = "code"
        elif ("```" in line or "~~~" in line) and (opened := FENCE.match(line)):
            yield number, True
            fence = opened[1]
        elif above == "code" and indentation(line) >= content + 4:
            yield number, False
        else:
            item = ITEM.match(line)
            if item:
                content = min(indentation(line) + len(item[0].lstrip()), 12)
            elif above == "code" and indentation(line) < min(content, 2):
                content = 0
            above = "text"


def short(words: str) -> str:
    """The words, or as many of them as a hint has room for."""
    words = " ".join(words.split("\n"))
    return words if len(words) <= 40 else f"{words[:39]}…"
