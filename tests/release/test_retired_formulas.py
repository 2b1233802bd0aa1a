"""What is kept of a retired note is not Markdown: nothing in it becomes a formula on a learner's card."""

from collections.abc import Callable
from pathlib import Path

from ankigen.apkg.reader import read_package
from ankigen.apkg.reader.archive import Package

Run = Callable[..., tuple[int, str, str]]
FORMULA = r"\(\href{javascript:x}{y}\)"


def test_neither_the_title_nor_the_reason_of_a_retired_note_becomes_a_formula(ankigen: Run, deck: Path) -> None:
    source = deck / "cards" / "deck" / "a.md"
    text = source.read_text(encoding="utf-8")
    source.write_text(f"### What is {FORMULA}?\n<!-- id: gone -->\n\nNo formula\n\n{text}", encoding="utf-8")
    assert ankigen("release", "--no-verify", cwd=deck)[0] == 0
    assert ankigen("retire", "gone", "--reason", FORMULA, cwd=deck)[0] == 0
    source.write_text(text, encoding="utf-8")
    later = {"SOURCE_DATE_EPOCH": "1700000100"}
    assert ankigen("release", "--no-verify", cwd=deck, env=later)[0] == 0
    newest = deck / "decks" / "deck" / "deck-1.1.0.apkg"
    notes = read_package(Package("new", newest)).notes.values()
    (note,) = (note for note in notes if any("href" in text for text in note.fields))
    assert sum("href" in text for text in note.fields) == 2
    assert not any(r"\(" in text for text in note.fields)
