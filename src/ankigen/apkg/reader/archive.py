"""The zip file around a collection, read within bounds: a small file that claims gigabytes is refused before they are
unpacked."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from ankigen.apkg.snapshot import MediaFile
from ankigen.diagnostic import AnkigenError

LEGACY, LEGACY_2, NEWER = "collection.anki2", "collection.anki21", "collection.anki21b"
NEWER_FORMAT = (
    "is in Anki's newer package format, which only Anki reads; export it again with File → Export and tick "
    "'Support older Anki versions'"
)
# Four times the largest shared decks; deflate reaches 1000:1 on zeros, and 20:1 on the most repetitive of real notes.
LARGEST_COLLECTION = 2 * 1024**3
# Anki refuses larger media.
LARGEST_MEDIA = 100 * 1024**2
LARGEST_TOTAL = 8 * 1024**3
LARGEST_RATIO = 200
SMALL = 16 * 1024**2
LARGEST_LIST = 64 * 1024**2
CHUNK = 1024**2
ENCRYPTED = 1


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
    except OSError as error:
        raise AnkigenError(f"{shown}: cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise AnkigenError(f"{shown}: {_damage(source)}") from error


def _damage(source: Path | bytes) -> str:
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        start = file.read(2)
    if not start:
        return "is an empty file"
    if start == b"PK":
        return "is cut off or damaged; download or export it again"
    return "is not an Anki package (.apkg)"


def _check_members(archive: zipfile.ZipFile, shown: str) -> None:
    if any(member.header_offset < 0 for member in archive.infolist()):
        raise zipfile.BadZipFile("a member lies before the file, as zipfile reads a damaged list of members")
    total = sum(member.file_size for member in archive.infolist())
    if total > LARGEST_TOTAL:
        raise AnkigenError(f"{shown}: would unpack to {total / 1e9:.0f} GB, which no deck needs; it was not read")


def collection_member(archive: zipfile.ZipFile, shown: str) -> zipfile.ZipInfo:
    """The database Anki would import (rslib/src/import_export/package/meta.rs)."""
    names = set(archive.namelist())
    version = _format_version(archive, shown) if "meta" in names else 2 if LEGACY_2 in names else 1
    if version > 2 or NEWER in names:
        raise AnkigenError(f"{shown}: {NEWER_FORMAT}")
    name = LEGACY_2 if version == 2 else LEGACY
    if name not in names:
        raise AnkigenError(f"{shown}: has no {name}: it is not an Anki package, or part of it is missing")
    return _bounded(archive.getinfo(name), LARGEST_COLLECTION, shown)


def _format_version(archive: zipfile.ZipFile, shown: str) -> int:
    """The first field of a small protobuf message: tag 8, then the number."""
    data = archive.read(_bounded(archive.getinfo("meta"), CHUNK, shown))
    return data[1] if len(data) > 1 and data[0] == 8 else 1


def _bounded(member: zipfile.ZipInfo, largest: int, shown: str) -> zipfile.ZipInfo:
    """The member, if it may be unpacked; zipfile never unpacks more than its stated size."""
    if member.flag_bits & ENCRYPTED:
        raise AnkigenError(f"{shown}: is locked with a password, which no Anki package is")
    if member.file_size > largest or member.file_size > max(SMALL, member.compress_size * LARGEST_RATIO):
        size = f"{member.file_size / 1e6:.0f} MB"
        raise AnkigenError(f"{shown}: its member {member.filename!r} would unpack to {size}; it was not read")
    return member


def copy_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, write: Callable[[bytes], object]) -> None:
    """Pass the member's bytes on, a megabyte at a time."""
    with archive.open(member) as file:
        while chunk := file.read(CHUNK):
            write(chunk)


def media_members(archive: zipfile.ZipFile, shown: str) -> dict[str, zipfile.ZipInfo]:
    """The members that hold media, by the media's names. A package without a list of media has none, as in Anki."""
    if "media" not in archive.namelist():
        return {}
    try:
        listed = json.loads(archive.read(_bounded(archive.getinfo("media"), LARGEST_LIST, shown)) or b"{}")
        members = {str(name): archive.getinfo(index) for index, name in listed.items()}
    except KeyError as error:
        raise AnkigenError(f"{shown}: lists a media file that is not in it; download or export it again") from error
    except (ValueError, AttributeError, RecursionError) as error:
        raise AnkigenError(f"{shown}: its list of media is damaged; download or export it again") from error
    return {name: _bounded(member, LARGEST_MEDIA, shown) for name, member in members.items()}


def read_media(archive: zipfile.ZipFile, shown: str) -> dict[str, MediaFile]:
    """Every media file, by name, in name order."""
    found: dict[str, MediaFile] = {}
    for name, member in sorted(media_members(archive, shown).items()):
        state = hashlib.sha256()
        copy_member(archive, member, state.update)
        found[name] = MediaFile(name, member.file_size, state.hexdigest())
    return found
