"""Files and places: every line and column counts in the whole file, from 1."""

import re
import unicodedata
from dataclasses import field
from functools import cached_property
from pathlib import Path

from ankigen.values import dataclass

# Control characters, lone surrogates and noncharacters; not what this Python's Unicode does not know yet.
_NONCHARACTERS = "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17))
UNFIT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")

# What ends a line: also what office programs (VT, FF), mainframes (NEL) and JavaScript write for it.
OTHER_ENDS = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
USUAL_ENDS = ("\n", "\r\n", "\r")
# A line of a file as it is, and its end.
LINE = re.compile("([^\n\r\x0b\x0c\x85\u2028\u2029]*)(\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]|\\Z)")


@dataclass(frozen=True)
class Source:
    """One file as text. `shown` is its path as people see it; line ends are `\\n` whatever the file has."""

    path: Path
    shown: str
    text: str = field(default="", repr=False)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their ends; the first has the number 1."""
        return tuple(self.text.split("\n"))

    def line(self, number: int) -> str:
        """The text of one line, empty if the file has no such line."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def span(self, line: int = 1, column: int = 1) -> "Span":
        return Span(self, line, column)

    def whole(self) -> "Span":
        """The file as a whole: a place without a line to show."""
        return Span(Source(self.path, self.shown))

    def fragment(self, first: int, last: int) -> "Fragment":
        """The lines from `first` to `last`, blank ones at either end left out."""
        while first <= last and not self.line(first).strip():
            first += 1
        while last > first and not self.line(last).strip():
            last -= 1
        return Fragment(self, first, "\n".join(self.lines[first - 1 : last]))


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a source: line and column in characters, both from 1 (a tab is one character)."""

    source: Source
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.source.shown}:{self.line}:{self.column}"

    @property
    def key(self) -> tuple[str, int, int]:
        """What places are sorted by."""
        return (self.source.shown, self.line, self.column)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of lines of a source, such as a note's heading, its body or one option of a choice.

    `column` is the place of the first character; later lines were moved left by `indent` columns, as far as they are
    indented.
    """

    source: Source
    line: int
    text: str
    column: int = 1
    indent: int = 0

    def span(self, offset: int = 0) -> Span:
        """The place in the file of the character at `offset` in `text`."""
        end = min(offset, len(self.text))
        down = self.text.count("\n", 0, end)
        if not down:
            return Span(self.source, self.line, self.column + end)
        across = end - (self.text.rfind("\n", 0, end) + 1)
        if not self.indent:
            return Span(self.source, self.line + down, across + 1)
        line = self.source.line(self.line + down)
        return Span(self.source, self.line + down, across + 1 + len(line) - len(moved_left(line, self.indent)))


def moved_left(line: str, columns: int) -> str:
    """The line without so much of its indentation; a tab that reaches beyond it goes as a whole."""
    done = 0
    for at, sign in enumerate(line):
        if sign not in " \t" or done >= columns:
            return line[at:]
        done += 4 - done % 4 if sign == "\t" else 1
    return ""


def with_line_feeds(text: str) -> str:
    """The text with `\\n` for every line's end."""
    for end in OTHER_ENDS:  # rarely is any there, and plain searches are quicker than a pattern
        text = text.replace(end, "\n")
    return text


def clean(text: str) -> str:
    """Text as Anki may store it: composed Unicode (NFC), no control characters but tab and line feed.

    Anki refuses a whole package for one U+001F, the separator of its fields.
    """
    text = unicodedata.normalize("NFC", text)
    return text if text.replace("\n", "").isprintable() else UNFIT.sub("", text)
