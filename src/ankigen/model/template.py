"""Anki's templates as the rules for cards see them: which fields a side names, and whether a front shows anything.

The rules are those of Anki's backend: a front that shows no filled field makes no card, text of the template itself
does not count, and a template with a section that is not closed makes none at all.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from ankigen.rare import RarePattern
from ankigen.values import dataclass

MARKS = {"{{": "}}", "<%": "%>"}
COMMENT = ("<!--", "-->")
# Templates of old decks may begin by changing the marks.
OTHER_MARKS = "{{=<% %>=}}"
# What Anki fills in itself, and since version 26 counts as filled when it makes cards (tried in Anki 26.9; 25.2 and
# older count the note's own fields alone). A note of ours always has tags.
FILLED = frozenset(("Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"))
SPECIAL = FILLED | {"FrontSide"}
CLOZE_NUMBER = RarePattern(r"c\d+")
# A field with nothing but this is empty to Anki.
EMPTY = RarePattern(r"(?i)(?:[ \t\n\v\f\r]|</?(?:br|div) ?/?>)*")
# Sections in sections: nobody writes so many.
DEEPEST = 100


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
    inside: "tuple[str | Named | Section, ...]"
    at: int


@dataclass(frozen=True, slots=True)
class Side:
    """A template's side: HTML, fields and sections. `broken` are the names and places of sections that are not closed,
    or closed and not open."""

    parts: tuple[str | Named | Section, ...]
    broken: tuple[tuple[str, int], ...] = ()

    def named(self) -> Iterator[Named | Section]:
        """Every field that is named, sections included, in their order."""
        yield from _walk(self.parts)

    def shown(self) -> frozenset[str]:
        """The names whose text stands on it, and not only whether there is one."""
        return frozenset(part.name for part in self.named() if isinstance(part, Named))

    def unknown(self, fields: Collection[str]) -> list[Named | Section]:
        """What is named and is none of the fields, and nothing that Anki makes up itself: `{{#c1}}` is for the card of
        that number, an empty name is an oddity."""
        known = {*fields, *SPECIAL, ""}
        return [part for part in self.named() if part.name not in known and not CLOZE_NUMBER.fullmatch(part.name)]

    def shows(self, filled: Collection[str], made: Collection[str] = FILLED) -> bool:
        """Whether Anki makes a card of a front, if these fields are filled, and those that it fills in itself."""
        return not self.broken and _shows(self.parts, {*filled, *made})


@lru_cache(maxsize=256)
def read_side(text: str) -> Side:
    """Read one side of a template."""
    levels: list[list[str | Named | Section]] = [[]]
    opened: list[tuple[str, bool, int]] = []
    broken: list[tuple[str, int]] = []
    for token, at in _tokens(text):
        if isinstance(token, str):
            levels[-1].append(token)
            continue
        sign, name = _read_mark(token.name)
        if sign in ("#", "^") and len(opened) < DEEPEST:
            opened.append((name, sign == "^", at))
            levels.append([])
        elif sign == "/" and opened and opened[-1][0] == name:
            _, if_empty, began = opened.pop()
            inside = tuple(levels.pop())
            levels[-1].append(Section(name, if_empty, inside, began))
        elif sign:
            broken.append((name, at))
        else:
            *filters, name = name.split(":")
            levels[-1].append(Named(name, tuple(filters), at))
    broken.extend((name, at) for name, _, at in opened)
    return Side(tuple(part for level in levels for part in level), tuple(broken))


def _read_mark(inner: str) -> tuple[str, str]:
    """The sign of a section, or nothing, and the rest of what is between marks."""
    inner = inner.lstrip("{").strip()
    sign = inner[:1] if inner[1:] and inner[0] in "#^/" else ""
    return sign, inner.removeprefix(sign).lstrip() if sign else inner


def _tokens(text: str) -> Iterator[tuple[str | Named, int]]:
    """HTML, comments among it, and what stands between marks, as the name of a field, with its offset."""
    start, at = "{{", 0
    if text.lstrip().startswith(OTHER_MARKS):
        start, at = "<%", text.index(OTHER_MARKS) + len(OTHER_MARKS)
    pairs = {begin: end for begin, end in (COMMENT, (start, MARKS[start]))}
    last = {begin: text.rfind(end) for begin, end in pairs.items()}
    begins = re.compile("|".join(map(re.escape, pairs)))
    shown = at
    while match := begins.search(text, at):
        at = match.end()
        if last[match[0]] < at:
            at = match.start() + 1  # it never ends, so it is text
            continue
        end = text.index(pairs[match[0]], at)
        inner, at = text[at:end], end + len(pairs[match[0]])
        if match[0] == start:
            if match.start() > shown:
                yield text[shown : match.start()], shown
            yield Named(inner, (), match.start()), match.start()
            shown = at
    if shown < len(text):
        yield text[shown:], shown


def is_filled(html: str) -> bool:
    """Whether Anki takes a field for more than empty."""
    return bool(html) and EMPTY.fullmatch(html) is None


def _walk(parts: tuple[str | Named | Section, ...]) -> Iterator[Named | Section]:
    for part in parts:
        if not isinstance(part, str):
            yield part
        if isinstance(part, Section):
            yield from _walk(part.inside)


def _shows(parts: tuple[str | Named | Section, ...], filled: Collection[str]) -> bool:
    for part in parts:
        if isinstance(part, str):
            continue
        if isinstance(part, Named):
            shown = part.name in filled
        else:
            shown = (part.name in filled) is not part.if_empty and _shows(part.inside, filled)
        if shown:
            return True
    return False
