"""The ids of new notes and cards: Anki's own kind of number, and never one that is taken."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.conftest import LATER, edit, ledger_line

Run = Callable[..., tuple[int, str, str]]
DAY_MS = 86_400_000
NEW = "### New?\n<!-- id: new, type: reversed -->\n\nYes\n\n### Newer?\n<!-- id: newer -->\n\nYes\n\n### What hardens"


def with_numbers(deck: Path, **numbers: Any) -> None:
    """Give the released note "matrix" these numbers."""
    ledger = deck / "decks/deck/ledger.jsonl"
    records = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    lines = [record | numbers if record.get("note") == "matrix" else record for record in records]
    ledger.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def numbers(deck: Path, name: str) -> tuple[int, dict[str, int]]:
    line = ledger_line(deck, name)
    return line["note_id"], line["cards"]


def test_a_taken_number_is_not_given_again(released: Path, ankigen: Run) -> None:
    """Anki would hold one of two notes with one number, and one of two cards."""
    first = numbers(released, "hardens-bone")[0] + 100_000 * 1000  # where the next release begins to count
    with_numbers(released, note_id=first, cards={"0": first + 1, "1": first})
    edit(released, "### What hardens", NEW)
    assert ankigen("release", cwd=released, env=LATER)[0] == 0
    assert numbers(released, "matrix") == (first, {"0": first + 1, "1": first})
    assert numbers(released, "new") == (first + 1, {"0": first + 2, "1": first + 3})
    assert numbers(released, "newer") == (first + 2, {"0": first + 4})


def test_numbers_begin_within_the_day_before_the_release(released: Path) -> None:
    """Anki shows a number as the time at which a note was made, in milliseconds."""
    moment = 1_700_000_000 * 1000
    for name in ("hardens-bone", "matrix"):
        note, cards = numbers(released, name)
        assert all(moment - DAY_MS <= number < moment + 1000 for number in (note, *cards.values()))


def test_two_decks_released_at_once_count_from_different_numbers(deck: Path, ankigen: Run) -> None:
    other = deck / "cards/other"
    other.mkdir()
    settings = (deck / "cards/deck/deck.toml").read_text()
    (other / "deck.toml").write_text(settings.replace("Deck", "Other").replace("deck-0000", "other-0000"))
    (other / "a.md").write_text((deck / "cards/deck/a.md").read_text())
    assert ankigen("release", cwd=deck)[0] == 2
    assert ankigen("release", "--all", cwd=deck)[0] == 0
    used: list[int] = []
    for name in ("deck", "other"):
        lines = (deck / f"decks/{name}/ledger.jsonl").read_text().splitlines()
        records = [json.loads(line) for line in lines if '"note"' in line]
        used += [number for record in records for number in (record["note_id"], *record["cards"].values())]
    assert len(set(used)) == len(used) - 4  # notes and cards of one deck are numbered apart
