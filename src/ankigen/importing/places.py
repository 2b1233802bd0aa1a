"""Where in a source each field of a note stands, as far as one field of Anki is one text there."""

from collections.abc import Mapping

from ankigen.compile.own_fields import own_texts
from ankigen.model.cloze import OPEN
from ankigen.model.note import ExtraField, Kind, Note
from ankigen.model.own_type import OwnType
from ankigen.source import Fragment
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """A field's text, None if the note has none; `heading` says that the note's heading feeds it, `cloze` that clozes
    hide in it, `html` that it may be HTML."""

    text: Fragment | None
    heading: bool = False
    cloze: bool = False
    html: bool = False


def field_places(note: Note) -> Mapping[str, FieldPlace]:
    """The fields that can be written where they stand, by their names in Anki."""
    return _of_own_type(note, note.own) if note.own else _of_kind(note)


def _of_own_type(note: Note, own: OwnType) -> dict[str, FieldPlace]:
    hides = own.hides_in()
    stated = {name: text for name, text, _ in own_texts(note, own)}
    found = {}
    for name in own.fields:
        heading = name == own.heading and stated.get(name) is note.front
        found[name] = FieldPlace(stated.get(name), heading, name in hides, html=True)
    return found


def _of_kind(note: Note) -> dict[str, FieldPlace]:
    stated = dict(note.fields)
    found = {item.value: FieldPlace(stated.get(item)) for item in ExtraField}
    match note.kind:
        case Kind.BASIC | Kind.REVERSED | Kind.TYPED:
            if note.stem is None:
                found["Front"] = FieldPlace(note.front, heading=True)
            found["Back"] = FieldPlace(note.body)
        case Kind.CLOZE if OPEN.search(note.front.text) is None:
            found["Title"] = FieldPlace(note.front, heading=True)
            found["Text"] = FieldPlace(note.body, cloze=True)
        case Kind.CLOZE if not note.body.text.strip():
            found["Text"] = FieldPlace(note.front, heading=True, cloze=True)
        case Kind.CLOZE | Kind.CHOICE | Kind.PICTURE:
            pass  # several texts make one field
    return found
