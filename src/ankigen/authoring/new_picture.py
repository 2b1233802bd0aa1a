"""A picture that somebody drops on the page: is it one, what is it called in `media/`, and the note it becomes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import PurePath

from ankigen.authoring.drawing import DrawnMask, item_text
from ankigen.compile.media_bytes import HEAD, media_faults
from ankigen.compile.pictures.shapes import read_svg
from ankigen.compile.pictures.size import raster_size
from ankigen.compile.signatures import KINDS
from ankigen.diagnostic import AnkigenError, Severity
from ankigen.model.media import MediaKind, composed, media_kind
from ankigen.model.picture import Area
from ankigen.model.slug import ascii_slug

LARGEST = 10_000_000  # bytes
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Look:
    """A picture as the page draws on it: width and height in px, and the shapes of a drawing that masks may name."""

    suffix: str
    width: float
    height: float
    shapes: Mapping[str, Area]


def look_at(data: bytes, name: str) -> Look:
    """What the picture is, by its bytes. Raises AnkigenError if Anki cannot show it, or masks cannot lie on it."""
    if len(data) > LARGEST:
        raise AnkigenError(f"{name} has {len(data) / 1_000_000:.0f} MB: make it smaller than {LARGEST // 1_000_000} MB")
    suffix = _suffix(data, name)
    for fault in media_faults(data, suffix):
        if fault.severity is not Severity.WARNING:
            raise AnkigenError(f"{name} {fault.words}; {fault.hint}")
    svg = read_svg(data) if suffix == "svg" else None
    size = (svg.width, svg.height) if svg else raster_size(data)
    if size is None:
        raise AnkigenError(f"how large {name} is cannot be read from the file; export it again, an SVG with a viewBox")
    shapes = (
        {}
        if svg is None
        else {
            shape: found.area
            for shape, found in svg.shapes.items()
            if found.area and not found.why and shape not in svg.twice and found.area.width and found.area.height
        }
    )
    return Look(suffix, *size, shapes)


def _suffix(data: bytes, name: str) -> str:
    kind = next((kind for kind in KINDS if kind.begins.match(data[:HEAD])), None)
    if kind is None or not kind.suffixes or media_kind(f"a.{kind.suffixes[0]}") is not MediaKind.PICTURE:
        what = f"is {kind.name}" if kind else "is not a picture"
        raise AnkigenError(f"{name} {what}; {(kind and kind.remedy) or 'drop a PNG, JPEG, WebP, GIF or SVG file'}")
    return kind.suffixes[0]


def free_name(name: str, suffix: str, taken: Collection[str]) -> str:
    """A name that every system and address takes, and no file in `taken` has, whatever its capitals."""
    stem = ascii_slug(PurePath(composed(name)).stem, LONGEST_NAME) or "picture"
    used = {composed(other).casefold() for other in taken}
    return next(free for free in _names(stem, suffix) if free not in used)


def _names(stem: str, suffix: str) -> Iterator[str]:
    yield f"{stem}.{suffix}"
    for number in count(2):
        yield f"{stem}-{number}.{suffix}"


def note_text(heading: str, note_id: str, alt: str, file: str, drawn: Sequence[DrawnMask]) -> str:
    """The note, as its author would write it. Raises AnkigenError if something is missing."""
    heading, alt = " ".join(heading.split()), " ".join(alt.split())
    if not heading:
        raise AnkigenError("the note has no heading: say what is asked for, such as: Name the marked part")
    if not drawn:
        raise AnkigenError("nothing is hidden yet: draw a mask and say what it covers")
    for mask in drawn:
        if not mask.label.strip() or not mask.places:
            raise AnkigenError("a mask has no label: say what it covers")
    numbers = count(1)
    lines = [f"- {item_text(mask, next(numbers) if mask.hidden else 0)}" for mask in drawn]
    alt = alt.replace("[", "(").replace("]", ")")
    return "\n".join(
        (f"### {heading}", f"<!-- id: {note_id}, type: picture -->", "", f"![{alt}](media/{file})", "", *lines, "")
    )
