"""What a superscript or subscript may hold: `Ca^2+^`, `H~2~O`, `C~max~`, but nothing of `10^3-10^5` or `x^2+y^2`."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from html import unescape

from ankigen.rare import RarePattern
from ankigen.render.cloze_markers import MARKER

LONGEST = 40  # characters, markup and all

_SIGN = r"[-+−–±]"
_LETTER = r"[^\W\d_]"
_TOKEN = r"[^\W_]{1,12}"
SCRIPT = re.compile(
    rf"""{_SIGN}?\d{{1,9}}(?:[.,/–-]\d{{1,9}})*%?(?:{_SIGN}|{_LETTER}{{1,3}})?  # 2+, -3, 1.5, 99m, 2,3–5
       | [-+−–±*†‡§¶°′″'#%]{{1,4}}                                              # -, ++, *
       | {_LETTER}{{1,12}}\d{{0,3}}{_SIGN}?                                     # max, n, B12
       | {_LETTER}{{1,3}}[-+−–=]\d{{1,3}}                                       # n+1
       | {_TOKEN}(?:[,.;/-]{_TOKEN}){{1,3}}                                     # max,ss
       | \({_TOKEN}{_SIGN}?\)                                                   # (aq)
    """,
    re.VERBOSE,
)
MARKUP = re.compile(r"[*_]|\\(?=[!-/:-@\[-`{-~])")
WORD = RarePattern(r"\S+")
FORMULA = RarePattern(r"[(){}\\=]")  # which carets belong together there, nobody can tell
# A range before a signed number: in `10^-3-10^-5` the second mark begins a script of its own.
RANGE, SIGNED = re.compile(r"\d[-–/]\d"), re.compile(rf"{_SIGN}\d")
RAISED = RarePattern(rf"\^({_SIGN}?\d+(?:\.\d+)?(?:{_SIGN}(?!\w))?|\+{{1,2}}|[-−–]{{1,2}}|{_LETTER}(?!{_LETTER}))\^?")


def is_script(text: str, start: int, end: int) -> bool:
    """Whether what stands between two marks can be a script. No digit follows: in `10^3-10^5` the second mark begins
    a script of its own."""
    if end - start > LONGEST or text[end + 1 : end + 2].isdecimal():
        return False
    inside = MARKUP.sub("", MARKER.sub("", unescape(text[start:end])))
    if SIGNED.match(text, end + 1) and RANGE.search(inside):
        return False
    return SCRIPT.fullmatch(inside) is not None


def unmarked(text: str, carets: list[int]) -> Iterator[tuple[int, str]]:
    """The words in which two carets are only shown, each by the first one, with what to write instead. `carets` are
    the offsets of those that are no marks."""
    for match in WORD.finditer(text) if len(carets) > 1 else ():
        first = bisect_left(carets, match.start())
        if bisect_left(carets, match.end()) - first > 1:
            meant = RAISED.sub(r"^\1^", MARKER.sub("", match[0]))
            if meant == match[0]:
                continue
            is_formula = FORMULA.search(match[0].strip("()"))
            yield carets[first], "a formula between dollars: $x^2$" if is_formula else f"{meant} for superscripts"
