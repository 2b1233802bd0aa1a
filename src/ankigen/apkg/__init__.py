"""The Anki package, written and read: the same edition gives the same bytes, on every machine.

Comes in: an `Edition`, or anybody's `.apkg`. Goes out: bytes, or a `Snapshot`. Know first: `snapshot.Snapshot`.
"""

import io
import json
from collections.abc import Iterable
from functools import partial
from itertools import chain
from typing import IO

from ankigen.apkg.archive import Member, Packed, Written, write_archive
from ankigen.apkg.database import NAME, Exchange, collection
from ankigen.apkg.media import NO_MEDIA, MediaOf, media_bytes
from ankigen.model.edition import Edition
from ankigen.model.media import MediaFile


def write_package(
    edition: Edition, target: IO[bytes], last: Exchange | None = None, media: MediaOf = NO_MEDIA
) -> tuple[Written, ...]:
    """Write the `.apkg` of the edition; says what was written: the database, the list of media, and the media.

    `last` makes the database from that of another package, and `media` are those that another one has. Raises
    AnkigenError.
    """
    names = json.dumps({str(index): file.name for index, file in enumerate(edition.media)})
    around = ((NAME, partial(collection, edition, last)), ("media", lambda: [names.encode()]))
    files = ((str(index), partial(_whole, file, media)) for index, file in enumerate(edition.media))
    return write_archive(target, chain[Member](around, files))


def _whole(file: MediaFile, media: MediaOf) -> Iterable[bytes] | Packed:
    return media.packed(file.name) or [media_bytes(file)]


def package_bytes(edition: Edition) -> bytes:
    """The `.apkg` of the edition."""
    buffer = io.BytesIO()
    write_package(edition, buffer)
    return buffer.getvalue()
