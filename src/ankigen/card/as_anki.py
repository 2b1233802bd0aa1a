"""Our note types as Anki reads them from a package."""

from ankigen.apkg.snapshot import Field, NoteTypeKind, Template
from ankigen.apkg.snapshot import NoteType as AnkiNoteType
from ankigen.model.note_type import NoteType


def as_anki(item: NoteType) -> AnkiNoteType:
    """The note type as Anki reads it from a package, without its time."""
    return AnkiNoteType(
        id=item.id,
        name=item.name,
        kind=NoteTypeKind.CLOZE if item.cloze else NoteTypeKind.STANDARD,
        fields=tuple(Field(name, id) for name, id in item.fields),
        templates=tuple(Template(part.name, part.front, part.back, part.id) for part in item.templates),
        css=item.css,
        mod=0,
        sort_field=item.sort_field,
    )
