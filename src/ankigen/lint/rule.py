"""A rule of the editorial review: a generator, its level, and what its docstring says of it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from ankigen.diagnostic import Severity
from ankigen.lint.note_text import Review
from ankigen.source import Span

OF_ONE_FILE = frozenset(
    {
        "absolute-word",
        "all-of-the-above",
        "alt-text",
        "answer-too-long",
        "cloze-number-reused",
        "cloze-removed",
        "cloze-too-much",
        "cloze-without-context",
        "contested-without-review",
        "double-negative",
        "enumeration",
        "gives-away-answer",
        "leftover",
        "longest-option-is-right",
        "number-without-reference",
        "number-without-unit",
        "pronoun-front",
        "review-expired",
        "review-in-future",
        "unknown-objective",
        "vague-front",
        "yes-no-question",
    }
)


class Scope(Enum):
    """What the findings in one file rest on: that file, the settings and the ledger alone, or the whole deck."""

    FILE = "file"
    DECK = "deck"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has to say at a place; `level` where it is another than the rule's own."""

    span: Span
    message: str
    hint: str = ""
    level: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """`language` is what a deck's language must begin with for a rule that rests on one, such as "en"."""

    find: Callable[[Review], Iterable[Finding]]
    level: Severity
    language: str = ""

    @property
    def code(self) -> str:
        """The function's name with hyphens: stable, because `ignore` and deck.toml name it."""
        return self.find.__name__.replace("_", "-")

    @property
    def scope(self) -> Scope:
        return Scope.FILE if self.code in OF_ONE_FILE else Scope.DECK

    @property
    def about(self) -> str:
        """What the rule finds: the first line of its docstring."""
        return (self.find.__doc__ or "").strip().partition("\n")[0]

    def example(self, label: str) -> str:
        """The example behind `Bad:` or `Good:` in the docstring."""
        match = re.search(rf"^\s*{label}: (.*(?:\n(?!\s*(?:Bad|Good):).+)*)", self.find.__doc__ or "", re.MULTILINE)
        return " ".join(match[1].split()) if match else ""
