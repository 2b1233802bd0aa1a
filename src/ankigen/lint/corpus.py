"""The texts of a whole deck one after the other: a pattern runs over them once, not once for each of them."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate

from ankigen.lint.plain_text import WORD, Prose
from ankigen.source import Span
from ankigen.values import dataclass

BREAK = "\n\0\n"  # between two texts; no pattern matches across it


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pattern was found: in which text, at which offset in it, and the number of the note that has it."""

    note: int
    prose: Prose
    at: int

    @property
    def span(self) -> Span:
        return self.prose.span(self.at)

    def before(self, length: int) -> str:
        """The characters right before it."""
        return self.prose.text[max(0, self.at - length) : self.at]


@dataclass(frozen=True, slots=True)
class Page:
    """`text` holds the `parts`, which begin at `starts` and belong to the notes of these numbers.

    `low` is the same in small letters, of the same length.
    """

    notes: tuple[int, ...]
    parts: tuple[Prose, ...]
    starts: tuple[int, ...]
    text: str
    low: str

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[Place, re.Match[str]]]:
        """Every match in the small letters."""
        return self._places(pattern.finditer(self.low))

    def find_exact(self, pattern: re.Pattern[str]) -> Iterator[tuple[Place, re.Match[str]]]:
        """Every match in the letters as they stand."""
        return self._places(pattern.finditer(self.text))

    def find_word(self, word: str) -> Iterator[Place]:
        """Every place where the word stands as it is, and is not part of another."""
        at = self.text.find(word)
        while at >= 0:
            end = at + len(word)
            if not (self.text[at - 1 : at].isalnum() or self.text[end : end + 1].isalnum()):
                yield self._place(at)
            at = self.text.find(word, end)

    def _places(self, matches: Iterable[re.Match[str]]) -> Iterator[tuple[Place, re.Match[str]]]:
        return ((self._place(match.start()), match) for match in matches)

    def _place(self, at: int) -> Place:
        index = bisect_right(self.starts, at) - 1
        return Place(self.notes[index], self.parts[index], at - self.starts[index])

    def words(self) -> Counter[str]:
        """Every word of the texts, and how often it stands there."""
        counts: Counter[str] = Counter()
        for token, times in Counter(self.text.split()).items():  # what is the same is taken apart once
            for word in WORD.findall(token):
                counts[word] += times
        return counts


def page(texts: Iterable[tuple[int, Prose]]) -> Page:
    pairs = [(owner, part) for owner, part in texts if part.text]
    text = BREAK.join(part.text for _, part in pairs)
    starts = accumulate((len(part.text) + len(BREAK) for _, part in pairs[:-1]), initial=0)
    low = text.lower()
    if len(low) != len(text):  # a few capitals, such as the Turkish dotted one, have longer small letters
        low = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    return Page(
        tuple(owner for owner, _ in pairs), tuple(part for _, part in pairs), tuple(starts) if pairs else (), text, low
    )
