"""What a slip is to the parser: a generator of findings, asked only of texts that hold its mark."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import wraps

from ankigen.diagnostic import Diagnostic
from ankigen.parse.mask import Visible
from ankigen.parse.outline import Outline
from ankigen.rare import RarePattern
from ankigen.values import dataclass

Slip = Callable[[Visible, Outline], Iterator[Diagnostic]]


def asked_of(fits: Callable[[str], bool]) -> Callable[[Slip], Slip]:
    """Ask the slip only of files whose text fits."""

    def decorate(slip: Slip) -> Slip:
        @wraps(slip)
        def asked(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
            return slip(text, plan) if fits(text.source.text) else iter(())

        return asked

    return decorate


def needs(*marks: str) -> Callable[[Slip], Slip]:
    """Ask the slip only of texts that hold every mark, a pattern: most hold none, and a plain search costs little. One
    that begins with a letter or sign is quickest, so it comes before one that begins with a line."""
    searches = tuple(re.compile(mark).search for mark in marks)
    return asked_of(lambda text: all(search(text) for search in searches))


def needs_one(*marks: str) -> Callable[[Slip], Slip]:
    """Ask it only of texts that hold one of the marks: each begins with a sign of its own, which is quicker to look for
    than one of several, and than a short word."""
    searches = tuple(re.compile(mark).search for mark in marks)
    return asked_of(lambda text: any(search(text) for search in searches))


def holds(*signs: str) -> Callable[[Slip], Slip]:
    """Ask it only of texts that hold one of the signs: a plain search for each is quicker than a pattern with all of
    them."""
    return asked_of(lambda text: any(sign in text for sign in signs))


beyond_ascii = asked_of(lambda text: not text.isascii())


Match = tuple[re.Match[str], int]


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a line begins; `anywhere` finds such a line of a text behind a line's end, which is quicker than `^`."""

    line: RarePattern
    anywhere: RarePattern


def beginning(pattern: str, flags: int = 0) -> Beginning:
    return Beginning(RarePattern(pattern, flags), RarePattern(f"\\n(?:{pattern})", flags))


def runs(text: Visible, plan: Outline, begin: Beginning, least: int) -> Iterator[Sequence[Match]]:
    """At least so many lines under each other that begin alike, with the offsets of the lines; blank lines may be
    between them."""
    if not begin.anywhere.search(f"\n{text.text}"):
        return
    found: list[Match] = []
    lines = text.lines
    for number, line in enumerate([*lines, "end"], start=1):
        match = begin.line.match(line) if number not in plan.opaque and number <= len(lines) else None
        if match:
            found.append((match, text.starts[number - 1]))
        elif line.strip():
            if len(found) >= least:
                yield tuple(found)
            found = []
