"""Emphasis by CommonMark's delimiter runs, with GFM's `~~` and our `~sub~` and `^sup^`."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from ankigen.render.cloze_markers import CLOSE, HINT, MARKER, OPENING, is_marker
from ankigen.render.inline.scripts import LONGEST, is_script
from ankigen.render.inline.tree import Node, fill

RUNS = re.compile(r"\*+|_+|~+|\^+")
ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
TAGS = {
    ("*", 1): "em",
    ("_", 1): "em",
    ("*", 2): "strong",
    ("_", 2): "strong",
    ("~", 1): "sub",
    ("~", 2): "del",
    ("^", 1): "sup",
}


@dataclass(slots=True)
class Run:
    """Some of the same character: `length` of them are still free to open or close emphasis. `partner` is the run that
    ends what all of this one began."""

    char: str
    length: int
    size: int
    start: int
    opens: bool
    closes: bool
    scope: int = 0
    partner: "Run | None" = None

    def __str__(self) -> str:
        return self.char * self.length

    def pairs(self, closer: "Run", text: str) -> bool:
        """Whether this run may open what the other closes."""
        if self.char != closer.char or not self.opens or self.scope != closer.scope:
            return False
        if self.char in "~^":
            if self.length != closer.length:
                return False
            return self.length == 2 or is_script(text, self.start + self.size, closer.start)
        odd = (self.closes or closer.opens) and (self.size + closer.size) % 3 == 0
        return not odd or (self.size % 3 == 0 and closer.size % 3 == 0)


def _is_blank(char: str) -> bool:
    return not char or char.isspace()


@lru_cache
def _is_punctuation(char: str) -> bool:
    return char in ASCII_PUNCTUATION or unicodedata.category(char)[0] == "P" or is_marker(char)


def run_at(text: str, start: int, scope: int) -> Run:
    """The run at `start`. A cloze marker beside it hides nothing: what is behind it counts as well."""
    match = RUNS.match(text, start)
    end = match.end() if match else start + 1
    char, size = text[start], end - start
    begin, stop = (start, end) if char == "~" else (_before_tildes(text, start), _after_tildes(text, end))
    before, after = text[begin - 1 : begin] if begin else "", text[stop : stop + 1]
    behind, ahead = behind_markers(text, begin), ahead_of_markers(text, stop)
    left = not _is_blank(ahead) and (not _is_punctuation(ahead) or _is_blank(before) or _is_punctuation(before))
    right = not _is_blank(behind) and (not _is_punctuation(behind) or _is_blank(after) or _is_punctuation(after))
    if char == "_":
        opens = left and (not right or _is_punctuation(before))
        closes = right and (not left or _is_punctuation(after))
    elif char == "^":
        opens, closes = size == 1 and not _is_blank(ahead), size == 1 and not _is_blank(behind)
    else:
        opens, closes = left and (char != "~" or size < 3), right and (char != "~" or size < 3)
    return Run(char, size, size, start, opens, closes, scope)


def _before_tildes(text: str, at: int) -> int:
    """GitHub's parser looks past tildes for what is beside a `*` or `_`."""
    while at and text[at - 1] == "~":
        at -= 1
    return at


def _after_tildes(text: str, at: int) -> int:
    while text.startswith("~", at):
        at += 1
    return at


def behind_markers(text: str, at: int) -> str:
    """The character that ends at `at`, cloze markers left out; empty if there is none."""
    while at and is_marker(text[at - 1]):
        at -= 1
    return text[at - 1 : at] if at else ""


def ahead_of_markers(text: str, at: int) -> str:
    """The same for the one that begins there."""
    while is_marker(text[at : at + 1]):
        at += 1
    return text[at : at + 1]


class Scopes:
    """Which cloze, or hint, each offset is in: emphasis pairs within one, so that hiding it leaves whole HTML."""

    def __init__(self, text: str) -> None:
        self.starts, self.scopes = [0], [0]
        stack = [0]
        for number, match in enumerate(MARKER.finditer(text), 1):
            if OPENING.match(match[0]):
                stack.append(number)
            elif match[0] in CLOSE + HINT:
                stack.pop()
                if match[0] == HINT or not stack:
                    stack.append(number)
            self.starts.append(match.start())
            self.scopes.append(stack[-1])

    def at(self, offset: int) -> int:
        return self.scopes[bisect_right(self.starts, offset) - 1]


def parted(left: Sequence[Run]) -> Iterator[tuple[Run, Run]]:
    """Of the runs that are shown, those that would begin and end emphasis if no cloze began or ended between them."""
    openers: dict[tuple[str, int], Run] = {}
    for run in left:
        if run.char == "^":
            continue
        opener = openers.get((run.char, run.length)) if run.closes else None
        if opener and opener.scope != run.scope and (run.char != "~" or run.length == 2):
            yield opener, run
            del openers[run.char, run.length]
        elif run.opens:
            openers.setdefault((run.char, run.length), run)


Delimited = Node | Run


def emphasise(nodes: list[Delimited], text: str) -> list[Node]:
    """Pair the runs: CommonMark's "process emphasis"."""
    bottoms: dict[tuple[str, bool, int, int], int] = {}
    at = 0
    while at < len(nodes):
        closer = nodes[at]
        if not isinstance(closer, Run) or not closer.closes:
            at += 1
            continue
        key = (closer.char, closer.opens, closer.size % 3 if closer.char in "*_" else closer.size, closer.scope)
        opener = _opener(nodes, at, bottoms.get(key, 0), text)
        if opener is None:
            if closer.char not in "~^" or closer.length == 2:
                bottoms[key] = at
            at += 1
            continue
        at = _pair(nodes, opener, at)
        bottoms = {known: min(bottom, opener + 1) for known, bottom in bottoms.items()}
    return [str(node) if isinstance(node, Run) else node for node in nodes]


def _opener(nodes: list[Delimited], closer: int, bottom: int, text: str) -> int | None:
    run = nodes[closer]
    script = isinstance(run, Run) and run.char in "~^" and run.length == 1
    for at in range(closer - 1, bottom - 1, -1):
        node = nodes[at]
        if script and isinstance(node, Run) and isinstance(run, Run) and run.start - node.start > LONGEST + 1:
            return None
        if isinstance(node, Run) and isinstance(run, Run) and node.pairs(run, text):
            return at
    return None


def _pair(nodes: list[Delimited], opener: int, closer: int) -> int:
    """Make the nodes between two runs one element; gives the offset to go on from."""
    first, last = nodes[opener], nodes[closer]
    assert isinstance(first, Run)
    assert isinstance(last, Run)
    used = 2 if first.length >= 2 and last.length >= 2 else 1
    inside = [str(node) if isinstance(node, Run) else node for node in nodes[opener + 1 : closer]]
    element = fill(Element(TAGS[first.char, used]), inside)
    first.partner = last if used == first.size else None
    first.length -= used
    last.length -= used
    kept: list[Delimited] = [*([first] if first.length else []), element]
    after = opener + len(kept)
    nodes[opener : closer + (0 if last.length else 1)] = kept
    return after
