"""Formulas drawn as MathML, which browsers show without a script; those that cannot be drawn stay as they are written.

MathJax, which Anki has, needs a script. The library makes the same bytes every time, and of a command it does not know
an error, which leaves the TeX.
"""

import html
import re
from base64 import b64encode
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from math_core import LatexError, LatexToMathML

from ankigen.card.chemistry import ChemistryError, without_chemistry
from ankigen.values import dataclass

# Tags but for line breaks, which MathJax takes for spaces inside a formula.
TAG = re.compile(r"""(<(?!br\s*/?>)/?([a-zA-Z][^\s/<>]*)(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
BEGIN = re.compile(r"\\[(\[]")
ENDS = {"\\(": "\\)", "\\[": "\\]"}
LINE_BREAK = re.compile(r"<br\s*/?>")
# In these MathJax looks for none (its setting skipHtmlTags).
UNREAD = frozenset(("code", "pre", "textarea", "style", "script", "noscript", "annotation"))
VOID = frozenset(("img", "input", "hr", "wbr", "source", "track", "col", "area", "embed"))
# Numbered by the library, but not by Anki's MathJax.
NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|equation|flalign|gather|multline)\}")
MATH = "<math"
LONGEST, LONGEST_DRAWN = 4_000, 100_000
# Of MathML, what shows something and can do nothing else.
DRAWN = re.compile(r"""(?:[^<>]|</?m[a-z]+(?:\ (?!on|href|id|src|xlink)[a-z]+="[^"<>]*")*/?>)*""", re.VERBOSE)
MOST_OPEN = 8
_NAMES = "VERT|Vert|vert|[aA]ngle|[bB]race|brack(?:et)?|ceil|floor|group|moustache|paren|l?corner|lbracket|lparenthesis"
BRACKET = re.compile(
    rf"(?P<opens>[(\[⟨⌈⌊⟦⟪⟬⟮⦃⦅⦇⦉⌜⌞⎰〈（]|\\\{{|\\(?:u?l(?:{_NAMES})|mathopen)(?![A-Za-z]))"
    rf"|(?P<closes>[)\]⟩⌉⌋⟧⟫⟭⟯⦄⦆⦈⦊⌝⌟⎱〉）]|\\\}}|\\u?[lr]?r(?:{_NAMES})(?![A-Za-z]))|\\.|[{{}}]",
    re.DOTALL,
)
GREEK = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu"),
    *("xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
)
# What the library does not know and MathJax does; each draws what it drew there, or nearly so.
MACROS = {
    **{f"up{letter}": rf"\{letter}" for letter in GREEK},
    **dict.fromkeys(("mbox", "hbox", "textnormal", "textup"), r"\text{#1}"),
    "celsius": r"\mathrm{°C}",
    "lt": "<",
    "gt": ">",
    "micro": r"\mathrm{μ}",
    "ohm": r"\Omega",
    "perthousand": "‰",
    "pmb": r"\boldsymbol{#1}",
    "textcelsius": r"\mathrm{°C}",
    "textdegree": "°",
    "textmu": r"\mathrm{μ}",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """The HTML with its formulas drawn, and how many stay as they are written."""

    html: str
    left: int = 0


def with_formulas(card: str) -> Drawn:
    """One side of a card, which is clean, with its formulas drawn."""
    if "\\(" not in card and "\\[" not in card:
        return Drawn(card)
    parts: list[str] = []
    unread: list[str] = []
    left = 0
    pieces = iter(TAG.split(card))
    for text in pieces:
        drawn = Drawn(text) if unread else _text(text)
        parts.append(drawn.html)
        left += drawn.left
        tag, name = next(pieces, ""), next(pieces, "").lower()
        parts.append(tag)
        if name in UNREAD and tag[1:2] == "/":
            unread = unread[:-1]
        elif name in UNREAD:
            unread.append(name)
    return Drawn("".join(parts), left)


def _text(text: str) -> Drawn:
    """Text between tags."""
    found = list(_formulas(text))
    return Drawn("".join(part for part, _ in found), sum(not drawn for _, drawn in found))


def _formulas(text: str) -> Iterator[tuple[str, bool]]:
    """The text in parts, and whether a part is no formula, or a drawn one."""
    last = {begin: text.rfind(end) for begin, end in ENDS.items()}
    at = looked = 0
    while match := BEGIN.search(text, looked):
        looked = match.end()
        if last[match[0]] < looked:
            continue  # it never ends
        end = text.index(ENDS[match[0]], looked)
        tex = html.unescape(LINE_BREAK.sub("\n", text[looked:end]))
        yield text[at : match.start()], True
        at = looked = end + 2
        drawn = mathml(tex, display=match[0] == "\\[")
        yield drawn or text[match.start() : at], bool(drawn)
    yield text[at:], True


@lru_cache(maxsize=4096)
def mathml(tex: str, *, display: bool) -> str:
    """The formula as a `<math>` element; empty if it cannot be drawn."""
    if len(tex) > LONGEST:
        return ""
    try:
        plain = NUMBERED.sub(r"\\\1{\2*}", without_chemistry(tex))
        if open_brackets(plain) > MOST_OPEN:
            return ""
        drawn = _library().convert_with_local_state(plain, displaystyle=display)
    except (LatexError, ChemistryError):
        return ""
    return drawn if len(drawn) <= LONGEST_DRAWN and DRAWN.fullmatch(drawn) else ""


def open_brackets(tex: str) -> int:
    """The most brackets that are opened and not closed in one group: the library's time doubles with each."""
    groups, most = [0], 0
    for match in BRACKET.finditer(tex):
        if match[0] == "{":
            groups.append(0)
        elif match[0] == "}":
            most = max(most, groups.pop() if len(groups) > 1 else 0)
        elif match["opens"]:
            groups[-1] += 1
        elif match["closes"]:
            groups[-1] = max(groups[-1] - 1, 0)
    return max(most, *groups)


@lru_cache(maxsize=1)
def _library() -> LatexToMathML:
    return LatexToMathML(macros=MACROS, fancy_error=False, max_expansions=200)


@lru_cache(maxsize=1)
def formula_style() -> str:
    """The style for formulas, wherever they are, but for their font."""
    return files(__package__).joinpath("formulas.css").read_text(encoding="utf-8")


def formula_font_file() -> bytes:
    """The font for formulas as a WOFF2 file."""
    return files(__package__).joinpath("fonts", "stix-two-math.woff2").read_bytes()


@lru_cache(maxsize=4)
def formula_font(address: str = "") -> str:
    """The style that brings the font for formulas, from its file's address or, without one, with the page itself:
    without a mathematical font, which many devices do not have, a browser leaves out roots."""
    address = address or f"data:font/woff2;base64,{b64encode(formula_font_file()).decode()}"
    return f'@font-face {{ font-family: "ankigen math"; src: url("{address}") format("woff2"); }}\n'
