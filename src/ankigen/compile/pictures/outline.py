"""The outline of one element of an SVG, in the coordinates into which a matrix takes it."""

from collections.abc import Sequence
from math import cos, hypot, pi, sin
from xml.etree.ElementTree import Element

from ankigen.compile.pictures.path import outlines
from ankigen.compile.pictures.transform import Matrix, Point, numbers
from ankigen.compile.pictures.viewport import length
from ankigen.model.picture import Area, Form, around

ROUND = 32  # corners of a turned ellipse
FINE = 0.35  # per cent of the picture by which a simplified outline may be off
MOST_CORNERS = 48  # an outline with more of them is not worth its bytes: its bounds will do


def outline(name: str, element: Element, matrix: Matrix) -> Area | None:
    """The area of a basic shape; None if there is nothing of it."""
    match name:
        case "rect" | "image":
            x, y, width, height = (_length(element, key) for key in ("x", "y", "width", "height"))
            corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
            return _area(corners, matrix, Form.BOX if matrix.is_upright else Form.POLYGON)
        case "circle":
            radius = _length(element, "r")
            return _round(element, matrix, radius, radius)
        case "ellipse":
            return _round(element, matrix, _length(element, "rx"), _length(element, "ry"))
        case "line":
            ends = [(_length(element, f"x{end}"), _length(element, f"y{end}")) for end in "12"]
            return _area(ends, matrix, Form.BOX)
        case "polygon" | "polyline":
            found = numbers(element.get("points", ""))
            points = list(zip(found[::2], found[1::2], strict=False))
            return _area(points, matrix, Form.POLYGON if name == "polygon" else Form.BOX)
        case "path":
            runs = outlines(element.get("d", ""))
            whole = len(runs) == 1 and runs[0].closed
            points = [point for run in runs for point in run.points]
            return _area(points, matrix, Form.POLYGON if whole else Form.BOX)
        case _:
            return None


def _length(element: Element, name: str) -> float:
    return length(element.get(name)) or 0.0


def _round(element: Element, matrix: Matrix, rx: float, ry: float) -> Area | None:
    x, y = _length(element, "cx"), _length(element, "cy")
    if matrix.is_upright:
        return _area([(x - rx, y - ry), (x + rx, y + ry)], matrix, Form.ELLIPSE)
    angles = (2 * pi * step / ROUND for step in range(ROUND))
    return _area([(x + rx * cos(angle), y + ry * sin(angle)) for angle in angles], matrix, Form.POLYGON)


def _area(points: Sequence[Point], matrix: Matrix, form: Form) -> Area | None:
    if len(points) < 2:
        return None
    moved = [matrix.apply(point) for point in points]
    if form is not Form.POLYGON:
        return around(moved, form)
    corners = simplified(moved)
    return around(corners, form) if 3 <= len(corners) <= MOST_CORNERS else around(moved)


def simplified(points: Sequence[Point]) -> list[Point]:
    """The points without those that hardly change the line (Ramer, Douglas and Peucker)."""
    if points[0] == points[-1]:
        points = points[:-1]
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        off, at = max(
            ((_distance(points[index], points[first], points[last]), index) for index in range(first + 1, last)),
            default=(0.0, 0),
        )
        if off > FINE:
            kept.add(at)
            spans.extend([(first, at), (at, last)])
    return [points[index] for index in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """How far a point is from the line between two others."""
    across, down = end[0] - start[0], end[1] - start[1]
    size = across**2 + down**2
    share = ((point[0] - start[0]) * across + (point[1] - start[1]) * down) / size if size else 0.0
    share = min(1.0, max(0.0, share))
    return hypot(point[0] - start[0] - share * across, point[1] - start[1] - share * down)
