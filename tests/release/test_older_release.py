"""A release by an ankigen that drew and rendered cards otherwise: the first one of this repository's deck.

Its sources and its ledger of that day are in `older/`."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ankigen.apkg.reader import Package, read_package
from ankigen.apkg.snapshot import Snapshot
from tests.samples import SVG

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parents[2]
OLDER = Path(__file__).parent / "older"
DECK = "calcification-vs-ossification"
RELEASED = f"decks/{DECK}/{DECK}-1.0.0.apkg"
NEXT = {"SOURCE_DATE_EPOCH": "1795500000"}


@pytest.fixture
def older(tmp_path: Path) -> Path:
    shutil.copytree(OLDER, tmp_path, dirs_exist_ok=True)
    for file in (ROOT / f"decks/{DECK}").glob(f"{DECK}-1.0.0.*"):
        shutil.copy(file, tmp_path / f"decks/{DECK}")
    return tmp_path


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / "cards" / DECK / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def contents(root: Path, version: str) -> Snapshot:
    path = root / "decks" / DECK / f"{DECK}-{version}.apkg"
    return read_package(Package(path.name, path))


def moved(old: Snapshot, new: Snapshot) -> list[str]:
    """The first fields of the notes that learners would get again, or otherwise than they have them."""
    pairs = ((note, new.notes[guid]) for guid, note in old.notes.items())
    return [after.fields[0] for before, after in pairs if (before.fields, before.mod) != (after.fields, after.mod)]


def test_it_is_made_again_byte_for_byte(older: Path, ankigen: Run) -> None:
    released = (older / RELEASED).read_bytes()
    assert ankigen("build", "--locked", DECK, cwd=older)[:2] == (0, f"{RELEASED}\n")
    assert (older / RELEASED).read_bytes() == released


def test_a_draft_brings_the_new_design_and_moves_no_note(older: Path, ankigen: Run) -> None:
    code, out, err = ankigen("build", DECK, cwd=older, env=NEXT)
    assert (code, out) == (0, f"decks/{DECK}/{DECK}-1.0.1.dev.apkg\n")
    assert "(the cards' design changed)" in err
    old, new = contents(older, "1.0.0"), contents(older, "1.0.1.dev")
    assert moved(old, new) == []
    assert all(item.mod > old.note_types[item.id].mod for item in new.note_types.values())


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("deck.toml", 'language = "en', 'language = "de'),
        ("deck.toml", "language = ", 'report_url = "https://e.org/{id}"\nlanguage = '),
        ("deck.toml", 'description = """', 'description = """Now'),
        ("00-introduction.md", "\nOsteoblast\n", "\nOsteoblasts\n"),
    ],
)
def test_what_an_author_changed_is_ahead_of_it(older: Path, ankigen: Run, name: str, old: str, new: str) -> None:
    edit(older, name, old, new)
    code, out, err = ankigen("build", "--locked", DECK, cwd=older)
    assert (code, out) == (1, "")
    assert "ahead of release 1.0.0" in err


def test_a_note_of_a_type_that_learners_do_not_have_is_ahead_of_it(older: Path, ankigen: Run) -> None:
    body = "![A box](media/box.svg)\n\n- {{c1::Box}} `10 10 20 20`\n"
    (older / "cards" / DECK / "99-picture.md").write_text(
        f"### A picture\n<!-- id: a-picture, type: picture -->\n\n{body}"
    )
    (older / "cards" / DECK / "media").mkdir(exist_ok=True)
    (older / "cards" / DECK / "media/box.svg").write_bytes(SVG)
    status, _, err = ankigen("build", "--locked", cwd=older)
    assert (status, "the sources are ahead of release 1.0.0" in err) == (1, True), err


def test_a_damaged_or_lost_package_does_not_stand_for_it(older: Path, ankigen: Run) -> None:
    (older / RELEASED).write_bytes(b"PK")
    assert ankigen("build", "--locked", DECK, cwd=older)[0] == 1
    (older / RELEASED).unlink()
    assert ankigen("build", "--locked", DECK, cwd=older)[0] == 1


def test_a_note_keeps_the_form_that_learners_have_until_its_author_changes_it(older: Path, ankigen: Run) -> None:
    edit(older, "09-preventive-measures.md", "2,000–2,500 mg", "about 2,000–2,500 mg")
    assert ankigen("release", "--no-verify", DECK, cwd=older, env=NEXT)[0] == 0
    old, new = contents(older, "1.0.0"), contents(older, "1.0.1")
    assert len(moved(old, new)) == 1
    together = [note for note in new.notes.values() if any('<span class="nowrap">' in text for text in note.fields)]
    assert [note.fields[0] for note in together] == moved(old, new)
    assert ankigen("build", "--locked", DECK, cwd=older)[:2] == (0, f"decks/{DECK}/{DECK}-1.0.1.apkg\n")


def test_so_does_a_typed_answer_with_a_capital(older: Path, ankigen: Run) -> None:
    """Learners of the first release have four of them, and get the small letter with the next change of each."""
    edit(older, "04-types-and-differences.md", "both words are used for the test", "both words name the test")
    assert ankigen("release", "--no-verify", DECK, cwd=older, env=NEXT)[0] == 0
    new = contents(older, "1.0.1")
    answers = [new.fields(note)["Answer"] for note in new.notes.values() if "Answer" in new.fields(note)]
    typed = {
        answer for answer in answers if answer.lower() in ("phosphate", "calcium phosphate", "osteoid", "osteoblast")
    }
    assert typed == {"phosphate", "Calcium phosphate", "Osteoid", "Osteoblast"}
