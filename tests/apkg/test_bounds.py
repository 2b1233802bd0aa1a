"""How large a package may be: what it claims is believed until it is unpacked, and refused before."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from ankigen.apkg.reader import Package, collection, read_package
from ankigen.diagnostic import AnkigenError

from .packages import Publication, publish, read_members

MB, GB = 1024**2, 1024**3
COLLECTION = "collection.anki2"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return publish(tmp_path, "one", Publication({"g": ("Front", "Back")}, media={"x.png": b"png"}))


def claiming(package: Path, claims: Mapping[str, tuple[int, int]], flags: int = 0) -> str:
    """What is said of the package when its members claim these sizes, unpacked and packed; empty if nothing."""
    members = read_members(package) | {"unused": b""}
    path = package.with_name("claiming.apkg")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        for name, (size, packed) in claims.items():
            archive.getinfo(name).file_size = size
            archive.getinfo(name).compress_size = packed
        archive.getinfo(COLLECTION).flag_bits |= flags
    try:
        read_package(Package("x", path))
    except AnkigenError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("member", "largest", "packed"),
    [
        (COLLECTION, 2 * GB, 2 * GB),
        ("media", 64 * MB, 64 * MB),
        ("0", 100 * MB, 100 * MB),
        (COLLECTION, 16 * MB, 1),  # small, however far it is packed
        (COLLECTION, 200 * MB, MB),
    ],
)
def test_a_member_may_be_so_large(package: Path, member: str, largest: int, packed: int) -> None:
    assert "would unpack" not in claiming(package, {member: (largest, packed)})
    assert f"its member '{member}' would unpack to" in claiming(package, {member: (largest + 1, packed)})


def test_all_members_together_may_be_so_large(package: Path) -> None:
    rest = sum(map(len, read_members(package).values()))
    assert claiming(package, {"unused": (8 * GB - rest, 0)}) == ""
    assert "would unpack to 9 GB" in claiming(package, {"unused": (8 * GB - rest + 1, 0)})


def test_a_package_with_a_password_is_told(package: Path) -> None:
    assert "locked with a password" in claiming(package, {}, flags=1)


def test_a_member_that_goes_on_after_the_file_is_damaged(package: Path) -> None:
    assert "is cut off or damaged" in claiming(package, {"0": (MB, MB)})


def test_a_value_may_be_so_large(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert claiming(package, {}) == ""
    monkeypatch.setattr(collection, "LARGEST_VALUE", 100)
    assert "its collection is damaged" in claiming(package, {})
