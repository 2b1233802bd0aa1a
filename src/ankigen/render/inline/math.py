"""Formulas for Anki's MathJax: `\\(…\\)` and `\\[…\\]`, their inside checked, but untouched by Markdown."""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown

from ankigen.codes.markdown import UNPAIRED_DOLLAR
from ankigen.model.formula import (
    DISPLAY,
    ESCAPED,
    INLINE,
    TICKED,
    glued_formulas,
    is_formula,
    looks_like_math,
    spaced_formulas,
)
from ankigen.rare import RarePattern
from ankigen.render.findings import Findings
from ankigen.render.inline.rule import Handled, Rule
from ankigen.render.inline.tex_check import BOUNDARY, problems
from ankigen.render.inline.tree import fill
from ankigen.render.placed_text import PlacedText, place

DISPLAYED = RarePattern(DISPLAY, re.DOTALL)
IN_LINE = re.compile(INLINE, re.DOTALL)
IN_TICKS = re.compile(TICKED)
# The first }} after a cloze's start would close it: Anki's manual puts a space between.
CLOSING_BRACES = re.compile("\\}(?=[}\U000f0001])")


def formula(text: str, start: int, end: int, marks: str, findings: Findings) -> str:
    """The formula from `start` to `end` between MathJax's marks, and what is wrong with it among the findings.

    In a cloze note a cloze around it or in it ends where the author ended it.
    """
    for found in problems(text[start:end]):
        findings.report(place(text, start + found.at), found.kind, found.message, found.hint)
    inside = text[start:end].strip()
    if ESCAPED.sub("", inside).endswith("\\"):  # "x\\ " without its blank would escape the mark that ends it
        inside += " "
    tex = CLOSING_BRACES.sub("} ", inside) if findings.cloze else inside
    shown = f"\\{marks[0]}{tex}\\{marks[1]}"
    findings.formulas.append(shown)
    return shown


def display(text: PlacedText, findings: Findings) -> Element:
    """A formula that is a block of its own."""
    return fill(Element("p"), [formula(text, 0, len(text), "[]", findings)])


class Formula(Rule):
    """`$…$`, `$$…$$` and `` $`…`$ ``; a lone `$` that was meant as one is reported."""

    starts = "$"

    def __init__(self, md: Markdown, findings: Findings) -> None:
        super().__init__(md, findings, r"\$+")

    def read(self, m: re.Match[str], data: str) -> Handled:
        start = m.start()
        if (found := IN_TICKS.match(data, start)) and is_formula(found[0]):
            return formula(data, start + 2, found.end() - 2, "()", self.findings), start, found.end()
        if (found := IN_LINE.match(data, start)) and is_formula(found[0]):
            return formula(data, start + 1, found.end() - 1, "()", self.findings), start, found.end()
        if (found := DISPLAYED.match(data, start)) and is_formula(found[0]):
            return formula(data, start + 2, found.end() - 2, "[]", self.findings), start, found.end()
        self._lone(data, start, m.end())
        return m[0], start, m.end()

    def _lone(self, data: str, start: int, end: int) -> None:
        """Report dollars that were meant to begin or to end a formula."""
        spaced = spaced_formulas(data).get(start)
        if spaced and spaced.start() == start:
            inside, edit = spaced[1].strip(), None
            if "\n" in spaced[1]:
                hint = "write $$ on the lines above and below it"
            elif BOUNDARY.search(inside):
                hint = "take the whitespace beside the dollars away"
            else:
                hint, edit = f"write ${inside}$", (spaced[0], f"${inside}$")
            message = "this $ does not begin a formula, because there is whitespace inside its dollars"
            self.findings.report(place(data, start), UNPAIRED_DOLLAR, message, hint, edit)
        elif not spaced and (glued := glued_formulas(data).get(start)):
            if glued.start() == start:
                right = f"${glued[1]}\\mathrm{{{glued[2]}}}$"
                message = f"this $ does not begin a formula, because '{glued[2]}' follows its end at once"
                self.findings.report(place(data, start), UNPAIRED_DOLLAR, message, f"write {right}", (glued[0], right))
        elif not spaced and looks_like_math(data, start, end):
            hint = "write its pair, or \\$ for a dollar sign"
            self.findings.report(place(data, start), UNPAIRED_DOLLAR, "this $ neither begins nor ends a formula", hint)
