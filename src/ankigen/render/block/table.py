"""GFM tables: a header, a row of dashes, and rows until a blank line or another block."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from ankigen.codes.markdown import RAGGED_TABLE
from ankigen.diagnostic import plural
from ankigen.render.block.containers import Block
from ankigen.render.block.leaves import Paragraph
from ankigen.render.block.line import Line
from ankigen.render.findings import Findings
from ankigen.render.placed_text import PlacedText

DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
PIPE = re.compile(r"(?<!\\)\|")
ROW_ENDS = "a row is one line: <br> breaks a line in a cell, and an empty line ends the table"

Row = list[PlacedText]


def cells(text: str, origin: int) -> Row:
    """The cells of a row; `\\|` is a bar in a cell, in code too."""
    row = text.rstrip(" \t")
    if row == "|":
        return []
    start = 1 if row.startswith("|") else 0
    bounds = [match.start() for match in PIPE.finditer(row, start)]
    if not bounds or bounds[-1] != len(row) - 1:
        bounds.append(len(row))
    found = []
    for end in bounds:
        found.append(_cell(row[start:end], origin + start))
        start = end + 1
    return found


def _cell(text: str, origin: int) -> PlacedText:
    trimmed = text.lstrip(" \t")
    origin += len(text) - len(trimmed)
    pieces = []
    for part in trimmed.rstrip(" \t").split("\\|"):
        pieces.append((part, origin))
        origin += len(part) + 2
    return PlacedText.of(pieces, "|")


def alignment(cell: str) -> str:
    sides = (cell.startswith(":"), cell.endswith(":"))
    return {(True, True): "center", (True, False): "left", (False, True): "right"}.get(sides, "")


class Table(Block):
    leaf = True

    def __init__(self, line: Line, header: Row, alignments: list[str], findings: Findings) -> None:
        super().__init__(line.number)
        self.header = header
        self.alignments = alignments
        self.findings = findings
        self.rows: list[Row] = []
        line.end()

    @classmethod
    def start(cls, line: Line, above: Block, findings: Findings) -> "Table | None":
        """The paragraph's last line is the header if it has as many cells as there are dashes."""
        if line.indent > 3 or not isinstance(above, Paragraph) or not DELIMITERS.match(line.text, line.next):
            return None
        if not above.pieces:  # its lines were definitions
            return None
        dashes = cells(line.text[line.next :], 0)
        header = cells(*above.pieces[-1])
        if len(header) != len(dashes) or ("|" not in above.pieces[-1][0] and "|" not in line.text):
            return None
        above.pieces.pop()
        return cls(line, header, [alignment(cell) for cell in dashes], findings)

    def continues(self, line: Line) -> bool:
        return not line.blank and line.rest.strip(" \t") != "|"

    def add(self, line: Line) -> None:
        line.take(0)
        if line.blank:
            return
        row = cells(line.rest, line.origin)
        if len(row) != len(self.header):
            self.findings.report(
                line.origin,
                RAGGED_TABLE,
                f"this row has {plural(len(row), 'cell')}, the header {len(self.header)}",
                "write \\| for a bar in a cell" if len(row) > len(self.header) else ROW_ENDS,
            )
        self.rows.append(row)

    def elements(self) -> Iterator[Element]:
        table = Element("table")
        self._row(SubElement(table, "thead"), "th", self.header)
        if self.rows:
            body = SubElement(table, "tbody")
            for row in self.rows:
                self._row(body, "td", row)
        yield table

    def _row(self, parent: Element, tag: str, row: Row) -> None:
        tr = SubElement(parent, "tr")
        padded = row + [PlacedText()] * (len(self.alignments) - len(row))
        for align, cell in zip(self.alignments, padded, strict=False):
            td = SubElement(tr, tag)
            td.text = cell
            if align:
                td.set("align", align)
