"""Clozes that begin inside an element and end outside it: Anki puts one span around each and hides what is in it."""

import re
from collections.abc import Iterator

from ankigen.diagnostic import Severity
from ankigen.model.cloze import OPEN
from ankigen.rare import RarePattern

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s+[^\s=>/\"]+(?:=\"[^\"]*\")?)*)\s*/?>")
# `{{c1::` and `}}` on lines of their own, around whole blocks.
_BLOCK = "(?:pre|ul|ol|table|blockquote|div)"
WHOLE_BLOCKS = RarePattern(rf"\s*</p>\s*<{_BLOCK}\b.*</{_BLOCK}>\s*<p>\s*", re.DOTALL)
VOID = frozenset(("br", "img", "hr", "wbr", "col", "input", "source"))
CELLS = frozenset(("td", "th", "tr", "li"))
NAMES = {"ul": "list", "ol": "list", "table": "table", "blockquote": "quote", "pre": "code block", "div": "<div>"}

Overlap = tuple[str, str, Severity | None]


def overlapping(inner: str) -> Overlap | None:
    """What is wrong with a cloze that has this between its `::` and its `}}`: message, hint, and a level if it is
    another than the code's own. None if nothing is."""
    tags = [tag for part in _parts(inner) for tag in _crossing(part)]
    if not tags:
        return None
    if CELLS & set(tags):
        hint = "close it in the cell or list item in which it begins, and begin another with the same number"
        return "a cloze reaches beyond its table cell or list item", hint, None
    if set(tags) == {"p"} and WHOLE_BLOCKS.fullmatch(inner):
        return None
    if set(tags) == {"p"} and len(tags) % 2 == 0:
        hint = "hide each paragraph by itself, with the same number: {{c1::…}}"
        return "a cloze goes on over more than one paragraph: Anki marks only the first", hint, Severity.WARNING
    if name := next((NAMES[tag] for tag in tags if tag in NAMES), ""):
        hint = f"begin and end it inside the {name}, or hide each part by itself with the same number"
        return f"a cloze and a {name} overlap: Anki would hide one and break the other", hint, None
    inline = next((tag for tag in tags if tag != "p"), "p")
    hint = f"put the cloze around all of <{inline}>…</{inline}>, or wholly inside"
    return f"a cloze and <{inline}> overlap: Anki would hide one and break the other", hint, None


def _parts(inner: str) -> Iterator[str]:
    """What the cloze hides, and its hint, which take each other's place."""
    yield from OPEN.sub("", inner).split("::", 1)


def _crossing(html: str) -> Iterator[str]:
    """The names of the elements that do not both begin and end in the HTML."""
    stack: list[str] = []
    for closing, name, _ in TAG.findall(html):
        if name in VOID:
            continue
        if not closing:
            stack.append(name)
        elif stack and stack[-1] == name:
            stack.pop()
        else:
            yield name
    yield from stack
