"""The masks of ankigen's own picture notes, read back from their field: the list that their author wrote, with places
in numbers."""

import re
from collections.abc import Callable

from ankigen.values import dataclass

OPENING = re.compile(r'<div class="picture([^"<>]*)" style="[^"<>]*">')
IMAGE = re.compile(r"<img\b[^<>]*>")
SIZE = re.compile(r' (?:width|height)="\d+"')
PLACE = r"left:([\d.]+)%;top:([\d.]+)%;width:([\d.]+)%;height:([\d.]+)%"
MASK = re.compile(rf'<span class="mask([^"<>]*)" style="{PLACE}[^"<>]*"[^<>]*>')
SHAPE = re.compile(r'<span class="shape([^"<>]*)">(.*?)</span></span>', re.DOTALL)
LABEL = re.compile(r'<span class="label">(.*)</span>', re.DOTALL)
POINTS = re.compile(r"<polygon points='([\d., -]+)'/>")
ROOM = re.compile(r";--room:-?\d+%")
PLACED = re.compile(r"""(<span class="mask[^<>]*>|<polygon points=[^<>]*>)""")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# What writing a place with two digits and reading it again may move: of per cent of the picture, or of a polygon's box.
SLACK, SLACK_IN_BOX = 0.02, 0.6


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """A picture's field in parts: `image` as HTML, the lines of its list, and whether only the asked mask covers."""

    image: str
    lines: tuple[str, ...]
    only_one: bool


def read_picture(field: str, label: Callable[[str], str | None]) -> OwnPicture | None:
    """The parts of the field; None if it is not as ankigen writes it. `label` gives a label's Markdown, None if it
    cannot be said."""
    opening = OPENING.match(field)
    image = IMAGE.match(field, opening.end()) if opening else None
    if opening is None or image is None or not field.endswith("</div>"):
        return None
    lines: list[str] = []
    at = image.end()
    while at < len(field) - len("</div>"):
        start = MASK.match(field, at)
        shape = SHAPE.search(field, start.end()) if start else None
        if start is None or shape is None:
            return None
        place = _place(start, shape)
        inside = field[start.end() : shape.start()]
        bare = LABEL.fullmatch(inside)
        words = label(bare[1] if bare else inside)
        if not place or not words:
            return None
        if "again" in start[1].split() and lines:
            lines[-1] += f" {place}"
        else:
            lines.append(f"- {words} {place}")
        at = shape.end()
    return OwnPicture(SIZE.sub("", image[0]), tuple(lines), "one" in opening[1].split())


def same_picture(one: str, other: str) -> bool:
    """Whether both fields show the same masks, but for what rounding moves."""
    left, right = (PLACED.split(ROOM.sub("", field)) for field in (one, other))
    return len(left) == len(right) and all(a == b or _near(a, b) for a, b in zip(left, right, strict=True))


def _near(one: str, other: str) -> bool:
    if not one.startswith(("<span", "<polygon")) or NUMBER.sub("", one) != NUMBER.sub("", other):
        return False
    slack = SLACK_IN_BOX if one.startswith("<polygon") else SLACK
    pairs = zip(NUMBER.findall(one), NUMBER.findall(other), strict=True)
    return all(abs(float(left) - float(right)) <= slack for left, right in pairs)


def _place(start: re.Match[str], shape: re.Match[str]) -> str:
    left, top, width, height = map(float, start.groups()[1:])
    kind = shape[1].split()
    if "round" in kind:
        return f"`ellipse {_list(left, top, width, height)}`"
    if "cut" not in kind:
        return f"`{_list(left, top, width, height)}`"
    points = POINTS.search(shape[2])
    if points is None:
        return ""
    corners = (tuple(map(float, corner.split(","))) for corner in points[1].split())
    return f"`polygon {', '.join(_list(left + x * width / 100, top + y * height / 100) for x, y in corners)}`"


def _list(*numbers: float) -> str:
    return " ".join(f"{number:.2f}".rstrip("0").rstrip(".") for number in numbers)
