"""A package, of a draft or of a release, made from the last one that was made here: of its database if most notes are
as they were, and of its media, which take far longer to deflate than to copy."""

import marshal
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ankigen.apkg import write_package
from ankigen.apkg.archive import Written
from ankigen.apkg.database import Ingredients, exchange, ingredients
from ankigen.apkg.media import media_of
from ankigen.compile.kept_parts import LAST_PACKAGE, unpacked
from ankigen.model.edition import Edition
from ankigen.project.paths import DeckPaths
from ankigen.project.shelf import Shelf


class Last(NamedTuple):
    """The last package: its version, the SHA-256 of its database, what that was made of, and where its media are."""

    version: str
    sha256: str
    made_of: Ingredients
    media: Mapping[str, Written]


NONE = Last("", "", Ingredients("", "", {}), {})


def write_next_package(edition: Edition, path: Path, paths: DeckPaths, shelf: Shelf) -> tuple[Written, ...]:
    """Write the package to a path, before it gets its name; says what was written.

    Raises AnkigenError, ShelfError.
    """
    last = _last(shelf)
    package = paths.package(last.version)
    now = ingredients(edition)
    change = exchange(package, last.sha256, last.made_of, now, edition)
    with path.open("wb") as file, media_of(package, last.media) as media:
        written = write_package(edition, file, change, media)
    database, _, *members = written
    places = {item.name: tuple(member) for item, member in zip(edition.media, members, strict=True)}
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
    return Last(version, sha256, Ingredients(*made_of), {name: Written(*place) for name, place in places.items()})
