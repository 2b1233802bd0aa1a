"""Blocks whose lines are not Markdown: indented code and fences."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ankigen.codes.sources import UNCLOSED_FENCE
from ankigen.render.block.containers import Block
from ankigen.render.block.line import Line
from ankigen.render.findings import Findings
from ankigen.render.highlight import code_block
from ankigen.render.inline.math import display
from ankigen.render.inline.references import unescape
from ankigen.render.placed_text import PlacedText

FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$|(\$\$)[ \t]*$")


class Indented(Block):
    leaf = verbatim = True

    def __init__(self, line: Line) -> None:
        super().__init__(line.number)
        self.lines: list[str] = []

    @classmethod
    def start(cls, line: Line, lazy: bool) -> "Indented | None":
        """Indented text under a paragraph goes on with that."""
        if line.indent < 4 or line.blank or lazy:
            return None
        line.eat(4)
        return cls(line)

    def continues(self, line: Line) -> bool:
        if line.indent < 4 and not line.blank:
            return False
        line.eat(4)
        return True

    def add(self, line: Line) -> None:
        self.lines.append(line.rest)

    def elements(self) -> Iterator[Element]:
        written = [number for number, line in enumerate(self.lines) if line.strip(" \t")]
        yield code_block("".join(f"{line}\n" for line in self.lines[: written[-1] + 1]), "")


class Fence(Block):
    """Code between ``` or ~~~, or a formula between $$."""

    leaf = verbatim = True

    def __init__(self, line: Line, marker: re.Match[str], findings: Findings) -> None:
        super().__init__(line.number)
        self.fence = marker[1] or marker[3] or marker[5]
        self.info = unescape((marker[2] or marker[4] or "").strip())
        self.indent = line.indent
        self.origin = line.start + line.next
        self.findings = findings
        self.pieces: list[tuple[str, int]] = []
        self.opening = True
        self.closed = False
        line.end()

    @classmethod
    def start(cls, line: Line, above: Block, findings: Findings) -> "Fence | None":
        marker = FENCE.match(line.text, line.next)
        if marker is None or line.indent > 3 or (marker[5] and above.expects_dollars()):
            return None
        return cls(line, marker, findings)

    def continues(self, line: Line) -> bool:
        if self.closed:
            return False
        end = line.text[line.next :].rstrip(" \t")
        if self.fence == "$$" and end.endswith("$$"):
            self.pieces.append((end[:-2], line.start + line.next))
            self.closed = True
        elif line.indent < 4 and len(end) >= len(self.fence) and not end.strip(self.fence[0]):
            self.closed = True
        else:
            line.eat(min(self.indent, line.indent))
        return True

    def add(self, line: Line) -> None:
        if not self.opening and not self.closed:
            self.pieces.append((line.rest, line.origin))
        self.opening = False

    def close(self) -> None:
        if not self.closed:
            self.findings.report(
                self.origin,
                UNCLOSED_FENCE,
                f"the {self.fence} that starts here is never closed",
                f"end it with {self.fence}",
            )

    def elements(self) -> Iterator[Element]:
        language = self.info.split()[0] if self.info else ""
        if self.fence == "$$" or language == "math":
            yield display(PlacedText.of(self.pieces, "\n"), self.findings)
        else:
            yield code_block("".join(f"{line}\n" for line, _ in self.pieces), language)
