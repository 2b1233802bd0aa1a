"""What is wrong with the sources, as values, and the one exception for a command that cannot go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from ankigen.source import Span

MOST = 15  # words that are still read


class AnkigenError(Exception):
    """The command cannot go on; the message is one sentence with the place and the way out."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `code` is stable: scripts and `ignore` lists rely on it."""

    span: Span
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR


def plural(count: int, noun: str) -> str:
    """The number with its noun: "1 note", "2 notes"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word closest to a mistyped one, or all of them."""
    words = list(known)
    close = get_close_matches(word, words, n=1)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"known: {', '.join(words[:MOST])}" + (", …" if len(words) > MOST else "")
