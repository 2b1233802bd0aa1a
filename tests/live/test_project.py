"""What the page hears of when files change: only what moved, and never less than is on the disk."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ankigen.diagnostic import AnkigenError
from ankigen.live.cards import show
from ankigen.live.notes import Json
from ankigen.live.project import Project, index
from tests.conftest import SETTINGS, edit
from tests.samples import SVG

Run = Callable[..., tuple[int, str, str]]


def watched(root: Path, *names: str) -> Project:
    project = Project(root, names, lambda: date(2026, 1, 2))
    settle(project)
    return project


def settle(project: Project) -> list[Mapping[str, Any]]:
    """Rounds until nothing is left to be done; every event of them."""
    events: list[Mapping[str, Any]] = []
    while found := project.round():
        events += found
    return events


def titles(project: Project, slug: str = "deck") -> list[object]:
    return [row["title"] for row in project.views[slug].rows.values()]


def answer(project: Project, key: str) -> str:
    view = project.views["deck"]
    return show(view, view.notes[key].content).cards[0].answer


def test_a_changed_note_is_all_that_is_sent(deck: Path) -> None:
    edit(deck, "# Bone", "# Bone\n\n### Another\n<!-- id: another -->\n\nAnswer")
    (deck / "cards/deck/b.md").write_text("### In another file\n<!-- id: elsewhere -->\n\nAnswer\n")
    project = watched(deck)
    edit(deck, "Calcium phosphate", "Hydroxyapatite")
    first, *_ = settle(project)
    assert [row["key"] for row in first["rows"]] == ["hardens-bone"]
    assert first["order"] is None
    assert "Hydroxyapatite" in answer(project, "hardens-bone")


def test_the_comparing_of_notes_follows_when_nothing_else_changes(deck: Path) -> None:
    project = watched(deck)
    edit(deck, "### Matrix", "### What hardens bone?\n<!-- id: twin -->\n\nCalcium phosphate\n\n### Matrix")
    first, second = settle(project)
    assert (first["whole"], second["whole"]) == (False, True)
    found = {finding["code"] for row in second["rows"] for finding in row["findings"]}
    assert found & {"duplicate-front", "duplicate", "near-duplicate"}


def test_a_page_that_follows_has_what_a_fresh_one_has(deck: Path) -> None:
    project = watched(deck)
    rows = {row["key"]: row for row in rows_of(project)}
    steps: list[Callable[[], object]] = [
        lambda: edit(deck, "Calcium phosphate", "TODO"),
        lambda: edit(deck, "# Bone", "# Bone\n\n### New\n<!-- id: new -->\n\nText"),
        lambda: edit(deck, "<!-- id: new -->", ""),
        lambda: (deck / "cards/deck/b.md").write_text("# Other\n\n### Q\n<!-- id: q -->\n\nA\n"),
        lambda: (deck / "cards/deck/a.md").unlink(),
    ]
    for step in steps:
        step()
        for event in settle(project):
            changed = {row["key"]: row for row in event["rows"]}
            order = event["order"] or list(rows)
            rows = {key: changed.get(key) or rows[key] for key in order}
        assert list(rows.values()) == rows_of(project)


def rows_of(project: Project) -> list[Json]:
    rows = index(project.views["deck"])["rows"]
    assert isinstance(rows, list)
    return rows


def test_a_broken_source_costs_its_own_notes_alone(deck: Path) -> None:
    (deck / "cards/deck/b.md").write_text("### Q\n<!-- id: q -->\n\nA\n")
    project = watched(deck)
    (deck / "cards/deck/b.md").write_bytes(b"### Q\n\xff\xfe")
    settle(project)
    view = project.views["deck"]
    assert list(view.notes) == ["hardens-bone", "matrix"]
    assert {problem.code for problem in view.elsewhere} >= {"not-utf8"}
    (deck / "cards/deck/b.md").write_text("### Q\n<!-- id: q -->\n\nA\n")
    settle(project)
    assert list(project.views["deck"].notes) == ["hardens-bone", "matrix", "q"]


@pytest.mark.parametrize("text", ["name = ", "", 'name = "Deck"\nuid = "deck-0000"\ntga = "x"\n', "\0\0"])
def test_with_a_broken_deck_toml_the_cards_stay(deck: Path, text: str) -> None:
    project = watched(deck)
    (deck / "cards/deck/deck.toml").write_text(text)
    settle(project)
    assert project.views["deck"].elsewhere
    assert "Calcium phosphate" in answer(project, "hardens-bone")
    (deck / "cards/deck/deck.toml").write_text(SETTINGS)
    settle(project)
    assert project.views["deck"].elsewhere == ()


def test_a_half_written_file_is_read_again_when_it_is_whole(deck: Path) -> None:
    project = watched(deck)
    path = deck / "cards/deck/a.md"
    text = path.read_text()
    for size in range(0, len(text), 7):
        path.write_text(text[:size])
        project.round()
    path.write_text(text)
    settle(project)
    assert list(project.views["deck"].notes) == ["hardens-bone", "matrix"]


def test_an_editor_that_saves_by_renaming_is_noticed(deck: Path) -> None:
    project = watched(deck)
    path = deck / "cards/deck/a.md"
    beside = path.with_name(".a.md.swp")
    beside.write_text(path.read_text().replace("Calcium phosphate", "Hydroxyapatit "))
    os.utime(beside, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    beside.replace(path)
    settle(project)
    assert "Hydroxyapatit" in answer(project, "hardens-bone")


@pytest.mark.parametrize("names", [(), ("deck",)], ids=["all decks", "by its name"])
def test_a_deck_that_is_renamed_goes_on_under_its_new_name(deck: Path, names: tuple[str, ...]) -> None:
    project = watched(deck, *names)
    (deck / "cards/deck").rename(deck / "cards/bone")
    events = settle(project)
    gone = next(event for event in events if event.get("gone"))
    assert (gone["deck"], gone["renamed"]) == ("deck", "bone")
    assert [one["deck"] for one in gone["decks"]] == ["bone"]
    assert titles(project, "bone") == ["What hardens bone?", "Matrix"]


def test_a_deck_whose_folder_goes_and_comes_back(deck: Path) -> None:
    project = watched(deck)
    before = project.views["deck"].number
    (deck / "cards").rename(deck / "away")
    (gone,) = settle(project)
    assert (gone["deck"], gone["gone"], gone["decks"]) == ("deck", True, [])

    (deck / "away").rename(deck / "cards")
    settle(project)
    assert titles(project) == ["What hardens bone?", "Matrix"]
    assert project.views["deck"].number > before, "a page that was open would take it for an older one"


def test_a_deck_whose_deck_toml_goes_and_comes_back(deck: Path) -> None:
    project = watched(deck)
    settings = deck / "cards/deck/deck.toml"
    settings.unlink()
    (event,) = settle(project)
    assert "git restore cards/deck/deck.toml" in event["trouble"]
    assert titles(project) == ["What hardens bone?", "Matrix"]
    settings.write_text(SETTINGS)
    settle(project)
    assert project.listing()[0]["trouble"] == ""


def test_a_new_deck_is_shown_unless_one_was_named(deck: Path) -> None:
    every, one = watched(deck), watched(deck, "deck")
    (deck / "cards/other").mkdir()
    (deck / "cards/other/deck.toml").write_text('name = "Other"\nuid = "other-111"\ntag = "other"\n')
    first, *_ = settle(every)
    assert [item["deck"] for item in first["decks"]] == ["deck", "other"]
    assert settle(one) == []


def test_a_folder_without_decks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    with pytest.raises(AnkigenError, match="ankigen new"):
        Project(tmp_path, (), lambda: date(2026, 1, 2))


def test_a_picture_that_is_replaced_gets_another_address(deck: Path) -> None:
    (deck / "cards/deck/media").mkdir()
    picture = deck / "cards/deck/media/x.svg"
    picture.write_bytes(SVG)
    edit(deck, "Calcium phosphate", "![A box](media/x.svg)")
    project = watched(deck)
    before = dict(project.views["deck"].media)
    picture.write_bytes(SVG.replace(b'width="200"', b'width="300"'))
    settle(project)
    now = project.views["deck"].media
    assert len(now) == 1
    assert now.keys() != before.keys()
    assert next(iter(now)) in answer(project, "hardens-bone")


def test_notes_that_moved_since_the_release_are_known(released: Path) -> None:
    edit(released, "Calcium phosphate", "Hydroxyapatite")
    edit(released, "### Matrix", "### New\n<!-- id: new -->\n\nText\n\n### Matrix")
    view = watched(released).views["deck"]
    assert {key: row["change"] for key, row in view.rows.items()} == {
        "hardens-bone": "changed",
        "new": "new",
        "matrix": "",
    }
    assert (view.last_version, view.version) == ("1.0.0", "1.1.0.dev")


def test_notes_without_an_id_or_with_the_same_one_are_all_there(deck: Path) -> None:
    edit(deck, "<!-- id: hardens-bone -->", "<!-- id: matrix -->")
    edit(deck, "# Bone", "# Bone\n\n### Same\n\nText\n\n### Same\n\nText")
    view = watched(deck).views["deck"]
    assert list(view.notes) == ["a.md/Same", "a.md/Same~2", "matrix", "matrix~2"]
