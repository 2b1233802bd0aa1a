"""What a learner sees of a field: two fields that give the same are shown alike.

Whitespace counts as a browser counts it. A `<div>` without attributes and a `<br>` both begin a line, as Anki's editor
writes one or the other; `<b>` and `<strong>` are the same, unless the note type's style speaks of one of them. Elements
without attributes and without content show nothing.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from ankigen.importing.tree import CannotSayError, Element, tree
from ankigen.render.bounds import VOID, until_last
from ankigen.source import clean

SAME = {"strong": "b", "em": "i", "del": "s", "strike": "s", "ins": "u"}
FORMULA = re.compile(r"(\\[(\[])(.*?)(\\[)\]])", re.DOTALL)
TRANSPARENT = frozenset(("span", "font", "tbody"))
INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "input"),
    *("ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt"),
    *("u", "var", "wbr", "ruby", "rt", "rp", "audio", "video", "source"),
}
# Shown even if nothing is in it.
SOMETHING = VOID | {"audio", "video", "canvas", "td", "th", "meter", "progress"}


def shown(html: str, styled: Collection[str] = ()) -> tuple[object, ...]:
    """The field's text and elements in order; `styled` are the elements that the note type's style speaks of."""
    text = clean(html)
    try:
        return shown_tree(tree(text), styled)
    except CannotSayError:
        return ((text,),)  # too deep: alike is only what is the same


def shown_tree(parts: Element, styled: Collection[str] = ()) -> tuple[object, ...]:
    """The same of a tree of clean text."""
    flow = _Flow(frozenset(styled))
    flow.go_through(parts)
    flow.end_line()
    # MathJax does not care for whitespace at the ends of a formula.
    return tuple(_with_plain_formulas(part) if isinstance(part, str) else part for part in flow.parts)


def _with_plain_formulas(text: str) -> str:
    last = until_last(text, "\\)", "\\]")
    return FORMULA.sub(_without_ends, text[:last]) + text[last:]


def _without_ends(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2].strip()}{match[3]}"


@dataclass(slots=True)
class _Flow:
    styled: frozenset[str]
    parts: list[object] = field(default_factory=list)
    opened: list[object] = field(default_factory=list)  # elements of which nothing is shown yet
    space: bool = False
    breaks: int = 0
    in_line: bool = False  # something stands in the line
    keeps_spaces: int = 0

    def go_through(self, element: Element) -> None:
        for part in element.inside:
            if isinstance(part, str):
                self.text(part)
            else:
                self.element(part)

    def element(self, element: Element) -> None:
        tag, attributes = element.tag, _told(element)
        if tag == "br":
            self.space, self.in_line = False, False
            self.breaks += 1
        elif tag == "div" and not attributes and "div" not in self.styled:
            self.begin_line()
            self.go_through(element)
            self.begin_line()
        elif tag in TRANSPARENT and not attributes and tag not in self.styled:
            self.go_through(element)
        elif tag in INLINE:
            self.inline(element, (self.name(tag), attributes))
        else:
            self.end_line()
            self.parts.append((tag, attributes))
            self.keeps_spaces += tag == "pre"
            self.go_through(element)
            self.end_line()
            self.keeps_spaces -= tag == "pre"
            self.parts.append((tag,))

    def inline(self, element: Element, told: tuple[str, object]) -> None:
        if element.tag in SOMETHING:
            self.flush()
            self.parts.append(told)
            self.go_through(element)
            return
        self.opened.append(told)
        self.go_through(element)
        if self.opened and self.opened[-1] is told:
            self.opened.pop()
            if told[1]:
                self.flush()
                self.parts.append(told)
            else:
                return
        self.parts.append((told[0],))

    def name(self, tag: str) -> str:
        same = SAME.get(tag, tag)
        return tag if {tag, same} & self.styled else same

    def text(self, text: str) -> None:
        if self.keeps_spaces:
            if text:
                self.flush()
                self.add(text)
            return
        words = text.split(" ") if not any(char in text for char in "\t\n\r\f") else text.translate(TO_SPACE).split(" ")
        for at, word in enumerate(words):
            if at and self.in_line:
                self.space = True
            if word:
                self.flush()
                self.add(word)

    def add(self, text: str) -> None:
        if self.parts and isinstance(self.parts[-1], str):
            self.parts[-1] += text
        else:
            self.parts.append(text)

    def flush(self) -> None:
        """What has to stand before the next thing that is shown."""
        if self.breaks:
            self.add("\n" * self.breaks)
            self.breaks = 0
        elif self.space:
            self.add(" ")
        self.space, self.in_line = False, True
        self.parts.extend(self.opened)
        self.opened.clear()

    def begin_line(self) -> None:
        """What a block without margins does: nothing at the beginning of a line."""
        if self.in_line:
            self.breaks += 1
        self.space, self.in_line = False, False

    def end_line(self) -> None:
        """A line ends with its block: the last break before that shows nothing."""
        if self.breaks > 1 or (self.breaks and not self.parts):
            self.add("\n" * (self.breaks - 1))
        self.space, self.in_line, self.breaks = False, False, 0


TO_SPACE = str.maketrans(dict.fromkeys("\t\n\r\f", " "))


def _told(element: Element) -> tuple[tuple[str, str], ...]:
    """The attributes that change what is shown, or might."""
    found = sorted((name, value) for name, value in element.attributes.items() if value or name not in ("alt", "class"))
    return tuple(pair for pair in found if pair not in (("alt", ""), ("style", "")))
