"""Settings in a comment that nobody reads: not the first one under a heading, or under none."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from ankigen.codes.sources import MISPLACED_METADATA
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.parse.mask import Visible
from ankigen.parse.metadata import FILE_KEYS, NOTE_KEYS, SECTION_KEYS, comment_under
from ankigen.parse.outline import Outline
from ankigen.parse.slip import needs
from ankigen.rare import RarePattern
from ankigen.source import Source

KEYS = frozenset((*NOTE_KEYS.all, *SECTION_KEYS.all))
SETTING = re.compile(r"\s*+\{?\s*+([a-z]+)[ \t]*:(?:[ \t]|$)", re.MULTILINE)
PAIRS = RarePattern(r"[ \t]*[a-z]+:[ \t](?:(?!-->).)+")
KEY_INSIDE = RarePattern(r"(?:^|[{,])[ \t]*+([a-z]+):(?=[ \t])", re.MULTILINE)
ALONE = RarePattern(r" {0,3}<!--(?P<said>(?:(?!-->).)*?)[ \t]*-->[ \t]*")


@needs("-->")
def second_comments(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """An id in such a comment has a finding of its own."""
    said = [(start, match[1]) for start, words in text.comments if (match := SETTING.match(words))]
    said = [(start, key) for start, key in said if key in KEYS and key != "id"]
    if not said:
        return
    first = _read(text.source, plan)
    starts = [heading.title.line for heading in plan.headings]
    for start, key in said:
        span = text.span(start)
        if span.line in first and not text.source.line(span.line).find("<!--", 0, span.column - 1) >= 0:
            continue
        above = bisect_right(starts, span.line)
        level = plan.headings[above - 1].level if above else 0
        yield Diagnostic(
            span,
            MISPLACED_METADATA,
            f"{key} is not read: only the first comment right under a heading holds settings",
            _hint(key, level),
            edits=_joined(text.source, span.line, first),
        )


def _hint(key: str, level: int) -> str:
    if level < 3 and key in FILE_KEYS.all:
        return (
            f"write {key} between two lines of --- at the very top, for every note of the file, or under a ### heading"
        )
    if level < 3:
        return (
            f"write {key} into the comment under {'a ## heading' if key in SECTION_KEYS.all else 'the note it is for'}"
        )
    return f"write {key} into the comment right under the ### heading, behind a comma"


def _read(source: Source, plan: Outline) -> frozenset[int]:
    """The lines on which the comments begin that are read as settings."""
    ends = [heading.title.line for heading in plan.headings[1:]] + [len(source.lines) + 1]
    under = (
        comment_under(source, heading.title.line, end - 1)
        for heading, end in zip(plan.headings, ends, strict=False)
        if heading.level < 4
    )
    return frozenset(found[0].line for found in under if found)


def _joined(source: Source, line: int, first: frozenset[int]) -> tuple[Edit, ...]:
    """How the settings get into the comment right above, if both have a line of their own and no key in common."""
    above = line - 1
    while above and not source.line(above).strip():
        above -= 1
    upper, lower = (ALONE.fullmatch(source.line(number)) if number else None for number in (above, line))
    if above not in first or upper is None or lower is None:
        return ()
    keys = [KEY_INSIDE.findall(match["said"]) for match in (upper, lower)]
    if set(keys[0]) & set(keys[1]) or not all(PAIRS.fullmatch(match["said"]) for match in (upper, lower)):
        return ()
    end = upper.end("said")
    put = Edit(source.span(above, end + 1), "", f", {lower['said'].strip()}")
    return (*(Edit(source.span(number), f"{source.line(number)}\n", "") for number in range(above + 1, line + 1)), put)
