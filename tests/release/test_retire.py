"""`ankigen retire`: a released note is taken out of its deck, and learners are told."""

from collections.abc import Callable
from pathlib import Path

from ankigen.apkg.reader import Package, read_package
from tests.conftest import LATER, edit, ledger_line

Run = Callable[..., tuple[int, str, str]]


def test_a_retired_guid_is_not_given_to_another_note(released: Path, ankigen: Run) -> None:
    edit(released, "<!-- id: matrix -->", "<!-- id: matrix, guid: GGGG -->")
    assert "guid-changed" in ankigen("check", cwd=released)[1]
    edit(released, "<!-- id: matrix, guid: GGGG -->", "<!-- id: matrix -->")
    guid = (released / "decks/deck/ledger.jsonl").read_text(encoding="utf-8").split('"note": "matrix", "guid": "')[1]
    text = (released / "cards/deck/a.md").read_text(encoding="utf-8").partition("### Matrix")[0]
    (released / "cards/deck/a.md").write_text(
        f"{text}### New?\n<!-- id: new, guid: {guid.partition(chr(34))[0]!r} -->\n\nYes\n", encoding="utf-8"
    )
    assert ankigen("retire", "matrix", "--reason", "Loose", cwd=released)[0] == 0
    assert "duplicate-guid" in ankigen("build", cwd=released, env=LATER)[2]


def test_a_retirement_can_be_told_again(released: Path, ankigen: Run) -> None:
    text = (released / "cards/deck/a.md").read_text(encoding="utf-8").partition("### Matrix")[0]
    (released / "cards/deck/a.md").write_text(text, encoding="utf-8")
    assert ankigen("retire", "matrix", "--reason", "Loose", cwd=released)[0] == 0
    assert ankigen("release", cwd=released, env=LATER)[0] == 0
    later = {"SOURCE_DATE_EPOCH": "1700200000"}
    assert ankigen("release", "--touch", "matrix", cwd=released, env=later)[:2] == (0, "decks/deck/deck-1.1.1.apkg\n")
    assert '"mod": 1700200000' in (released / "decks/deck/ledger.jsonl").read_text(encoding="utf-8")


def test_the_reason_has_nothing_that_anki_refuses(released: Path, ankigen: Run) -> None:
    """A terminal hands on whatever bytes were typed or pasted."""
    typed = " Loose\x01,\x1f\udcff as\x7f\n cafe\u0301 "
    assert ankigen("retire", "matrix", "--reason", typed, cwd=released)[0] == 0
    assert ledger_line(released, "matrix")["reason"] == "Loose, as café"
    assert ankigen("retire", "hardens-bone", "--reason", "\x01\udcff ", cwd=released)[0] == 2
    assert "reason" not in ledger_line(released, "hardens-bone")


def test_a_retirement_of_long_ago_is_shipped_as_it_was(released: Path, ankigen: Run) -> None:
    """A release made before clozes' numbers stood in a tag comes out the same."""
    text = (released / "cards/deck/a.md").read_text(encoding="utf-8").partition("### Matrix")[0]
    (released / "cards/deck/a.md").write_text(text, encoding="utf-8")
    assert ankigen("retire", "matrix", "--reason", "Loose", cwd=released)[0] == 0
    assert ankigen("release", cwd=released, env=LATER)[0] == 0
    assert tags_of_the_draft(released, ankigen) == {"deck::retired", "deck::retired::{{c1::}}"}
    ledger = released / "decks/deck/ledger.jsonl"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace(', "tombstone": 1', ""), encoding="utf-8")
    assert tags_of_the_draft(released, ankigen) == {"deck::retired"}


def tags_of_the_draft(deck: Path, ankigen: Run) -> set[str]:
    """Those of the retired note in what would be released next."""
    edit(deck, "Calcium phosphate", "Calcium phosphate, or so")
    code, package, _ = ankigen("build", cwd=deck, env={"SOURCE_DATE_EPOCH": "1700200000"})
    assert code == 0
    notes = read_package(Package("draft", deck / package.strip())).notes.values()
    return {tag for note in notes for tag in note.tags if tag.startswith("deck::retired")}
