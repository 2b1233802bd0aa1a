"""What a learner reads of a text, letter by letter at the place where its author wrote it.

The words are those of the card: they are taken from the HTML that the renderer made. What is left to do here is to
find each of them in the author's Markdown, from left to right, so that a finding has its line and column.
"""

import re
from collections.abc import Mapping

from ankigen.lint.alignment import GONE, Picture, align
from ankigen.source import Fragment, Span
from ankigen.values import dataclass

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SAID = re.compile(r"[^\W_]+(?:[-‐–/.,'’%°µ][^\W_]+|(?<=\d)\s?(?:[µm]?[gLl]|mmol|mm|cm|%)\b)*")
LABEL = re.compile(r"(?:^|(?<=\s))(?:\(?\d{1,2}[.)]|\(?[A-Za-z][.)]|[A-Z]:)(?=\s)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prose:
    """The words of a fragment. `mask` is as long as the fragment's text and has `GONE` where markup was."""

    fragment: Fragment
    mask: str
    text: str
    pictures: tuple[Picture, ...] = ()

    def span(self, at: int = 0) -> Span:
        """The place in the file of the character at `at` in `text`."""
        place, gone = at, 0
        while (before := self.mask.count(GONE, 0, place + 1)) > gone:
            place, gone = at + before, before
        return self.fragment.span(place)

    def part(self, start: int, end: int) -> str:
        """The words between two offsets of the fragment's text."""
        return self.mask[start:end].replace(GONE, "")


Html = Mapping[Fragment, str]


def prose(fragment: Fragment, html: Html, *, cloze: bool = False) -> Prose:
    """The words of a fragment, those that a `cloze` hides included.

    `html` has what the fragment was rendered to, unless it is text without any markup.
    """
    rendered = html.get(fragment)
    if rendered is None:
        return Prose(fragment, fragment.text, fragment.text)
    mask, pictures = align(fragment, rendered, cloze=cloze)
    return Prose(fragment, mask, mask.replace(GONE, ""), pictures)


def count_words(text: str) -> int:
    """How many words there are to say: a compound or a number with its unit is one, the label of a list none."""
    return len(SAID.findall(LABEL.sub(" ", text)))


def words(text: str) -> list[str]:
    return WORD.findall(text)
