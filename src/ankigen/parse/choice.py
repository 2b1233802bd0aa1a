"""A choice's body: what is above the task list, the options, and the explanation under it."""

import re

from ankigen.model.note import Option
from ankigen.parse.outline import indentation
from ankigen.source import Fragment, Source, moved_left
from ankigen.values import dataclass

ITEM = re.compile(r"( {0,3}[-*+][ \t]+)(\[[ xX]\](?:[ \t]+|$))")


def is_task(line: str) -> bool:
    return ITEM.match(line) is not None


@dataclass(frozen=True, slots=True)
class Body:
    """What is above the options, the options, and what follows them."""

    stem: Fragment
    options: tuple[Option, ...] = ()
    explanation: Fragment | None = None


def split_choice(source: Source, first: int, last: int, opaque: frozenset[int]) -> Body:
    """The lines from `first` to `last` as stem, options and explanation; an option may go on over indented lines."""
    starts = [line for line in range(first, last + 1) if line not in opaque and is_task(source.line(line))]
    if not starts:
        return Body(source.fragment(first, last))
    end = _end_of_item(source, starts[-1], last)
    stops = [*(line - 1 for line in starts[1:]), end]
    options = tuple(_option(source, start, stop) for start, stop in zip(starts, stops, strict=True))
    return Body(source.fragment(first, starts[0] - 1), options, source.fragment(end + 1, last))


def _end_of_item(source: Source, start: int, last: int) -> int:
    """Where the last option ends: before a line that is not indented and follows an empty one."""
    indent = _indent(source.line(start))
    end = start
    for line in range(start + 1, last + 1):
        text = source.line(line)
        if text.strip() and indentation(text) < indent and not source.line(line - 1).strip():
            break
        end = line
    return end


def _option(source: Source, start: int, stop: int) -> Option:
    line = source.line(start)
    match = ITEM.match(line)
    assert match is not None
    indent = _indent(line)
    rest = (moved_left(text, indent) for text in source.lines[start:stop])
    text = "\n".join([line[match.end() :], *rest]).rstrip()
    return Option(Fragment(source, start, text, match.end() + 1, indent), match[2][1] in "xX")


def _indent(line: str) -> int:
    """In columns, how far the text of an option stands from the margin."""
    return len(line.partition("[")[0].expandtabs(4))
