"""How large an SVG is, and where a point of its coordinates is in the picture (SVG 1.1, 7.7 and 7.8)."""

import re
from xml.etree.ElementTree import Element

from ankigen.compile.pictures.transform import Matrix, number, numbers
from ankigen.values import dataclass

LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([a-zA-Z]*)\s*")
UNITS = {"": 1.0, "px": 1.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 96 / 72, "pc": 16.0, "em": 16.0}
ALIGNED = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}


@dataclass(frozen=True, slots=True)
class Viewport:
    """Width and height in px, and the way from the drawing's own coordinates to per cent of the picture."""

    width: float
    height: float
    to_percent: Matrix


def length(text: str | None) -> float | None:
    """In px; None if there is none, or if it depends on what is around the drawing."""
    match = LENGTH.fullmatch(text or "")
    return number(match[1]) * UNITS[match[2]] if match and match[2] in UNITS else None


def viewport(root: Element) -> Viewport | None:
    """None if the drawing says neither how large it is nor what part of its coordinates it shows."""
    width, height = length(root.get("width")), length(root.get("height"))
    shown = numbers(root.get("viewBox", ""))
    if len(shown) != 4 or shown[2] <= 0 or shown[3] <= 0:
        if not width or not height or width < 0 or height < 0:
            return None
        shown = [0, 0, width, height]
    left, top, across, down = shown
    width, height = _size(width, height, across / down)
    if width is None or height is None:
        width, height = across, down
    fit = _fit(root.get("preserveAspectRatio", ""), width, height, across, down)
    percent = Matrix(a=100 / width, d=100 / height)
    return Viewport(width, height, percent @ fit @ Matrix(e=-left, f=-top))


def _size(width: float | None, height: float | None, ratio: float) -> tuple[float | None, float | None]:
    """Both; the one that is missing follows from the other."""
    width, height = (value if value and value > 0 else None for value in (width, height))
    if width and not height:
        return width, width / ratio
    if height and not width:
        return height * ratio, height
    return width, height


def _fit(stated: str, width: float, height: float, across: float, down: float) -> Matrix:
    """How what is shown is put into the picture if both have another shape: in its middle and whole, by default."""
    x, y = width / across, height / down
    words = stated.split() or ["xMidYMid"]
    if words[0] == "none":
        return Matrix(a=x, d=y)
    scale = max(x, y) if words[-1] == "slice" else min(x, y)
    align = re.fullmatch(r"x(Min|Mid|Max)Y(Min|Mid|Max)", words[0])
    right, lower = (ALIGNED[align[1]], ALIGNED[align[2]]) if align else (0.5, 0.5)
    return Matrix(a=scale, d=scale, e=(width - across * scale) * right, f=(height - down * scale) * lower)
