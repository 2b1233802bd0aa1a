"""Decks of our own: releases, deltas, retirements and the figures their learners are told."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ankigen.project.paths import DeckPaths
from ankigen.release.release_notes import Counts
from ankigen.verify.findings import Code
from ankigen.verify.packages import Job, released
from ankigen.verify.prove import prove

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.anki

# Other tests release without it.
VERIFIED = {"ANKIGEN_NO_VERIFY": ""}
LATER, LATEST = {"SOURCE_DATE_EPOCH": "1700000100"}, {"SOURCE_DATE_EPOCH": "1700000200"}
THIRD = "\n### Which cells resorb bone?\n<!-- id: resorb -->\n\nOsteoclasts\n"


def write(deck: Path, old: str, new: str) -> None:
    source = deck / "cards" / "deck" / "a.md"
    text = source.read_text()
    assert old in text
    source.write_text(text.replace(old, new))


@pytest.fixture
def twice_released(deck: Path, ankigen: Run) -> Path:
    """1.0.0, and 1.1.0 with a note changed, one added and one retired, also as a delta."""
    assert ankigen("release", cwd=deck)[0] == 0
    write(deck, "Calcium phosphate", "Calcium phosphate, as hydroxyapatite")
    write(deck, "### Matrix\n<!-- id: matrix -->\n\nOsteoblasts secrete {{c1::collagen}}.\n", THIRD)
    assert ankigen("retire", "matrix", "--reason", "Two facts in one", cwd=deck)[0] == 0
    assert ankigen("release", "--delta", "1.0.0", cwd=deck, env=LATER)[0] == 0
    return deck


def test_an_upgrade_with_a_retired_note_is_clean(twice_released: Path, ankigen: Run) -> None:
    code, out, err = ankigen("verify", cwd=twice_released, env=LATEST)
    assert (code, err) == (0, "")
    assert out.splitlines()[1:] == [
        "  over nothing  3 new",
        "  over 1.0.0    1 new, 2 updated, 1 edit replaced",
        "  over 1.1.0    3 unchanged",
        "nothing is lost: learners of 1.0.0 and 1.1.0 keep their reviews, their settings",
        "and what they wrote into notes that did not change, and new learners get every",
        "card",
    ]


def test_json_tells_the_same(twice_released: Path, ankigen: Run) -> None:
    code, out, _ = ankigen("verify", "1.0.0", "1.1.0", "--format", "json", cwd=twice_released)
    (proof,) = json.loads(out)
    assert (code, proof["ok"]) == (0, True)
    assert [upgrade["old"] for upgrade in proof["upgrades"]] == [None, "1.0.0"]
    assert proof["upgrades"][1]["figures"]["updated"] == 2


def test_old_and_delta_make_new(twice_released: Path, ankigen: Run) -> None:
    package = "decks/deck/deck-1.1.0-from-1.0.0.apkg"
    code, out, _ = ankigen("verify", "1.0.0", package, cwd=twice_released)
    assert code == 0, out
    assert "delta-differs" not in out
    assert out.splitlines()[-3:] == [
        "nothing is lost: learners of 1.0.0 keep their reviews, their settings and what",
        "they wrote into notes that did not change, and new learners need",
        "decks/deck/deck-1.1.0.apkg: a delta holds only what changed",
    ]


def test_a_delta_over_an_older_release_is_told_apart_from_the_whole(twice_released: Path, ankigen: Run) -> None:
    write(twice_released, "Osteoclasts", "Osteoclasts, of course")
    assert ankigen("release", "--delta", "1.1.0", cwd=twice_released, env=LATEST)[0] == 0
    code, out, _ = ankigen("verify", "1.0.0", "decks/deck/deck-1.1.1-from-1.1.0.apkg", cwd=twice_released)
    assert code == 1
    assert "error[delta-differs]" in out
    assert "hardens-bone" in out


def test_figures_that_anki_contradicts_are_an_error(twice_released: Path) -> None:
    old, new = released(DeckPaths(twice_released, "deck"))
    job = Job("deck", (old,), new, predicted={"": Counts(3, 0, 0), "1.0.0": Counts(0, 3, 0)})
    (_, verdict) = prove(job).verdicts
    assert [finding.code for finding in verdict.findings] == [Code.PREDICTION]
    assert "1 new, 2 updated, 0 unchanged" in verdict.findings[0].detail


def test_learners_who_obey_the_instructions_of_a_major_version_lose_nothing(deck: Path, ankigen: Run) -> None:
    assert ankigen("release", cwd=deck)[0] == 0
    settings = deck / "cards" / "deck" / "deck.toml"
    settings.write_text(settings.read_text().replace('name = "Deck"', 'name = "Another deck"'))
    code, out, err = ankigen("release", "--breaking", cwd=deck, env=VERIFIED | LATER)
    assert (code, out) == (0, "decks/deck/deck-2.0.0.apkg\n")
    assert "verified by 2 imports into Anki" in err


def test_release_verifies_before_it_writes(deck: Path, ankigen: Run) -> None:
    code, _, err = ankigen("release", "--delta", "1.0.0", cwd=deck)
    assert (code, err) == (2, "ankigen: there is no release 1.0.0; nothing was released yet\n")
    code, out, err = ankigen("release", cwd=deck, env=VERIFIED)
    assert (code, out) == (0, "decks/deck/deck-1.0.0.apkg\n")
    assert err.startswith("deck 1.0.0: verified by 1 import into Anki ")


@pytest.fixture
def harmful(deck: Path, ankigen: Run) -> Path:
    """A deck whose ledger somebody edited: a note that learners have got another guid."""
    assert ankigen("release", cwd=deck)[0] == 0
    ledger = deck / "decks" / "deck" / "ledger.jsonl"
    lines = [json.loads(line) for line in ledger.read_text().splitlines()]
    lines = [{**line, "guid": "another"} if line.get("note") == "hardens-bone" else line for line in lines]
    ledger.write_text("".join(json.dumps(line) + "\n" for line in lines))
    write(deck, "Calcium phosphate", "Calcium phosphate, as hydroxyapatite")
    return deck


def test_release_refuses_what_would_hurt_learners(harmful: Path, ankigen: Run) -> None:
    before = sorted(path.name for path in (harmful / "decks" / "deck").iterdir())
    code, out, err = ankigen("release", "--delta", "1.0.0", cwd=harmful, env=VERIFIED | LATER)
    assert (code, out) == (1, "")
    assert "error[duplicate]" in err
    assert "hardens-bone (guid another)" in err
    assert sorted(path.name for path in (harmful / "decks" / "deck").iterdir()) == before


def test_who_insists_releases_without_verifying(harmful: Path, ankigen: Run) -> None:
    assert ankigen("release", "--no-verify", cwd=harmful, env=VERIFIED | LATER)[0] == 0
