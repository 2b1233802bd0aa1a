"""A draft's package: made from the one before it if most of its notes are as they were."""

import hashlib
import marshal
from io import BufferedReader
from pathlib import Path

from ankigen.apkg import write_package
from ankigen.apkg.database import Exchange, Ingredients, exchange, ingredients
from ankigen.compile.kept_parts import DRAFT_PACKAGE, unpacked
from ankigen.model.edition import Edition
from ankigen.project.atomic import file_sha256
from ankigen.project.shelf import Shelf


def write_draft(edition: Edition, path: Path, last: Path, shelf: Shelf) -> None:
    """Write the package to a path; `last` is where the draft before it may be. Raises AnkigenError, ShelfError."""
    now = ingredients(edition)
    if last.is_file():
        with last.open("rb") as package:
            _write(edition, path, _from_last(package, now, edition, shelf))
    else:
        _write(edition, path, None)
    shelf.put(DRAFT_PACKAGE, f"{shelf.program} {file_sha256(path)}", marshal.dumps(tuple(now)), b"")
    shelf.commit()


def _from_last(package: BufferedReader, now: Ingredients, edition: Edition, shelf: Shelf) -> Exchange | None:
    """How to make the draft from this package, if it is the last one that was put on the shelf."""
    sha256 = hashlib.file_digest(package, "sha256").hexdigest()
    known = shelf.small(DRAFT_PACKAGE, f"{shelf.program} {sha256}")
    return exchange(package, Ingredients(*unpacked(known)), now, edition) if known else None


def _write(edition: Edition, path: Path, last: Exchange | None) -> None:
    with path.open("wb") as file:
        write_package(edition, file, last=last)
