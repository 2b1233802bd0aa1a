"""Read any publisher's `.apkg` in the format that every Anki reads. Nothing in the file is trusted: what is read is
bounded, and whatever is wrong with it is one AnkigenError."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from ankigen.apkg.reader.archive import Package, collection_member, copy_member, media_members, open_package, read_media
from ankigen.apkg.reader.collection import read_collection
from ankigen.apkg.snapshot import Snapshot

__all__ = ["Package", "media_data", "read_package"]


def read_package(package: Package) -> Snapshot:
    """What the package holds. Raises AnkigenError if it cannot be read whole."""
    with tempfile.TemporaryDirectory(prefix="ankigen-") as folder:
        path = Path(folder) / "collection.anki2"
        with open_package(package) as archive:
            member = collection_member(archive, package.shown)
            with path.open("wb") as file:
                copy_member(archive, member, file.write)
            media = read_media(archive, package.shown)
        collection = read_collection(path, package.shown)
    return Snapshot(collection.decks, collection.note_types, collection.notes, media)


def media_data(package: Package, names: Iterable[str], largest: int) -> dict[str, bytes]:
    """The bytes of those of the named media that are in the package and not over `largest` bytes."""
    with open_package(package) as archive:
        members = media_members(archive, package.shown)
        small = (name for name in names if name in members and members[name].file_size <= largest)
        return {name: archive.read(members[name]) for name in small}
