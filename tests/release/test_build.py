"""`ankigen build`: a draft, or the last release again, byte for byte."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import LATER, edit

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('source = "A book"', 'source = "A book"\nlicense = "CC0"'),
        ('source = "A book"', 'source = "A book"\nauthors = ["A. Uthor"]'),
        ('source = "A book"', 'source = "A book"\ndescription = "Bones."'),
        ('source = "A book"', 'source = "A book"\nreport_url = "https://example.org/{id}"'),
        ('source = "A book"', 'source = "A book"\nlanguage = "de"'),
        ('source = "A book"', 'source = "Another book"'),
        ('tag = "deck"', 'tag = "bones"'),
    ],
    ids=lambda text: text.split("\n")[-1].split(" ")[0],
)
def test_every_setting_that_is_shipped_makes_a_draft(released: Path, ankigen: Run, old: str, new: str) -> None:
    edit(released, old, new, "deck.toml")
    code, out, _ = ankigen("build", cwd=released, env=LATER)
    assert (code, out) == (0, "decks/deck/deck-1.0.1.dev.apkg\n")
    assert ankigen("release", cwd=released, env=LATER)[:2] == (0, "decks/deck/deck-1.0.1.apkg\n")
    assert ankigen("build", "--locked", cwd=released)[0] == 0


def test_a_draft_without_changes_is_the_release(released: Path, ankigen: Run) -> None:
    path = released / "decks/deck/deck-1.0.0.apkg"
    data = path.read_bytes()
    path.unlink()
    assert ankigen("build", cwd=released, env={"SOURCE_DATE_EPOCH": "1700000500"})[0] == 0
    assert path.read_bytes() == data


def test_a_release_whose_bytes_cannot_be_made_again_is_left_alone(released: Path, ankigen: Run) -> None:
    path = released / "decks/deck/deck-1.0.0.apkg"
    ledger = path.with_name("ledger.jsonl")
    ledger.write_text(re.sub(r'"sha256": "\w+"', '"sha256": "0"', ledger.read_text()))
    data = path.read_bytes()
    code, out, err = ankigen("build", cwd=released)
    assert (code, out) == (2, "")
    assert "not the same bytes" in err
    assert path.read_bytes() == data


def test_a_locked_build_of_a_deck_with_a_new_kind_of_note_says_that_it_is_ahead(released: Path, ankigen: Run) -> None:
    """Under an ankigen that draws the released kinds otherwise too: the released design lacks the new one."""
    ledger = released / "decks/deck/ledger.jsonl"
    header, rest = ledger.read_text().split("\n", 1)
    drawn = json.loads(header)
    drawn["note_types"]["basic"]["content"] = "0" * 64
    ledger.write_text(f"{json.dumps(drawn)}\n{rest}")
    edit(released, "# Bone\n", "# Bone\n\n### Who?\n<!-- id: who, type: typed -->\n\nOsteoclasts\n")
    status, out, err = ankigen("build", "--locked", cwd=released)
    assert (status, out) == (1, "")
    assert "the sources are ahead of release 1.0.0" in err
