"""Notes that somebody added to a deck in Anki, as notes of its sources."""

from collections.abc import Iterable, Mapping

from ankigen.apkg.snapshot import Note, NoteType, Snapshot
from ankigen.importing.built_in import BuiltIn
from ankigen.importing.fields import Converter, same, styled_elements
from ankigen.importing.plan import note_ids
from ankigen.importing.sources import NoteWriter, Written
from ankigen.importing.stock_types import BY_NAME
from ankigen.model.content import Content
from ankigen.model.note import Kind
from ankigen.model.own_type import OwnType, Types
from ankigen.render import Renderer
from ankigen.values import dataclass

NEW_NOTES = "99-from-anki.md"


@dataclass(frozen=True, slots=True)
class Added:
    """A note's source, and what its fields must show, by name; none if that was proved when it was written."""

    text: str
    fields: Mapping[str, str]

    def arrived(self, made: Content | None) -> bool:
        """Whether the compiled note shows what it must."""
        return made is not None and all(same(made.fields.get(name, ""), html, ()) for name, html in self.fields.items())


def added_notes(
    notes: Iterable[Note], snapshot: Snapshot, types: Types, known: Iterable[str], files: Mapping[str, str]
) -> dict[str, Added]:
    """The notes by their new ids: of the deck's own note types, or of Anki's own that ankigen has a kind for. Others
    are left out. `files` are the paths of the media that they name."""
    own = {item.note_type.id: item for item in types.own}
    stock = {item.id: kind for item in snapshot.note_types.values() if (kind := _kind(item))}
    writable = [note for note in notes if note.note_type in own or note.note_type in stock]
    built_in = BuiltIn({} if types.default else stock, files, states_guid=True)
    found = {}
    for name, note in zip(note_ids(writable, known), writable, strict=True):
        item = snapshot.note_type(note)
        if note.note_type in own:
            written = _of_own_type(note, item, own[note.note_type], types, files, name)
            found[name] = Added(written.text, snapshot.fields(note))
        elif made := built_in.write(note, item, name):
            found[name] = Added(made.text, {})
    return found


def _kind(item: NoteType) -> Kind | None:
    stock = BY_NAME.get(item.name)
    return stock.kind if stock and item.field_names == stock.fields else None


def _of_own_type(
    note: Note, item: NoteType, own: OwnType, types: Types, files: Mapping[str, str], name: str
) -> Written:
    converter = Converter(Renderer(), files, styled_elements(item.css), own.paragraphs)
    return NoteWriter(item, own.key, own.key == types.default, converter, states_guid=True).write(note, name)
