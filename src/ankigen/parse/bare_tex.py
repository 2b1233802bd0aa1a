"""Commands of TeX in ordinary text: without dollars around them learners see the backslash and the command's name."""

import re
from collections.abc import Iterator

from ankigen.codes.markdown import TEX_OUTSIDE_FORMULA
from ankigen.diagnostic import Diagnostic
from ankigen.parse.mask import THING, Visible
from ankigen.parse.outline import Outline
from ankigen.parse.slip import Slip, holds, needs
from ankigen.rare import RarePattern

_WITH_BRACES = "frac|dfrac|tfrac|sqrt|text|textbf|textit|mathrm|mathbf|mathit|ce|overline|bar|vec|hat|boxed|left|right"
_ALONE = (
    "alpha|beta|gamma|delta|epsilon|lambda|mu|sigma|omega|theta|Delta|Omega|Sigma|Gamma|cdot|times|div|pm|mp|leq|geq"
    "|neq|approx|equiv|sim|propto|infty|circ|degree|to|rightarrow|Rightarrow|leftarrow|longrightarrow"
    "|rightleftharpoons|leftrightarrow|uparrow|downarrow|sum|int|partial|log|ln|exp|quad|qquad"
)
_ACCENTED = "alpha|beta|gamma|delta|mu|times|cdot|rightarrow"
# A path such as `C:\text` has a letter, a colon or a slash before it.
COMMAND = RarePattern(
    rf"(?<![\\\w:/.])\\(?:(?:{_WITH_BRACES})(?=[{{\[(])|(?:{_ALONE})(?![A-Za-z\\/]))"
    rf"|(?<=\w)\\(?:(?:{_WITH_BRACES})(?=\{{)|(?:{_ACCENTED})(?![A-Za-z\\/]))"
)
WORDS_HINT = {
    "\\textbf": "write **words** for bold ones",
    "\\textit": "write *words* for italic ones",
    "\\text": "write the words alone",
}
# What Anki or dollars may take for a formula has findings of its own.
OTHER = RarePattern(r"\$|\\[\[(]")
BACKSLASH = "\\"
SCRIPT = RarePattern(
    r"(?<![\w\\/^{$])(?:\w{0,12}[A-Za-z\d)\]][\^_]\{[\w+\-−,]{1,12}\}"  # Ca^{2+}, 10^{-3}, V_{max}
    r"|(?:[A-Z][a-z]?\d{0,2}){0,3}[A-Z][a-z]?_\d(?:[A-Z]\w{0,6})?(?:\^\d?[+-])?"  # H_2O, HCO_3^-
    r"|[A-Z][a-z]?\^\d?[+-])(?![\w}^])"  # Na^+
)
LONGEST = 16  # characters of what has a script
RAISED, LOWERED = (RarePattern(rf"{sign}(?:\{{([^{{}}]*)\}}|(\d?[+-]|\d))") for sign in (r"\^", "_"))
SEVERAL_CARETS = RarePattern(r"[^\s^]*\^[^\s^]+\^")
OF_SCRIPTS = (re.compile(r"\^(?:\{|\d?[+-])"), re.compile(r"_(?:\{|\d(?<=[A-Za-z]_\d))"))
SPACE = RarePattern(r"(?<=\d)(?P<space>\\[,;:!])[A-Za-z°%µμ]{1,6}")
MATHJAX = RarePattern(r"\\[\[(]")
BLANK = RarePattern(r"\n[ \t]*\n")


@needs(r"\\(?=[A-Za-z]{2})", COMMAND.pattern)
def bare_tex(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """The first of each paragraph."""
    start = dollars = 0
    for end in (*(blank.start() for blank in BLANK.finditer(text.text)), len(text.text)):
        match = COMMAND.search(text.text, start, end)
        shown = match and not OTHER.search(text.source.text, start, end) and dollars % 2 == 0
        dollars += text.source.text.count("$$", start, end)
        if match and shown and text.span(match.start()).line in text.in_notes:
            message = f"learners would see '{match[0]}': a command of TeX works only in a formula"
            hint = WORDS_HINT.get(match[0], "put dollars around the whole formula: $…$, or type the sign itself")
            yield Diagnostic(text.span(match.start()), TEX_OUTSIDE_FORMULA, message, hint)
        start = end


@holds("^", "_")
def bare_scripts(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """`Ca^{2+}` and `H_2O`: the first of each line."""
    marks = sorted(mark.start() for sign in OF_SCRIPTS for mark in sign.finditer(text.text))
    found = [match for at in marks if (match := _script_around(text.text, at))]
    told = 0
    for match in found:
        line = text.span(match.start()).line
        # Of what Anki may take for a formula `anki_marks` tells.
        # Of a word with more carets `shown-caret` tells.
        several = SEVERAL_CARETS.match(text.text, match.start()) is not None
        if line != told and line in text.in_notes and not (several or MATHJAX.search(text.source.line(line))):
            message = f"learners would see '{match[0]}' as it stands"
            marked = LOWERED.sub(r"~\1\2~", RAISED.sub(r"^\1\2^", match[0]))
            hint = f"write {marked}, or ${match[0]}$ for a formula"
            yield Diagnostic(text.span(match.start()), TEX_OUTSIDE_FORMULA, message, hint)
        told = line


def _script_around(text: str, at: int) -> re.Match[str] | None:
    """What a mark of scripts stands in: a look from each mark is quicker than one from each word."""
    start = at
    while start > max(at - LONGEST, 0) and (text[start - 1].isalnum() or text[start - 1] in ")]"):
        start -= 1
    return SCRIPT.match(text, start)


@needs(r"\\[,;:!]")
def thin_spaces(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """`5\\,mg`, of which Markdown takes the backslash away."""
    for match in SPACE.finditer(text.source.text):
        seen = text.text[match.start() : match.end()]
        if seen.replace(THING, "").isalnum() and text.span(match.start()).line in text.in_notes:
            message = f"Markdown takes the backslash away: learners would see '{match[0].replace(BACKSLASH, '')}'"
            edits = (text.edit(*match.span("space"), " "),)
            yield Diagnostic(text.span(match.start()), TEX_OUTSIDE_FORMULA, message, "type a space", edits=edits)


BARE_TEX: tuple[Slip, ...] = (bare_tex, bare_scripts, thin_spaces)
