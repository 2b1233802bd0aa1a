"""What stands in the fields of a shipped note."""

from collections.abc import Callable
from pathlib import Path

from tests.conftest import edit, member

Run = Callable[..., tuple[int, str, str]]


def test_signs_that_this_python_does_not_know_yet_are_shipped(deck: Path, ankigen: Run) -> None:
    edit(deck, "Calcium phosphate", "shake \U0001fae8 and \u0378")
    assert ankigen("build", cwd=deck)[0] == 0
    assert "shake \U0001fae8 and \u0378".encode() in member(deck / "decks/deck/deck-1.0.0.dev.apkg", "collection.anki2")
