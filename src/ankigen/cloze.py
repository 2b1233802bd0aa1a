"""Anki's cloze grammar, as its backend reads it (rslib/src/cloze.rs): nesting, hints, several numbers at once."""

import re
from dataclasses import dataclass

OPEN = re.compile(r"\{\{c(\d+(?:,\d+)*)::")
INNERMOST = re.compile(r"\{\{c[\d,]+::((?:(?!\{\{c\d|\}\}).)*)\}\}", re.DOTALL)
TOKEN = re.compile(r"\{\{c(\d+(?:,\d+)*)::|\}\}")


@dataclass(frozen=True, slots=True)
class Cloze:
    """One deletion: the offsets of its `{{cN::`, and of its `}}` (None where it is never closed)."""

    numbers: tuple[int, ...]
    start: int
    inner: int
    end: int | None


def clozes(text: str) -> tuple[Cloze, ...]:
    """Every deletion in the text in the order of their openings, the unclosed ones included."""
    found: list[Cloze] = []
    stack: list[int] = []
    for match in TOKEN.finditer(text):
        if match.group(1):
            numbers = tuple(int(number) for number in match.group(1).split(","))
            stack.append(len(found))
            found.append(Cloze(numbers, match.start(), match.end(), None))
        elif stack:
            at = stack.pop()
            found[at] = Cloze(found[at].numbers, found[at].start, found[at].inner, match.start())
    return tuple(found)


def without_clozes(text: str) -> str:
    """The text with every closed deletion shown: neither markers nor hints."""
    shown, count = INNERMOST.subn(lambda match: match[1].partition("::")[0], text)
    return without_clozes(shown) if count else shown


def cloze_numbers(text: str) -> tuple[int, ...]:
    """The card numbers Anki makes of the text: closed deletions with a number above 0, sorted."""
    return tuple(
        sorted({number for cloze in clozes(text) if cloze.end is not None for number in cloze.numbers if number})
    )
