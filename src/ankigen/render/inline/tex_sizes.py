"""Formulas that MathJax could draw, but a learner's device could not bear."""

import re
from collections.abc import Iterator

from ankigen.codes.markdown import UNSAFE_FORMULA
from ankigen.rare import RarePattern
from ankigen.render.findings import Finding

LONGEST = 3000  # characters; the time for some chemistry grows with the square of its length
DEEPEST = 12  # braces in braces: each \xrightarrow{…} around another doubles the time to draw it
MOST_DOUBLING = 8
WIDEST, TALLEST = 50.0, 10.0  # em

# MathJax reads what these hold twice: twelve in each other take seconds, thirty take forever.
DOUBLING = re.compile(
    r"\\(?:pmb|overbracket|underbracket|centerOver|centernot|sideset|adjustlimits|Aboxed)(?![A-Za-z])"
)
# The most that each argument after these can be, if it is a length.
LENGTHS = {
    **dict.fromkeys(("hspace", "hskip", "kern", "mkern", "mskip", "mspace", "moveleft", "moveright"), (WIDEST,)),
    **dict.fromkeys(("raise", "lower", "above", "uproot", "leftroot", "skew"), (TALLEST,)),
    **dict.fromkeys(("rule", "Rule", "Space"), (WIDEST, TALLEST, TALLEST)),
    **dict.fromkeys(("genfrac", "abovewithdelims"), (TALLEST,) * 3),
    "xmathstrut": (TALLEST,) * 2,
}
# And each in brackets.
IN_BRACKETS = {
    **dict.fromkeys(("framebox", "mathmakebox", "shoveleft", "shoveright", "MoveEqLeft"), (WIDEST,)),
    **dict.fromkeys(("overbracket", "underbracket"), (TALLEST,) * 2),
}
IN_ENVIRONMENT = {"spreadlines": (TALLEST,), "multlined": (WIDEST,) * 2}
BRACKETED = RarePattern(r"\s*\[([^\]]*)\]")
AFTER_LINE = RarePattern(r"\*?\[([^\]]*)\]")
ARGUMENT = RarePattern(
    r"\s*(?:\[([^\]]*)\]|\{((?:[^{}\\]|\\.)*)\}|([-+]?[\d.,]+\s*[a-z]{0,2})|\\[A-Za-z]+|\\?[^\s\\{}])", re.DOTALL
)
NUMBER = RarePattern(r"(\d+[.,]?\d*|[.,]\d+)\s*([a-z]{2})?")
LENGTH = RarePattern(r"\s*(?:[-+]?[\d.,]+\s*(?:[a-z]{2})?)?\s*")
EM = {"ex": 0.43, "pt": 0.1, "pc": 1.2, "px": 0.1, "in": 7.2, "cm": 2.83, "mm": 0.283, "mu": 0.056}

COLUMNS = RarePattern(r"\s*\{\s*\d{1,2}\s*\}")
ARRAY = RarePattern(r"\s*(?:\[[tcb]?\]\s*)?\{(?:[lcr|:\s]|[@!<>]\s*\{[^{}]*\})*\}")
COUNTED = frozenset(("alignat", "alignat*", "alignedat", "xalignat", "xalignat*", "xxalignat"))


def overgrown(tex: str) -> Iterator[Finding]:
    """What makes the formula as a whole too much."""
    if len(tex) > LONGEST:
        hint = "make several formulas of it, or a picture"
        yield Finding(0, UNSAFE_FORMULA, f"a formula of over {LONGEST:,} characters is too long for Anki", hint)
    doubling = [match.start() for match in DOUBLING.finditer(tex)]
    if len(doubling) > MOST_DOUBLING:
        message = f"more than {MOST_DOUBLING} commands of this kind in one formula are too much for Anki"
        yield Finding(doubling[MOST_DOUBLING], UNSAFE_FORMULA, message, "make several formulas of it")


def too_deep(at: int) -> Finding:
    message = f"braces more than {DEEPEST} deep are too much for Anki"
    return Finding(at, UNSAFE_FORMULA, message, "make several formulas of it")


def too_large(tex: str, name: str, at: int, end: int) -> Iterator[Finding]:
    """The command at `at` if a length that follows it, from `end` on, is beyond all measure."""
    if name == "\\":
        yield from _lengths(tex, at, end, AFTER_LINE, (TALLEST,))
    elif name in LENGTHS:
        yield from _lengths(tex, at, end, ARGUMENT, LENGTHS[name])
    elif name in IN_BRACKETS:
        yield from _lengths(tex, at, end, BRACKETED, IN_BRACKETS[name])


def too_large_environment(tex: str, name: str, at: int, end: int) -> Iterator[Finding]:
    """The same for an environment, and for the number of its columns."""
    yield from _lengths(tex, at, end, ARGUMENT, IN_ENVIRONMENT.get(name, ()))
    if name in COUNTED and not COLUMNS.match(tex, end):
        hint = f"such as \\begin{{{name}}}{{2}}"
        yield Finding(at, UNSAFE_FORMULA, f"{name} needs the number of its columns, below 100", hint)
    if name in ("array", "subarray") and not ARRAY.match(tex, end):
        hint = f"such as \\begin{{{name}}}{{lcr}}"
        yield Finding(at, UNSAFE_FORMULA, f"the columns of {name} are l, c and r, with | between them", hint)


def _lengths(tex: str, at: int, end: int, pattern: RarePattern, most: tuple[float, ...]) -> Iterator[Finding]:
    for largest in most:
        argument = pattern.match(tex, end)
        if argument is None:
            return
        end = argument.end()
        if pattern is BRACKETED and not LENGTH.fullmatch(argument[1]):
            yield Finding(at, UNSAFE_FORMULA, f"'{argument[1]}' is not a length", "a number with a unit, such as 2em")
        for number, unit in NUMBER.findall(argument[argument.lastindex or 0]):
            if float(number.replace(",", ".")) * EM.get(unit, 1.0) > largest:
                message = f"a length of {number}{unit} is too much for a card"
                yield Finding(at, UNSAFE_FORMULA, message, f"at most {largest:g}em, which most screens can hold")
                return
