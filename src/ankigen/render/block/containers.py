"""The blocks that hold blocks: document, quote, list, item; CommonMark's container algorithm asks them line by line."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from ankigen.rare import RarePattern
from ankigen.render.block.line import Line
from ankigen.render.placed_text import PlacedText

BULLET = re.compile(r"[*+-](?=[ \t]|$)")
ORDERED = re.compile(r"(\d{1,9})([.)])(?=[ \t]|$)")

ALERT = RarePattern(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)", re.IGNORECASE)
TASK = re.compile(r"\[([ xX])\](?=[ \t])")


class Block:
    """A block that may still grow. `first` and `last` are the numbers of its first and last line that is not blank."""

    leaf = False  # takes lines itself
    verbatim = False  # its lines start no other blocks

    def __init__(self, number: int) -> None:
        self.first = self.last = number
        self.children: list[Block] = []

    def holds(self, block: "Block") -> bool:
        """Whether the other may be a child."""
        return not self.leaf

    def continues(self, line: Line) -> bool:
        """Whether the block goes on in this line; eats its own marker."""
        return False

    def add(self, line: Line) -> None:
        """Take the rest of the line, as a leaf does."""

    def close(self) -> None:
        """No more lines come."""

    def elements(self) -> Iterator[Element]:
        """What the block becomes."""
        for child in self.children:
            yield from child.elements()

    def expects_dollars(self) -> bool:
        """Whether a formula's `$$` is open, so that the next pair ends it."""
        return False

    def gap(self) -> bool:
        """Whether a blank line stands between two children."""
        return any(
            after.first - before.last > 1 for before, after in zip(self.children, self.children[1:], strict=False)
        )


class Document(Block):
    def continues(self, line: Line) -> bool:
        return True


class Quote(Block):
    @classmethod
    def start(cls, line: Line) -> "Quote | None":
        return cls(line.number) if cls._marker(line) else None

    @staticmethod
    def _marker(line: Line) -> bool:
        if line.indent > 3 or line.blank or line.text[line.next] != ">":
            return False
        line.take(1)
        line.eat(1)
        return True

    def continues(self, line: Line) -> bool:
        return self._marker(line)

    def elements(self) -> Iterator[Element]:
        quote = Element("blockquote")
        quote.extend(list(super().elements()))
        _entitle(quote)
        yield quote


def _entitle(quote: Element) -> None:
    """An alert of GitHub's gets its title; GitHub writes it in small letters."""
    first = quote[0] if len(quote) else None
    text = first.text if first is not None and first.tag == "p" else None
    match = ALERT.match(text) if isinstance(text, PlacedText) else None
    if first is None or match is None or not isinstance(text, PlacedText):
        return
    title = Element("p")
    SubElement(title, "strong").text = match[1]
    title.tail = "\n"
    rest = text.cut(match.end())
    if rest.strip():
        first.text = rest
    else:
        quote.remove(first)
    quote.insert(0, title)


class Item(Block):
    """A list item; `offset` is how far its later lines are indented."""

    def __init__(self, line: Line, marker: re.Match[str]) -> None:
        super().__init__(line.number)
        self.kind = marker[0][-1]
        self.number = marker[1] if marker.re is ORDERED else None
        indent = line.indent
        line.take(len(marker[0]))
        padding = line.indent if not line.blank and 1 <= line.indent <= 4 else 1
        line.eat(padding)
        self.offset = indent + len(marker[0]) + padding
        self.task = TASK.match(line.text, line.next)
        if self.task:
            line.take(3)
            line.text_only = True

    @classmethod
    def start(cls, line: Line, in_paragraph: bool) -> "Item | None":
        if line.indent > 3:
            return None
        marker = BULLET.match(line.text, line.next) or ORDERED.match(line.text, line.next)
        if marker is None:
            return None
        # An empty item or a number other than 1 does not interrupt a paragraph.
        if in_paragraph and (
            not line.text[marker.end() :].strip(" \t") or (marker.re is ORDERED and int(marker[1]) != 1)
        ):
            return None
        return cls(line, marker)

    def continues(self, line: Line) -> bool:
        if line.indent < self.offset:
            return line.blank and bool(self.children)
        line.eat(self.offset)
        return True

    def element(self, tight: bool) -> Element:
        item = Element("li")
        if self.task:
            done = self.task[1] != " "
            box = SubElement(item, "input", {"type": "checkbox", "disabled": "disabled"})
            if done:
                box.set("checked", "checked")
            box.set("aria-label", "done" if done else "to do")  # read aloud; the text beside it is not a label
            box.tail = " "
        for child in self.children:
            for element in child.elements():
                if tight and element.tag == "p":
                    element.tag = None  # type: ignore[assignment] # ElementTree's way to write a node's inside alone
                item.append(element)
        return item


class List(Block):
    def __init__(self, item: Item) -> None:
        super().__init__(item.first)
        self.kind, self.number = item.kind, item.number

    def holds(self, block: Block) -> bool:
        return isinstance(block, Item) and block.kind == self.kind

    def continues(self, line: Line) -> bool:
        return True

    def close(self) -> None:
        # A line that ends the last item may still be in the list's sight: it is none of it.
        self.last = self.children[-1].last

    def elements(self) -> Iterator[Element]:
        lists = Element("ol" if self.number else "ul")
        if self.number and int(self.number) != 1:
            lists.set("start", str(int(self.number)))
        tight = not self.gap() and not any(item.gap() for item in self.children)
        lists.extend([item.element(tight) for item in self.children if isinstance(item, Item)])
        yield lists
