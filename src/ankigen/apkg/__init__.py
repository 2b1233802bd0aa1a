"""The Anki package, written and read: the same edition gives the same bytes, on every machine.

Comes in: an `Edition`, or anybody's `.apkg`. Goes out: bytes, or a `Snapshot`. Know first: `snapshot.Snapshot`.
"""

from ankigen.apkg.archive import archive
from ankigen.apkg.writer import EditionDeck, EditionNoteType, EditionPackage
from ankigen.model.edition import Edition
from ankigen.model.ids import schema_id


def package_members(edition: Edition) -> dict[str, bytes]:
    """The files of the edition's `.apkg`, not compressed."""
    deck = EditionDeck(schema_id(edition.config.uid, "deck"), edition.config.name, edition.description, edition.time)
    for note_type, mod in edition.note_types:
        deck.add_model(EditionNoteType(note_type, mod))
    deck.shipped = edition.notes
    deck.note_types = {note_type.kind: note_type for note_type, _ in edition.note_types}
    return EditionPackage(deck, edition.media, edition.time).members()


def package_bytes(edition: Edition) -> bytes:
    """The `.apkg` of the edition."""
    return archive(package_members(edition))
