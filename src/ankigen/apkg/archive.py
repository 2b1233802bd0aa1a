"""A zip file whose bytes depend on its members alone."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

EARLIEST = (1980, 1, 1, 0, 0, 0)
UNIX = 3
# Level 1 makes 48 MB of notes 6 MB; higher ones take three times as long for another tenth.
LEVEL = 1


class Packed(NamedTuple):
    """What a member holds, deflated already: the data with their CRC-32, and of what they hold the size, the CRC-32 and
    the SHA-256."""

    data: bytes
    checksum: int
    size: int
    crc: int
    sha256: str


def deflated(data: bytes) -> Packed:
    """The data as they are packed."""
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(data) + deflate.flush()
    return Packed(packed, zlib.crc32(packed), len(data), zlib.crc32(data), hashlib.sha256(data).hexdigest())


class Written(NamedTuple):
    """A member that was written: of what it holds the SHA-256, the size and the CRC-32, and where in the archive its
    deflated data are, how long, and their CRC-32 if it came packed, else 0."""

    name: str
    sha256: str
    size: int
    crc: int
    at: int
    length: int
    checksum: int


# A file of the package: its name, and what it holds, piece by piece or packed.
Member = tuple[str, Iterable[bytes] | Packed]


def write_stored(path: Path, members: Mapping[str, bytes], more: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """The members, deflated, and behind them `more`, piece by piece and as they are: media are packed already."""
    with zipfile.ZipFile(path, "w") as file:
        for name, data in members.items():
            file.writestr(_info(name), data, compresslevel=LEVEL)
        for name, pieces in more:
            info = _info(name)
            info.compress_type = zipfile.ZIP_STORED
            with file.open(info, "w") as target:
                for piece in pieces:
                    target.write(piece)


def _info(name: str) -> zipfile.ZipInfo:
    """A member without a date and an owner."""
    info = zipfile.ZipInfo(str(PurePosixPath(name)), EARLIEST)
    info.create_system = UNIX
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def write_archive(target: IO[bytes], members: Iterable[Member]) -> tuple[Written, ...]:
    """Write the members in their order, deflated, without dates or owners."""
    with zipfile.ZipFile(target, "w") as file:
        return tuple(_write(file, target, *member) for member in members)


def _write(file: zipfile.ZipFile, target: IO[bytes], name: str, content: Iterable[bytes] | Packed) -> Written:
    info = _info(name)
    if isinstance(content, Packed):
        _put(file, info, content)
        sha256, checksum = content.sha256, content.checksum
    else:
        # What `writestr` sets, which takes no pieces.
        info._compresslevel = LEVEL  # type: ignore[attr-defined]  # typeshed does not know it
        digest = hashlib.sha256()
        with file.open(info, "w") as member:
            for piece in content:
                digest.update(piece)
                member.write(piece)
        sha256, checksum = digest.hexdigest(), 0
    at = target.tell() - info.compress_size
    return Written(name, sha256, info.file_size, info.CRC, at, info.compress_size, checksum)


def _put(file: zipfile.ZipFile, info: zipfile.ZipInfo, content: Packed) -> None:
    """Put in what is deflated already. zipfile has no way for that; this is what its own way comes to."""
    info.file_size, info.CRC, info.compress_size = content.size, content.crc, len(content.data)
    # What comes next is how `ZipFile.open` begins and ends a member; typeshed knows little of it.
    target: IO[bytes] = file.fp  # type: ignore[assignment]
    target.seek(file.start_dir)
    info.header_offset = target.tell()
    target.write(info.FileHeader())
    target.write(content.data)
    file.start_dir = target.tell()
    file._didModify = True  # type: ignore[attr-defined]
    file.filelist.append(info)
    file.NameToInfo[info.filename] = info
