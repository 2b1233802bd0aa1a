"""The signs of a formula one after the other, and how MathJax reads them: as mathematics, words or chemistry."""

import re
from collections.abc import Iterator
from enum import Enum, auto

from ankigen.rare import RarePattern
from ankigen.values import dataclass

# A command is a backslash with all letters that follow, or with one other character.
SIGN = re.compile(r"\\(?P<name>[A-Za-z]+|[^A-Za-z]|\Z)|[{}$%]", re.DOTALL)
BLANKS = RarePattern(r"\s*")
WORDS = frozenset(
    ("text", "textrm", "textup", "textnormal", "textit", "textbf", "textsf", "texttt", "mbox", "hbox", "fbox")
)
CHEMISTRY = frozenset({"ce", "pu"})


class Mode(Enum):
    MATH = auto()
    TEXT = auto()
    CHEMISTRY = auto()


@dataclass(frozen=True, slots=True)
class Sign:
    """A command (`name` without its backslash, empty if it is none) or one of { } $ %, from `start` to `end`."""

    text: str
    name: str
    start: int
    end: int
    mode: Mode
    depth: int


def signs(tex: str) -> Iterator[Sign]:
    """Every sign with the mode that it stands in, and how many braces and dollars are open around it."""
    open_ones = [("", Mode.MATH)]
    argument, inside = -1, Mode.MATH
    for match in SIGN.finditer(tex):
        char, name = match[0], match["name"]
        mode = open_ones[-1][1]
        command = name is not None
        yield Sign(char, name or "", match.start(), match.end(), mode, len(open_ones) - 1)
        if command:
            if mode is not Mode.TEXT and (name in WORDS or name in CHEMISTRY):
                argument = _after_blanks(tex, match.end())
                inside = Mode.TEXT if name in WORDS else Mode.CHEMISTRY
        elif char == "{":
            open_ones.append(("{", inside if match.start() == argument else mode))
        elif char == "}":
            while len(open_ones) > 1 and open_ones.pop()[0] == "$":
                pass
        elif char == "$" and mode is Mode.TEXT:
            open_ones.append(("$", Mode.MATH))
        elif char == "$" and open_ones[-1][0] == "$":
            open_ones.pop()


def _after_blanks(tex: str, at: int) -> int:
    match = BLANKS.match(tex, at)
    return match.end() if match else at
