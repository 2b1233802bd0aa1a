"""What would cost learners their history is refused before anything is written."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples import PNG

Run = Callable[..., tuple[int, str, str]]
LATER = {"SOURCE_DATE_EPOCH": "1700100000"}


@pytest.fixture
def released(deck: Path, ankigen: Run) -> Path:
    assert ankigen("release", cwd=deck)[0] == 0
    return deck


def edit(deck: Path, old: str, new: str, file: str = "a.md") -> None:
    path = deck / "cards/deck" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_deck_whose_ledger_is_gone_is_not_released_anew(released: Path, ankigen: Run) -> None:
    (released / "decks/deck/ledger.jsonl").unlink()
    before = (released / "decks/deck/deck-1.0.0.apkg").read_bytes()
    edit(released, "Calcium phosphate", "Calcium salts")
    for command in ("check", "build", "release", "stamp"):
        code, out, err = ankigen(command, cwd=released, env=LATER)
        assert code == 1
        assert "restore it from git: git checkout -- decks/deck/ledger.jsonl" in out + err
        assert ".apkg" not in out
    assert (released / "decks/deck/deck-1.0.0.apkg").read_bytes() == before


def test_renaming_the_cards_folder_alone_is_refused(released: Path, ankigen: Run) -> None:
    (released / "cards/deck").rename(released / "cards/bone")
    code, _, err = ankigen("build", cwd=released, env=LATER)
    assert code == 1
    assert "rename decks/deck to decks/bone" in err


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


@pytest.mark.parametrize("name", ["Crohn's.png", "a\u00a0b.png", "e\u0301.png", "\u00e9.png", "a&b.png", "x(1).png"])
def test_a_picture_is_shipped_whatever_its_name(deck: Path, ankigen: Run, name: str) -> None:
    (deck / "cards/deck/media").mkdir()
    (deck / "cards/deck/media" / name).write_bytes(PNG)
    edit(deck, "Calcium phosphate", f"![x](<media/{name}>)")
    assert ankigen("build", cwd=deck)[0] == 0
    package = deck / "decks/deck/deck-1.0.0.dev.apkg"
    (shipped,) = json.loads(_member(package, "media")).values()
    assert f'src="{shipped}"'.encode() in _member(package, "collection.anki2")


def test_signs_that_this_python_does_not_know_yet_are_shipped(deck: Path, ankigen: Run) -> None:
    edit(deck, "Calcium phosphate", "shake \U0001fae8 and \u0378")
    assert ankigen("build", cwd=deck)[0] == 0
    assert "shake \U0001fae8 and \u0378".encode() in _member(
        deck / "decks/deck/deck-1.0.0.dev.apkg", "collection.anki2"
    )


def test_a_release_takes_its_drafts_away(deck: Path, ankigen: Run) -> None:
    assert ankigen("build", cwd=deck)[0] == 0
    assert ankigen("release", cwd=deck)[0] == 0
    assert not list((deck / "decks/deck").glob("*.dev.apkg"))


def test_a_retirement_can_be_sent_again(released: Path, ankigen: Run) -> None:
    text = (released / "cards/deck/a.md").read_text(encoding="utf-8").partition("### Matrix")[0]
    (released / "cards/deck/a.md").write_text(text, encoding="utf-8")
    assert ankigen("retire", "matrix", "--reason", "Loose", cwd=released)[0] == 0
    assert ankigen("release", cwd=released, env=LATER)[0] == 0
    later = {"SOURCE_DATE_EPOCH": "1700200000"}
    assert ankigen("release", "--touch", "matrix", cwd=released, env=later)[:2] == (0, "decks/deck/deck-1.1.1.apkg\n")
    assert '"mod": 1700200000' in (released / "decks/deck/ledger.jsonl").read_text(encoding="utf-8")


def _member(package: Path, name: str) -> bytes:
    with zipfile.ZipFile(package) as archive:
        return archive.read(name)
