"""Read any publisher's `.apkg` or `.colpkg`, of every generation of the format. Nothing in the file is trusted: what
is read is bounded, and whatever is wrong with it is one AnkigenError."""

import tempfile
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from ankigen.apkg.reader.archive import Package, collection_member, copy_member, media_members, open_package, read_media
from ankigen.apkg.reader.collection import read_collection
from ankigen.apkg.snapshot import Snapshot

# What zstd may add to data that do not become smaller.
ZSTD_FRAME = 1000

__all__ = ["Package", "each_media", "media_data", "read_package"]


def read_package(package: Package, guids: Set[str] | None = None) -> Snapshot:
    """What the package holds; if guids are given, of its notes only theirs. Raises AnkigenError if it cannot be read
    whole."""
    with tempfile.TemporaryDirectory(prefix="ankigen-") as folder:
        path = Path(folder) / "collection.anki2"
        with open_package(package) as archive:
            member = collection_member(archive, package.shown)
            with path.open("wb") as file:
                copy_member(archive, member, package.shown, file.write)
            media = read_media(archive, package.shown)
        collection = read_collection(path, package.shown, guids)
    return Snapshot(collection.decks, collection.note_types, collection.notes, media)


def media_data(package: Package, names: Iterable[str], largest: int) -> dict[str, bytes]:
    """The bytes of those of the named media that are in the package and not over `largest` bytes."""
    with open_package(package) as archive:
        members = media_members(archive, package.shown)
        found: dict[str, bytes] = {}
        for name in names:
            member = members.get(name)
            if member and member.info.file_size <= largest + ZSTD_FRAME:
                parts: list[bytes] = []
                # What is packed once more shows its size only now.
                if copy_member(archive, member, package.shown, parts.append) <= largest:
                    found[name] = b"".join(parts)
        return found


def each_media(package: Package, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The named media that are in the package, one after the other: all of them may not fit into memory."""
    with open_package(package) as archive:
        members = media_members(archive, package.shown)
        for name in names:
            if member := members.get(name):
                parts: list[bytes] = []
                copy_member(archive, member, package.shown, parts.append)
                yield name, b"".join(parts)
