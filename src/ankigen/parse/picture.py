"""A picture note's body: the picture, and the list under it, a line for each mask."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ankigen.codes.pictures import BAD_PLACE, NO_MASKS, NO_PICTURE, NO_PLACE, TEXT_BESIDE_PICTURE, TWO_PICTURES
from ankigen.diagnostic import Code, Diagnostic
from ankigen.model.cloze import without_comments
from ankigen.model.picture import Mask, Picture, Place
from ankigen.parse.places import PlaceError, read_place
from ankigen.rare import RarePattern
from ankigen.source import Fragment, Source, Span

ITEM = RarePattern(r"( {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+)(?=\S)")
IMAGE = RarePattern(
    r"!\[(?:\\.|[^\\\[\]])*\](?:\((?:<[^<>\n]*>|[^()]*(?:\([^()]*\)[^()]*)*)\)|\[[^\[\]]*\])|<img\b[^<>]*>", re.DOTALL
)
DEFINITION = RarePattern(r" {0,3}\[[^\[\]\n]+\]:")
CODE = RarePattern(r"`([^`\n]*)`")
EXAMPLE = "- {{c1::Eparterial bronchus}} `41 22 9 7`"


def split_picture(
    source: Source, note: Span, first: int, last: int, opaque: frozenset[int]
) -> tuple[Picture, tuple[Diagnostic, ...]]:
    """The lines from `first` to `last` as a picture with its masks, and what is wrong with them."""
    reader = _Reader(note)
    for text in _blocks(source, first, last, opaque):
        item = ITEM.match(text.text)
        if item:
            reader.mask(Fragment(source, text.line, text.text[item.end() :], item.end() + 1))
        else:
            reader.beside(text)
    reader.end()
    return Picture(reader.image, tuple(reader.masks)), tuple(reader.problems)


def _blocks(source: Source, first: int, last: int, opaque: frozenset[int]) -> Iterator[Fragment]:
    """Items and paragraphs: each begins after an empty line, or with an item, and goes on up to the next one."""
    start = 0
    for number in range(first, last + 1):
        line = "" if number in opaque else source.line(number)
        if start and (not line.strip() or ITEM.match(line)):
            yield source.fragment(start, number - 1)
            start = 0
        if line.strip() and not start:
            start = number
    if start:
        yield source.fragment(start, last)


@dataclass(slots=True)
class _Reader:
    note: Span
    image: Fragment | None = None
    masks: list[Mask] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    def report(self, span: Span, code: Code, message: str, hint: str) -> None:
        self.problems.append(Diagnostic(span, code, message, hint))

    def beside(self, text: Fragment) -> None:
        """A paragraph: the picture, and nothing else; definitions hold for the whole file."""
        if DEFINITION.match(text.text):
            return
        rest = text.text
        for match in IMAGE.finditer(text.text):
            rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
            if self.image is None:
                place = text.span(match.start())
                self.image = Fragment(text.source, place.line, match[0], place.column, text.indent)
            else:
                hint = "make it a note of its own: places are parts of one picture"
                self.report(text.span(match.start()), TWO_PICTURES, "this note has a picture already", hint)
        if rest.strip():
            at = len(rest) - len(rest.lstrip())
            message = "this is neither the picture nor a line of its list"
            hint = "put it under #### Extra, or into the heading"
            self.report(text.span(at), TEXT_BESIDE_PICTURE, message, hint)

    def mask(self, item: Fragment) -> None:
        item = replace(item, text=without_comments(item.text))
        start = _places_start(item.text)
        if start == len(item.text):
            hint = f"write it behind the label, in per cent of the picture (left top width height): {EXAMPLE}"
            self.report(item.span(), NO_PLACE, "this label says nowhere where it is in the picture", hint)
        places = tuple(self.places(item, start))
        label = item.text[:start].rstrip()
        self.masks.append(Mask(Fragment(item.source, item.line, label, item.column), places, item))

    def places(self, item: Fragment, start: int) -> Iterator[Place]:
        for code in CODE.finditer(item.text, start):
            span = item.span(code.start(1))
            try:
                yield read_place(code[1], span)
            except PlaceError as error:
                self.report(span, BAD_PLACE, error.message, error.hint)

    def end(self) -> None:
        if self.image is None:
            hint = "write it under the heading: ![what one sees](media/hilum.svg)"
            self.report(self.note, NO_PICTURE, "this picture note has no picture", hint)
        if not self.masks:
            message = "this picture note has no list: nothing is hidden"
            self.report(self.note, NO_MASKS, message, f"write a line for each mask: {EXAMPLE}")


def _places_start(text: str) -> int:
    """Where the places begin that stand behind the label, each in backticks; the text's end if there are none."""
    at = end = len(text)
    while (rest := text[:end].rstrip()).endswith("`"):
        start = rest.rfind("`", 0, len(rest) - 1)
        if start < 0 or "\n" in rest[start:] or (start and not text[start - 1].isspace() and text[start - 1] != "`"):
            break
        at = end = start
    return at
