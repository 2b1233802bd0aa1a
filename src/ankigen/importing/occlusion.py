"""What Anki's image occlusion notes hold: one cloze a shape, in fractions of the picture.

Anki's reviewer (rslib/src/cloze.rs, ts/routes/image-occlusion/review.ts) draws the asked shapes and the texts in the
order in which they stand, and the other masks over them. So a text that stands before the mask it lies under is read
with the answer, and one that stands behind it with the question.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from ankigen.importing.as_markdown import plain_heading
from ankigen.model.picture import Area, Covered, Form, around
from ankigen.parse.places import MOST_CORNERS
from ankigen.render.bounds import until_last
from ankigen.values import dataclass

SHAPE = re.compile(r"\{\{c(\d+(?:,\d+)*)::image-occlusion:(.*?)\}\}", re.DOTALL)
KIND = re.compile(r"[a-z]+")
PROPERTY = re.compile(r":([^=:]+)=((?:[^\\:]|\\[\\:])*)")
BETWEEN = re.compile(r"(?i)(?:\s|&nbsp;|</?(?:br|div|p)\b[^<>]*>)*")
NUMBER = re.compile(r"-?(?:\d{1,9}(?:\.\d{0,20})?|\.\d{1,20})")
# What a label cannot say: a hint, a cloze, the place behind it.
NO_LABEL = re.compile(r"::|\{\{|\}\}|`")
FULL_TURN = 10_000  # Anki's steps
# By the size of the font: Anki's lines are half as high again as an M; letters are about half as wide as high.
LINE, LETTER = 1.08, 0.5
USUAL_FONT = 40  # px, of a text that states no size
SIDES = 72  # of an ellipse that the picture's edge cuts: within 0.1 % of it
SMALLEST = 0.01

Size = tuple[float, float]


class CannotConvertError(Exception):
    """Why a note of Anki's image occlusion can be no picture note."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A mask over an area, of a card's number; `labels` and `hints` are the texts read with the answer and before."""

    number: int
    area: Area
    labels: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Masks:
    """The list of a picture note, a line for each mask, and the numbers of those that Anki gives no words."""

    lines: tuple[str, ...]
    covered: Covered
    unnamed: tuple[int, ...]


def read_masks(occlusion: str, size: Size) -> Masks:
    """The masks that Anki's field holds, over a picture of that width and height. Raises CannotConvertError."""
    shapes: list[Shape] = []
    shown: list[str] = []
    texts: list[tuple[int, str, Area]] = []
    covers = set()
    for number, kind, values in _shapes(occlusion):
        if kind == "text":
            if number:
                raise CannotConvertError("a text that is a card")
            texts.append((len(shapes), *_text(values, size)))
            continue
        if number == 0:
            raise CannotConvertError("a mask that no card asks for")
        shapes.append(Shape(number, _area(kind, values)))
        covers.add(values.get("oi") == "1")
    if not shapes:
        raise CannotConvertError("no masks")
    if len(covers) > 1:
        raise CannotConvertError("masks of which only some are covered on the other cards")
    for at, words, area in texts:
        shape = _under(area, shapes)
        if shape is None:
            shown.append(f"- {plain_heading(words)} {_place(area)}")
        elif NO_LABEL.search(words):
            raise CannotConvertError("a text with signs that a label cannot have")
        else:
            # By identity: two masks may be equal.
            before = next(index for index, other in enumerate(shapes) if other is shape) >= at
            (shape.labels if before else shape.hints).append(words)
    lines = tuple(_lines(shapes))
    unnamed = tuple(sorted({shape.number for shape in shapes if not shape.labels}))
    return Masks((*lines, *shown), Covered.ALL if covers == {True} else Covered.ONE, unnamed)


def _shapes(occlusion: str) -> Iterator[tuple[int, str, dict[str, str]]]:
    """Each shape's number, kind and properties. Raises CannotConvertError if there is anything else."""
    at = 0
    for match in SHAPE.finditer(occlusion, 0, until_last(occlusion, "}}")):
        if not BETWEEN.fullmatch(occlusion, at, match.start()):
            raise CannotConvertError("more than masks in its first field")
        at = match.end()
        kind = KIND.match(match[2])
        if "," in match[1] or kind is None:
            raise CannotConvertError("a mask that belongs to several cards" if kind else "a mask of no known form")
        values = PROPERTY.findall(match[2], kind.end())
        if sum(len(name) + len(value) + 2 for name, value in values) != len(match[2]) - kind.end():
            raise CannotConvertError("a mask that cannot be read")
        found = {name: re.sub(r"\\([\\:])", r"\1", value) for name, value in values}
        if kind[0] != "polygon" and _number(found, "angle", "0") % FULL_TURN:
            raise CannotConvertError("a turned text" if kind[0] == "text" else "a turned mask")
        yield int(match[1]), kind[0], found
    if not BETWEEN.fullmatch(occlusion, at):
        raise CannotConvertError("more than masks in its first field" if at else "no masks")


def _number(values: dict[str, str], name: str, usual: str = "") -> float:
    """Raises CannotConvertError if there is none, and no usual one."""
    return _read(values.get(name, usual) or usual)


def _read(text: str) -> float:
    if not NUMBER.fullmatch(text):
        raise CannotConvertError("a mask without a place")
    return float(text)


def _area(kind: str, values: dict[str, str]) -> Area:
    """What the shape covers of the picture, in per cent of it."""
    left, top = _number(values, "left", "0") * 100, _number(values, "top", "0") * 100
    match kind:
        case "rect":
            width, height = _number(values, "width") * 100, _number(values, "height") * 100
            return _inside(Area(left, top, width, height))
        case "ellipse":
            width, height = _number(values, "rx") * 200, _number(values, "ry") * 200
            return _inside(Area(left, top, width, height, Form.ELLIPSE))
        case "polygon":
            corners = [_corner(pair) for pair in values.get("points", "").split()]
            if not 3 <= len(corners) <= MOST_CORNERS:
                raise CannotConvertError(f"a polygon of {len(corners)} corners")
            # Anki draws it where `left` and `top` say, wherever its points are.
            across, down = left - min(x for x, _ in corners), top - min(y for _, y in corners)
            return _inside(around(((x + across, y + down) for x, y in corners), Form.POLYGON))
        case _:
            raise CannotConvertError("a mask of no known form")


def _corner(pair: str) -> tuple[float, float]:
    x, _, y = pair.partition(",")
    return _read(x) * 100, _read(y) * 100


def _inside(area: Area) -> Area:
    """What of it is in the picture."""
    if area.width <= 0 or area.height <= 0:
        raise CannotConvertError("a mask without a size")
    left, top = max(0.0, area.left), max(0.0, area.top)
    right, bottom = min(100.0, area.right), min(100.0, area.bottom)
    if right - left < SMALLEST or bottom - top < SMALLEST:
        raise CannotConvertError("a mask or a text outside the picture")
    if area.form is Form.BOX:
        return Area(left, top, right - left, bottom - top)
    if math.dist((left, top, right, bottom), (area.left, area.top, area.right, area.bottom)) < SMALLEST:
        return area
    corners = area.corners or tuple(_around_ellipse(area))
    return around(((min(100.0, max(0.0, x)), min(100.0, max(0.0, y))) for x, y in corners), Form.POLYGON)


def _around_ellipse(area: Area) -> Iterator[tuple[float, float]]:
    x, y = area.centre
    for side in range(SIDES):
        turn = 2 * math.pi * side / SIDES
        yield x + area.width / 2 * math.cos(turn), y + area.height / 2 * math.sin(turn)


def _text(values: dict[str, str], size: Size) -> tuple[str, Area]:
    """A text's words and about where they are: how wide letters are, only a screen knows."""
    lines = re.split(r"\n|<br\b[^<>]*>", values.get("text", ""))
    words = " ".join(" ".join(lines).split())
    if not words:
        raise CannotConvertError("an empty text")
    width, height = size
    font = _number(values, "fs") * height if values.get("fs") else USUAL_FONT
    font *= _number(values, "scale", "1")
    left, top = _number(values, "left", "0") * 100, _number(values, "top", "0") * 100
    longest = max(map(len, lines))
    return words, _inside(
        Area(left, top, longest * LETTER * font / width * 100, len(lines) * LINE * font / height * 100)
    )


def _under(text: Area, shapes: Sequence[Shape]) -> Shape | None:
    """The smallest mask over the middle of a text."""
    x, y = text.centre
    found = [shape for shape in shapes if shape.area.holds(x, y)]
    return min(found, key=lambda shape: shape.area.width * shape.area.height, default=None)


def _lines(shapes: Iterable[Shape]) -> Iterator[str]:
    """Places of one card and with one label stand in one line."""
    by_label: dict[tuple[int, str], list[Shape]] = {}
    for shape in shapes:
        by_label.setdefault((shape.number, " ".join(shape.labels)), []).append(shape)
    for (number, label), found in sorted(by_label.items(), key=lambda item: item[0][0]):
        hint = " ".join(dict.fromkeys(hint for shape in found for hint in shape.hints))
        words = plain_heading(label or str(number)) + (f"::{plain_heading(hint)}" if hint else "")
        yield f"- {{{{c{number}::{words}}}}} {' '.join(_place(shape.area) for shape in found)}"


def _place(area: Area) -> str:
    if area.form is Form.POLYGON:
        return f"`polygon {', '.join(f'{_written(x)} {_written(y)}' for x, y in area.corners)}`"
    numbers = " ".join(map(_written, (area.left, area.top, area.width, area.height)))
    return f"`ellipse {numbers}`" if area.form is Form.ELLIPSE else f"`{numbers}`"


def _written(number: float) -> str:
    """Anki writes four digits of a fraction, which are two of per cent."""
    return f"{round(number, 2) + 0:.2f}".rstrip("0").rstrip(".")
