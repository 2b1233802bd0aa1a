"""The words of an SVG and about where they are: how wide a font draws them is not in the file."""

import re
from collections.abc import Iterator
from math import isfinite
from xml.etree.ElementTree import Element

from ankigen.compile.pictures.transform import Matrix, numbers
from ankigen.compile.pictures.viewport import length
from ankigen.model.picture import Area, around
from ankigen.values import dataclass

WIDE, ABOVE, BELOW = 0.52, 0.8, 0.25  # of the font's size: a letter's width, its height, what hangs below the line
DEEPEST = 10  # pieces of text in pieces of text
ANCHORS = {"middle": 0.5, "end": 1.0}
PROPERTY = re.compile(r"(?:^|;)\s*([\w-]+)\s*:\s*([^;]*)")


@dataclass(frozen=True, slots=True)
class Font:
    """What text takes over from the elements around it."""

    size: float = 16
    anchor: str = "start"
    hidden: bool = False

    def inside(self, element: Element) -> "Font":
        style = dict(PROPERTY.findall(element.get("style", "")))
        size = length(style.get("font-size") or element.get("font-size"))
        anchor = style.get("text-anchor") or element.get("text-anchor") or self.anchor
        hidden = any("none" in (text or "") for text in (style.get("display"), element.get("display")))
        return Font(size or self.size, anchor.strip(), self.hidden or hidden)


def text_area(element: Element, matrix: Matrix, font: Font) -> Area | None:
    """About where the words of a `<text>` are; None if it has none."""
    corners = [
        matrix.apply(corner)
        for words, x, y, own in _lines(element, font, 0.0, 0.0)
        for corner in _corners(words, x, y, own)
    ]
    return around(corners) if corners and all(isfinite(x + y) for x, y in corners) else None


def _lines(
    element: Element, font: Font, x: float, y: float, depth: int = 0
) -> Iterator[tuple[str, float, float, Font]]:
    """The pieces of the text, each with where it begins; one without a place of its own goes on from the last one."""
    x, y = (_first(element.get(name), value) for name, value in (("x", x), ("y", y)))
    x, y = (value + _first(element.get(name), 0.0) for name, value in (("dx", x), ("dy", y)))
    if words := " ".join((element.text or "").split()):
        yield words, x, y, font
    for child in element if depth < DEEPEST else ():
        own = font.inside(child)
        for piece in _lines(child, own, x, y, depth + 1):
            yield piece
            y = piece[2]


def _first(text: str | None, otherwise: float) -> float:
    found = numbers(text or "")
    return found[0] if found else otherwise


def _corners(words: str, x: float, y: float, font: Font) -> list[tuple[float, float]]:
    width = WIDE * font.size * len(words)
    left = x - width * ANCHORS.get(font.anchor, 0.0)
    top, bottom = y - ABOVE * font.size, y + BELOW * font.size
    return [(left, top), (left + width, top), (left, bottom), (left + width, bottom)]


def words_of(element: Element) -> str:
    return " ".join(" ".join(element.itertext()).split())
