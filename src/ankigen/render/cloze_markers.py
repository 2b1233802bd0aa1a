"""Keep cloze markers out of Markdown's sight: one private character each, put back after everything else.

Anki splits a field at every `{{c1::`, `::` and `}}`. Those an author means as markers are shielded; any other that the
HTML ends up with (a formula's `}}`, `::` in code) is written so that Anki does not see it and readers see no change.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import accumulate

from ankigen.model.formula import DISPLAY, INLINE, is_formula
from ankigen.rare import RarePattern
from ankigen.values import dataclass

HINT, CLOSE, BAR = "\U000f0000", "\U000f0001", "\U000f0002"
FIRST_OPEN, FIRST_FOREIGN = 0xF0010, 0xF8000
MARKER = re.compile("[\U000f0000-\U000f7fff]")
OPENING = re.compile("[\U000f0010-\U000f7fff]")
ONLY_MARKERS = RarePattern("[\U000f0000-\U000f7fff \t]+$")

_MARKS = (
    r"(?P<open>\{\{c\d+(?:,\d+)*::)|(?P<close>\}\})|(?P<hint>::)|(?P<brace>[{}])|(?P<bar>\|)"
    "|(?P<foreign>[\U000f0000-\U000fffff])"
)
INSIDE = re.compile(_MARKS)
TOKEN = re.compile(
    "(?=[\\]\\\\`${}:|\U000f0000-\U000fffff])"  # what tokens begin with: no time goes into letters
    r"(?:\\[\\`$]|\\::|\]\([^()\s{}]*"  # no marker is looked for in escapes and in links' addresses
    rf"|(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))|(?P<math>{DISPLAY}|{INLINE})|{_MARKS})",
    re.DOTALL,
)
# Clozes that hide words, none in another, and no other sign that Anki would read: there is nothing to keep apart.
_WORDS = "(?:[^{}:\U000f0000-\U000fffff]|(?<!:):(?!:))*+"
SIMPLE = re.compile(rf"{_WORDS}(?:\{{\{{c[0-9]+(?:,[0-9]+)*::{_WORDS}(?:::{_WORDS})?+\}}\}}{_WORDS})*+")
SEEN_BY_ANKI = re.compile("[\U000f0000-\U000fffff]|\\}(?=[}\U000f0001])|\\{(?=\\{c\\d)|:(?=:)")
ENTITIES = {"}": "&#125;", "{": "&#123;", ":": "&#58;"}
BLANK_LINE = RarePattern(r"\n[ \t]*\n")


def is_marker(char: str) -> bool:
    return "\U000f0000" <= char <= "\U000f7fff"


@dataclass(frozen=True, slots=True)
class Shielded:
    """The text with one character a marker; `originals` says what each stands for.

    `unclosed` are the author's offsets of the clozes whose end is missing, or stands in code or a formula they do not
    begin in.
    """

    text: str
    originals: Mapping[str, str] = field(default_factory=dict)
    unclosed: tuple[int, ...] = ()

    def origins(self) -> Sequence[int]:
        """The offset in the author's text of each offset in this one."""
        if not self.originals:
            return range(len(self.text) + 1)
        return tuple(accumulate((len(self.originals.get(char, char)) for char in self.text), initial=0))

    def restore(self, html: str) -> str:
        if not self.originals and "{{" not in html:
            return html
        return SEEN_BY_ANKI.sub(lambda match: self.originals.get(match[0]) or ENTITIES.get(match[0], match[0]), html)


@dataclass(slots=True)
class _Open:
    """A cloze not closed yet; `place` says which formula or code it was opened in (0: neither)."""

    start: int
    place: int
    depth: int = 0
    hinted: bool = False


@dataclass(slots=True)
class _Shield:
    out: list[str] = field(default_factory=list)
    originals: dict[str, str] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    unclosed: list[int] = field(default_factory=list)
    places: int = 0

    def walk(self, text: str, token: re.Pattern[str], start: int = 0, place: int = 0, math: bool = False) -> None:
        """Shield the markers of a text, of a formula or of code that begins at `start`."""
        at = 0
        while match := token.search(text, at):
            self.out.append(text[at : match.start()])
            at = match.end()
            kind = match.lastgroup
            if kind in ("code", "math", "ticks"):
                at = self._inner(match, start, kind == "math")
            elif kind is None:
                self.out.append(match[0])
            elif kind == "close" and self._closes_one_brace(match, place, math):
                self._mark("brace", "}", start + match.start(), place)
                at -= 1
            else:
                self._mark(kind, match[0], start + match.start(), place)
        self.out.append(text[at:])
        self.unclosed.extend(cloze.start for cloze in self.stack if cloze.place == place)
        self.stack = [cloze for cloze in self.stack if cloze.place != place]

    def _inner(self, match: re.Match[str], start: int, math: bool) -> int:
        """Code and formulas are a place of their own: their braces close no cloze around them."""
        text = match[0]
        if (math and not is_formula(text)) or (len(match["ticks"] or "") in (1, 2) and BLANK_LINE.search(text)):
            run = len(text) - len(text.lstrip(text[0]))
            self.out.append(text[:run])
            return match.start() + run
        self.places += 1
        self.walk(text, INSIDE, start + match.start(), self.places, math)
        return match.end()

    def _closes_one_brace(self, match: re.Match[str], place: int, math: bool) -> bool:
        """`{{c1::{a}}}`: the first brace is the author's own; a formula's braces always pair."""
        top = self.stack[-1] if self.stack else None
        if top is None or top.place != place or not top.depth:
            return False
        return math or match.string.startswith("}", match.end())

    def _mark(self, kind: str, text: str, start: int, place: int) -> None:
        top = self.stack[-1] if self.stack and self.stack[-1].place == place else None
        if kind == "open":
            self.stack.append(_Open(start, place))
            self.out.append(self._character(text, FIRST_OPEN))
        elif kind == "foreign":
            self.out.append(self._character(text, FIRST_FOREIGN))
        elif kind == "close" and top:
            self.stack.pop()
            self._put(CLOSE, text)
        elif kind == "hint" and top and not top.hinted:
            top.hinted = True
            self._put(HINT, text)
        elif kind == "bar" and top and top.hinted:
            self._put(BAR, text)
        else:
            if top and kind == "brace":
                top.depth = max(0, top.depth + (1 if text == "{" else -1))
            self.out.append(text)

    def _put(self, char: str, text: str) -> None:
        self.originals[char] = text
        self.out.append(char)

    def _character(self, text: str, first: int) -> str:
        """One character for each distinct text."""
        for char, known in self.originals.items():
            if known == text and ord(char) >= first:
                return char
        char = chr(first + len(self.originals))
        self.originals[char] = text
        return char


def shield(text: str) -> Shielded:
    """The text with its cloze markers as private characters."""
    if "{{c" not in text:
        return Shielded(text)
    state = _Shield()
    state.walk(text, TOKEN)
    return Shielded("".join(state.out), state.originals, tuple(sorted(state.unclosed)))
