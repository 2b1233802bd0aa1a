"""The same sources give the same package, byte for byte (issue 2, item 6)."""

import hashlib
from pathlib import Path

import pytest

from . import bone
from .conftest import FEBRUARY, JANUARY, Releases
from .publisher import Publisher

pytestmark = pytest.mark.slow

HERE = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "COLUMNS": "40"}
THERE = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8", "COLUMNS": "200"}


def test_two_folders_and_two_processes_make_one_package(tmp_path: Path) -> None:
    here, there = Publisher(tmp_path / "here"), Publisher(tmp_path / "some where" / "else")
    bone.write_1_0_0(here)
    for path in sorted((path for path in here.cards.rglob("*") if path.is_file()), reverse=True):
        there.writes(str(path.relative_to(here.cards)), path.read_bytes())
    assert _sha256(here.releases(JANUARY, **HERE)) == _sha256(there.releases(JANUARY, **THERE))
    for publisher in (here, there):
        bone.write_1_1_0(publisher)
    assert _sha256(here.releases(FEBRUARY, **HERE)) == _sha256(there.releases(FEBRUARY, **THERE))
    assert here.ledger.read_bytes() == there.ledger.read_bytes()


def test_a_draft_whose_sources_equal_the_release_is_the_release(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    bone.write_1_0_0(publisher)
    released = publisher.releases(JANUARY)
    before = released.read_bytes()
    released.unlink()
    assert publisher.builds() == released
    assert released.read_bytes() == before
    publisher.replaces("01-matrix.md", "What hardens bone?", "What makes bone hard?")
    assert publisher.builds() != released
    publisher.writes("01-matrix.md", bone.MATRIX)
    assert publisher.builds() == released
    assert released.read_bytes() == before


def test_the_checksum_beside_a_release_is_its_own(releases: Releases) -> None:
    package = releases.v1_0_0
    line = package.with_name(f"{package.name}.sha256").read_text()
    assert line == f"{_sha256(package)}  {package.name}\n"


def _sha256(package: Path) -> str:
    return hashlib.sha256(package.read_bytes()).hexdigest()
