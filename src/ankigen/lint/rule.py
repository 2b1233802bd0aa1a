"""A rule of the editorial review: what it looks for, how far it must look, and its code with all that explains it."""

from collections.abc import Callable, Iterable
from enum import Enum

from ankigen.diagnostic import Code, Severity
from ankigen.lint.note_text import Review
from ankigen.source import Span
from ankigen.values import dataclass


class Scope(Enum):
    """What the findings in one file rest on: that file, the settings and the ledger alone; or also what the network
    answered. A rule that must compare files is a `deck_rule.DeckRule`."""

    FILE = "file"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has to say at a place; `level` if it is another than the rule's own."""

    span: Span
    message: str
    hint: str = ""
    level: Severity | None = None


Find = Callable[[Review], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`language` is what a deck's language must begin with for a rule that rests on one, such as "en". `at_release` is
    the level at a release, if it is another."""

    find: Find
    kind: Code
    scope: Scope
    language: str = ""
    at_release: Severity | None = None


def rule(kind: Code, scope: Scope, language: str = "", at_release: Severity | None = None) -> Callable[[Find], Rule]:
    """Make a rule of the generator that finds what it is about."""
    return lambda find: Rule(find, kind, scope, language, at_release)
