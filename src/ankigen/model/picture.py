"""A picture note: one picture, and masks over parts of it, each with a label and the places it covers.

Places are in per cent of the picture, from its left and its top, whatever its size is.
"""

from collections.abc import Iterable
from enum import StrEnum

from ankigen.source import Fragment, Span
from ankigen.values import dataclass


class Covered(StrEnum):
    """What a card covers: every mask, or only the one it asks for."""

    ALL = "all"
    ONE = "one"


class Form(StrEnum):
    """How a place is given: by numbers, or by the id of a shape in the picture."""

    BOX = "box"
    ELLIPSE = "ellipse"
    POLYGON = "polygon"
    SHAPE = "shape"


@dataclass(frozen=True, slots=True)
class Place:
    """A place as written: left, top, width and height of a box or an ellipse, the x and y of each corner of a polygon,
    or the id of a shape."""

    form: Form
    span: Span
    numbers: tuple[float, ...] = ()
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Mask:
    """One item of the list, all of which is `item` but for its bullet. A label without a cloze is always shown."""

    label: Fragment
    places: tuple[Place, ...]
    item: Fragment


@dataclass(frozen=True, slots=True)
class Picture:
    """What stands under the heading; `image` is the Markdown of the picture, None if there is none."""

    image: Fragment | None
    masks: tuple[Mask, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the picture in per cent of it: its bounds, and how they are filled; `corners` if it is a polygon."""

    left: float
    top: float
    width: float
    height: float
    form: Form = Form.BOX
    corners: tuple[tuple[float, float], ...] = ()

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2

    def covers(self, other: "Area") -> bool:
        """Whether nothing of the other one is outside these bounds."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def around(points: Iterable[tuple[float, float]], form: Form = Form.BOX) -> Area:
    """The bounds of the points; as a polygon with them for corners if that is the form."""
    corners = tuple(points)
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    return Area(left, top, right - left, bottom - top, form, corners if form is Form.POLYGON else ())


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture note as its file makes it: width and height of the picture in px, whether it is drawn (SVG), where each
    mask is, and the words that can be read in the drawing with the places at which they are."""

    width: float
    height: float
    drawn: bool
    areas: tuple[tuple[Area, ...], ...]
    words: tuple[tuple[str, Area], ...] = ()
