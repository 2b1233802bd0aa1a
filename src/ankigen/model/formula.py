"""Where a `$` begins a formula and where it ends, by GitHub's rule; money stays money.

The parser, the shield around clozes and the renderer all ask here.
"""

import re


# An opening $ has no word before it and no space after it; a closing one no space before it and no word after it.
def inline(goes_on: str = "") -> str:
    """The pattern of `$…$`; `goes_on` is looked at before each letter inside, to end a formula with its paragraph."""
    return rf"(?<![\w$\\])\$(?=[^\s$])(?:{goes_on}(?:[^$\\`]|\\.))+(?<!\s)\$(?![\w$])"


def display(goes_on: str = "") -> str:
    """The pattern of `$$…$$`."""
    return rf"\$\$(?!\$)(?:{goes_on}(?:[^$\\`]|\\.))+\$\$(?!\$)"


INLINE, DISPLAY = inline(), display()
TICKED = r"(?<![\w$\\])\$`[^`]+`\$(?![\w$])"
ESCAPED = re.compile(r"\\.", re.DOTALL)
BRACES = re.compile("[{}\U000f0001\U000f0010-\U000f7fff]")
LOOKS_LIKE_MATH = re.compile(r"(?<!\w)\$+(?:[A-Za-z](?=[\s=<>,.;:)]|$)|(?!\d+(?:[.,]\d+)*(?:\s|$))\S*[\\^_{}=]\S*)")
MATH_BEFORE = re.compile(r"[\\^_{}=]\S*\$$")

# "$5, or rather 6$" is an amount and words without any sign of TeX.
_PROSE = r"[^\\^_={}]*"
MONEY = re.compile(rf"\$\d[\d.,]*\s{_PROSE}\b(?:and|but|for|in|is|of|on|or|per|than|to|vs|was){_PROSE}\$")


def is_formula(text: str) -> bool:
    """Whether what is between dollars (them included) is a formula after all."""
    return balanced(text) and not MONEY.fullmatch(text)


def balanced(formula: str) -> bool:
    """Whether every brace and every cloze opened in the formula ends in it."""
    depth = 0
    for match in BRACES.finditer(ESCAPED.sub("", formula)):
        depth += -1 if match[0] in "}\U000f0001" else 1
        if depth < 0:
            return False
    return not depth


def looks_like_math(text: str, start: int, end: int) -> bool:
    """Whether the lone dollars there were meant to open or to close a formula; `$5`, `US$` and `$HOME` were not."""
    if LOOKS_LIKE_MATH.match(text, start):
        return True
    line = text.rfind("\n", 0, start) + 1
    return bool(MATH_BEFORE.search(text[line:end]))
