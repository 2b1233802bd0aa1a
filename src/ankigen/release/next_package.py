"""A package, of a draft or of a release, made from the last one that was made here: of its database if most notes are
as they were, and of its media, which take far longer to deflate than to copy."""

import marshal
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple

from ankigen.apkg import write_package
from ankigen.apkg.archive import Written
from ankigen.apkg.database import Ingredients, exchange, ingredients
from ankigen.apkg.media import PlaceInPackage, media_of
from ankigen.compile.kept_parts import LAST_PACKAGE, unpacked
from ankigen.model.edition import Edition
from ankigen.project.paths import DeckPaths
from ankigen.project.shelf import Shelf


class Last(NamedTuple):
    """The last package: its version, the SHA-256 of its database, what that was made of, and where its media are."""

    version: str
    sha256: str
    made_of: Ingredients
    media: Mapping[str, PlaceInPackage]


NONE = Last("", "", Ingredients("", "", {}), {})


def write_next_package(edition: Edition, path: Path, paths: DeckPaths, shelf: Shelf) -> tuple[Written, ...]:
    """Write the package to a path, before it gets its name; says what was written.

    Raises AnkigenError, ShelfError.
    """
    last = _last(shelf)
    package = paths.package(last.version)
    now = ingredients(edition)
    change = exchange(package, last.sha256, last.made_of, now, edition)
    with path.open("w+b") as file:
        with media_of(package, last.media) as media:
            written = write_package(edition, file, change, media)
        places = dict(_places(edition, written, file, last.media))
    database = written[0]
    small = marshal.dumps((edition.version, database.sha256, *now))
    shelf.put(LAST_PACKAGE, shelf.program, small, marshal.dumps(places))
    shelf.commit()
    return written


def _last(shelf: Shelf) -> Last:
    known = shelf.small(LAST_PACKAGE, shelf.program)
    if known is None:
        return NONE
    version, sha256, *made_of = unpacked(known)
    places = unpacked(shelf.large(LAST_PACKAGE))
    return Last(
        version, sha256, Ingredients(*made_of), {name: PlaceInPackage(*place) for name, place in places.items()}
    )


def _places(
    edition: Edition, written: tuple[Written, ...], package: IO[bytes], last: Mapping[str, PlaceInPackage]
) -> Iterator[tuple[str, tuple[int | str, ...]]]:
    """Where the media are in the package that was just written, by their names."""
    media = written[len(written) - len(edition.media) :]
    for file, member in zip(edition.media, media, strict=True):
        known = last.get(file.name)
        if known and (known.sha256, known.length) == (member.sha256, member.length):
            checksum = known.checksum  # even what was deflated again has become the same
        else:
            package.seek(member.at)
            checksum = zlib.crc32(package.read(member.length))
        yield file.name, (member.at, member.length, checksum, member.size, member.crc, member.sha256)
