"""The `transform` attribute of SVG (SVG 1.1, 7.6): what it does to a point."""

import re
from math import cos, radians, sin, tan

from ankigen.values import dataclass

FUNCTION = re.compile(r"\s*,?\s*(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)")
LARGEST = 1e9
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")

Point = tuple[float, float]


class TransformError(ValueError):
    """It is not written as SVG wants it."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def __matmul__(self, inner: "Matrix") -> "Matrix":
        """Both, the inner one first."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    def apply(self, point: Point) -> Point:
        x, y = point
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def is_upright(self) -> bool:
        """Whether what is level stays level: a box stays a box."""
        return abs(self.b) < 1e-9 > abs(self.c)


UNMOVED = Matrix()


def number(text: str) -> float:
    """The number, or the largest that can still be reckoned with."""
    return max(-LARGEST, min(LARGEST, float(text)))


def numbers(text: str) -> list[float]:
    return [number(found) for found in NUMBER.findall(text)]


def transform(text: str) -> Matrix:
    """What the attribute's functions do together. Raises TransformError."""
    found, at = UNMOVED, 0
    text = text.strip()
    while at < len(text):
        match = FUNCTION.match(text, at)
        if not match:
            raise TransformError(text)
        found = found @ _function(match[1], numbers(match[2]))
        at = match.end()
    return found


def _function(name: str, values: list[float]) -> Matrix:
    match name, values:
        case "matrix", [a, b, c, d, e, f]:
            return Matrix(a, b, c, d, e, f)
        case "translate", [x, *rest] if len(rest) < 2:
            return Matrix(e=x, f=rest[0] if rest else 0)
        case "scale", [x, *rest] if len(rest) < 2:
            return Matrix(a=x, d=rest[0] if rest else x)
        case "rotate", [angle]:
            turn = radians(angle)
            return Matrix(cos(turn), sin(turn), -sin(turn), cos(turn))
        case "rotate", [angle, x, y]:
            return Matrix(e=x, f=y) @ _function("rotate", [angle]) @ Matrix(e=-x, f=-y)
        case "skewX", [angle]:
            return Matrix(c=tan(radians(angle)))
        case "skewY", [angle]:
            return Matrix(b=tan(radians(angle)))
        case _:
            raise TransformError(name)
