"""`ankigen release --delta`: a small package for those who have a release (its contents: cases/release/delta.md)."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from tests.conftest import LATER, edit, member

Run = Callable[..., tuple[int, str, str]]


def test_each_package_has_a_checksum_beside_it(released: Path, ankigen: Run) -> None:
    edit(released, "Calcium phosphate", "Calcium salts")
    assert ankigen("release", "--delta", "1.0.0", cwd=released, env=LATER)[0] == 0
    for name in ("deck-1.0.1.apkg", "deck-1.0.1-from-1.0.0.apkg"):
        path = released / "decks/deck" / name
        checksum = hashlib.sha256(path.read_bytes()).hexdigest()
        assert path.with_name(f"{name}.sha256").read_text() == f"{checksum}  {name}\n"


def test_a_delta_over_the_last_but_one_release_holds_what_both_changed(released: Path, ankigen: Run) -> None:
    edit(released, "Calcium phosphate", "Calcium salts")
    assert ankigen("release", cwd=released, env=LATER)[0] == 0
    edit(released, "collagen", "type I collagen")
    later = {"SOURCE_DATE_EPOCH": "1700200000"}
    assert ankigen("release", "--delta", "1.0.0", cwd=released, env=later)[0] == 0
    data = member(released / "decks/deck/deck-1.0.2-from-1.0.0.apkg", "collection.anki2")
    assert b"Calcium salts" in data
    assert b"type I collagen" in data


def test_without_the_option_there_is_none(released: Path, ankigen: Run) -> None:
    edit(released, "Calcium phosphate", "Calcium salts")
    assert ankigen("release", cwd=released, env=LATER)[0] == 0
    assert not list((released / "decks/deck").glob("*-from-*"))
