"""The list of a picture note's masks, written anew as somebody drew it, and nothing else of the file."""

import hashlib
from codecs import BOM_UTF8
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ankigen.authoring.drawing import DrawnMask, DrawnPlace, drawn_mask, drawn_place, item_text, label_text
from ankigen.authoring.fix import contents
from ankigen.diagnostic import AnkigenError
from ankigen.model.cloze import COMMENT, clozes
from ankigen.model.history import Record
from ankigen.model.note import Note
from ankigen.model.own_type import NO_TYPES, Types
from ankigen.model.picture import Mask, Picture
from ankigen.parse import parse
from ankigen.parse.places import PlaceError, read_place
from ankigen.project.atomic import ConflictError
from ankigen.project.paths import decode
from ankigen.source import LINE, USUAL_ENDS, Source
from ankigen.values import dataclass

NOWHERE = Source(Path(), "").span()
# Most backticks, braces and brackets are no trouble: what was written is read again, and compared.
NOT_A_LABEL = (
    "cannot be a label as it is: a part of it would be read as a place, a cloze, a hint or a comment; "
    "take out a backtick, `}}` or `<!--` that stands in it"
)


def digest(data: bytes) -> str:
    """What tells one state of a file from another."""
    return hashlib.sha256(data).hexdigest()


def drawn_masks(picture: Picture) -> tuple[DrawnMask, ...]:
    """The masks of a note as they are, to be drawn."""
    return tuple(drawn_mask(mask, line) for line, mask in enumerate(picture.masks))


def used_numbers(picture: Picture, record: Record | None) -> frozenset[int]:
    """The cloze numbers that stand in the list, or that learners have cards of."""
    written = {number for mask in picture.masks for cloze in clozes(mask.label.text) for number in cloze.numbers}
    released = (
        {ordinal + 1 for ordinal, _ in record.cards} | {number for number, _ in record.clozes} if record else set()
    )
    return frozenset(written | released)


def with_masks(
    data: bytes,
    began: str,
    note_id: str,
    drawn: Sequence[DrawnMask],
    record: Record | None = None,
    *,
    path: Path,
    types: Types = NO_TYPES,
) -> bytes:
    """The file with the note's list as it was drawn. `began` is the digest of the file when the drawing began, `record`
    what was released of the note: a new mask gets a number that it never had.

    Raises ConflictError if the file is another one by now, AnkigenError if a mask cannot be written.
    """
    if digest(data) != began:
        raise ConflictError(path)
    found = picture_note(data, note_id, path=path, types=types)
    _refuse(drawn, len(found.picture.masks))
    written = _Lines(data, found.note, found.picture).written(drawn, used_numbers(found.picture, record))
    _compare(read_notes(path, data, types), read_notes(path, written, types), note_id, drawn)
    return written


def read_notes(path: Path, data: bytes, types: Types) -> tuple[Note, ...]:
    source, problem = decode(Source(path, path.name), data)
    if problem:
        raise AnkigenError(f"{problem.span}: {problem.message}; {problem.hint}")
    return parse(source, types).notes


@dataclass(frozen=True, slots=True)
class PictureNote:
    note: Note
    picture: Picture


def picture_note(data: bytes, note_id: str, *, path: Path, types: Types = NO_TYPES) -> PictureNote:
    """The note of this id in the file. Raises AnkigenError if there is none, or it has no picture."""
    found = [note for note in read_notes(path, data, types) if note.id == note_id]
    picture = found[0].picture if len(found) == 1 else None
    if picture is None or picture.image is None:
        raise AnkigenError(f"there is no picture note '{note_id}' with a picture in {path.name}")
    return PictureNote(found[0], picture)


def _refuse(drawn: Sequence[DrawnMask], count: int) -> None:
    """What no list of a note with so many items can say."""
    lines = [mask.line for mask in drawn if mask.line is not None]
    if len(set(lines)) < len(lines) or any(line not in range(count) for line in lines):
        raise AnkigenError("the drawing does not fit the note; reload the page")
    refuse_masks(drawn)


def refuse_masks(drawn: Sequence[DrawnMask]) -> None:
    """Raise AnkigenError if a mask says nothing or is nowhere in the picture."""
    for number, mask in enumerate(drawn, start=1):
        if not mask.label.strip():
            raise AnkigenError(f"mask {number} has no label: say what it covers")
        if not mask.places:
            raise AnkigenError(f"'{mask.label}' covers nothing: draw its place, or delete it")
        for place in mask.places:
            try:
                read_place(place.text, NOWHERE)
            except PlaceError as error:
                raise AnkigenError(f"'{mask.label}' cannot cover `{place.text}`: {error.message}") from error


@dataclass(frozen=True, slots=True)
class _Lines:
    """The file as lines with their ends; `picture` is what they say."""

    data: bytes
    note: Note
    picture: Picture

    def written(self, drawn: Sequence[DrawnMask], used: Collection[int]) -> bytes:
        mark = BOM_UTF8 if self.data.startswith(BOM_UTF8) else b""
        lines = LINE.findall(self.data.removeprefix(mark).decode())
        ends = [end for _, end in lines if end in USUAL_ENDS]
        newline = max(dict.fromkeys(ends), key=ends.count, default="\n")
        again = self._again(drawn)
        numbers = iter(range(max({*used, *again.values()}, default=0) + 1, 1_000_000))
        kept = {mask.line: mask for mask in drawn if mask.line is not None}
        new = [
            f"{self._bullet()}{item_text(mask, (again.get(at) or next(numbers)) if mask.hidden else 0)}"
            for at, mask in enumerate(drawn)
            if mask.line is None
        ]
        if new:
            at, before = self._end()
            text, end = lines[at - 1]
            lines[at - 1] = (text, end or newline)
            lines[at:at] = [("", newline)] * before + [(line, newline) for line in new[:-1]] + [(new[-1], end)]
        for line in sorted(range(len(self.picture.masks)), reverse=True):
            first, last = _extent(self.picture.masks[line])
            if line not in kept:
                lines[first - 1 : last] = _left(self.picture.masks[line], lines[last - 1][1], newline)
            elif text := _changed(self.picture.masks[line], kept[line], line, numbers):
                head = lines[first - 1][0][: self.picture.masks[line].item.column - 1]
                *above, below = (head + text).split("\n")
                lines[first - 1 : last] = [*((one, newline) for one in above), (below, lines[last - 1][1])]
        return mark + "".join(text + end for text, end in lines).encode()

    def _again(self, drawn: Sequence[DrawnMask]) -> dict[int, int]:
        """The numbers of masks that were deleted and are back: learners may have cards of them."""
        taken = used_numbers(self.picture, None)
        back = {mask.number: at for at, mask in reversed(tuple(enumerate(drawn))) if mask.line is None and mask.number}
        return {at: number for number, at in back.items() if number not in taken}

    def _bullet(self) -> str:
        """How the last item begins."""
        if not self.picture.masks:
            return "- "
        item = self.picture.masks[-1].item
        return item.source.line(item.line)[: item.column - 1].replace("\t", " ")

    def _end(self) -> tuple[int, int]:
        """The line after which a new item comes, and how many empty lines between."""
        if self.picture.masks:
            return _extent(self.picture.masks[-1])[1], 0
        image = self.picture.image
        return (image.line + image.text.count("\n") if image else self.note.body.line), 1


def _extent(mask: Mask) -> tuple[int, int]:
    """The item's first and last line."""
    return mask.item.line, mask.item.line + mask.item.text.count("\n")


def _left(mask: Mask, end: str, newline: str) -> list[tuple[str, str]]:
    """The lines that stay of an item that is deleted: the author's remarks. `end` is its last line's.

    Raises AnkigenError if text goes on below the label that may be no part of it."""
    below = mask.item.text.split("\n")[1:]
    if not mask.places and any(line.strip() and not line[0].isspace() for line in below):
        raise AnkigenError(
            f"the text below line {mask.item.line} counts as its label: put an empty line before it, and delete again"
        )
    remarks = COMMENT.findall(_raw(mask))
    if not remarks:
        return []
    *above, last = "\n".join(remarks).split("\n")
    return [*((line, newline) for line in above), (last, end)]


def _changed(mask: Mask, drawn: DrawnMask, line: int, numbers: Iterator[int]) -> str:
    """The item as it was drawn, without its bullet; empty if that is what stands there. What did not change stays as
    its author wrote it."""
    before = drawn_mask(mask, line)
    if drawn == before:
        return ""
    text = _raw(mask)
    start = len(mask.label.text)
    end = len(mask.item.text.rstrip())
    if mask.places:
        start = mask.item.text.index("`", start)
        end = mask.item.text.rindex("`") + 1
    if len(mask.places) != mask.item.text.count("`", len(mask.label.text)) // 2:
        raise AnkigenError(f"a place in line {mask.item.line} cannot be read: correct it in your editor first")
    places = _places(mask, drawn.places)
    between = _remarks(text[start:end])
    if replace(drawn, places=()) == replace(before, places=()):
        gap = "" if text[:start].endswith((" ", "\t")) else " "
        return _with_remarks(text, f"{text[:start]}{gap}{places}{between}{text[end:]}")
    found = clozes(mask.label.text)
    number = found[0].numbers[0] if found and drawn.hidden else 0
    label = label_text(drawn, number or (next(numbers) if drawn.hidden else 0))
    return _with_remarks(text, f"{label} {places}{text[end:]}{_remarks(text[:start])}{between}")


def _remarks(text: str) -> str:
    return "".join(f" {comment}" for comment in COMMENT.findall(text))


def _with_remarks(before: str, after: str) -> str:
    """The item as it will be. Raises AnkigenError if a remark of its author would be lost."""
    if sorted(COMMENT.findall(before)) != sorted(COMMENT.findall(after)):
        raise AnkigenError("a comment in this list would be lost: correct it in your editor first")
    return after


def _raw(mask: Mask) -> str:
    """The item with its comments."""
    first, last = _extent(mask)
    lines = [mask.item.source.line(line) for line in range(first, last + 1)]
    return "\n".join((lines[0][mask.item.column - 1 :], *lines[1:]))


def _places(mask: Mask, drawn: Sequence[DrawnPlace]) -> str:
    """The places in backticks; one that was there before as it was written."""
    written = [(drawn_place(place), _as_written(place.span.line, place.span.column, mask)) for place in mask.places]
    texts = []
    for place in drawn:
        at = next((at for at, (before, _) in enumerate(written) if before == place), None)
        texts.append(place.text if at is None else written.pop(at)[1])
    return " ".join(f"`{text}`" for text in texts)


def _as_written(line: int, column: int, mask: Mask) -> str:
    return mask.item.source.line(line)[column - 1 :].partition("`")[0]


def refuse_other_notes(before: Sequence[Note], after: Sequence[Note], note_id: str) -> None:
    """Raise AnkigenError unless all notes but this one say what they said."""
    others = [contents(tuple(note for note in notes if note.id != note_id)) for notes in (before, after)]
    if others[0] != others[1] or sum(note.id == note_id for note in after) != 1:
        raise AnkigenError("this cannot be written without changing another note; look at the end of the file")


def _compare(before: Sequence[Note], after: Sequence[Note], note_id: str, drawn: Sequence[DrawnMask]) -> None:
    """Refuse what would say anything else than what was drawn, or anything else of another note."""
    refuse_other_notes(before, after, note_id)
    picture = next(note.picture for note in after if note.id == note_id)
    read = drawn_masks(picture) if picture else ()
    wanted = sorted(drawn, key=lambda mask: (mask.line is None, mask.line or 0))
    for mask, written in zip(wanted, read, strict=False):
        if (_words(mask), len(mask.places)) != (_words(written), len(written.places)):
            raise AnkigenError(f"'{mask.label}' {NOT_A_LABEL}")
    if len(wanted) != len(read):
        raise AnkigenError(f"a label {NOT_A_LABEL}")


def _words(mask: DrawnMask) -> tuple[str, str, bool]:
    return " ".join(mask.label.split()), " ".join(mask.hint.split()), mask.hidden
