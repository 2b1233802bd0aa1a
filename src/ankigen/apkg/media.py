"""The bytes of media: read from the disk when they are packed, one file at a time, or taken as they were packed."""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from ankigen.apkg.archive import Packed
from ankigen.diagnostic import AnkigenError
from ankigen.model.media import MediaFile


def media_bytes(file: MediaFile) -> bytes:
    """The file's bytes. Raises AnkigenError if they are not those that its name was made of."""
    if isinstance(file.source, bytes):
        return file.source
    try:
        data = file.source.read_bytes()
        changed = file.source.stat().st_mtime_ns != file.mtime
    except OSError as error:
        raise AnkigenError(f"cannot read {file.source}: {error.strerror}") from error
    if changed or len(data) != file.size:
        raise AnkigenError(f"{file.source} was changed just now: run the command again")
    return data


class PlaceInPackage(NamedTuple):
    """Where in a package the deflated data of a media file are, how long, and their CRC-32; and of the file itself the
    size, the CRC-32 and the SHA-256."""

    at: int
    length: int
    checksum: int
    size: int
    crc: int
    sha256: str


class MediaOf:
    """The media of a package, as they are packed there, by their names in Anki."""

    def __init__(self, file: IO[bytes] | None, places: Mapping[str, PlaceInPackage]) -> None:
        self._file = file
        self._places = places

    def packed(self, name: str) -> Packed | None:
        """None if it is not there, or not as it was when its place was noted."""
        place = self._places.get(name)
        if self._file is None or place is None:
            return None
        try:
            self._file.seek(place.at)
            data = self._file.read(place.length)
        except OSError:
            return None
        whole = len(data) == place.length and zlib.crc32(data) == place.checksum
        return Packed(data, place.size, place.crc, place.sha256) if whole else None


NO_MEDIA = MediaOf(None, {})


@contextmanager
def media_of(package: Path, places: Mapping[str, PlaceInPackage]) -> Iterator[MediaOf]:
    try:
        file = package.open("rb") if places else None
    except OSError:
        file = None
    if file is None:
        yield NO_MEDIA
    else:
        with file:
            yield MediaOf(file, places)
