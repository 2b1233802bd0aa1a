"""In which part of a note a place is, by the name that the note's author knows it by."""

from collections.abc import Iterator

from ankigen.model.note import Kind, Note
from ankigen.source import Fragment, Span


def field_at(note: Note, place: Span) -> str:
    """The part that begins last before the place: `Heading`, `Metadata`, or the field that it feeds."""
    parts = sorted(_parts(note), key=lambda part: (part[1].line, part[1].column))
    begun = [name for name, text in parts if (text.line, text.column) <= (place.line, max(place.column, text.column))]
    if not begun or place.line == note.span.line:
        return "Heading"
    return "Metadata" if begun[-1] == "Heading" and place.line < note.text_line else begun[-1]


def _parts(note: Note) -> Iterator[tuple[str, Fragment]]:
    yield "Heading", note.front
    if note.stem:
        yield "Question", note.stem
    if note.body.text.strip():
        yield _body(note), note.body
    yield from (("Options", option.text) for option in note.options)
    if note.explanation:
        yield "Answer", note.explanation
    yield from ((name.value, text) for name, text in note.fields)
    yield from note.own_fields


def _body(note: Note) -> str:
    if note.own:
        return note.own.body
    match note.kind:
        case Kind.BASIC | Kind.REVERSED | Kind.TYPED:
            return "Answer"
        case Kind.CLOZE:
            return "Text"
        case Kind.CHOICE:
            return "Question"
        case Kind.PICTURE:
            return "Picture"
