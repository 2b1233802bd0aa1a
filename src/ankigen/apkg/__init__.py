"""The Anki package, written and read: the same edition gives the same bytes, on every machine.

Comes in: an `Edition`, or anybody's `.apkg`. Goes out: bytes, or a `Snapshot`. Know first: `snapshot.Snapshot`.
"""

import io
import json
from itertools import chain
from typing import IO

from ankigen.apkg.archive import Member, Written, write_archive
from ankigen.apkg.database import NAME, Exchange, collection
from ankigen.apkg.media import NO_MEDIA, MediaOf, packed_media
from ankigen.model.edition import Edition


def write_package(
    edition: Edition, target: IO[bytes], last: Exchange | None = None, media: MediaOf = NO_MEDIA
) -> tuple[Written, ...]:
    """Write the `.apkg` of the edition; says what was written: the database, the list of media, and the media.

    `last` makes the database from that of another package, and `media` are those that another one has. Raises
    AnkigenError.
    """
    names = json.dumps({str(index): file.name for index, file in enumerate(edition.media)})
    around: tuple[Member, ...] = ((NAME, collection(edition, last)), ("media", [names.encode()]))
    files = ((str(index), packed) for index, packed in enumerate(packed_media(edition.media, media)))
    return write_archive(target, chain[Member](around, files))


def package_bytes(edition: Edition) -> bytes:
    """The `.apkg` of the edition."""
    buffer = io.BytesIO()
    write_package(edition, buffer)
    return buffer.getvalue()
