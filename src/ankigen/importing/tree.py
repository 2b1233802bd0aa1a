"""HTML as a tree: enough for what a sanitiser has written, whose tags are closed and in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from ankigen.render.bounds import VOID, is_too_deep, without_torn_tag

# Comments, and declarations, at some of which html.parser breaks off. Browsers show neither.
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)", re.DOTALL)
DEEPEST = 100  # elements one in the other: what reads a tree calls itself at each


class CannotSayError(Exception):
    """Markdown cannot say this."""


@dataclass(slots=True)
class Element:
    """An element with what is in it; a text is a `str` among the others."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: "list[Element | str]" = field(default_factory=list)

    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text() for part in self.inside)

    def elements(self) -> "Iterator[Element]":
        for part in self.inside:
            if isinstance(part, Element):
                yield part
                yield from part.elements()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("")]
        self.data: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.end_text()
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            if len(self.open) > DEEPEST:
                raise CannotSayError(f"more than {DEEPEST} elements one in the other")
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        self.end_text()
        if any(element.tag == tag for element in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.data.append(data)

    def end_text(self) -> None:
        """Texts that stand side by side are one."""
        if not self.data:
            return
        data = "".join(self.data)
        self.data.clear()
        inside = self.open[-1].inside
        if self.open[-1].tag == "pre" and not inside:
            data = data.removeprefix("\n")  # browsers do so
        if inside and isinstance(inside[-1], str):
            inside[-1] += data
        else:
            inside.append(data)


def tree(html: str) -> Element:
    """The HTML's parts in an element without a name. Raises CannotSayError if it is too deep."""
    if is_too_deep(html):
        raise CannotSayError("more elements one in the other than can be told")
    builder = _Builder()
    # What never ends would be looked for again at each `<`.
    builder.feed(without_torn_tag(COMMENT.sub("", html)))
    builder.close()
    builder.end_text()
    return builder.open[0]
