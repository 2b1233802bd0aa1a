"""What one source contributes to a package, as bytes for a shelf: all but the fields, which are read when they are
wanted."""

import marshal
from collections.abc import ItemsView, Iterable, Iterator, Mapping
from typing import Any

from ankigen.codes.groups import CODES
from ankigen.compile.media import Good
from ankigen.diagnostic import Code, Diagnostic, Edit, Severity
from ankigen.model.content import Content
from ankigen.model.history import Record
from ankigen.model.placed import Placed
from ankigen.model.rendered import MediaReference
from ankigen.project.shelf import DamagedError, Shelf
from ankigen.source import Source, Span
from ankigen.values import dataclass

# Where on the shelf what the last package was made of is; no source has such a name.
LAST_PACKAGE = "package/"
At = tuple[int, int, bool]
Written = tuple[At, str, str, str, str, tuple[tuple[At, str, str], ...]]  # a finding


class NotInOrderError(Exception):
    """There is something that only the whole deck at once can tell."""


def see_in_order(problems: Iterable[Diagnostic]) -> None:
    """Raise NotInOrderError if one of them is an error."""
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise NotInOrderError


@dataclass(frozen=True, slots=True)
class Part:
    """What one source contributes. `forms` has, for the note of an index that could be shipped in several forms, their
    hashes, and which of them is here; `pictures` has the picture notes, and whether they were released; `placed` says
    where the notes are, once, if anybody asks."""

    notes: tuple[Content, ...]
    references: tuple[MediaReference, ...]
    files: tuple[tuple[str, str], ...]
    problems: tuple[Diagnostic, ...]
    forms: tuple[tuple[int, tuple[str, ...], int], ...]
    pictures: tuple[tuple[str, bool], ...]
    placed: Iterable[Placed]


class Reader:
    """Reads what is on the shelf, and fields of one source at a time. What a note has as it was released is in memory
    once, as it is there."""

    def __init__(self, shelf: Shelf, released: Mapping[str, Record]) -> None:
        self.shelf = shelf
        self.released = released
        self.name = ""
        self.fields: list[dict[str, str]] = []

    def of(self, name: str, at: int) -> dict[str, str]:
        if self.name != name:
            self.fields = unpacked(self.shelf.large(name))
            self.name = name
        return self.fields[at]


class KeptFields(Mapping[str, str]):
    """The fields of a note, on the shelf."""

    __slots__ = ("at", "name", "reader")

    def __init__(self, reader: Reader, name: str, at: int) -> None:
        self.reader = reader
        self.name = name
        self.at = at

    def __getitem__(self, key: str) -> str:
        return self.reader.of(self.name, self.at)[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.reader.of(self.name, self.at))

    def items(self) -> ItemsView[str, str]:
        """All of them at once, which is quicker than one by one."""
        return self.reader.of(self.name, self.at).items()

    def __len__(self) -> int:
        return len(self.reader.of(self.name, self.at))


def review_of(name: str) -> str:
    """The name on the shelf of the editorial review of a source, whose own name has no slash."""
    return f"review/{name}"


def cards_of(name: str) -> str:
    """The name on the shelf of the cards of a source as they are shown."""
    return f"cards/{name}"


def dump_media(good: Mapping[str, Good]) -> bytes:
    return marshal.dumps(dict(good))


def load_media(data: bytes) -> dict[str, Good]:
    """Raises DamagedError."""
    known: dict[str, Good] = unpacked(data)
    return known


def dump_fields(part: Part) -> bytes:
    return marshal.dumps([dict(note.fields) for note in part.notes])


def dump_part(part: Part, source: Source) -> bytes:
    once: dict[tuple[object, ...], tuple[object, ...]] = {}  # what is the same is in memory once when it is read
    written = [
        (
            *(note.id, note.guid, str(note.kind), note.title),
            *(once.setdefault(each, each) for each in (note.tags, note.ordinals, note.media)),
            *(note.source_hash, note.content_hash, note.clozes, note.change),
        )
        for note in part.notes
    ]
    references = [(reference.path, *_place(reference.span, source)) for reference in part.references]
    problems = written_problems(part.problems, source)
    placed = [(note.span.line, note.span.column, once.setdefault(note.headings, note.headings)) for note in part.placed]
    return marshal.dumps((written, references, part.files, problems, part.forms, part.pictures, placed))


def written_problems(problems: Iterable[Diagnostic], source: Source) -> list[Written]:
    """Findings in this source as plain values. Raises NotInOrderError if one is elsewhere."""
    return [
        (
            *(_place(problem.span, source), problem.code, problem.message, problem.hint),
            str(problem.level or ""),
            tuple((_place(edit.span, source), edit.old, edit.new) for edit in problem.edits),
        )
        for problem in problems
    ]


def read_problems(
    written: Iterable[Written], source: Source, codes: Mapping[str, Code] = CODES
) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic(
            _span(place, source),
            codes[code],
            message,
            hint,
            Severity(level) if level else None,
            tuple(Edit(_span(where, source), old, new) for where, old, new in edits),
        )
        for place, code, message, hint, level, edits in written
    )


def _place(span: Span, source: Source) -> At:
    """Line and column, and whether it is a line at all, not the file as a whole."""
    if span.source.path != source.path:
        raise NotInOrderError
    return span.line, span.column, bool(span.source.text)


def _span(place: At, source: Source) -> Span:
    line, column, has_text = place
    return Span(source if has_text else source.whole().source, line, column)


def load_part(small: bytes, source: Source, reader: Reader) -> Part:
    """Raises DamagedError."""
    written, references, files, problems, forms, pictures, placed = unpacked(small)
    name = source.path.name
    return Part(
        tuple(_content(values, KeptFields(reader, name, at), reader.released) for at, values in enumerate(written)),
        tuple(MediaReference(path, _span((line, column, text), source)) for path, line, column, text in references),
        files,
        read_problems(problems, source),
        forms,
        pictures,
        (
            Placed(values[0], values[2], source.span(line, column), headings)
            for values, (line, column, headings) in zip(written, placed, strict=True)
        ),
    )


def unpacked(data: bytes) -> Any:
    try:
        return marshal.loads(data)  # as trusted as the programs in __pycache__, and with a checksum
    except (ValueError, EOFError, TypeError) as error:
        raise DamagedError from error


def _content(values: Any, fields: Mapping[str, str], released: Mapping[str, Record]) -> Content:
    name, guid, kind, title, tags, ordinals, media, source_hash, content_hash, clozes, change = values
    record = released.get(name)
    if record and (guid, source_hash, content_hash) == (record.guid, record.source_hash, record.content_hash):
        name, guid, source_hash, content_hash = record.id, record.guid, record.source_hash, record.content_hash
        title = record.title if title == record.title else title
        clozes = record.clozes if clozes == record.clozes else clozes
    return Content(name, guid, kind, title, fields, tags, ordinals, media, source_hash, content_hash, clozes, change)
