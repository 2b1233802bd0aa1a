"""A place in a picture, as its author writes it: `41 22 9 7`, `ellipse 20 60 14 8`, `polygon 61 12 66 15 63 20` or
`#bronchus`."""

import re

from ankigen.diagnostic import nearest
from ankigen.model.picture import Form, Place
from ankigen.rare import RarePattern
from ankigen.source import Span

WORDS = {"box": Form.BOX, "rect": Form.BOX, "ellipse": Form.ELLIPSE, "polygon": Form.POLYGON}
PARTS = RarePattern(r"[^\s,;]+(?:,[^\s,;]+)*")
NUMBER = RarePattern(r"[+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})%?")
SLACK = 0.05  # what rounding may add up to
MOST_CORNERS = 200


class PlaceError(Exception):
    """What is wrong with a place, and what to write."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def read_place(text: str, span: Span) -> Place:
    """The place of this text. Raises PlaceError."""
    parts = PARTS.findall(text)
    if not parts:
        raise PlaceError("this place is empty", "write four numbers in per cent: left top width height")
    if parts[0].startswith("#"):
        if len(parts) > 1 or parts[0] == "#":
            raise PlaceError(f"'{text}' is not the id of a shape", "write # and the id, such as #bronchus")
        return Place(Form.SHAPE, span, shape=parts[0][1:])
    form = Form.BOX
    if not NUMBER.fullmatch(parts[0]) and parts[0][0].isalpha():
        word = parts.pop(0)
        if word.lower() not in WORDS:
            raise PlaceError(f"'{word}' is not a kind of place", _kind_hint(word, parts))
        form = WORDS[word.lower()]
    numbers = tuple(_number(part) for part in parts)
    _check_count(form, numbers)
    _check_range(form, numbers)
    return Place(form, span, numbers)


def _kind_hint(word: str, parts: list[str]) -> str:
    return nearest(word, WORDS) if parts else f"write #{word} if it is the id of a shape in the drawing"


def _number(part: str) -> float:
    if not NUMBER.fullmatch(part):
        hint = "places are in per cent of the picture, such as 41 22 9 7"
        if re.fullmatch(r"\d+,\d+%?", part):
            hint = f"write {part.replace(',', '.')}, or a space between two numbers"
        elif re.fullmatch(r"[\d.]+(?:px|mm|cm|pt|em)", part):
            hint = "give it in per cent of the picture's width or height, without a unit"
        raise PlaceError(f"'{part}' is not a number", hint)
    return float(part.removesuffix("%"))


def _check_count(form: Form, numbers: tuple[float, ...]) -> None:
    count = len(numbers)
    if form is Form.POLYGON:
        if count % 2:
            raise PlaceError(f"a polygon has two numbers for each corner, and here are {count}", "write x y, x y, x y")
        if count < 6:
            raise PlaceError(f"a polygon has three corners or more, not {count // 2}", "write x y, x y, x y")
        if count > 2 * MOST_CORNERS:
            raise PlaceError(f"a polygon has at most {MOST_CORNERS} corners", "leave out the less important ones")
    elif count != 4:
        what = "an ellipse" if form is Form.ELLIPSE else "a box"
        hint = "left, top, width and height in per cent of the picture"
        raise PlaceError(f"{what} has four numbers, not {count}", hint)


def _check_range(form: Form, numbers: tuple[float, ...]) -> None:
    """Whether all of it is in the picture, and there is something of it."""
    if form is not Form.POLYGON:
        for name, number in zip(("width", "height"), numbers[2:], strict=True):
            if number <= 0:
                raise PlaceError(f"the {name} {number:g} is not above 0", "left, top, width, height: in this order")
    for number in numbers:
        if not -SLACK <= number <= 100 + SLACK:
            raise PlaceError(f"{number:g} % is outside the picture", "numbers go from 0 to 100 per cent")
    if form is Form.POLYGON:
        if _on_one_line(tuple(zip(numbers[::2], numbers[1::2], strict=True))):
            raise PlaceError("the corners of this polygon lie on one line", "give corners that enclose something")
        return
    left, top, width, height = numbers
    for name, start, size in (("right", left, width), ("lower", top, height)):
        if start + size > 100 + SLACK:
            message = f"this reaches over the {name} edge of the picture: {start:g} + {size:g} is above 100 %"
            raise PlaceError(message, f"make it smaller by {start + size - 100:g}")


def _on_one_line(corners: tuple[tuple[float, float], ...]) -> bool:
    x, y = corners[0]
    rays = [(right - x, down - y) for right, down in corners]
    return all(abs(a * d - b * c) < 1e-6 for a, b in rays for c, d in rays)
