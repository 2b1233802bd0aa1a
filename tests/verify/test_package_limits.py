"""What is no package, or would burst the disk, never gets to Anki."""

import io
import zipfile
from pathlib import Path

import pytest

from ankigen.apkg.reader.zstd import LARGEST_BLOCK, largest_size
from ankigen.diagnostic import AnkigenError
from ankigen.verify.package_limits import check_package

FRAME = bytes.fromhex("28b52ffd0058")  # magic, no stated size, a window of 2 MiB
RLE_BLOCK = ((LARGEST_BLOCK << 3) | 1 << 1).to_bytes(3, "little") + b"x"
LAST_RAW_BLOCK = ((5 << 3) | 1).to_bytes(3, "little") + b"hello"


def package(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(AnkigenError) as error:
        check_package(path, path.name)
    return str(error.value)


def test_a_block_of_repeated_bytes_counts_as_what_it_becomes() -> None:
    assert largest_size(io.BytesIO(FRAME + RLE_BLOCK + LAST_RAW_BLOCK)) == LARGEST_BLOCK + 5


@pytest.mark.parametrize("data", [b"hello, this is text", FRAME, FRAME + RLE_BLOCK, FRAME + RLE_BLOCK[:2]])
def test_what_is_no_zstd_or_cut_off_is_told(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"zstd"):
        largest_size(io.BytesIO(data))


def test_a_bomb_in_the_newer_format_is_refused_unread(tmp_path: Path) -> None:
    bomb = FRAME + RLE_BLOCK * (3 * 1024**3 // LARGEST_BLOCK) + LAST_RAW_BLOCK
    path = package(tmp_path / "bomb.apkg", meta=b"\x08\x03", collection_anki21b=bomb)
    assert path.stat().st_size < 10_000
    assert refusal(path).endswith("would unpack to 3221 MB; it was not read")


def test_many_small_bombs_are_one_large_one(tmp_path: Path) -> None:
    bomb = FRAME + RLE_BLOCK * (90 * 1024**2 // LARGEST_BLOCK) + LAST_RAW_BLOCK
    media = {str(number): bomb for number in range(100)}
    path = package(tmp_path / "bombs.apkg", collection_anki21b=FRAME + LAST_RAW_BLOCK, **media)
    assert refusal(path) == "bombs.apkg: would unpack to 9 GB, which no deck needs; it was not read"


def test_a_bomb_in_the_older_format_is_refused_unread(tmp_path: Path) -> None:
    path = package(tmp_path / "bomb.apkg", collection_anki2=bytes(64 * 1024**2))
    assert refusal(path) == "bomb.apkg: its member 'collection.anki2' would unpack to 67 MB; it was not read"


def test_damaged_data_of_the_newer_format_is_told(tmp_path: Path) -> None:
    path = package(tmp_path / "a.apkg", collection_anki21b=b"not packed")
    assert "is damaged (not zstd data)" in refusal(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "is an empty file"), (b"cards", "is not an Anki package"), (b"PK\x03\x04 and then nothing", "cut off")],
)
def test_what_is_no_package_is_told(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "a.apkg"
    path.write_bytes(data)
    assert words in refusal(path)


def test_a_zip_without_a_collection_is_no_package(tmp_path: Path) -> None:
    assert "has no collection" in refusal(package(tmp_path / "a.apkg", readme=b"Hello"))


@pytest.mark.parametrize("name", ["collection.apkg", "backup-2026.apkg"])
def test_a_name_that_anki_takes_for_a_backup_is_refused(tmp_path: Path, name: str) -> None:
    assert "is named like a backup" in refusal(package(tmp_path / name, collection_anki2=b""))


def test_a_locked_package_and_one_of_something_else_are_told_as_everywhere(tmp_path: Path) -> None:
    path = package(tmp_path / "deck.apkg", collection_anki2=b"SQLite")
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(bytes(data))
    assert refusal(path).endswith("is locked with a password, which no Anki package is")
    assert "it is not an Anki package" in refusal(package(tmp_path / "other.apkg", readme_txt=b"hello"))
