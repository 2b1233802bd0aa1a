"""Formulas that nobody marked with dollars, but MathJax would find: `\\\\(…\\\\)` in Markdown, `\\(…\\)` in HTML.

In cloze notes Anki takes the tags out of `\\(…\\)` before MathJax looks, and MathJax itself sees neither <br> nor
comments. So a formula may begin in one element, or one heading, and end in another: tags count for nothing here.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from html import unescape

from ankigen.codes.markdown import UNSAFE_FORMULA
from ankigen.codes.slips import ANKI_MARK
from ankigen.diagnostic import Diagnostic, Severity
from ankigen.model.cloze import one_number_each
from ankigen.rare import RarePattern
from ankigen.render import tex_problems
from ankigen.source import Fragment, Span, clean
from ankigen.values import dataclass

# What the check of formulas takes for clozes; a tag is as good as the end of one.
OPEN, HINT, CLOSE = "\U000f0010", "\U000f0000", "\U000f0001"
CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
OPENING = RarePattern(r"\\(?=[(\[])")
TAG = re.compile(r"<[^>]*>")
CLOZE = re.compile(r"(?P<open>(?:\{\{c\d+(?:,\d+)*::)+)|(?P<close>(?:\}\})+)|(?P<hint>::)")
SIGNS = {"open": OPEN, "close": CLOSE, "hint": HINT}
_MARKS = f"[{OPEN}{CLOSE}]*"
BEGIN = re.compile(rf"\\{_MARKS}([(\[])")
INSIDE = re.compile(rf"\\{_MARKS}(?P<end>[)\]])|\\.|(?P<brace>[{{}}])", re.DOTALL)
CLOSED_BY = {"(": ")", "[": "]"}

# How an author may have written a backslash, and one before a bracket that reaches the card.
BACKSLASH = r"(?:\\|&#0*92;|&#[xX]0*5[cC];|&bsol;)"
WRITTEN = RarePattern(rf"\\{BACKSLASH}[(\[]|&[#\w]+;[(\[]|\\[(\[]")
COMMAND = RarePattern(r"\\(?:[A-Za-z]+|.)|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Formula:
    """What MathJax takes for a formula; not `closed`: only if what follows closes it."""

    bracket: str
    tex: str
    closed: bool


def formulas_in(html: str) -> Iterator[Formula]:
    """The formulas of a field, whoever marked them."""
    if "\\" not in html:
        return
    text = _with_signs(TAG.sub(CLOSE, CODE.sub(lambda code: OPENING.sub(CLOSE, TAG.sub("", code[0])), html)))
    at = 0
    while begin := BEGIN.search(text, at):
        end = _end(text, begin.end(), CLOSED_BY[begin[1]])
        yield Formula(begin[1], text[begin.end() : end.start() if end else None], end is not None)
        at = end.end() if end else len(text)


def _with_signs(html: str) -> str:
    """The text of HTML with one sign for each mark of a cloze."""
    text = unescape(html)
    return CLOZE.sub(lambda mark: SIGNS[mark.lastgroup or ""], text) if "{{c" in text else text


def _end(text: str, start: int, bracket: str) -> re.Match[str] | None:
    depth = 0
    for match in INSIDE.finditer(text, start):
        if match["brace"] == "{":
            depth += 1
        elif match["brace"]:
            depth = max(depth - 1, 0)
        elif match["end"] == bracket and not depth:
            return match
    return None


def stray_formulas(
    fields: Iterable[str], written: Sequence[Fragment], marked: Collection[str], elsewhere: Span
) -> Iterator[Diagnostic]:
    """What is wrong with the formulas of the fields that are not among the marked ones, whose mistakes are known.

    The place is where it is written first, or `elsewhere`.
    """
    known = {_words(formula.tex) for html in marked for formula in formulas_in(clean(one_number_each(html)))}
    strays = [formula for html in fields for formula in formulas_in(html) if _words(formula.tex) not in known]
    for formula in strays:
        for found in tex_problems(formula.tex):
            if formula.closed or found.kind is UNSAFE_FORMULA:
                place = _place(written, _as_written(formula.tex, found.at)) or elsewhere
                yield Diagnostic(place, found.kind, found.message, found.hint)
    if closed := [formula for formula in strays if formula.closed]:
        begin, end = closed[0].bracket, CLOSED_BY[closed[0].bracket]
        message = f"Anki makes a formula of \\{begin}…\\{end}, which GitHub shows as it is typed"
        hint = "write formulas as $x^2$ or $$x^2$$"
        yield Diagnostic(_place(written, WRITTEN) or elsewhere, ANKI_MARK, message, hint, Severity.WARNING)


def _words(tex: str) -> str:
    """To compare formulas: colons are signs of a cloze only where the field has one."""
    return " ".join(tex.replace("::", HINT).split())


def _as_written(tex: str, at: int) -> RarePattern:
    command = COMMAND.match(tex, at)
    name = command[0] if command else ""
    pattern = re.escape(name.removeprefix("\\"))
    return RarePattern((BACKSLASH if name.startswith("\\") else "") + pattern + r"(?![A-Za-z])" * name[1:].isalpha())


def _place(written: Sequence[Fragment], pattern: RarePattern) -> Span | None:
    for fragment in written:
        if match := pattern.search(fragment.text):
            return fragment.span(match.start())
    return None
