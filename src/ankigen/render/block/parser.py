"""Python-Markdown's block stage by CommonMark's container algorithm: the open blocks are offered every line in turn."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser

from ankigen.render.block.code import Fence, Indented
from ankigen.render.block.containers import Block, Document, Item, List, Quote
from ankigen.render.block.html import RawHtml
from ankigen.render.block.leaves import Heading, Paragraph, Rule, begins_footnote
from ankigen.render.block.line import Line
from ankigen.render.block.table import Table
from ankigen.render.cloze_markers import ONLY_MARKERS
from ankigen.render.findings import Findings
from ankigen.render.placed_text import PlacedText

DEEPEST = 100  # open blocks: deeper quotes and lists are text
BEGINNINGS = frozenset("#`~$*+_=<>|:-0123456789")
# A line that begins so is blank, or may be more than the text of a paragraph.
NOT_TEXT = BEGINNINGS | {"", " ", "\t"}


def is_paragraph(lines: Sequence[str]) -> bool:
    """Whether the lines are one paragraph beyond doubt: no other block begins, and nothing is defined."""
    return not any(line[:1] in NOT_TEXT or "]:" in line for line in lines)


class Blocks(BlockParser):
    """`inline_only`: the whole text is one heading's or title's inside."""

    def __init__(self, md: Markdown, findings: Findings) -> None:
        super().__init__(md)
        self.findings = findings
        self.inline_only = False
        self.open: list[Block] = []

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 # Python-Markdown's name
        return ElementTree(self.parse(tuple(lines)))

    def parse(self, lines: Sequence[str]) -> Element:
        """The blocks of a text, the inside of each still a `PlacedText`."""
        self.root = Element(self.md.doc_tag)
        if self.inline_only:
            self.root.text = PlacedText.of([("\n".join(lines), 0)])
        elif is_paragraph(lines):
            SubElement(self.root, "p").text = PlacedText.of([("\n".join(lines), 0)])
        else:
            self._read(lines)
        return self.root

    def _read(self, lines: Sequence[str]) -> None:
        document = Document(0)
        self.open = [document]
        start = 0
        for number, text in enumerate(lines, 1):
            self._line(Line(text, number, start))
            start += len(text) + 1
        self._cut(0)
        for element in document.elements():
            element.tail = "\n"
            self.root.append(element)

    def _line(self, line: Line) -> None:
        going_on = self._going_on(line)
        lazy = isinstance(self.open[-1], Paragraph)
        above = self.open[going_on - 1]
        while not above.verbatim and (block := self._begins(line, above, lazy)):
            going_on = self._push(block, going_on)
            above, lazy = block, False
        is_lazy = lazy and going_on < len(self.open) and not (line.blank or begins_footnote(line))
        if is_lazy and not ONLY_MARKERS.match(line.text):
            self.open[-1].add(line)
            for block in self.open:
                block.last = line.number
            return
        self._cut(going_on)
        if above.leaf:
            above.add(line)
        elif not line.blank:
            paragraph = Paragraph(line, self.md.references)
            self._push(paragraph, going_on)
            paragraph.add(line)

    def _going_on(self, line: Line) -> int:
        """How many of the open blocks this line belongs to, its markers eaten."""
        for count, block in enumerate(self.open):
            blank = line.blank
            if not block.continues(line):
                return count
            if not blank:
                block.last = line.number
        return len(self.open)

    def _begins(self, line: Line, above: Block, lazy: bool) -> Block | None:
        """The block that begins here, tried in CommonMark's order."""
        if line.blank or line.text_only or len(self.open) > DEEPEST:
            return None
        if line.indent > 3:
            return Indented.start(line, lazy)
        if line.text[line.next] not in BEGINNINGS:
            return None
        return (
            Quote.start(line)
            or Heading.start(line)
            or Fence.start(line, above, self.findings)
            or RawHtml.start(line, lazy, self.findings, self.md.htmlStash)
            or Heading.underline(line, above)
            or Rule.start(line)
            or Item.start(line, isinstance(above, Paragraph))
            or Table.start(line, above, self.findings)
        )

    def _push(self, block: Block, depth: int) -> int:
        """Open a block in the innermost one that may hold it; gives the new depth."""
        while not self.open[depth - 1].holds(block):
            depth -= 1
        self._cut(depth)
        if isinstance(block, Item) and not isinstance(self.open[-1], List):
            self._append(List(block))
        self._append(block)
        return len(self.open)

    def _append(self, block: Block) -> None:
        self.open[-1].children.append(block)
        self.open.append(block)

    def _cut(self, depth: int) -> None:
        """Close the open blocks below that depth, the innermost first."""
        for block in reversed(self.open[depth:]):
            block.close()
        del self.open[depth:]
