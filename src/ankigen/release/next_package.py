"""A package, of a draft or of a release: made from the last one that was made here if most of its notes are as they
were."""

import hashlib
import marshal
from collections.abc import Callable
from pathlib import Path

from ankigen.apkg import write_package
from ankigen.apkg.database import NAME, Ingredients, exchange, ingredients
from ankigen.compile.kept_parts import LAST_PACKAGE, unpacked
from ankigen.model.edition import Edition
from ankigen.project.paths import DeckPaths
from ankigen.project.shelf import Shelf


def write_next_package(
    edition: Edition,
    path: Path,
    paths: DeckPaths,
    shelf: Shelf,
    seen: Callable[[str, bytes], object] = lambda *_: None,
) -> None:
    """Write the package to a path, before it gets its name; `seen` is shown each of its files.

    Raises AnkigenError, ShelfError.
    """
    now = ingredients(edition)
    known = shelf.small(LAST_PACKAGE, shelf.program)
    version, sha256, *was = unpacked(known) if known else ("", "", "", "", {})
    digest = hashlib.sha256()

    def see(name: str, piece: bytes) -> None:
        if name == NAME:
            digest.update(piece)
        seen(name, piece)

    last = exchange(paths.package(version), sha256, Ingredients(*was), now, edition) if version else None
    with path.open("wb") as file:
        write_package(edition, file, see, last)
    shelf.put(LAST_PACKAGE, shelf.program, marshal.dumps((edition.version, digest.hexdigest(), *now)), b"")
    shelf.commit()
