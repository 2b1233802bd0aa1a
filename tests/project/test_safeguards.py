"""What would cost learners their history is refused before anything is written."""

from collections.abc import Callable
from pathlib import Path

from tests.conftest import LATER, edit

Run = Callable[..., tuple[int, str, str]]


def test_a_deck_whose_ledger_is_gone_is_not_released_anew(released: Path, ankigen: Run) -> None:
    (released / "decks/deck/ledger.jsonl").unlink()
    before = (released / "decks/deck/deck-1.0.0.apkg").read_bytes()
    edit(released, "Calcium phosphate", "Calcium salts")
    for command in ("check", "build", "release", "stamp"):
        code, out, err = ankigen(command, cwd=released, env=LATER)
        assert code == 1
        assert "restore it from git: git checkout -- decks/deck/ledger.jsonl" in out + err
        assert ".apkg" not in out
    assert (released / "decks/deck/deck-1.0.0.apkg").read_bytes() == before


def test_renaming_the_cards_folder_alone_is_refused(released: Path, ankigen: Run) -> None:
    (released / "cards/deck").rename(released / "cards/bone")
    code, _, err = ankigen("build", cwd=released, env=LATER)
    assert code == 1
    assert "rename decks/deck to decks/bone" in err
