"""Commands of TeX in ordinary text: without dollars around them learners see the backslash and the command's name."""

from collections.abc import Iterator

from ankigen.codes.markdown import TEX_OUTSIDE_FORMULA
from ankigen.diagnostic import Diagnostic
from ankigen.parse.mask import Visible
from ankigen.parse.outline import Outline, lines_in_notes
from ankigen.parse.slip import Slip, needs
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
# What Anki or dollars may take for a formula has findings of its own.
OTHER = RarePattern(r"\$|\\[\[(]")
BLANK = RarePattern(r"\n[ \t]*\n")


@needs(r"\\(?=[A-Za-z]{2})", COMMAND.pattern)
def bare_tex(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """The first of each paragraph."""
    inside = lines_in_notes(text.source, plan)
    start = dollars = 0
    for end in (*(blank.start() for blank in BLANK.finditer(text.text)), len(text.text)):
        match = COMMAND.search(text.text, start, end)
        shown = match and not OTHER.search(text.source.text, start, end) and dollars % 2 == 0
        dollars += text.source.text.count("$$", start, end)
        if match and shown and text.span(match.start()).line in inside:
            message = f"learners would see '{match[0]}': a command of TeX works only in a formula"
            hint = "put dollars around the whole formula: $…$, or type the sign itself"
            yield Diagnostic(text.span(match.start()), TEX_OUTSIDE_FORMULA, message, hint)
        start = end


BARE_TEX: tuple[Slip, ...] = (bare_tex,)
