"""The `[check]` table of deck.toml: how strict the editorial rules are with this deck."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from typing import Any

from ankigen.codes.settings import BAD_VALUE, UNKNOWN_KEY
from ankigen.diagnostic import Diagnostic, Severity, nearest
from ankigen.model.note import Value
from ankigen.source import Source, Span
from ankigen.values import dataclass

OFF = "off"
LEVELS = (*(severity.value for severity in Severity), OFF)
TABLES = ("limits", "glossary")


@dataclass(frozen=True, slots=True)
class Limits:
    """What the rules count against. `cloze_hidden` and `similarity` are per cent, `review_months` months."""

    answer_words: int = 25
    answer_words_most: int = 50
    enumeration_items: int = 5
    cloze_numbers: int = 4
    cloze_words: int = 8
    cloze_hidden: int = 40
    review_months: int = 24
    similarity: int = 90
    masks: int = 12


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """`levels`: a rule's code and the level this deck gives it; `glossary`: abbreviations its learners know."""

    levels: tuple[tuple[Value, str], ...] = ()
    limits: Limits = Limits()
    glossary: frozenset[str] = frozenset()


LIMITS = tuple(limit.name.replace("_", "-") for limit in fields(Limits))


def check_settings(
    source: Source, table: object, of_the_deck: Collection[str]
) -> tuple[CheckSettings, tuple[Diagnostic, ...]]:
    """The settings in the table; what is wrong in it is left out and reported. `of_the_deck` are the settings that
    stand above it."""
    if not isinstance(table, dict):
        hint = 'write a table: [check], and under it lines such as absolute-word = "off"'
        return CheckSettings(), (Diagnostic(_place(source, "", "check"), BAD_VALUE, "'check' is not a table", hint),)
    problems = (
        *_bad_tables(source, table),
        *_bad_levels(source, table, of_the_deck),
        *_bad_limits(source, _table(table, "limits")),
        *_bad_glossary(source, _table(table, "glossary")),
    )
    limits = {key: value for key, value in _table(table, "limits").items() if key in LIMITS and _is_limit(value)}
    return CheckSettings(
        tuple(
            (Value(code, _place(source, "check", code)), level)
            for code, level in table.items()
            if code not in TABLES and level in LEVELS
        ),
        Limits(**{key.replace("-", "_"): value for key, value in limits.items()}),
        frozenset(_table(table, "glossary")),
    ), problems


def _table(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = table.get(name, {})
    return part if isinstance(part, dict) else {}


def _bad_tables(source: Source, table: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for name in TABLES:
        if name in table and not isinstance(table[name], dict):
            message, hint = f"'check.{name}' is not a table", f"write it under a line [check.{name}]"
            yield Diagnostic(_place(source, "check", name), BAD_VALUE, message, hint)


def _bad_levels(source: Source, table: Mapping[str, Any], of_the_deck: Collection[str]) -> Iterator[Diagnostic]:
    for code, level in table.items():
        if code not in TABLES and level not in LEVELS:
            message = (
                f"'{level}' is not a level" if isinstance(level, str) else f"the level of '{code}' is not a string"
            )
            hint = nearest(str(level), LEVELS)
            if code in of_the_deck:
                message, hint = (
                    f"'{code}' is the deck's, and stands in the table [check]",
                    "move it above the line [check]",
                )
            yield Diagnostic(_place(source, "check", code), BAD_VALUE, message, hint)


def _bad_limits(source: Source, limits: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for name, value in limits.items():
        if name not in LIMITS:
            place, message = _place(source, "check.limits", name), f"there is no limit '{name}'"
            yield Diagnostic(place, UNKNOWN_KEY, message, nearest(name, LIMITS))
        elif not _is_limit(value):
            place, message = _place(source, "check.limits", name), f"the limit '{name}' is not a number above 0"
            default = getattr(Limits(), name.replace("-", "_"))
            yield Diagnostic(place, BAD_VALUE, message, f"a whole number without quotes: {name} = {default}")


def _is_limit(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _bad_glossary(source: Source, glossary: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for name, meaning in glossary.items():
        if not isinstance(meaning, str) or not meaning.strip():
            hint = f'{name} = "what it stands for"'
            place = _place(source, "check.glossary", name)
            yield Diagnostic(place, BAD_VALUE, f"the glossary does not say what '{name}' means", hint)


def _place(source: Source, table: str, key: str) -> Span:
    """Where a key is, under the heading of its table if it has one; tomllib does not say."""
    start = 0
    for number, line in enumerate(source.lines, start=1):
        if table and re.match(rf"\s*\[\s*{re.escape(table)}\s*\]", line):
            start = number
        elif number > start and (match := re.match(rf"\s*(?:\[+\s*)?[\"']?(?={re.escape(key)}[\"']?\s*[]=.])", line)):
            return source.span(number, match.end() + 1)
    return source.span(max(start, 1))
