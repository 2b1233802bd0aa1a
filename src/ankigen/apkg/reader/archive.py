"""The zip file around a collection, read within bounds: a small file that claims gigabytes is refused before they are
unpacked."""

import errno
import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from io import BytesIO
from pathlib import Path

from ankigen.apkg.reader.protobuf import read_message, text, whole
from ankigen.apkg.reader.zstd import TooLargeError, unpacked
from ankigen.apkg.snapshot import MediaFile
from ankigen.diagnostic import AnkigenError
from ankigen.model.media import LFS_POINTER
from ankigen.values import dataclass

LEGACY, LEGACY_2, NEWER = "collection.anki2", "collection.anki21", "collection.anki21b"
# The collection of each version of the format, as `meta` counts them (rslib/src/import_export/package/meta.rs). In the
# newest one the collection, the list of media and the media are packed by zstd before they are put into the zip file.
COLLECTIONS = {1: LEGACY, 2: LEGACY_2, 3: NEWER}
NEWEST = 3
# Four times the largest shared decks; deflate reaches 1000:1 on zeros, and 20:1 on the most repetitive of real notes.
LARGEST_COLLECTION = 2 * 1024**3
# Anki refuses larger media.
LARGEST_MEDIA = 100 * 1024**2
LARGEST_TOTAL = 8 * 1024**3
LARGEST_RATIO = 200
# zstd writes a block of 128 KB that repeats itself in a dozen bytes; real collections shrink to a tenth.
LARGEST_PACKED_RATIO = 1000
SMALL = 16 * 1024**2
LARGEST_LIST = 64 * 1024**2
CHUNK = 1024**2
ENCRYPTED = 1
FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
# A screenshot's name may have a narrow space; what leads to another folder, or is no text, may not be written.
BAD_NAME = re.compile(r"[/\\\x00-\x1f\x7f\ud800-\udfff]")
# Numbers of Anki's protobuf messages (proto/anki/import_export.proto).
MEDIA_ENTRIES, MEDIA_NAME, MEDIA_MEMBER = 1, 1, 255


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the zip file; `packed` says that it is packed by zstd once more. It unpacks to at most `largest`
    bytes."""

    info: zipfile.ZipInfo
    packed: bool
    largest: int


@dataclass(frozen=True, slots=True)
class Package:
    """An `.apkg` on disk or in memory; `shown` is its name in messages."""

    shown: str
    source: Path | bytes = field(repr=False)


@contextmanager
def open_package(package: Package) -> Iterator[zipfile.ZipFile]:
    """The package's zip file. Raises AnkigenError if it is none, also for damage that shows only on reading."""
    shown, source = package.shown, package.source
    try:
        with zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source) as archive:
            _check_members(archive, shown)
            yield archive
    except FileNotFoundError as error:
        raise AnkigenError(f"{shown}: there is no such file") from error
    except IsADirectoryError as error:
        raise AnkigenError(f"{shown}: is a folder, not an Anki package (.apkg)") from error
    except OSError as error:
        if error.errno in FULL:
            raise AnkigenError(f"{shown}: cannot be unpacked: {error.strerror}") from error
        raise AnkigenError(f"{shown}: cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise AnkigenError(f"{shown}: {_damage(source)}") from error


def _damage(source: Path | bytes) -> str:
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        start = file.read(100)
    if not start:
        return "is an empty file"
    if LFS_POINTER.match(start):
        return "is only a pointer of Git LFS; run `git lfs pull`"
    if start.startswith(b"PK"):
        return "is cut off or damaged; download or export it again"
    return "is not an Anki package (.apkg)"


def _check_members(archive: zipfile.ZipFile, shown: str) -> None:
    if any(member.header_offset < 0 for member in archive.infolist()):
        raise zipfile.BadZipFile("a member lies before the file, as zipfile reads a damaged list of members")
    total = sum(member.file_size for member in archive.infolist())
    if total > LARGEST_TOTAL:
        raise AnkigenError(f"{shown}: would unpack to {total / 1e9:.0f} GB, which no deck needs; it was not read")


def collection_member(archive: zipfile.ZipFile, shown: str) -> Member:
    """The database that Anki would import."""
    version = _format_version(archive, shown)
    name = COLLECTIONS.get(version)
    if name is None:
        raise AnkigenError(f"{shown}: is in a package format (version {version}) that this ankigen does not know")
    if name not in archive.namelist():
        raise AnkigenError(f"{shown}: has no {name}: it is not an Anki package, or part of it is missing")
    return _bounded(archive.getinfo(name), LARGEST_COLLECTION, shown, packed=version == NEWEST)


def _format_version(archive: zipfile.ZipFile, shown: str) -> int:
    """The first field of a small protobuf message: tag 8, then the number. Before there was one, names told it."""
    names = set(archive.namelist())
    if "meta" in names:
        data = archive.read(_bounded(archive.getinfo("meta"), CHUNK, shown).info)
        stated = data[1] if len(data) > 1 and data[0] == 8 else 1
    else:
        stated = 2 if LEGACY_2 in names else 1
    return NEWEST if NEWER in names else stated


def _bounded(member: zipfile.ZipInfo, largest: int, shown: str, *, packed: bool = False) -> Member:
    """The member, if it may be unpacked; zipfile never unpacks more than its stated size."""
    if member.flag_bits & ENCRYPTED:
        raise AnkigenError(f"{shown}: is locked with a password, which no Anki package is")
    if member.file_size > largest or member.file_size > max(SMALL, member.compress_size * LARGEST_RATIO):
        raise _too_large(member, shown, f"{member.file_size / 1e6:.0f} MB")
    return Member(member, packed, largest)


def _too_large(member: zipfile.ZipInfo, shown: str, size: str) -> AnkigenError:
    return AnkigenError(f"{shown}: its member {member.filename!r} would unpack to {size}; it was not read")


def copy_member(archive: zipfile.ZipFile, member: Member, shown: str, write: Callable[[bytes], object]) -> int:
    """Pass the member's bytes on, a megabyte at a time; how many there were."""
    total = 0
    with archive.open(member.info) as file:
        try:
            for chunk in unpacked(file, _limit(member)) if member.packed else iter(lambda: file.read(CHUNK), b""):
                write(chunk)
                total += len(chunk)
        except TooLargeError as error:
            raise _too_large(member.info, shown, f"more than {_limit(member) / 1e6:.0f} MB") from error
        except ValueError as error:
            what = f"its member {member.info.filename!r} is damaged ({error})"
            raise AnkigenError(f"{shown}: {what}; download or export it again") from error
    return total


def _limit(member: Member) -> int:
    """How many bytes the member may become: a few bytes that claim gigabytes are not unpacked."""
    return min(member.largest, max(SMALL, member.info.file_size * LARGEST_PACKED_RATIO))


def _whole(archive: zipfile.ZipFile, member: Member, shown: str) -> bytes:
    parts: list[bytes] = []
    copy_member(archive, member, shown, parts.append)
    return b"".join(parts)


def media_members(archive: zipfile.ZipFile, shown: str) -> dict[str, Member]:
    """The members that hold media, by the media's names. A package without a list of media has none, as in Anki."""
    if "media" not in archive.namelist():
        return {}
    packed = _format_version(archive, shown) == NEWEST
    list_member = _bounded(archive.getinfo("media"), LARGEST_LIST, shown, packed=packed)
    data = _whole(archive, list_member, shown)
    try:
        listed = _newer_list(data) if packed else json.loads(data or b"{}").items()
        members = {str(name): archive.getinfo(index) for index, name in listed}
    except KeyError as error:
        raise AnkigenError(f"{shown}: lists a media file that is not in it; download or export it again") from error
    except (ValueError, AttributeError, RecursionError) as error:
        raise AnkigenError(f"{shown}: its list of media is damaged; download or export it again") from error
    for name in members:
        if not name.strip(".") or BAD_NAME.search(name):
            raise AnkigenError(f"{shown}: lists a media file named {name!r}, which no folder can hold; Anki refuses it")
    return {name: _bounded(member, LARGEST_MEDIA, shown, packed=packed) for name, member in members.items()}


def _newer_list(data: bytes) -> Iterator[tuple[str, str]]:
    """The files of the newest format: entries in the order of their members, unless one states another number."""
    for index, entry in enumerate(read_message(data).get(MEDIA_ENTRIES, [])):
        fields = read_message(entry if isinstance(entry, bytes) else b"")
        yield str(whole(fields, MEDIA_MEMBER) if MEDIA_MEMBER in fields else index), text(fields, MEDIA_NAME)


def read_media(archive: zipfile.ZipFile, shown: str) -> dict[str, MediaFile]:
    """Every media file, by name, in name order."""
    found: dict[str, MediaFile] = {}
    total = 0
    for name, member in sorted(media_members(archive, shown).items()):
        state = hashlib.sha256()
        size = copy_member(archive, member, shown, state.update)
        total += size
        if total > LARGEST_TOTAL:
            raise AnkigenError(f"{shown}: would unpack to over {total / 1e9:.0f} GB, which no deck needs")
        found[name] = MediaFile(name, size, state.hexdigest())
    return found
