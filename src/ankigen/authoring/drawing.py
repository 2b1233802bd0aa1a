"""Masks as somebody draws them, and as they stand in a note's list: no file is read or written here."""

import re
from dataclasses import field

from ankigen.model.cloze import HINT_MARK, clozes
from ankigen.model.picture import Form, Mask, Place
from ankigen.values import dataclass

WORDS = {Form.BOX: "", Form.ELLIPSE: "ellipse ", Form.POLYGON: "polygon "}
DIGITS = 1  # of a per cent: one pixel in a thousand


@dataclass(frozen=True, slots=True)
class DrawnPlace:
    """A place in per cent of the picture, as `model.picture.Place` has it, or the id of a shape in it."""

    form: Form
    numbers: tuple[float, ...] = ()
    shape: str = ""

    @property
    def text(self) -> str:
        """The place as an author writes it, without its backticks."""
        if self.form is Form.SHAPE:
            return f"#{self.shape}"
        numbers = [f"{number:.{DIGITS}f}".rstrip("0").rstrip(".") for number in self._inside()]
        if self.form is Form.POLYGON:
            pairs = zip(numbers[::2], numbers[1::2], strict=True)
            return WORDS[self.form] + ", ".join(f"{x} {y}" for x, y in pairs)
        return WORDS[self.form] + " ".join(numbers)

    def _inside(self) -> tuple[float, ...]:
        """The numbers rounded, so that nothing reaches over an edge of the picture."""
        numbers = tuple(min(100.0, max(0.0, round(number, DIGITS))) for number in self.numbers)
        if self.form is Form.POLYGON:
            return numbers
        left, top, width, height = numbers
        return left, top, min(width, 100 - left), min(height, 100 - top)


@dataclass(frozen=True, slots=True)
class DrawnMask:
    """One line of the list. `line` counts the note's items from 0 as the file has them; None if it is new. `number` is
    that of its cloze in the file, 0 if it has none; of a new one the number that it had before it was deleted.

    `label` and `hint` are Markdown. A mask that is not `hidden` has its label always shown. One that is `fixed` has a
    label that only its author can change, such as one with two clozes: its `label` is all of it.
    """

    label: str
    places: tuple[DrawnPlace, ...]
    hint: str = ""
    hidden: bool = True
    line: int | None = None
    fixed: bool = False
    number: int = field(default=0, compare=False)


def drawn_place(place: Place) -> DrawnPlace:
    return DrawnPlace(place.form, place.numbers, place.shape)


def drawn_mask(mask: Mask, line: int) -> DrawnMask:
    """A line of the list, to be drawn."""
    text = mask.label.text
    places = tuple(map(drawn_place, mask.places))
    found = clozes(text)
    if not found:
        return DrawnMask(_one_line(text), places, hidden=False, line=line)
    first = found[0]
    whole = first.start == 0 and first.end == len(text) - 2 and len(first.numbers) == 1
    if len(found) > 1 or not whole or first.end is None:
        return DrawnMask(_one_line(text), places, line=line, fixed=True)
    label, *hints = HINT_MARK.split(text[first.inner : first.end], maxsplit=1)
    return DrawnMask(
        _one_line(label).replace("\\::", "::"), places, _one_line("".join(hints)), line=line, number=first.numbers[0]
    )


def label_text(mask: DrawnMask, number: int) -> str:
    """The label as an author writes it, hidden behind a cloze of this number."""
    if not mask.hidden or mask.fixed:
        return _one_line(mask.label)
    label = re.sub(r"(?<!\\)::", r"\\::", _one_line(mask.label))
    hint = f"::{_one_line(mask.hint)}" if mask.hint.strip() else ""
    return f"{{{{c{number}::{label}{hint}}}}}"


def item_text(mask: DrawnMask, number: int) -> str:
    """The item of the list, without its bullet."""
    return " ".join((label_text(mask, number), *(f"`{place.text}`" for place in mask.places)))


def _one_line(text: str) -> str:
    return " ".join(text.split())
