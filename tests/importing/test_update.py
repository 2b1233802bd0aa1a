"""The way back from Anki: corrections made there are written into the sources, and never over somebody's work."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.apkg.packages import Publication, publish, rewrite, set_json
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
        "deck: 0 notes written, 0 added, 0 to be written by hand, 4 as released, 0 that the deck does not have\n"
    )
    assert source(deck) == before


def test_corrections_are_written_where_they_belong(deck: Path, ankigen: Run) -> None:
    notes = {
        "g1": ("What is <i>living</i> bone?", 'A <b>tissue</b><br>see <img src="bone.png"> and <img src="new.gif">'),
        "g3": ("Which others?<br>Name one.", "Osteo<b>cytes</b>"),
        "g4": ("One more?", "Yes"),
    }
    before = source(deck)
    code, out, err = ankigen("import", "--update", corrected(deck / "files", notes, {"new.gif": GIF}), cwd=deck)
    assert code == 0, err
    assert (
        "deck: 3 notes written, 0 added, 0 to be written by hand, 1 as released, 0 that the deck does not have\n" in out
    )
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
    assert "1 note written" in out
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


KINDS = """\
---
tags: [bone]
---

### What is bone?
<!-- id: bone, tags: [hard] -->

A tissue

### Type: bone
<!-- id: typed, type: typed -->

os

### {{c1::Osteoclasts}} resorb bone
<!-- id: cloze -->

### Which cells?
<!-- id: choice -->

- [x] Osteoclasts
- [ ] Neurons

### Where?
<!-- id: where -->

Here

#### Extra
More
"""


@pytest.fixture
def own(tmp_path: Path, ankigen: Run) -> Path:
    """The repository of a deck of ankigen's own kinds, released; its file in Anki is beside."""
    (tmp_path / "cards/deck").mkdir(parents=True)
    (tmp_path / "cards/deck/deck.toml").write_text(
        'name = "Deck"\nuid = "deck-0000"\ntag = "deck"\nsource = "A book"\n'
    )
    (tmp_path / "cards/deck/01-notes.md").write_text(KINDS)
    assert ankigen("release", cwd=tmp_path)[0] == 0
    return tmp_path


def exported(deck: Path, changes: Mapping[str, Mapping[str, str]], tags: Mapping[str, str] | None = None) -> Path:
    """The deck as an instructor exports it, with corrections: by note, texts to be put in place of others."""
    path = deck / "corrected.apkg"
    path.write_bytes((deck / "decks/deck/deck-1.0.0.apkg").read_bytes())

    def correct(connection: sqlite3.Connection) -> None:
        rows = connection.execute("SELECT id, flds, tags FROM notes").fetchall()
        for number, fields, had in rows:
            (name,) = (name for name in ("bone", "typed", "cloze", "choice", "where") if f"\x1f{name}\x1f" in fields)
            for old, new in changes.get(name, {}).items():
                assert old in fields
                fields = fields.replace(old, new)
            had = (tags or {}).get(name, had)
            connection.execute("UPDATE notes SET flds = ?, tags = ? WHERE id = ?", (fields, had, number))

    rewrite(path, correct)
    return path


def test_corrections_of_the_built_in_kinds_are_written(own: Path, ankigen: Run) -> None:
    file = exported(
        own,
        {
            "bone": {"What is bone?": "What is <i>living</i> bone?", "<p>A tissue</p>": "<p>A <b>hard</b> tissue</p>"},
            "typed": {"<p>os</p>": "<p>bone</p>", "\x1fos\x1f": "\x1fbone\x1f"},
            "cloze": {"resorb bone": "resorb bone daily"},
            "where": {"<p>More</p>": "<p>More of it</p>"},
        },
    )
    code, out, err = ankigen("import", "--update", file, cwd=own)
    assert code == 0, out + err
    assert "deck: 4 notes written, 0 added, 0 to be written by hand, 1 as released" in out
    assert source(own) == (
        KINDS.replace("### What is bone?", "### What is *living* bone?")
        .replace("A tissue", "A **hard** tissue")
        .replace("\nos\n", "\nbone\n")
        .replace("resorb bone", "resorb bone daily")
        .replace("More", "More of it")
    )


def test_what_is_more_than_one_text_is_written_by_hand(own: Path, ankigen: Run) -> None:
    file = exported(own, {"choice": {"Neurons": "Glia"}, "bone": {"<p>A tissue</p>": '<p style="color: red">A</p>'}})
    code, out, _ = ankigen("import", "--update", file, cwd=own)
    assert code == 0
    assert "(choice): Options was changed in Anki, and is more than one text of the source" in out
    assert "(bone): Back was changed in Anki to what Markdown cannot say" in out
    assert source(own) == KINDS


def test_tags_are_given_and_taken(own: Path, ankigen: Run) -> None:
    tags = {
        "bone": " bone deck::added::1.0.0 deck leech new::x ",
        "typed": " bone deck deck::added::1.0.0 marked easy ",
        "where": " deck deck::added::1.0.0 ",
    }
    code, out, _ = ankigen("import", "--update", exported(own, {}, tags), cwd=own)
    assert code == 0, out
    assert "deck: 2 notes written, 0 added, 1 to be written by hand, 2 as released" in out
    assert "(where): tags were changed in Anki: bone" in out, "the whole file has that tag"
    assert source(own) == (
        KINDS.replace("id: bone, tags: [hard]", "id: bone, tags: [new::x]").replace(
            "id: typed, type: typed", "id: typed, type: typed, tags: [easy]"
        )
    )


def test_who_corrects_an_older_release_takes_nothing_back(own: Path, ankigen: Run) -> None:
    file = exported(
        own, {"where": {"<p>More</p>": "<p>More of it</p>"}}, {"bone": " bone deck deck::added::1.0.0 hard x "}
    )
    edit(own, "A tissue", "A living tissue", "01-notes.md")
    assert ankigen("release", cwd=own, env=LATER)[0] == 0
    code, out, _ = ankigen("import", "--update", file, cwd=own, env=LATEST)
    assert code == 0, out
    assert "A living tissue" in source(own)
    assert "More of it" in source(own)
    assert "id: bone, tags: [hard, x]" in source(own)


def test_notes_added_in_anki_become_notes_of_the_deck(deck: Path, ankigen: Run) -> None:
    notes = {
        "g8": ("Which cells?", 'New <span style="color: red">red</span> <img src="new.gif">'),
        "g9": ("What is an osteon?", "A unit"),
    }
    file = corrected(deck / "files", notes, {"new.gif": GIF})
    code, out, err = ankigen("import", "--update", file, cwd=deck)
    assert code == 0, err
    assert "new: cards/deck/99-from-anki.md (which-cells-2)\n" in out
    assert (
        "deck: 0 notes written, 2 added, 0 to be written by hand, 4 as released, 0 that the deck does not have\n" in out
    )
    assert (deck / "cards/deck/99-from-anki.md").read_text() == (
        '### Which cells?\n<!-- id: which-cells-2, guid: g8 -->\n\n```{=html}\nNew <span style="color: red">red</span> '
        '<img src="media/new.gif">\n```\n\n### What is an osteon?\n<!-- id: what-is-an-osteon, guid: g9 -->\n\nA unit\n'
    )
    code, _, err = ankigen("release", cwd=deck, env=LATER)
    assert code == 0, err
    code, out, _ = ankigen("import", "--update", file, cwd=deck, env=LATEST)
    assert code == 0
    assert (
        "deck: 0 notes written, 0 added, 0 to be written by hand, 6 as released, 0 that the deck does not have" in out
    )


def test_notes_of_other_decks_stay_out(deck: Path, ankigen: Run) -> None:
    other = publish(
        deck / "files",
        "other",
        Publication({**NOTES, "g9": ("Not ours", "x")}, deck="Another", media={"bone.png": PNG}),
    )
    code, out, _ = ankigen("import", "--update", other, cwd=deck)
    assert code == 0
    assert "0 added, 0 to be written by hand, 4 as released, 1 that the deck does not have" in out
    assert not (deck / "cards/deck/99-from-anki.md").exists()


BASIC = {
    "id": 77,
    "name": "Basic",
    "type": 0,
    "flds": [{"name": "Front", "ord": 0}, {"name": "Back", "ord": 1}],
    "tmpls": [{"name": "Card 1", "ord": 0, "qfmt": "{{Front}}", "afmt": "{{Back}}"}],
}


def test_a_note_of_ankis_own_type_becomes_one_of_ours(own: Path, ankigen: Run) -> None:
    def add(connection: sqlite3.Connection) -> None:
        (models,) = connection.execute("SELECT models FROM col").fetchone()
        set_json(connection, "models", {**json.loads(models), "77": BASIC})
        columns = "usn, 'mine', 'Which <b>salt</b>?' || char(31) || 'Apatite', '', 0, 0, ''"
        connection.execute(f"INSERT INTO notes SELECT 9, 'gnew', 77, mod, {columns} FROM notes LIMIT 1")
        connection.execute(
            "INSERT INTO cards SELECT 99, 9, did, 0, mod, usn, type, queue, due, ivl, factor, reps, lapses, left, "
            "odue, odid, flags, data FROM cards LIMIT 1"
        )

    file = exported(own, {})
    rewrite(file, add)
    code, out, err = ankigen("import", "--update", file, cwd=own)
    assert code == 0, err
    assert "1 added" in out
    assert (own / "cards/deck/99-from-anki.md").read_text() == (
        "### Which **salt**?\n<!-- id: which-salt, guid: gnew, tags: [mine] -->\n\nApatite\n"
    )
    assert ankigen("check", cwd=own)[0] == 0
