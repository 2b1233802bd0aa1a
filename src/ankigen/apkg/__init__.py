"""The Anki package, written and read: the same edition gives the same bytes, on every machine.

Comes in: an `Edition`, or anybody's `.apkg`. Goes out: bytes, or a `Snapshot`. Know first: `snapshot.Snapshot`.
"""

import io
from collections.abc import Callable, Iterator
from typing import IO

from ankigen.apkg.archive import Member, write_archive
from ankigen.apkg.writer import EditionDeck, EditionNoteType, EditionPackage
from ankigen.model.edition import Edition
from ankigen.model.ids import schema_id


def package_members(edition: Edition) -> Iterator[Member]:
    """The files of the edition's `.apkg`, each with what reads it."""
    deck = EditionDeck(schema_id(edition.config.uid, "deck"), edition.config.name, edition.description, edition.time)
    for note_type, mod in edition.note_types:
        deck.add_model(EditionNoteType(note_type, mod))
    deck.shipped = edition.notes
    deck.note_types = {note_type.kind: note_type for note_type, _ in edition.note_types}
    return EditionPackage(deck, edition.media, edition.time).members()


def write_package(edition: Edition, target: IO[bytes], seen: Callable[[str, bytes], object] = lambda *_: None) -> None:
    """Write the `.apkg` of the edition; `seen` is shown each of its files. Raises AnkigenError."""
    write_archive(target, package_members(edition), seen)


def package_bytes(edition: Edition) -> bytes:
    """The `.apkg` of the edition."""
    buffer = io.BytesIO()
    write_package(edition, buffer)
    return buffer.getvalue()
