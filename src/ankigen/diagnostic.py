"""What is wrong with the sources, as values, and the one exception for a command that cannot go on."""

from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum

from ankigen.source import Span
from ankigen.values import dataclass

MOST = 15  # words that are still read


class AnkigenError(Exception):
    """The command cannot go on; the message is one sentence with the place and the way out."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding. `name` is public and never changes: scripts and `ignore` lists rely on it.

    `what` is one sentence, `why` says why it matters, `fix` what fixes it automatically. `bad` is an example that has
    the finding and `good` one that does not, both the text of `file`; `case` names the golden case that shows it if a
    whole repository is needed.
    """

    name: str
    what: str
    why: str
    level: Severity = Severity.ERROR
    bad: str = ""
    good: str = ""
    file: str = "a source"
    fix: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """A part of the one remedy of a finding, which `ankigen check --fix` applies: what stands at the place, all on one
    line or with its end, and what is written instead."""

    span: Span
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding at its place. `level` is given if it is another than the code's own, `edits` if there is but
    one remedy."""

    span: Span
    kind: Code
    message: str
    hint: str = ""
    level: Severity | None = None
    edits: tuple[Edit, ...] = ()

    @property
    def code(self) -> str:
        """The public name of the kind of finding."""
        return self.kind.name

    @property
    def severity(self) -> Severity:
        return self.level or self.kind.level


def plural(count: int, noun: str, several: str = "") -> str:
    """The number with its noun: "1 note", "2,000 notes"; `several` is the noun for them if it is irregular."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {several or f'{noun}s'}"


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word closest to a mistyped one, or all of them."""
    words = list(known)
    close = [other for other in words if sorted(other.casefold()) == sorted(word.casefold())]
    close = close or get_close_matches(word.casefold(), words, n=1) or get_close_matches(word, words, n=1)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"known: {', '.join(words[:MOST])}" + (", …" if len(words) > MOST else "")
