"""Where a `$` begins a formula and where it ends, by GitHub's rule; money stays money.

The parser, the shield around clozes and the renderer all ask here.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from ankigen.rare import RarePattern


# An opening $ has no word before it and no space after it; a closing one no space before it and no word after it.
def inline(goes_on: str = "") -> str:
    """The pattern of `$…$`; `goes_on` is looked at before each letter inside, to end a formula with its paragraph."""
    return rf"(?<![\w$\\])\$(?=[^\s$])(?:{goes_on}(?:[^$\\`]|\\.))+(?<!\s)\$(?![\w$])"


def display(goes_on: str = "") -> str:
    """The pattern of `$$…$$`."""
    return rf"\$\$(?!\$)(?:{goes_on}(?:[^$\\`]|\\.))+\$\$(?!\$)"


INLINE, DISPLAY = inline(), display()
TICKED = r"(?<![\w$\\])\$`[^`]+`\$(?![\w$])"
MATHJAX = re.compile(r"\\(?=[(\[])")
ESCAPED = re.compile(r"\\.", re.DOTALL)
BRACES = re.compile("[{}\U000f0001\U000f0010-\U000f7fff]")
LOOKS_LIKE_MATH = RarePattern(r"(?<!\w)\$++(?:[A-Za-z](?=[\s=<>,.;:)]|$)|(?!\d+(?:[.,]\d+)*(?:\s|$))\S*[\\^_{}=]\S*)")
WORD_BEFORE = 100  # letters: no word is longer
MATH_BEFORE = RarePattern(r"[\\^_{}=]\S*\$$")

# "$5, or rather 6$" is an amount and words without any sign of TeX.
_PROSE = r"[^\\^_={}]*"
MONEY = re.compile(rf"\$\d[\d.,]*\s{_PROSE}\b(?:and|but|for|in|is|of|on|or|per|than|to|vs|was){_PROSE}\$")

# `$ E=mc^2 $` has whitespace inside its dollars: not a formula, but surely meant as one.
SPACED = RarePattern(r"(?<![\w$\\])\$(?!\$)((?:[^$\\`]|\\.)+)\$(?![\w$])(?!\s*\d)", re.DOTALL)
# `$^{125}$I`: the second dollar ends nothing.
GLUED = RarePattern(r"(?<![\w$\\])\$(?=[^\s$])((?:[^$\\`\n]|\\.){1,200})(?<!\s)\$([A-Za-z0-9]{1,20})(?![\w$])")
TEX = RarePattern(r"\\[A-Za-z]|\^|_\{|(?<![A-Za-z]{2})[A-Za-z]_[A-Za-z\d](?![A-Za-z])|_\\")
SIMPLE = RarePattern(r"[^\W\d_]'*|[^=<>+]*[^=<>+\s]\s*[=<>+]=?\s*[^\s=<>+][^=<>+]*")
WORD = RarePattern(r"[^\W\d_]{4,}|\b(?:and|but|for|in|is|of|on|or|per|than|the|to|vs|was)\b|[£€¥]")


def dead(text: str) -> str:
    """Text that is not Markdown, such as a retired title: an invisible word joiner keeps MathJax from its marks."""
    return MATHJAX.sub("\\\\\u2060", text)


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
    line = max(text.rfind("\n", max(start - WORD_BEFORE, 0), start) + 1, start - WORD_BEFORE)
    return bool(MATH_BEFORE.search(text[line:end]))


@lru_cache(maxsize=1)  # asked for each lone dollar of a text
def spaced_formulas(text: str) -> Mapping[int, re.Match[str]]:
    """What was meant as a formula, but has whitespace inside its dollars; under the offsets of both dollars."""
    found: dict[int, re.Match[str]] = {}
    at = 0
    while match := SPACED.search(text, at):
        inside = match[1].strip()
        at = match.end() - 1  # the dollar that ends it may begin another
        if inside == match[1]:
            at += is_formula(match[0])
        elif _meant_as_formula(inside) and not _prompts(text, match):
            found[match.start()] = found[at] = match
            at += 1
    return found


@lru_cache(maxsize=1)
def glued_formulas(text: str) -> Mapping[int, re.Match[str]]:
    """What was meant as a formula, but has a letter or a digit right behind it; under the offsets of both dollars."""
    found: dict[int, re.Match[str]] = {}
    for match in GLUED.finditer(text):
        if balanced(match[1]) and TEX.search(match[1]):
            found[match.start()] = found[match.start(2) - 1] = match
    return found


def _meant_as_formula(inside: str) -> bool:
    return balanced(inside) and bool(TEX.search(inside) or (SIMPLE.fullmatch(inside) and not WORD.search(inside)))


def _prompts(text: str, match: re.Match[str]) -> bool:
    """Whether the dollars begin two lines, as those of commands do."""
    first = text.rfind("\n", 0, match.start()) + 1
    last = text.rfind("\n", 0, match.end() - 1) + 1
    alone = match[1].lstrip(" \t").startswith("\n")
    return first != last and not alone and not text[last : match.end() - 1].strip()
