"""The shapes of an SVG by their ids, and the words that can be read in it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field
from xml.etree.ElementTree import Element, ParseError, fromstring

from ankigen.compile.pictures.outline import outline
from ankigen.compile.pictures.text import Font, text_area, words_of
from ankigen.compile.pictures.transform import Matrix, TransformError, numbers, transform
from ankigen.compile.pictures.viewport import viewport
from ankigen.compile.svg.document import EncodingError, decode, without_outer_dtd
from ankigen.model.picture import Area, around
from ankigen.values import dataclass

SVG = "{http://www.w3.org/2000/svg}"
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
GROUPS = frozenset(("g", "a", "switch"))
# What is in these is drawn somewhere else, or not at all.
APART = frozenset(("defs", "symbol", "clipPath", "mask", "marker", "pattern", "linearGradient", "radialGradient"))
MOVES = re.compile(r"(?:\A|[\s;{])(?:transform|translate|rotate|scale|offset-path)\s*:")
DEEPEST = 60
MOST = 50_000  # elements, copies included

TEXT = "is text, which each device draws as wide as its font is"
NESTED = "is in an <svg> inside the drawing"
NOT_DRAWN = "is in <{}>, so it is not drawn where it is written"
BY_CSS = "is moved by CSS"
BROKEN = "has a transform that cannot be read"
NOTHING = "has no extent"


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a shape is, or why that cannot be told; for text, both."""

    area: Area | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Svg:
    """Width and height in px, the shapes by id, the ids that more than one has, and words with about where they are."""

    width: float
    height: float
    shapes: Mapping[str, Shape]
    twice: frozenset[str]
    words: tuple[tuple[str, Area], ...]


def read_svg(data: bytes) -> Svg | None:
    """The drawing of a file that was found to be an SVG and nothing else; None if it does not say how large it is."""
    try:
        root = fromstring(without_outer_dtd(decode(data)))
    except (EncodingError, ParseError):
        return None
    view = viewport(root)
    if view is None:
        return None
    ids = [element.get("id", "") for element in root.iter()]
    by_id = {name: element for name, element in zip(ids, root.iter(), strict=True) if name}
    walk = _Walk(by_id)
    walk.children(root, view.to_percent, Font().inside(root), BY_CSS if _is_moved_by_css(root) else "", 0)
    twice = frozenset(name for name, count in Counter(ids).items() if name and count > 1)
    return Svg(view.width, view.height, walk.shapes, twice, tuple(walk.words))


def _is_moved_by_css(root: Element) -> bool:
    """Whether a rule moves or turns shapes: which ones, only a browser knows."""
    return any(MOVES.search("".join(style.itertext())) for style in root.iter(f"{SVG}style"))


@dataclass(slots=True)
class _Walk:
    """Goes through the drawing once; `apart` is why nothing below can be placed."""

    by_id: Mapping[str, Element]
    shapes: dict[str, Shape] = field(default_factory=dict)
    words: list[tuple[str, Area]] = field(default_factory=list)
    seen: int = 0

    def children(self, element: Element, matrix: Matrix, font: Font, apart: str, depth: int) -> Shape:
        """All that is in an element, as one shape."""
        found = [self.element(child, matrix, font, apart, depth) for child in element]
        areas = [shape.area for shape in found if shape.area]
        why = next((shape.why for shape in found if shape.why not in ("", TEXT, NOTHING)), "")
        return Shape(areas[0] if len(areas) == 1 else _together(areas), why)

    def element(self, element: Element, matrix: Matrix, font: Font, apart: str, depth: int) -> Shape:
        self.seen += 1
        if self.seen > MOST or depth > DEEPEST or not isinstance(element.tag, str):
            return Shape()
        font = font.inside(element)
        try:
            matrix = matrix @ transform(element.get("transform", ""))
        except TransformError:
            apart = apart or BROKEN
        if MOVES.search(element.get("style", "")):
            apart = apart or BY_CSS
        shape = self.drawn(element.tag.removeprefix(SVG), element, matrix, font, apart, depth)
        why = apart or shape.why or ("" if shape.area else NOTHING)
        if name := element.get("id"):
            self.shapes.setdefault(name, Shape(shape.area, why))
        return Shape(shape.area, why)

    def drawn(self, name: str, element: Element, matrix: Matrix, font: Font, apart: str, depth: int) -> Shape:
        if name in GROUPS:
            return self.children(element, matrix, font, apart, depth + 1)
        if name in APART:
            self.children(element, matrix, font, apart or NOT_DRAWN.format(name), depth + 1)
            return Shape()
        if name == "svg":
            self.children(element, matrix, font, apart or NESTED, depth + 1)
            return Shape(why=NESTED)
        if name == "use":
            return self.copy(element, matrix, font, apart, depth)
        if name == "text":
            area = text_area(element, matrix, font)
            if area and not font.hidden and apart in ("", NESTED):
                self.words.append((words_of(element), area))
            return Shape(area, TEXT)
        return Shape(outline(name, element, matrix))

    def copy(self, element: Element, matrix: Matrix, font: Font, apart: str, depth: int) -> Shape:
        """What a `<use>` shows, at its own place; what is copied keeps its ids for itself."""
        name = next((element.get(key, "") for key in HREFS if element.get(key)), "")
        target = self.by_id.get(name.removeprefix("#"))
        if target is None or target.tag == f"{SVG}symbol":
            return Shape(why=NOT_DRAWN.format("symbol")) if target is not None else Shape()
        x, y = (next(iter(numbers(element.get(key, ""))), 0.0) for key in "xy")
        copy = _Walk(self.by_id, seen=self.seen)
        shape = copy.element(target, matrix @ Matrix(e=x, f=y), font, apart, depth + 1)
        self.seen = copy.seen
        self.words.extend(copy.words)
        return shape


def _together(areas: list[Area]) -> Area | None:
    """The bounds of several areas."""
    return around(_ends(areas)) if areas else None


def _ends(areas: list[Area]) -> Iterator[tuple[float, float]]:
    for area in areas:
        yield area.left, area.top
        yield area.right, area.bottom
