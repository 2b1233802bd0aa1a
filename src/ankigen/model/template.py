"""Anki's templates as the rules for cards see them: which fields a side names, and whether a front shows anything.

The rules are those of Anki's backend: a front that shows no filled field makes no card, text of the template itself
does not count, and a template with a section that is not closed makes none at all.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ankigen.model.cloze import without_comments

TAG = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
# Templates of old decks may begin by changing the marks.
OTHER_MARKS = "{{=<% %>=}}"
# What Anki fills in itself, and since version 26 counts as filled when it makes cards (tried in Anki 26.9; 25.2 and
# older count the note's own fields alone). A note of ours always has tags.
FILLED = frozenset(("Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"))
SPECIAL = FILLED | {"FrontSide"}
CLOZE_NUMBER = re.compile(r"c\d+")
# A field with nothing but this is empty to Anki.
EMPTY = re.compile(r"(?is)(?:\s|</?(?:br|div) ?/?>)*")


@dataclass(frozen=True, slots=True)
class Named:
    """A field that is shown; `filters` are the words before its name, `at` its offset in the template."""

    name: str
    filters: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Section:
    """What is shown if a field is filled, or if it is empty."""

    name: str
    if_empty: bool
    inside: "tuple[Named | Section, ...]"
    at: int


@dataclass(frozen=True, slots=True)
class Side:
    """A template's side. `broken` are the names and places of sections that are not closed, or closed and not open."""

    parts: tuple[Named | Section, ...]
    broken: tuple[tuple[str, int], ...] = ()

    def named(self) -> Iterator[Named | Section]:
        """Every field that is named, sections included, in their order."""
        yield from _walk(self.parts)

    def shows(self, filled: Collection[str]) -> bool:
        """Whether Anki makes a card of a front, if these fields are filled."""
        return not self.broken and _shows(self.parts, FILLED.union(filled))


@lru_cache(maxsize=256)
def read_side(text: str) -> Side:
    """Read one side of a template."""
    levels: list[list[Named | Section]] = [[]]
    opened: list[tuple[str, bool, int]] = []
    broken: list[tuple[str, int]] = []
    for match in TAG.finditer(_usual_marks(without_comments(text))):
        inner, at = match[1].strip(), match.start()
        sign, name = inner[:1], inner[1:].strip()
        if sign in ("#", "^"):
            opened.append((name, sign == "^", at))
            levels.append([])
        elif sign == "/" and opened and opened[-1][0] == name:
            _, if_empty, began = opened.pop()
            inside = tuple(levels.pop())
            levels[-1].append(Section(name, if_empty, inside, began))
        elif sign == "/":
            broken.append((name, at))
        elif sign != "!":
            *filters, name = (part.strip() for part in inner.split(":"))
            levels[-1].append(Named(name, tuple(filters), at))
    broken.extend((name, at) for name, _, at in opened)
    return Side(tuple(part for level in levels for part in level), tuple(broken))


def is_filled(html: str) -> bool:
    """Whether Anki takes a field for more than empty."""
    return bool(html) and EMPTY.fullmatch(html) is None


def _usual_marks(text: str) -> str:
    if OTHER_MARKS not in text[: len(OTHER_MARKS) + 100].lstrip()[: len(OTHER_MARKS)]:
        return text
    return text.replace(OTHER_MARKS, " " * len(OTHER_MARKS), 1).replace("<%", "{{").replace("%>", "}}")


def _walk(parts: tuple[Named | Section, ...]) -> Iterator[Named | Section]:
    for part in parts:
        yield part
        if isinstance(part, Section):
            yield from _walk(part.inside)


def _shows(parts: tuple[Named | Section, ...], filled: Collection[str]) -> bool:
    for part in parts:
        if isinstance(part, Named):
            shown = part.name in filled
        else:
            shown = (part.name in filled) is not part.if_empty and _shows(part.inside, filled)
        if shown:
            return True
    return False
