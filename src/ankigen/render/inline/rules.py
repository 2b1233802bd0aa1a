"""Inline rules for Python-Markdown: escapes, code, entities, `<…>`. Each is tried where its first character stands."""

import re
from bisect import bisect_right
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown

from ankigen.codes.markdown import MISSING_DEFINITION
from ankigen.rare import RarePattern
from ankigen.render.findings import Findings
from ankigen.render.html_check import checked
from ankigen.render.inline.references import character, encode
from ankigen.render.inline.rule import Handled, Rule
from ankigen.render.inline.tree import fill, literal
from ankigen.render.media import check_link
from ankigen.render.placed_text import PlacedText, place

LIKE_FOOTNOTE = RarePattern(r"\d{1,3}|[a-z][\w-]+")
_ATTRIBUTE = r"\s+[a-zA-Z_:][\w.:-]*(?:\s*=\s*(?:[^\"'=<>`\s]+|'[^']*'|\"[^\"]*\"))?"
OPEN_TAG = rf"<[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*\s*/?>"
CLOSING_TAG = r"</[A-Za-z][A-Za-z0-9-]*\s*>"
COMMENT = r"<!---->|<!--(?:-?[^>-])(?:-?[^-])*-->"
OTHER_TAG = r"<\?.*?\?>|<![A-Z]+\s+[^>]*>|<!\[CDATA\[.*?\]\]>"


CLOSERS = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))


@lru_cache(maxsize=64)  # many beginnings in one text have one end
def last(text: str, closer: str) -> int:
    """Where it stands last in the text; -1 if nowhere."""
    return text.rfind(closer)


TICKS = RarePattern("`+")


class Escape(Rule):
    starts = "\\"

    def __init__(self, md: Markdown, findings: Findings) -> None:
        super().__init__(md, findings, r"\\([!-/:-@\[-`{-~\n])")

    def read(self, m: re.Match[str], data: str) -> Handled:
        if m[1] == "\n":
            return Element("br"), m.start(), m.end()
        return m[1], m.start(), m.end()


class CodeSpan(Rule):
    starts = "`"

    def __init__(self, md: Markdown, findings: Findings) -> None:
        super().__init__(md, findings, r"(`+)(?!`)")
        self.text = ""
        self.runs: dict[int, list[int]] = {}

    def read(self, m: re.Match[str], data: str) -> Handled:
        end = self.closing(m, data)
        if end is None:
            return m[1], m.start(), m.end()
        code = data[m.end() : end].replace("\n", " ")
        if code[0] == code[-1] == " " and code.strip(" "):
            code = code[1:-1]
        return fill(Element("code"), [code]), m.start(), end + len(m[1])

    def closing(self, m: re.Match[str], data: str) -> int | None:
        """Where as many backticks end the code. A search from each run would read the text again and again."""
        if data != self.text:
            self.text, self.runs = data, {}
            for run in TICKS.finditer(data):
                self.runs.setdefault(len(run[0]), []).append(run.start())
        same = self.runs.get(len(m[1]), [])
        found = bisect_right(same, m.end())
        return same[found] if found < len(same) else None


class Entity(Rule):
    starts = "&"

    def __init__(self, md: Markdown, findings: Findings) -> None:
        super().__init__(md, findings, r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")

    def read(self, m: re.Match[str], data: str) -> Handled:
        return character(m[0]), m.start(), m.end()


class FootnoteMark(Rule):
    """`[^label]` of a footnote that the file defines."""

    starts = "["

    def __init__(self, md: Markdown, findings: Findings) -> None:
        super().__init__(md, findings, r"\[\^([^\]\s]{1,100})\](?!:)")

    def read(self, m: re.Match[str], data: str) -> Handled:
        label = m[1].casefold()
        if label not in self.findings.known_footnotes:
            if LIKE_FOOTNOTE.fullmatch(label):
                hint = f"write the footnote into the file: [^{m[1]}]: …"
                self.findings.report(place(data, m.start()), MISSING_DEFINITION, "no footnote has this label", hint)
            return None, None, None
        number = self.findings.footnotes.setdefault(label, len(self.findings.footnotes) + 1)
        return fill(Element("sup"), [str(number)]), m.start(), m.end()


class Autolink(Rule):
    """`<https://…>` and `<name@example.org>`."""

    starts = "<"

    def __init__(self, md: Markdown, findings: Findings) -> None:
        label = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
        email = rf"[\w.!#$%&'*+/=?^`{{|}}~-]+@{label}(?:\.{label})*"
        super().__init__(md, findings, rf"<(?:([A-Za-z][A-Za-z0-9.+-]{{1,31}}:[^\s<>]*)|({email}))>")

    def read(self, m: re.Match[str], data: str) -> Handled:
        url = m[1] or f"mailto:{m[2]}"
        check_link(url, place(data, m.start()), self.findings)
        return fill(Element("a", {"href": literal(encode(url))}), [m[1] or m[2]]), m.start(), m.end()


class RawTag(Rule):
    """A tag in running text; comments are dropped."""

    starts = "<"

    def __init__(self, md: Markdown, findings: Findings) -> None:
        super().__init__(md, findings, rf"(?:({COMMENT})|{OPEN_TAG}|{CLOSING_TAG}|{OTHER_TAG})")

    def possible(self, text: str, at: int) -> bool:
        closer = next((end for begin, end in CLOSERS if text.startswith(begin, at)), "")
        return not closer or last(text, closer) > at

    def read(self, m: re.Match[str], data: str) -> Handled:
        if m[1]:
            return "", m.start(), m.end()
        text = PlacedText.of([(m[0], place(data, m.start()))])
        return self.md.htmlStash.store(checked(text, self.findings)), m.start(), m.end()
