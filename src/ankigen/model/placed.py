"""Where a note is: what is shown of it beside its cards."""

from typing import NamedTuple

from ankigen.model.note import Note
from ankigen.source import Span


class Placed(NamedTuple):
    """A note by its id and note type, where it begins, and its headings as they are written, the highest first."""

    id: str
    note_type: str
    span: Span
    headings: tuple[str, ...]


def placed(note: Note) -> Placed:
    headings = tuple(" ".join(heading.title.text.split()) for heading in note.sections)
    return Placed(note.id, note.note_type, note.span, headings)
