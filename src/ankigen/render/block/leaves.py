"""The blocks that hold text: paragraphs, headings and rules."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ankigen.rare import RarePattern
from ankigen.render.block.containers import Block
from ankigen.render.block.line import Line
from ankigen.render.inline.references import References, definition
from ankigen.render.placed_text import PlacedText

ATX = re.compile(r"(#{1,6})(?:[ \t]+|$)")
ATX_END = RarePattern(r"(?:^|[ \t]+)#*[ \t]*$")
# Up to the next one: the file's footnotes are known before.
FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,100}\]:(?:(?!\n {0,3}\[\^[^\]\s]{1,100}\]:).)*\n?", re.DOTALL)
FOOTNOTE_START = re.compile(r"\[\^[^\]\s]{1,100}\]:")
SETEXT = re.compile(r"(?:=+|-+)[ \t]*$")
RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$")


def begins_footnote(line: Line) -> bool:
    """Whether the line defines a footnote: as on GitHub, it interrupts a paragraph."""
    return line.indent <= 3 and FOOTNOTE_START.match(line.text, line.next) is not None


class Paragraph(Block):
    leaf = True

    def __init__(self, line: Line, references: References) -> None:
        super().__init__(line.number)
        self.pieces: list[tuple[str, int]] = []
        self.references = references
        self.text = PlacedText()

    def continues(self, line: Line) -> bool:
        return not line.blank and not begins_footnote(line)

    def add(self, line: Line) -> None:
        line.take(0)
        self.pieces.append((line.rest, line.origin))

    def close(self) -> None:
        """Take the link reference definitions off the top; what is left is the text."""
        text = PlacedText.of(self.pieces, "\n")
        at = 0
        while text.startswith("[", at):
            if footnote := FOOTNOTE.match(text, at):
                at = footnote.end()
            elif found := definition(text, at):
                self.references.setdefault(found.label, (found.url, found.title))
                at = found.end
            else:
                break
        self.pieces = []
        self.text = text.cut(at) if at else text

    def expects_dollars(self) -> bool:
        return sum(text.count("$$") for text, _ in self.pieces) % 2 == 1

    def elements(self) -> Iterator[Element]:
        if self.text.strip():
            paragraph = Element("p")
            paragraph.text = self.text
            yield paragraph


class Heading(Block):
    leaf = verbatim = True

    def __init__(self, line: Line, level: int, text: PlacedText) -> None:
        super().__init__(line.number)
        self.level = level
        self.text = text

    @classmethod
    def start(cls, line: Line) -> "Heading | None":
        marker = ATX.match(line.text, line.next)
        if marker is None or line.indent > 3:
            return None
        line.take(len(marker[0]))
        text = PlacedText.of([(ATX_END.sub("", line.rest), line.origin)])
        line.end()
        return cls(line, len(marker[1]), text)

    @classmethod
    def underline(cls, line: Line, above: Block) -> "Heading | None":
        """A setext heading takes the paragraph's text over."""
        if line.indent > 3 or not isinstance(above, Paragraph) or not SETEXT.match(line.text, line.next):
            return None
        level = 1 if line.text[line.next] == "=" else 2
        above.close()
        if not above.text:  # it held definitions alone
            return None
        text, above.text = above.text, PlacedText()
        line.end()
        return cls(line, level, text)

    def elements(self) -> Iterator[Element]:
        heading = Element(f"h{self.level}")
        heading.text = self.text
        yield heading


class Rule(Block):
    leaf = verbatim = True

    @classmethod
    def start(cls, line: Line) -> "Rule | None":
        if line.indent > 3 or not RULE.match(line.text, line.next):
            return None
        line.end()
        return cls(line.number)

    def elements(self) -> Iterator[Element]:
        yield Element("hr")
