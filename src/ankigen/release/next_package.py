"""A draft's package: made from the one before it if most of its notes are as they were."""

import hashlib
import marshal
from pathlib import Path

from ankigen.apkg import write_package
from ankigen.apkg.database import NAME, Ingredients, exchange, ingredients
from ankigen.compile.kept_parts import DRAFT_PACKAGE, unpacked
from ankigen.model.edition import Edition
from ankigen.project.shelf import Shelf


def write_draft(edition: Edition, path: Path, last: Path, shelf: Shelf) -> None:
    """Write the package to a path; `last` is where the draft before it may be. Raises AnkigenError, ShelfError."""
    now = ingredients(edition)
    known = shelf.small(DRAFT_PACKAGE, shelf.program)
    sha256, *was = unpacked(known) if known else ("", "", "", {})
    digest = hashlib.sha256()

    def see(name: str, piece: bytes) -> None:
        if name == NAME:
            digest.update(piece)

    with path.open("wb") as file:
        write_package(edition, file, see, exchange(last, sha256, Ingredients(*was), now, edition))
    shelf.put(DRAFT_PACKAGE, shelf.program, marshal.dumps((digest.hexdigest(), *now)), b"")
    shelf.commit()
