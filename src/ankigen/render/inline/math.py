"""Formulas for Anki's MathJax: `\\(…\\)` and `\\[…\\]`, their inside untouched by Markdown."""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown

from ankigen.codes.markdown import UNPAIRED_DOLLAR
from ankigen.model.formula import DISPLAY, INLINE, TICKED, is_formula, looks_like_math
from ankigen.render.findings import Findings
from ankigen.render.inline.rule import Handled, Rule
from ankigen.render.inline.tree import fill
from ankigen.render.placed_text import place

DISPLAYED = re.compile(DISPLAY, re.DOTALL)
IN_LINE = re.compile(INLINE, re.DOTALL)
IN_TICKS = re.compile(TICKED)
# The first }} after a cloze's start would close it: Anki's manual puts a space between.
CLOSING_BRACES = re.compile("\\}(?=[}\U000f0001])")


def tex(formula: str, findings: Findings) -> str:
    """The formula, in a cloze note so that a cloze around it or in it ends where the author ended it."""
    return CLOSING_BRACES.sub("} ", formula.strip()) if findings.cloze else formula.strip()


def display(formula: str, findings: Findings) -> Element:
    """A formula that is a block of its own."""
    return fill(Element("p"), [rf"\[{tex(formula, findings)}\]"])


class Formula(Rule):
    """`$…$`, `$$…$$` and `` $`…`$ ``; a lone `$` that was meant as one is reported."""

    starts = "$"

    def __init__(self, md: Markdown, findings: Findings) -> None:
        super().__init__(md, findings, r"\$+")

    def read(self, m: re.Match[str], data: str) -> Handled:
        start = m.start()
        if (found := IN_TICKS.match(data, start)) and is_formula(found[0]):
            return rf"\({tex(found[0][2:-2], self.findings)}\)", start, found.end()
        if (found := IN_LINE.match(data, start)) and is_formula(found[0]):
            return rf"\({tex(found[0][1:-1], self.findings)}\)", start, found.end()
        if (found := DISPLAYED.match(data, start)) and is_formula(found[0]):
            return rf"\[{tex(found[0][2:-2], self.findings)}\]", start, found.end()
        if looks_like_math(data, start, m.end()):
            hint = "write its pair, or \\$ for a dollar sign"
            self.findings.report(place(data, start), UNPAIRED_DOLLAR, "this $ neither begins nor ends a formula", hint)
        return m[0], start, m.end()
