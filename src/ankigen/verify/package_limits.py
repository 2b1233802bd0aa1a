"""A last look at a package before Anki gets it: Anki trusts its sizes."""

import zipfile
from pathlib import Path
from typing import BinaryIO, cast

from ankigen.apkg.reader.archive import (
    LARGEST_COLLECTION,
    LARGEST_MEDIA,
    LARGEST_RATIO,
    LARGEST_TOTAL,
    LEGACY,
    LEGACY_2,
    NEWER,
    SMALL,
    Package,
    collection_member,
    open_package,
)
from ankigen.apkg.reader.zstd import largest_size
from ankigen.diagnostic import AnkigenError

COLLECTIONS = (LEGACY, LEGACY_2, NEWER)
WHOLE_COLLECTION = "is named like a backup: Anki would replace the learner's whole collection by it; rename it"


def check_package(path: Path, shown: str) -> None:
    """Raises AnkigenError if the file is not a package, is damaged, or would unpack to more than any deck needs."""
    if path.name == "collection.apkg" or (path.name.startswith("backup-") and path.suffix == ".apkg"):
        raise AnkigenError(f"{shown}: {WHOLE_COLLECTION}")
    with open_package(Package(shown, path)) as archive:
        collection_member(archive, shown)
        newer, total = NEWER in archive.namelist(), 0
        for member in archive.infolist():
            # In the newer format all but `meta` and the stand-in for older Ankis is packed once more.
            packed = newer and member.filename not in ("meta", LEGACY, LEGACY_2)
            total += _checked_size(archive, member, shown, packed=packed)
    if total > LARGEST_TOTAL:
        raise AnkigenError(f"{shown}: would unpack to {total / 1e9:.0f} GB, which no deck needs; it was not read")


def _checked_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str, *, packed: bool) -> int:
    size = member.file_size
    largest = LARGEST_COLLECTION if member.filename in COLLECTIONS else LARGEST_MEDIA
    sane = size <= min(largest, max(SMALL, member.compress_size * LARGEST_RATIO))
    if sane and packed:
        size = _unpacked_size(archive, member, shown)
    if not sane or size > largest:
        raise AnkigenError(
            f"{shown}: its member '{member.filename}' would unpack to {size / 1e6:.0f} MB; it was not read"
        )
    return size


def _unpacked_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str) -> int:
    try:
        with archive.open(member) as file:
            return largest_size(cast(BinaryIO, file))
    except ValueError as error:
        raise AnkigenError(
            f"{shown}: its member '{member.filename}' is damaged ({error}); download it again"
        ) from error
