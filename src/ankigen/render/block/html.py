"""Raw HTML that is a block of its own, by CommonMark's seven conditions."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown.util import HtmlStash

from ankigen.codes.sources import UNCLOSED_COMMENT, UNCLOSED_HTML
from ankigen.rare import RarePattern
from ankigen.render.block.containers import Block
from ankigen.render.block.line import Line
from ankigen.render.findings import Findings
from ankigen.render.html_check import checked
from ankigen.render.inline.rules import CLOSING_TAG, OPEN_TAG
from ankigen.render.placed_text import PlacedText

NAMES = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|"
    "menuitem|nav|noframes|ol|optgroup|option|p|param|section|source|summary|table|tbody|td|tfoot|th|thead|title|tr|"
    "track|ul"
)
# (how the block begins, how its last line is known, whether it may interrupt a paragraph)
KINDS = (
    (
        RarePattern(r"<(?:script|pre|style|textarea)(?=\s|>|$)", re.I),
        RarePattern(r"</(?:script|pre|style|textarea)>", re.I),
    ),
    (RarePattern(r"<!--"), RarePattern(r"-->")),
    (RarePattern(r"<\?"), RarePattern(r"\?>")),
    (RarePattern(r"<![A-Z]"), RarePattern(r">")),
    (RarePattern(r"<!\[CDATA\["), RarePattern(r"\]\]>")),
    (RarePattern(rf"</?(?:{NAMES})(?=\s|/?>|$)", re.I), None),
    (RarePattern(rf"(?:{OPEN_TAG}|{CLOSING_TAG})\s*$"), None),
)


class RawHtml(Block):
    """Ends with the line its last-line pattern finds, or before a blank line where it has none."""

    leaf = verbatim = True

    def __init__(self, line: Line, end: RarePattern | None, findings: Findings, stash: HtmlStash) -> None:
        super().__init__(line.number)
        self.end = end
        self.findings = findings
        self.stash = stash
        self.pieces: list[tuple[str, int]] = []
        self.done = False

    @classmethod
    def start(cls, line: Line, lazy: bool, findings: Findings, stash: HtmlStash) -> "RawHtml | None":
        if line.indent > 3 or line.blank or line.text[line.next] != "<":
            return None
        for number, (begin, end) in enumerate(KINDS):
            if begin.match(line.text, line.next) and (number < 6 or not lazy):
                return cls(line, end, findings, stash)
        return None

    def continues(self, line: Line) -> bool:
        return not self.done and not (self.end is None and line.blank)

    def add(self, line: Line) -> None:
        self.pieces.append((line.rest, line.origin))
        self.done = bool(self.end and self.end.search(line.rest))

    def close(self) -> None:
        if self.end is not None and not self.done:
            text, origin = self.pieces[0]
            # Those that start at the margin are reported by the parser too, under the same codes.
            code = UNCLOSED_COMMENT if text.startswith("<!--") else UNCLOSED_HTML
            self.findings.report(origin, code, "this HTML swallows everything after it: its end is missing", "close it")

    def elements(self) -> Iterator[Element]:
        text = PlacedText.of(self.pieces, "\n")
        raw = Element("raw")
        raw.tag = None  # type: ignore[assignment] # ElementTree's way to write a node's inside alone
        raw.text = self.stash.store(checked(text, self.findings))
        yield raw
