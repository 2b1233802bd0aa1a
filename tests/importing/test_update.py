"""The way back from Anki: corrections made there are written into the sources, and never over somebody's work."""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.apkg.packages import Publication, publish, rewrite
from tests.conftest import LATER, edit
from tests.samples import GIF, PNG

Run = Callable[..., tuple[int, str, str]]
NOTES = {
    "g1": ("What is <i>bone</i>?", 'A <b>tissue</b><br>see <img src="bone.png">'),
    "g2": ("Which cells?", '<span style="color: red">Osteoclasts</span>'),
    "g3": ("Which others?", "Osteoblasts"),
    "g4": ("One more?", ""),
}
LATEST = {"SOURCE_DATE_EPOCH": "1700200000"}


def corrected(folder: Path, notes: Mapping[str, tuple[str, str]], media: Mapping[str, bytes]) -> Path:
    """What an instructor exports: all notes, those corrected with a newer time."""
    what = Publication({**NOTES, **notes}, deck="Deck", media={"bone.png": PNG, **media})
    path = publish(folder, "corrected", what)

    def newer(connection: sqlite3.Connection) -> None:
        connection.executemany("UPDATE notes SET mod = 1700050000 WHERE guid = ?", [(guid,) for guid in notes])

    rewrite(path, newer)
    return path


@pytest.fixture
def deck(tmp_path: Path, ankigen: Run) -> Path:
    """The repository of an imported deck."""
    (tmp_path / "files").mkdir()
    package = publish(tmp_path / "files", "deck", Publication(NOTES, deck="Deck", media={"bone.png": PNG}))
    assert ankigen("import", package, cwd=tmp_path)[0] == 0
    return tmp_path


def source(deck: Path) -> str:
    return (deck / "cards/deck/01-notes.md").read_text()


def test_a_file_in_which_nothing_was_corrected_changes_nothing(deck: Path, ankigen: Run) -> None:
    before = source(deck)
    code, out, _ = ankigen("import", "--update", corrected(deck / "files", {}, {}), cwd=deck)
    assert code == 0
    assert out.endswith(
        "deck: 0 notes written, 0 to be written by hand, 4 as released, 0 that the deck does not have\n"
    )
    assert source(deck) == before


def test_corrections_are_written_where_they_belong(deck: Path, ankigen: Run) -> None:
    notes = {
        "g1": ("What is <i>living</i> bone?", 'A <b>tissue</b><br>see <img src="bone.png"> and <img src="new.gif">'),
        "g3": ("Which others?<br>Name one.", "Osteo<b>cytes</b>"),
        "g4": ("One more?", "Yes"),
        "g9": ("Not ours", "x"),
    }
    before = source(deck)
    code, out, err = ankigen("import", "--update", corrected(deck / "files", notes, {"new.gif": GIF}), cwd=deck)
    assert code == 0, err
    assert "deck: 3 notes written, 0 to be written by hand, 1 as released, 1 that the deck does not have\n" in out
    expected = (
        before.replace("### What is *bone*?", "### What is *living* bone?")
        .replace("see ![](<media/bone.png>)", "see ![](<media/bone.png>) and ![](<media/new.gif>)")
        .replace("\nOsteoblasts\n", "\nOsteo**cytes**\n\n#### Front\nWhich others?\\\nName one.\n")
        .replace("<!-- id: one-more -->\n", "<!-- id: one-more -->\n\n#### Back\nYes\n")
    )
    assert source(deck) == expected
    assert (deck / "cards/deck/media/new.gif").read_bytes() == GIF
    code, out, err = ankigen("release", cwd=deck, env=LATER)
    assert code == 0, err
    assert "(3 changed)" in err


def test_what_both_changed_is_shown_and_nothing_is_written(deck: Path, ankigen: Run) -> None:
    edit(deck, "\nOsteoblasts\n", "\nOsteoblasts, ours\n", "01-notes.md")
    before = source(deck)
    notes = {"g3": ("Which others?", "Osteoblasts, theirs"), "g4": ("One more?", "Yes")}
    code, out, _ = ankigen("import", "--update", corrected(deck / "files", notes, {}), cwd=deck)
    assert code == 1
    assert "both changed Back; nothing was written" in out
    for line in ("released: Osteoblasts", "source:   Osteoblasts, ours", "file:     Osteoblasts, theirs"):
        assert f"  {line}\n" in out
    assert source(deck) == before


def test_different_fields_of_one_note_may_be_changed_on_both_sides(deck: Path, ankigen: Run) -> None:
    edit(deck, "\nOsteoblasts\n", "\nOsteoblasts, ours\n", "01-notes.md")
    file = corrected(deck / "files", {"g3": ("Which other cells?", "Osteoblasts")}, {})
    code, out, _ = ankigen("import", "--update", file, cwd=deck)
    assert code == 0, out
    assert "### Which other cells?" in source(deck)
    assert "\nOsteoblasts, ours\n" in source(deck)


def test_an_older_release_in_the_file_is_no_correction(deck: Path, ankigen: Run) -> None:
    edit(deck, "\nOsteoblasts\n", "\nOsteoblasts and more\n", "01-notes.md")
    assert ankigen("release", cwd=deck, env=LATER)[0] == 0
    before = source(deck)
    file = corrected(deck / "files", {"g2": ("Which cells?", "Osteoclasts!")}, {})
    code, out, _ = ankigen("import", "--update", file, cwd=deck, env=LATEST)
    assert code == 0
    assert "1 notes written" in out
    assert "Osteoclasts!" in source(deck)
    assert "Osteoblasts and more" in source(deck)
    assert len(source(deck).splitlines()) == len(before.splitlines()) - 2  # the HTML block became a line


def test_a_strangers_file_is_refused(deck: Path, ankigen: Run) -> None:
    file = publish(deck / "files", "other", Publication({"zz": ("a", "b")}))
    code, _, err = ankigen("import", "--update", file, cwd=deck)
    assert code == 2
    assert "no note of it was released by a deck here" in err


def test_line_ends_stay(deck: Path, ankigen: Run) -> None:
    path = deck / "cards/deck/01-notes.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    file = corrected(deck / "files", {"g3": ("Which others?", "Osteocytes")}, {})
    assert ankigen("import", "--update", file, cwd=deck)[0] == 0
    data = path.read_bytes()
    assert b"Osteocytes\r\n" in data
    assert data.count(b"\n") == data.count(b"\r\n")
