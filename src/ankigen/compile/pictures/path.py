"""The outline that the data of an SVG `<path>` draw (SVG 1.1, 8.3), as points along it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import field
from math import atan2, ceil, cos, hypot, pi, radians, sin, sqrt

from ankigen.compile.pictures.transform import Point, number
from ankigen.values import dataclass

TOKEN = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])|([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")
FLAG = re.compile(r"[\s,]*([01])")
COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}
STEPS = 12  # points along a curve
MOST_POINTS = 200_000


@dataclass(frozen=True, slots=True)
class Outline:
    """One run of the pen; `closed` says that it comes back to its start."""

    points: tuple[Point, ...]
    closed: bool


def outlines(data: str) -> tuple[Outline, ...]:
    """The runs of the path, as far as its data can be read: browsers draw up to the first mistake."""
    pen = _Pen()
    for command, values in _commands(data):
        pen.draw(command, values)
        if pen.count > MOST_POINTS:
            break
    pen.lift(closed=False)
    return tuple(pen.found)


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; one that is repeated without its letter comes again."""
    at, command = 0, ""
    while match := TOKEN.search(data, at):
        if match[1]:
            command, at = match[1], match.end()
            if command in "Zz":
                yield command, []
                continue
        elif not command or command in "Zz":
            return
        values, at = _values(data, at, command.upper())
        if len(values) < COUNTS[command.upper()]:
            return
        yield command, values
        command = {"M": "L", "m": "l"}.get(command, command)


def _values(data: str, at: int, command: str) -> tuple[list[float], int]:
    """The numbers of one command. The flags of an arc may stand without anything between them."""
    values: list[float] = []
    for index in range(COUNTS[command]):
        is_flag = command == "A" and index in (3, 4)
        match = FLAG.match(data, at) if is_flag else TOKEN.search(data, at)
        text = match and (match[1] if is_flag else match[2])
        if not match or not text:
            break
        values.append(number(text))
        at = match.end()
    return values, at


@dataclass(slots=True)
class _Pen:
    at: Point = (0.0, 0.0)
    start: Point = (0.0, 0.0)
    control: tuple[str, Point] | None = None  # of the last curve, and its kind: a smooth one goes on from there
    count: int = 0
    run: list[Point] = field(default_factory=list)
    found: list[Outline] = field(default_factory=list)

    def lift(self, *, closed: bool) -> None:
        if len(self.run) > 1:
            self.found.append(Outline(tuple(self.run), closed))
        self.run = []

    def draw(self, command: str, values: list[float]) -> None:
        kind = command.upper()
        if kind == "Z":
            self.lift(closed=True)
            self.at, self.control = self.start, None
            return
        base = self.at if command.islower() else (0.0, 0.0)
        if kind == "M":
            self.lift(closed=False)
            self.at = self.start = base[0] + values[0], base[1] + values[1]
            self.run, self.control = [self.at], None
            return
        if not self.run:
            self.run = [self.at]
        new = list(self._points(kind, values, base))
        self.run.extend(new)
        self.count += len(new)
        self.at = new[-1]

    def _points(self, kind: str, values: list[float], base: Point) -> Iterator[Point]:
        before, self.control = self.control, None
        x, y = base
        match kind:
            case "H":
                yield x + values[0], self.at[1]
            case "V":
                yield self.at[0], y + values[0]
            case "L":
                yield x + values[0], y + values[1]
            case "A":
                yield from _arc(self.at, values, (x + values[5], y + values[6]))
            case _:
                points = [(x + a, y + b) for a, b in zip(values[::2], values[1::2], strict=True)]
                yield from self._curve(kind, points, before)

    def _curve(self, kind: str, points: list[Point], before: tuple[str, Point] | None) -> Iterator[Point]:
        family = "C" if kind in "CS" else "Q"
        if kind in "ST":
            last = before[1] if before and before[0] == family else self.at
            points.insert(0, (2 * self.at[0] - last[0], 2 * self.at[1] - last[1]))
        self.control = family, points[-2]
        curve = _cubic if family == "C" else _quadratic
        for step in range(1, STEPS + 1):
            yield curve(self.at, points, step / STEPS)


def _cubic(start: Point, points: list[Point], t: float) -> Point:
    one, two, end = points
    u = 1 - t
    return _at(lambda i: u**3 * start[i] + 3 * u**2 * t * one[i] + 3 * u * t**2 * two[i] + t**3 * end[i])


def _quadratic(start: Point, points: list[Point], t: float) -> Point:
    one, end = points
    return _at(lambda i: (1 - t) ** 2 * start[i] + 2 * (1 - t) * t * one[i] + t**2 * end[i])


def _at(value: Callable[[int], float]) -> Point:
    return value(0), value(1)


def _arc(start: Point, values: list[float], end: Point) -> Iterator[Point]:
    """Points along an elliptical arc, from its centre (SVG 1.1, F.6.5)."""
    rx, ry, turn, large, sweep = abs(values[0]), abs(values[1]), radians(values[2]), values[3], values[4]
    if start == end or not rx or not ry:
        yield end
        return
    half = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x = cos(turn) * half[0] + sin(turn) * half[1]
    y = -sin(turn) * half[0] + cos(turn) * half[1]
    stretch = max(1.0, hypot(x / rx, y / ry))
    rx, ry = rx * stretch, ry * stretch
    square = (rx * ry) ** 2 - (rx * y) ** 2 - (ry * x) ** 2
    size = sqrt(max(0.0, square / ((rx * y) ** 2 + (ry * x) ** 2))) * (1 if large != sweep else -1)
    cx, cy = size * rx * y / ry, -size * ry * x / rx
    first, last = atan2((y - cy) / ry, (x - cx) / rx), atan2((-y - cy) / ry, (-x - cx) / rx)
    if sweep and last < first:
        last += 2 * pi
    elif not sweep and last > first:
        last -= 2 * pi
    middle = (
        cos(turn) * cx - sin(turn) * cy + (start[0] + end[0]) / 2,
        sin(turn) * cx + cos(turn) * cy + (start[1] + end[1]) / 2,
    )
    steps = max(1, ceil(abs(last - first) / (pi / 16)))
    for step in range(1, steps):
        angle = first + (last - first) * step / steps
        along = rx * cos(angle), ry * sin(angle)
        yield (
            cos(turn) * along[0] - sin(turn) * along[1] + middle[0],
            sin(turn) * along[0] + cos(turn) * along[1] + middle[1],
        )
    yield end
