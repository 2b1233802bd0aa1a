"""Two decks of one family: their note types are the same, with the time at which the family first had the design."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ankigen.apkg.reader import Package, read_package
from ankigen.model import notetypes
from tests.conftest import SETTINGS, edit

Run = Callable[..., tuple[int, str, str]]
FAMILY = 'family = "Dentistry Exampleton"\n'
FIRST, SECOND, THIRD = 1_700_000_000, 1_700_001_000, 1_700_002_000


@pytest.fixture
def decks(deck: Path) -> Path:
    edit(deck, 'tag = "deck"\n', f'tag = "deck"\n{FAMILY}', "deck.toml")
    other = deck / "cards/other"
    other.mkdir()
    other.joinpath("deck.toml").write_text(SETTINGS.replace("Deck", "Other").replace('"deck', '"other') + FAMILY)
    other.joinpath("a.md").write_text("### Two\n<!-- id: two -->\n\nWords\n")
    return deck


def release(root: Path, ankigen: Run, slug: str, moment: int) -> Package:
    code, out, err = ankigen("release", slug, cwd=root, env={"SOURCE_DATE_EPOCH": str(moment)})
    assert code == 0, err
    return Package(slug, root / out.strip())


def header(root: Path, slug: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / f"decks/{slug}/ledger.jsonl").read_text().partition("\n")[0])
    return found


def test_a_design_keeps_the_time_at_which_the_family_first_had_it(decks: Path, ankigen: Run) -> None:
    one, two = (read_package(release(decks, ankigen, *each)) for each in (("deck", FIRST), ("other", SECOND)))
    assert two.note_types.keys() <= one.note_types.keys()
    assert {item.name for item in one.note_types.values()} == {
        "Dentistry Exampleton – Basic",
        "Dentistry Exampleton – Cloze",
    }
    assert [item.mod for item in two.note_types.values()] == [FIRST]
    assert header(decks, "other")["family"] == "Dentistry Exampleton"
    assert ankigen("build", "--locked", cwd=decks)[0] == 0


def test_a_new_design_is_later_than_all_that_the_family_has(
    decks: Path, ankigen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(decks, ankigen, "deck", THIRD)
    monkeypatch.setattr(notetypes, "_style", lambda _: "main { color: teal }")
    (basic,) = read_package(release(decks, ankigen, "other", SECOND)).note_types.values()
    assert basic.mod == THIRD + 1
    edit(decks, "Calcium", "A calcium")
    moved = read_package(release(decks, ankigen, "deck", THIRD + 5)).note_types
    assert {item.mod for item in moved.values()} == {THIRD + 1, THIRD + 5}, "the basic one came with the other deck"


def test_a_design_that_comes_back_is_a_new_one(decks: Path, ankigen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    release(decks, ankigen, "other", FIRST)
    with monkeypatch.context() as patch:
        patch.setattr(notetypes, "_style", lambda _: "main { color: teal }")
        release(decks, ankigen, "deck", SECOND)
    edit(decks, "Calcium", "A calcium")
    moved = read_package(release(decks, ankigen, "deck", THIRD)).note_types
    assert {item.mod for item in moved.values()} == {THIRD}


def test_decks_without_one_have_types_and_ledgers_as_ever(deck: Path, ankigen: Run) -> None:
    names = {item.name for item in read_package(release(deck, ankigen, "deck", FIRST)).note_types.values()}
    assert names == {"Deck – Basic", "Deck – Cloze"}
    assert not {"family", "moved"} & header(deck, "deck").keys()


def test_a_deck_of_own_types_alone_may_still_choose(deck: Path, ankigen: Run) -> None:
    folder = deck / "cards/deck/notetypes/drug"
    folder.mkdir(parents=True)
    (folder / "notetype.toml").write_text(
        'id = 7\nname = "Drug"\n[[fields]]\nname = "A"\n[[fields]]\nname = "B"\n[[templates]]\nname = "Card 1"\n'
    )
    (folder / "card-1-front.html").write_text("{{A}}")
    (folder / "card-1-back.html").write_text("{{B}}")
    (deck / "cards/deck/a.md").write_text("### A\n<!-- id: one, type: drug -->\n\nB\n")
    release(deck, ankigen, "deck", FIRST)
    edit(deck, 'tag = "deck"\n', f'tag = "deck"\n{FAMILY}', "deck.toml")
    (deck / "cards/deck/b.md").write_text("### Two\n<!-- id: two -->\n\nWords\n")
    release(deck, ankigen, "deck", SECOND)
    assert header(deck, "deck")["family"] == "Dentistry Exampleton"
