"""What cannot be imported is refused in one sentence, and nothing is left behind."""

import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from tests.apkg.packages import BASIC, Publication, publish, read_members, rewrite, set_json, write_members
from tests.samples import PNG

Run = Callable[..., tuple[int, str, str]]
NOTES = {"fr": ("France", 'Paris <img src="paris.png">'), "de": ("Germany", "Berlin")}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    return publish(tmp_path / "files", "geography", Publication(NOTES, media={"paris.png": PNG}))


def refused(ankigen: Run, package: Path, *options: str) -> str:
    """Why the import was refused; nothing may have been written."""
    root = package.parents[1]
    before = everything(root)
    code, out, err = ankigen("import", package, *options, cwd=root)
    assert (code, out) == (2, "")
    assert err.startswith("ankigen: ")
    assert err.count("\n") == 1
    assert everything(root) == before
    return err


def everything(root: Path) -> list[tuple[str, bytes]]:
    return [(str(path), path.read_bytes()) for path in sorted(root.rglob("*")) if path.is_file()]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty file"),
        (b"%PDF-1.7", "not an Anki package"),
        (b"PK\x03\x04", "cut off or damaged"),
    ],
)
def test_a_file_that_is_no_package(data: bytes, told: str, package: Path, ankigen: Run) -> None:
    package.write_bytes(data)
    assert told in refused(ankigen, package)


def test_a_package_that_is_cut_off(package: Path, ankigen: Run) -> None:
    package.write_bytes(package.read_bytes()[:-100])
    assert "cut off or damaged" in refused(ankigen, package)


def test_a_file_that_is_not_there(package: Path, ankigen: Run) -> None:
    package.unlink()
    assert "there is no such file" in refused(ankigen, package)


def test_a_zip_bomb(package: Path, ankigen: Run) -> None:
    write_members(package, read_members(package) | {"collection.anki2": bytes(40_000_000)})
    assert "would unpack to 40 MB" in refused(ankigen, package)


def test_a_package_with_a_password(package: Path, ankigen: Run) -> None:
    data = bytearray(package.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    package.write_bytes(bytes(data))
    assert "locked with a password" in refused(ankigen, package)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE col SET ver = 99", "the schema 99, which this ankigen does not know"),
        ("UPDATE notes SET guid = 'fr'", "two notes"),
        (f'UPDATE col SET models = \'{{"{BASIC}": {{"name": "Bare"}}}}\'', "its note type 'Bare' has no fields"),
        ("UPDATE notes SET flds = 'x' || char(31) || hex(randomblob(20000000))", "has 40 MB, which no card can show"),
        ("DELETE FROM cards", "has no cards"),
    ],
)
def test_a_collection_that_cannot_be_a_deck(statement: str, told: str, package: Path, ankigen: Run) -> None:
    rewrite(package, lambda connection: connection.executescript(statement))
    assert told in refused(ankigen, package)


@pytest.mark.parametrize(
    ("media", "told"),
    [
        ({"7": "x.png"}, "lists a media file that is not in it"),
        ({"0": "../x.png"}, "which no folder can hold"),
        ({"0": "a\0b.png"}, "which no folder can hold"),
    ],
)
def test_media_that_are_missing_or_lead_elsewhere(
    media: dict[str, str], told: str, package: Path, ankigen: Run
) -> None:
    write_members(package, read_members(package) | {"media": json.dumps(media).encode()})
    assert told in refused(ankigen, package)


def test_several_decks_need_a_choice(package: Path, ankigen: Run) -> None:
    def two(connection: sqlite3.Connection) -> None:
        set_json(connection, "decks", {"5": {"name": "A::B"}, "6": {"name": "C"}})
        connection.execute("UPDATE cards SET did = 5 + (nid = (SELECT max(id) FROM notes))")

    rewrite(package, two)
    assert "holds 2 decks; say which with --deck: 'A', 'C'" in refused(ankigen, package)
    assert "has no deck 'B'" in refused(ankigen, package, "--deck", "B")
    assert ankigen("import", package, "--deck", "A::B", cwd=package.parents[1])[0] == 0


@pytest.mark.parametrize(("deck", "options"), [("地理", ()), ("Geography", ("--folder", "a/b")), ("Backup - x", ())])
def test_a_name_that_gives_no_folder(deck: str, options: tuple[str, ...], package: Path, ankigen: Run) -> None:
    rewrite(package, lambda connection: set_json(connection, "decks", {"1600000003": {"name": deck}}))
    assert "folder" in refused(ankigen, package, *options)
    assert ankigen("import", package, "--folder", "geo", cwd=package.parents[1])[0] == 0


def test_the_default_deck(package: Path, ankigen: Run) -> None:
    rewrite(package, lambda connection: set_json(connection, "decks", {"1600000003": {"name": "Default"}}))
    assert "rename the deck in Anki and export it again" in refused(ankigen, package)


def test_a_folder_that_exists(package: Path, ankigen: Run) -> None:
    (package.parents[1] / "cards/geography").mkdir(parents=True)
    (package.parents[1] / "cards/geography/mine.md").write_text("mine")
    assert "exists already; nothing was changed: say another folder with --folder" in refused(ankigen, package)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("largest", "told"), [(4096, "cannot be unpacked: File too large"), (300_000, "File too large")]
)
def test_a_disk_that_is_full_half_way(largest: int, told: str, package: Path) -> None:
    """A limit of the system on the size of files stands for it."""
    members = read_members(package)
    write_members(package, members | {"0": PNG + bytes(400_000)})
    root = package.parents[1]
    before = everything(root)
    code = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({largest}, {largest}));"
        "from ankigen.cli import main; sys.argv[1:] = ['import', sys.argv[1]]; main()"
    )
    command = [sys.executable, "-c", code, str(package)]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert told in done.stderr
    assert everything(root) == before


def test_a_member_that_is_no_zip_member_of_the_newest_format(package: Path, ankigen: Run) -> None:
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("meta", b"\x08\x03")
        archive.writestr("collection.anki21b", b"no zstd")
    assert "is damaged (not zstd data)" in refused(ankigen, package)


def test_a_zstd_bomb(package: Path, ankigen: Run) -> None:
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("meta", b"\x08\x03")
        archive.writestr("collection.anki21b", zstd.compress(bytes(40_000_000)))
    assert "would unpack to more than" in refused(ankigen, package)
