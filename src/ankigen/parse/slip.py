"""What a slip is to the parser: a generator of findings, asked only of texts that hold its mark."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import wraps

from ankigen.diagnostic import Diagnostic
from ankigen.parse.mask import Visible
from ankigen.parse.outline import Outline

Slip = Callable[[Visible, Outline], Iterator[Diagnostic]]


def needs(mark: str) -> Callable[[Slip], Slip]:
    """Ask the slip only of texts that hold the mark, a pattern: most hold none, and a plain search costs little."""
    search = re.compile(mark).search

    def decorate(slip: Slip) -> Slip:
        @wraps(slip)
        def asked(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
            return slip(text, plan) if search(text.source.text) else iter(())

        return asked

    return decorate


Match = tuple[re.Match[str], int]


def runs(text: Visible, plan: Outline, pattern: re.Pattern[str], least: int) -> Iterator[Sequence[Match]]:
    """At least so many lines under each other that begin alike, with the offsets of the lines; blank lines may be
    between them."""
    if not re.search(f"\\n(?:{pattern.pattern})", f"\n{text.text}", pattern.flags):  # quicker than `^`
        return
    found: list[Match] = []
    lines = text.text.split("\n")
    for number, line in enumerate([*lines, "end"], start=1):
        match = pattern.match(line) if number not in plan.opaque and number <= len(lines) else None
        if match:
            found.append((match, text.starts[number - 1]))
        elif line.strip():
            if len(found) >= least:
                yield tuple(found)
            found = []
