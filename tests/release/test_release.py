"""`ankigen release`: what it sends, and what it leaves behind."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.conftest import LATER, edit, ledger_line

Run = Callable[..., tuple[int, str, str]]


def test_rendering_only_changes_are_counted_and_sent_on_demand(released: Path, ankigen: Run) -> None:
    ledger = released / "decks/deck/ledger.jsonl"
    lines = ledger.read_text().splitlines()
    at = next(index for index, line in enumerate(lines) if '"note": "matrix"' in line)
    lines[at] = json.dumps(json.loads(lines[at]) | {"content_hash": "0" * 64})
    ledger.write_text("\n".join(lines) + "\n")
    later = {"SOURCE_DATE_EPOCH": "1700000100"}
    code, _, err = ankigen("build", cwd=released, env=later)
    assert code == 0
    assert "1 changed in rendering only (--rerender sends them)" in err
    code, out, err = ankigen("release", cwd=released, env=later)
    assert (code, out) == (1, "")
    assert "--rerender" in err
    code, out, _ = ankigen("release", "--rerender", cwd=released, env=later)
    assert (code, out) == (0, "decks/deck/deck-1.0.1.apkg\n")
    assert ankigen("build", "--locked", cwd=released, env=later)[0] == 0


def test_a_release_beside_a_note_that_only_renders_otherwise_can_be_made_again(released: Path, ankigen: Run) -> None:
    ledger = released / "decks/deck/ledger.jsonl"
    lines = ledger.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if '"matrix"' in line)
    head, mark, tail = lines[at].partition('"content_hash": "')
    lines[at] = head + mark + "0" * 64 + tail[64:]
    ledger.write_text("\n".join(lines), encoding="utf-8")
    edit(released, "Calcium phosphate", "Calcium salts")
    assert ankigen("release", cwd=released, env=LATER)[0] == 0
    assert ankigen("build", "--locked", cwd=released)[:2] == (0, "decks/deck/deck-1.0.1.apkg\n")
    assert ledger_line(released, "matrix") == json.loads(lines[at])
    later = {"SOURCE_DATE_EPOCH": "1700200000"}
    assert ankigen("release", "--rerender", cwd=released, env=later)[:2] == (0, "decks/deck/deck-1.0.2.apkg\n")
    assert ledger_line(released, "matrix")["updated"] == "1.0.2"


def test_a_release_takes_its_drafts_away(deck: Path, ankigen: Run) -> None:
    assert ankigen("build", cwd=deck)[0] == 0
    assert ankigen("release", cwd=deck)[0] == 0
    assert not list((deck / "decks/deck").glob("*.dev.apkg"))


def test_the_text_of_a_big_release_is_one_that_github_takes(deck: Path, ankigen: Run) -> None:
    """GitHub refuses one above 125,000 characters."""
    source = deck / "cards/deck/a.md"
    words = "which part of the growth plate holds the resting chondrocytes of bone "
    notes = [f"### In {words}{n}?\n<!-- id: note-{n} -->\n\nThe zone {n}\n" for n in range(2000)]
    source.write_text("# Bone\n\n" + "\n".join(notes))
    for version, env in (("1.0.0", None), ("1.1.0", LATER)):
        assert ankigen("release", "--version", version, cwd=deck, env=env)[0] == 0
        text = (deck / f"decks/deck/deck-{version}.md").read_text()
        assert len(text) < 125_000
        assert "## How to import it" in text
        source.write_text(source.read_text().replace("The zone", "The resting zone, which is number"))
    assert "`note-99` and 1,900 more" in text


def test_the_changelog_of_a_big_release_names_sections_and_a_file_beside_it_every_note(
    deck: Path, ankigen: Run
) -> None:
    source = deck / "cards/deck/a.md"
    notes = [f"### What is number {n}?\n<!-- id: note-{n} -->\n\nThe {n}\n" for n in range(300)]
    source.write_text("# Bone\n## Cells\n" + "\n".join(notes[:250]) + "\n# Law*s*\n" + "\n".join(notes[250:]))
    assert ankigen("release", cwd=deck)[0] == 0
    folder = deck / "decks/deck"
    for name in ("CHANGELOG.md", "deck-1.0.0.md"):
        text = (folder / name).read_text()
        assert "300 notes in 2 sections; `deck-1.0.0-notes.md` lists every one." in text
        first = "What is number 0?, What is number 1?, What is number 2?"
        assert f"- **Bone › Cells** (250): {first}, …\n- **Laws** (50): What is number 250?, " in text
    assert all(
        f"- `note-{n}` What is number {n}?\n" in (folder / "deck-1.0.0-notes.md").read_text() for n in range(300)
    )


def test_a_small_release_has_no_file_of_its_notes(released: Path) -> None:
    assert not list((released / "decks/deck").glob("*-notes.md"))
    assert "- `matrix` Matrix\n" in (released / "decks/deck/CHANGELOG.md").read_text()
