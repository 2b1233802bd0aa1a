"""The bytes of media: read from the disk when they are packed, a few files at a time, or taken as they were packed."""

import hashlib
import os
import zlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ankigen.apkg.archive import Packed, Written, deflated
from ankigen.diagnostic import AnkigenError
from ankigen.model.media import MediaFile

MUCH = 10_000_000  # bytes that have to be deflated: less is done before other processors are of use
AHEAD = 32_000_000  # bytes of files that are deflated before it is their turn


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


class MediaOf:
    """The media of a package, as they are packed there, by their names in Anki."""

    def __init__(self, file: IO[bytes] | None, places: Mapping[str, Written]) -> None:
        self._file = file
        self._places = places

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def packed(self, file: MediaFile) -> Packed | None:
        """None if it is not there, or not as it was when its place was noted."""
        place = self._places.get(file.name)
        if self._file is None or place is None:
            return None
        # What a note type shows may keep a name of its own, under which another file was before.
        if isinstance(file.source, bytes) and hashlib.sha256(file.source).hexdigest() != place.sha256:
            return None
        try:
            self._file.seek(place.at)
            data = self._file.read(place.length)
        except OSError:
            return None
        whole = len(data) == place.length and zlib.crc32(data) == place.checksum
        return Packed(data, place.checksum, place.size, place.crc, place.sha256) if whole else None


NO_MEDIA = MediaOf(None, {})


@contextmanager
def media_of(package: Path, places: Mapping[str, Written]) -> Iterator[MediaOf]:
    try:
        file = package.open("rb") if places else None
    except OSError:
        file = None
    if file is None:
        yield NO_MEDIA
    else:
        with file:
            yield MediaOf(file, places)


def packed_media(files: Sequence[MediaFile], last: MediaOf) -> Iterator[Packed]:
    """The files as they are packed: taken from the last package, or deflated, on several processors if that pays.

    Raises AnkigenError.
    """
    workers = _processors() if sum(file.size for file in files if file.name not in last) >= MUCH else 1
    if workers == 1:
        yield from (last.packed(file) or _deflated(file) for file in files)
        return
    from concurrent.futures import Future, ThreadPoolExecutor  # takes long to import, for most packages in vain

    room = AHEAD

    def taken(file: MediaFile, packed: Packed | Future[Packed]) -> Packed:
        nonlocal room
        room += file.size
        return packed.result() if isinstance(packed, Future) else packed

    ahead: deque[tuple[MediaFile, Packed | Future[Packed]]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for file in files:
            ahead.append((file, last.packed(file) or pool.submit(_deflated, file)))
            room -= file.size
            while room < 0:
                yield taken(*ahead.popleft())
        while ahead:
            yield taken(*ahead.popleft())


def _deflated(file: MediaFile) -> Packed:
    return deflated(media_bytes(file))


def _processors() -> int:
    """How many this process may use; not every system says."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
