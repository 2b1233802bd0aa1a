"""A picture note's field for Anki: the picture, with a box over each place that its author gave.

Each box holds its label as a cloze and, behind it, the shape that is drawn: the style sees by the cloze whether Anki
asks for this one. All is in per cent of the picture, so it grows with it, and no script is needed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from ankigen.apkg.media import media_bytes
from ankigen.codes.pictures import (
    BAD_PLACE,
    DUPLICATE_SHAPE,
    NO_PICTURE,
    NOT_WORDS,
    PICTURE_SIZE,
    UNKNOWN_SHAPE,
    UNPLACED_SHAPE,
)
from ankigen.compile.pictures.shapes import NOTHING, TEXT, Svg, read_svg
from ankigen.compile.pictures.size import raster_size
from ankigen.diagnostic import Diagnostic, nearest
from ankigen.model.cloze import HINT_MARK, cloze_numbers, clozes
from ankigen.model.media import MediaFile
from ankigen.model.picture import Area, Covered, Drawing, Form, Picture, Place, around
from ankigen.source import Span
from ankigen.values import dataclass

IMAGE = re.compile(r"<img\b")
NOT_WORDS_IN = re.compile(r"<img|\[sound:|<p>")
WHAT = {"<img": "a picture", "[sound:": "a sound or a film", "<p>": "a footnote"}
# How near to an edge, in per cent, a label is no longer set from the middle of its box, or below it.
SIDE, LOW, HIGH = 33, 84, 14
# A picture that is narrower, by its width to its height, is itself no room for labels; a flatter one has none below.
NARROW, FLAT = 0.45, 3.5


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture note's own fields, where everything is, and what is wrong with it."""

    fields: Mapping[str, str]
    drawing: Drawing | None = None
    problems: tuple[Diagnostic, ...] = ()


def place_masks(
    picture: Picture, covered: Covered, image: str, labels: Sequence[str], file: MediaFile | None
) -> Placed:
    """Lay the labels over the picture, both as HTML. Without the file nothing can be said of places."""
    hidden = [label for label in labels if "{{c" in label]
    others = len(cloze_numbers("".join(hidden))) - 1
    fields = {
        "Picture": "\n".join((image, *labels)),
        "Legend": "\n".join(hidden),
        "Others": str(others) if others > 0 else "",
    }
    wrong = tuple(_not_words(picture, labels))
    if picture.image and image and not IMAGE.match(image):
        hint = "masks lie over a picture: png, jpg, webp, gif or svg"
        wrong = (*wrong, Diagnostic(picture.image.span(), NO_PICTURE, "this is not a picture", hint))
    if file is None or picture.image is None or wrong:
        return Placed(fields, problems=wrong)
    data = media_bytes(file)
    svg = read_svg(data) if file.name.endswith(".svg") else None
    size = (svg.width, svg.height) if svg else raster_size(data)
    if size is None:
        return Placed(fields, problems=(_unknown_size(picture.image.span(), file),))
    reader = _Reader(svg, [])
    areas = tuple(tuple(reader.areas(mask.places)) for mask in picture.masks)
    drawing = Drawing(*size, svg is not None, areas, svg.words if svg else ())
    ratio = drawing.width / drawing.height
    masks = (_mask(label, found, ratio) for label, found in zip(labels, areas, strict=True))
    html = f"{_opening(drawing, covered)}{_sized(image, size)}{''.join(masks)}</div>"
    return Placed({**fields, "Picture": html}, drawing, tuple(reader.problems))


def _not_words(picture: Picture, labels: Sequence[str]) -> Iterator[Diagnostic]:
    for mask, label in zip(picture.masks, labels, strict=True):
        if match := NOT_WORDS_IN.search(label):
            what = WHAT[match[0]]
            hint = "put it under #### Extra, or into another field"
            yield Diagnostic(
                mask.label.span(), NOT_WORDS, f"this label holds {what}, and there is only room for words", hint
            )


def _unknown_size(span: Span, file: MediaFile) -> Diagnostic:
    if file.name.endswith(".svg"):
        hint = 'write its size into the file, such as <svg … width="800" height="600" viewBox="0 0 800 600">'
        return Diagnostic(span, PICTURE_SIZE, "this drawing has neither a size nor a viewBox", hint)
    return Diagnostic(span, PICTURE_SIZE, "how large this picture is cannot be read from its file", "export it again")


@dataclass(frozen=True, slots=True)
class _Reader:
    svg: Svg | None
    problems: list[Diagnostic]

    def areas(self, places: Sequence[Place]) -> Iterator[Area]:
        for place in places:
            area = self.shape(place) if place.form is Form.SHAPE else _given(place)
            if area:
                yield area

    def shape(self, place: Place) -> Area | None:
        """The part of the shape that is in the picture."""
        name = place.shape
        if self.svg is None:
            message = f"this picture has no shapes, so there is no '{name}' in it"
            hint = "give the place in numbers; only SVG drawings have shapes"
            self.problems.append(Diagnostic(place.span, UNKNOWN_SHAPE, message, hint))
            return None
        if name not in self.svg.shapes:
            hint = nearest(name, self.svg.shapes) if self.svg.shapes else "none of its elements has an id"
            self.problems.append(Diagnostic(place.span, UNKNOWN_SHAPE, f"the drawing has no shape '{name}'", hint))
            return None
        if name in self.svg.twice:
            hint = "give each shape an id of its own"
            message = f"the drawing has more than one shape '{name}'"
            self.problems.append(Diagnostic(place.span, DUPLICATE_SHAPE, message, hint))
            return None
        found = self.svg.shapes[name]
        area = found.area if found.area and found.area.width and found.area.height else None
        inside = _inside(area) if area else None
        if found.why or inside is None:
            why = found.why or ("" if area else NOTHING)
            self.problems.append(_unplaced(place, why, inside))
            return None
        return inside


def _unplaced(place: Place, why: str, area: Area | None) -> Diagnostic:
    if not why:
        message = f"the shape '{place.shape}' is outside the picture"
        return Diagnostic(place.span, BAD_PLACE, message, "move it in the drawing, or make its viewBox larger")
    hint = "give its place in numbers: left top width height, in per cent of the picture"
    if area and why == TEXT:
        about = " ".join(f"{number:.0f}" for number in (area.left, area.top, area.width, area.height))
        hint = f"give its place in numbers, about `{about}`"
    return Diagnostic(place.span, UNPLACED_SHAPE, f"the shape '{place.shape}' {why}", hint)


def _given(place: Place) -> Area:
    if place.form is Form.POLYGON:
        return around(zip(place.numbers[::2], place.numbers[1::2], strict=True), Form.POLYGON)
    left, top, width, height = place.numbers
    return Area(left, top, width, height, place.form)


def _inside(area: Area) -> Area | None:
    """What of the area is in the picture; None if nothing is."""
    left, top = max(0.0, area.left), max(0.0, area.top)
    right, bottom = min(100.0, area.right), min(100.0, area.bottom)
    if right <= left or bottom <= top:
        return None
    if (left, top, right, bottom) == (area.left, area.top, area.right, area.bottom):
        return area
    if area.form is Form.POLYGON:
        return around(((min(100.0, max(0.0, x)), min(100.0, max(0.0, y))) for x, y in area.corners), Form.POLYGON)
    return Area(left, top, right - left, bottom - top)


def _opening(drawing: Drawing, covered: Covered) -> str:
    """The element that has the picture's proportions; a photograph is not made larger than it is."""
    ratio = drawing.width / drawing.height
    style = f"--ratio:{_number(ratio, 4)}"
    if not drawing.drawn:
        style += f";--width:{_number(drawing.width)}px"
    classes = ["picture"]
    classes += ["one"] if covered is Covered.ONE else []
    classes += ["flat"] if ratio > FLAT else []
    return f'<div class="{" ".join(classes)}" style="{style}">'


def _sized(image: str, size: tuple[float, float]) -> str:
    """The picture with its size, so that nothing jumps when it is loaded."""
    width, height = (max(1, round(side)) for side in size)
    return IMAGE.sub(f'<img width="{width}" height="{height}"', image, count=1)


def _mask(label: str, areas: Sequence[Area], ratio: float) -> str:
    """A box for each place; the label stands at the first, and is read out once."""
    boxes = []
    for number, area in enumerate(areas):
        hidden = ' aria-hidden="true"' if number else ""
        classes = " ".join(("mask", *_kind(label), *_side(area, ratio), *(["again"] if number else [])))
        boxes.append(
            f'<span class="{classes}" style="{_style(area, ratio)}"{hidden}>{_label(label)}{_shape(area)}</span>'
        )
    return "".join(boxes)


def _kind(label: str) -> Iterator[str]:
    """Whether the label is always shown, or hidden with a hint."""
    found = clozes(label)
    if not found:
        yield "shown"
    elif HINT_MARK.search(label, found[0].inner, found[0].end or len(label)):
        yield "hinted"


def _label(label: str) -> str:
    return label if "{{c" in label else f'<span class="label">{label}</span>'


def _side(area: Area, ratio: float) -> Iterator[str]:
    """Where the label has room beside its box."""
    middle, _ = area.centre
    if middle < SIDE or ratio < NARROW:
        yield "from-left"
    elif middle > 100 - SIDE:
        yield "from-right"
    if area.bottom > LOW:
        yield "above" if area.top > HIGH else "within"


def _style(area: Area, ratio: float) -> str:
    middle, _ = area.centre
    room = 2 * min(middle, 100 - middle)
    if middle < SIDE or ratio < NARROW:
        room = 100 * max(1, NARROW / ratio) - area.left
    elif middle > 100 - SIDE:
        room = area.right
    parts = {"left": area.left, "top": area.top, "width": area.width, "height": area.height}
    places = ";".join(f"{name}:{_number(value)}%" for name, value in parts.items())
    return f"{places};--room:{_number(room / area.width * 100, 0)}%"


def _shape(area: Area) -> str:
    match area.form:
        case Form.ELLIPSE:
            return '<span class="shape round"></span>'
        case Form.POLYGON:
            corners = " ".join(
                f"{_number((x - area.left) / area.width * 100)},{_number((y - area.top) / area.height * 100)}"
                for x, y in area.corners
            )
            drawn = f"<polygon points='{corners}'/>"
            return (
                f"<span class=\"shape cut\"><svg viewBox='0 0 100 100' preserveAspectRatio='none'>{drawn}</svg></span>"
            )
        case _:
            return '<span class="shape"></span>'


def _number(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
