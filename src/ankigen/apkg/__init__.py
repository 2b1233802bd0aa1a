"""The Anki package, written and read: the same edition gives the same bytes, on every machine.

Comes in: an `Edition`, or anybody's `.apkg`. Goes out: bytes, or a `Snapshot`. Know first: `snapshot.Snapshot`.
"""

import io
import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO

from ankigen.apkg.archive import Member, write_archive
from ankigen.apkg.database import NAME, Exchange, collection
from ankigen.apkg.media import media_bytes
from ankigen.model.edition import Edition
from ankigen.model.media import MediaFile


def package_members(edition: Edition, last: Exchange | None = None) -> Iterator[Member]:
    """The files of the edition's `.apkg`, each with what reads it. `last` makes its database from another one."""
    names = json.dumps({str(index): file.name for index, file in enumerate(edition.media)})
    yield NAME, partial(collection, edition, last)
    yield "media", lambda: [names.encode()]
    for index, file in enumerate(edition.media):
        yield str(index), partial(_whole, file)


def _whole(file: MediaFile) -> Iterator[bytes]:
    yield media_bytes(file)


def write_package(
    edition: Edition,
    target: IO[bytes],
    seen: Callable[[str, bytes], object] = lambda *_: None,
    last: Exchange | None = None,
) -> None:
    """Write the `.apkg` of the edition; `seen` is shown each of its files. Raises AnkigenError."""
    write_archive(target, package_members(edition, last), seen)


def package_bytes(edition: Edition) -> bytes:
    """The `.apkg` of the edition."""
    buffer = io.BytesIO()
    write_package(edition, buffer)
    return buffer.getvalue()
