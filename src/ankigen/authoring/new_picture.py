"""A picture that somebody drops on the page: is it one, what is it called in `media/`, and the note it becomes."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path, PurePath
from urllib.parse import quote

from ankigen.authoring.drawing import DrawnMask, item_text
from ankigen.authoring.masks import NOT_A_LABEL, drawn_masks, read_notes, refuse_masks, refuse_other_notes
from ankigen.codes.media import MEDIA_TRUNCATED
from ankigen.compile.media import bracketed
from ankigen.compile.media_bytes import HEAD, media_faults
from ankigen.compile.pictures.shapes import read_svg
from ankigen.compile.pictures.size import raster_size
from ankigen.compile.signatures import KINDS
from ankigen.diagnostic import AnkigenError, Severity
from ankigen.model.cloze import clozes
from ankigen.model.media import MediaKind, composed, media_kind
from ankigen.model.own_type import NO_TYPES, Types
from ankigen.model.picture import Area
from ankigen.model.slug import ascii_slug
from ankigen.render import Renderer
from ankigen.values import dataclass

LARGEST = 10_000_000  # bytes
LONGEST_NAME = 60
# As Markdown sees it, outside of code.
TAG = re.compile(r"(?<![`\\])</?[A-Za-z][^<>]*>|<!--")
# What would end an alt text, or stand for something in it.
UNSAFE_IN_ALT = re.compile(r"[\\\[\]*_`<]")
# What stands for something else in the address of a picture.
SIGNS = re.compile(r"""[%<>&`$"{}*|^\[\]]""")


class FieldError(AnkigenError):
    """What was written into one field of a new note, `heading` or `alt`, cannot stay so."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


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
        if fault.severity is Severity.ERROR or fault.kind is MEDIA_TRUNCATED:
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
    kind = next((kind for kind in KINDS if kind.fits(data[:HEAD])), None)
    if kind is None or not kind.suffixes or media_kind(f"a.{kind.suffixes[0]}") is not MediaKind.PICTURE:
        what = f"is {kind.name}" if kind else "is not a picture"
        raise AnkigenError(f"{name} {what}; {(kind and kind.remedy) or 'drop a PNG, JPEG, WebP, GIF or SVG file'}")
    return kind.suffixes[0]


def free_name(name: str, suffix: str, taken: Collection[str]) -> str:
    """A name that every system and address takes, and no file in `taken` has, whatever its capitals."""
    stem = ascii_slug(PurePath(composed(name)).stem, LONGEST_NAME) or "picture"
    used = {composed(other).casefold() for other in taken}
    return next(free for free in _numbered(stem, f".{suffix}") if free not in used)


def _numbered(stem: str, suffix: str = "") -> Iterator[str]:
    yield f"{stem}{suffix}"
    for number in count(2):
        yield f"{stem}-{number}{suffix}"


def add_picture_note(
    path: Path,
    data: bytes,
    heading: str,
    alt: str,
    file: str,
    drawn: Sequence[DrawnMask],
    taken: Collection[str],
    types: Types = NO_TYPES,
) -> tuple[str, bytes]:
    """The id of the new note, and the source with it at its end. `data` is the source as it is, `file` the picture's
    name in `media/`, `taken` are ids that other notes have or had. Raises AnkigenError if something is missing or
    cannot be written."""
    refuse_masks(drawn)
    heading, alt = " ".join(heading.split()), " ".join(alt.split())
    _refuse_heading(heading)
    if not alt:
        raise FieldError(
            "alt", "nothing says what the picture shows: who cannot see it hears that, such as: Right lung"
        )
    if clozes(alt):
        raise FieldError("alt", "a cloze in what the picture shows makes no card: say it in plain words")
    if not any(mask.hidden for mask in drawn):
        raise AnkigenError("nothing is hidden yet: draw a mask and say what it covers")
    before = read_notes(path, data, types)
    stem = ascii_slug(heading, LONGEST_NAME) or "picture"
    used = {*taken, *(note.id for note in before)}
    name = next(free for free in _numbered(stem) if free not in used)
    text = _note_text(heading, name, alt, file, drawn)
    newline = "\r\n" if b"\r\n" in data else "\n"
    body = data.rstrip(b"\r\n \t")
    written = (body + 2 * newline.encode() if body else b"") + text.replace("\n", newline).encode()
    after = read_notes(path, written, types)
    refuse_other_notes(before, after, name)
    note = next(note for note in after if note.id == name)
    read = drawn_masks(note.picture) if note.picture else ()
    if [_words(mask) for mask in read] != [_words(mask) for mask in drawn]:
        raise AnkigenError(f"a label {NOT_A_LABEL}")
    if note.front.text != heading:
        raise FieldError("heading", f"'{heading}' cannot be a heading as it is; leave out `#` at its end, and comments")
    shown = Renderer().inline(note.picture.image).media if note.picture and note.picture.image else ()
    if [picture.path for picture in shown] != [f"media/{file}"]:
        raise FieldError("alt", "what the picture shows cannot be said so; leave out backticks, dollar signs and HTML")
    return name, written


def _refuse_heading(heading: str) -> None:
    """What `check` would refuse in the heading of a picture note, or nobody could read."""
    if not heading:
        raise FieldError("heading", "the note has no heading: say what is asked for, such as: Name the marked part")
    if clozes(heading):
        raise FieldError(
            "heading", "a cloze in the heading makes no card of a picture note: hide the word behind a mask"
        )
    if found := TAG.search(heading):
        raise FieldError(
            "heading", f"'{found[0]}' in the heading is HTML: say it in words, or write `{found[0]}` as code"
        )


def _words(mask: DrawnMask) -> tuple[object, ...]:
    return " ".join(mask.label.split()), " ".join(mask.hint.split()), mask.hidden, len(mask.places)


def _note_text(heading: str, note_id: str, alt: str, file: str, drawn: Sequence[DrawnMask]) -> str:
    numbers = count(1)
    lines = [f"- {item_text(mask, next(numbers) if mask.hidden else 0)}" for mask in drawn]
    alt = UNSAFE_IN_ALT.sub(r"\\\g<0>", alt)
    path = bracketed(f"media/{SIGNS.sub(lambda sign: quote(sign[0]), file)}")
    return "\n".join(
        (f"### {heading}", f"<!-- id: {note_id}, type: picture -->", "", f"![{alt}]({path})", "", *lines, "")
    )
