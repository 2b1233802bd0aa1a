"""What was made of a source is used again while the source stays as it is, and only then."""

import multiprocessing
import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from ankigen.compile import maker
from ankigen.compile.parts import check_parts, compile_parts
from ankigen.compile.pipeline import compile_deck
from ankigen.model.content import DeckContent
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths
from ankigen.project.shelf import Place, Shelf, with_shelf
from ankigen.release.commands import build_deck
from ankigen.source import Source
from tests.bench.decks import big_deck
from tests.conftest import LATER, edit
from tests.samples import PNG

Run = Callable[..., tuple[int, str, str]]
Item = TypeVar("Item")
ROOT = Path(__file__).parents[2]
TODAY = date(2025, 5, 31)


def by_parts(paths: DeckPaths, place: Place) -> DeckContent | None:
    def content(shelf: Shelf) -> DeckContent | None:
        found = compile_parts(paths, shelf)
        return as_values(found.made) if found else None

    return with_shelf(place, content)


def as_values(content: DeckContent) -> DeckContent:
    """The content without anything that is read later."""
    return replace(content, notes=tuple(note._replace(fields=dict(note.fields)) for note in content.notes))


def at_once(paths: DeckPaths) -> DeckContent:
    content = compile_deck(load_deck(paths)).content()
    assert content
    return as_values(content)


def test_the_first_deck_is_the_same_by_parts(tmp_path: Path) -> None:
    """Pictures, drawings with masks, formulas, released notes: twice, the second time from the shelf."""
    paths = DeckPaths(ROOT, "calcification-vs-ossification")
    place = Place(tmp_path / "shelf", "1", pytest.fail)
    assert by_parts(paths, place) == at_once(paths)
    assert by_parts(paths, place) == at_once(paths)


@pytest.mark.parametrize("mistake", ["<!-- id: matrix -->", "<!-- id: other, colour: red -->", ""])
def test_a_deck_with_a_mistake_is_looked_at_as_a_whole(deck: Path, tmp_path: Path, mistake: str) -> None:
    """An id that another source has, a key that is not known, no id."""
    (deck / "cards/deck/b.md").write_text(f"### What is it?\n{mistake}\n\nBone\n")
    paths = DeckPaths(deck, "deck")
    for _ in range(2):
        assert by_parts(paths, Place(tmp_path / "shelf")) is None
    assert compile_deck(load_deck(paths)).failed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("### What hardens bone?\n<!-- id: hardens-bone -->\n\nCalcium phosphate\n", ""),
        ("id: hardens-bone", "id: hardening"),
        ("id: hardens-bone", "id: hardens-bone, type: typed"),
        ("What hardens bone?", "Matrix"),
    ],
)
def test_a_released_note_that_may_be_elsewhere_is_looked_for(
    released: Path, tmp_path: Path, old: str, new: str
) -> None:
    """It is gone, has another id or another type, or is headed as another one is."""
    edit(released, old, new)
    assert by_parts(DeckPaths(released, "deck"), Place(tmp_path / "shelf")) is None


def test_warnings_are_the_same_the_second_time(deck: Path, tmp_path: Path) -> None:
    (deck / "cards/deck/b.md").write_text(
        "Osteoclasts\n\n### Who resorbs bone?\n<!-- id: resorb -->\n\n==Osteoclasts==\n"
    )
    paths, place = DeckPaths(deck, "deck"), Place(tmp_path / "shelf")
    found = [with_shelf(place, lambda shelf: compile_parts(paths, shelf)) for _ in range(2)]
    told = compile_deck(load_deck(paths)).problems
    assert told
    assert [parts.problems for parts in found if parts] == [told, told]


@pytest.mark.parametrize("column", ["key", "small", "large", "sums"])
@pytest.mark.parametrize("value", ["NULL", "'text'", "CAST(x'ff' AS TEXT)"])
def test_values_of_other_types_are_damage(deck: Path, tmp_path: Path, column: str, value: str) -> None:
    """One flipped bit makes text of bytes."""
    paths, said = DeckPaths(deck, "deck"), list[str]()
    place = Place(tmp_path / "shelf", say=said.append)
    by_parts(paths, place)
    with closing(sqlite3.connect(tmp_path / "shelf")) as connection, connection:
        connection.execute(f"UPDATE made SET {column} = {value}")
    assert by_parts(paths, place) == at_once(paths)
    assert len(said) == (column != "key" or value == "NULL")


@pytest.mark.parametrize("damage", ["text", "page", "bytes"])
def test_a_damaged_shelf_is_thrown_away_with_one_line(deck: Path, tmp_path: Path, damage: str) -> None:
    paths, said = DeckPaths(deck, "deck"), list[str]()
    place = Place(tmp_path / "shelf", say=said.append)
    by_parts(paths, place)
    data = (tmp_path / "shelf").read_bytes()
    spoilt = {
        "text": b"not a database",
        "page": data[:4096] + b"\xff" * 4096 + data[8192:],
        "bytes": data.replace(b"Calcium phosphate", b"Calcium phosphite"),
    }
    assert spoilt["bytes"] != data
    (tmp_path / "shelf").write_bytes(spoilt[damage])
    assert by_parts(paths, place) == at_once(paths)
    assert len(said) == 1
    assert by_parts(paths, place) == at_once(paths)
    assert len(said) == 1


def test_two_at_once_give_the_same(tmp_path: Path) -> None:
    paths = big_deck(tmp_path / "here", 300, pictures=3)
    place = Place(tmp_path / "shelf")
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        built = pool.starmap(_build, [(paths, place, str(tmp_path / str(number))) for number in range(6)])
    assert len(set(built)) == 1
    assert by_parts(paths, place) == at_once(paths)


def test_another_process_that_has_the_shelf_for_a_moment_does_no_harm(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It builds the deck after an edit, while this one, which has put its parts there, is stopped."""
    paths, place, change = DeckPaths(deck, "deck"), Place(tmp_path / "shelf"), Shelf._change
    expected = at_once(paths)

    def stopped(shelf: Shelf, statement: str, *values: object) -> None:
        change(shelf, statement, *values)
        if statement == "COMMIT":
            monkeypatch.undo()
            edit(deck, "Calcium phosphate", "Something else")
            assert by_parts(paths, place) == at_once(paths)
            edit(deck, "Something else", "Calcium phosphate")

    monkeypatch.setattr(Shelf, "_change", stopped)
    assert by_parts(paths, place) == expected


def _build(paths: DeckPaths, place: Place, folder: str) -> bytes:
    shutil.copytree(paths.root, folder)
    there = DeckPaths(Path(folder), paths.slug)
    os.chdir(folder)
    build_deck(there, 1_700_000_000, place=place)
    return there.package("1.0.0.dev").read_bytes()


@pytest.mark.parametrize("mistake", ["", "### What is it?\n\nBone\n", "### What is it?\n<!-- id: note-5 -->\n\nBone\n"])
def test_several_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mistake: str) -> None:
    """Warnings of pictures included, which one source alone names first."""
    paths = big_deck(tmp_path / "here", 1200, pictures=3)
    (paths.cards / "media/picture-0.png").write_bytes(
        (paths.cards / "media/picture-0.png").read_bytes() + bytes(3_000_000)
    )
    sources = paths.sources()
    sources[7].write_text(f"{sources[7].read_text()}\n{mistake}")
    whole = compile_deck(load_deck(paths), today=TODAY).findings
    assert {problem.code for problem in whole} >= {"media-large", "mostly-unreferenced"}
    one = [with_shelf(Place(), lambda shelf: check_parts(paths, shelf, today=TODAY))]
    monkeypatch.setattr(maker, "ENOUGH", 1000)
    forked = list[int]()
    os.register_at_fork(after_in_parent=lambda: forked.append(1))
    place = Place(tmp_path / "shelf", "1", pytest.fail)
    many = [with_shelf(place, lambda shelf: check_parts(paths, shelf, today=TODAY)) for _ in range(2)]
    assert [*one, *many] == [whole, whole, whole]
    assert len(forked) >= 2 or len(os.sched_getaffinity(0)) < 2
    if not mistake:
        assert by_parts(paths, Place()) == by_parts(paths, place) == at_once(paths)


def test_a_process_that_is_killed_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a system does that is short of memory."""
    paths = big_deck(tmp_path / "here", 1200, pictures=3)
    expected = at_once(paths)
    monkeypatch.setattr(maker, "ENOUGH", 1000)
    make, here = maker.Maker.make, os.getpid()

    def make_or_die(self: maker.Maker, source: Source) -> maker.Kept:
        if os.getpid() != here and source.path.name == "00005.md":
            os.kill(os.getpid(), signal.SIGKILL)
        return make(self, source)

    monkeypatch.setattr(maker.Maker, "make", make_or_die)
    assert by_parts(paths, Place()) == expected


def test_a_release_alone_makes_no_review_anew(tmp_path: Path, ankigen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Learners have every note as it is: what the rules say of released notes is what they said before."""
    paths, place = big_deck(tmp_path / "here", 250, pictures=0), Place(tmp_path / "shelf", "1", pytest.fail)
    made: list[str] = []
    make = maker.Maker.make

    def noted(self: maker.Maker, source: Source) -> maker.Kept:
        made.append(source.path.name)
        return make(self, source)

    monkeypatch.setattr(maker.Maker, "make", noted)

    def look() -> list[str]:
        """The sources that were made anew; the findings are those of the plain way."""
        made.clear()
        found = with_shelf(place, lambda shelf: compile_parts(paths, shelf, today=TODAY))
        again = list(made)
        assert found
        assert found.findings == compile_deck(load_deck(paths), today=TODAY).findings
        return again

    assert len(look()) == 3
    assert ankigen("release", "--no-verify", cwd=tmp_path / "here")[0] == 0
    assert look() == []
    source = next(path for path in paths.sources() if "{{c1::" in path.read_text())
    text = source.read_text()
    start = text.index("{{c1::") + len("{{c1::")
    source.write_text(f"{text[:start]}quite another thing{text[text.index('}}', start) :]}")
    assert look() == [source.name]
    findings = compile_deck(load_deck(paths), today=TODAY).findings
    assert "cloze-number-reused" in {problem.code for problem in findings}
    assert ankigen("release", "--no-verify", cwd=tmp_path / "here", env=LATER)[0] == 0
    assert look() == [source.name]  # it is no news any more


def test_a_review_of_another_day_is_made_again_only_where_a_day_matters(deck: Path, tmp_path: Path) -> None:
    (deck / "cards/deck/b.md").write_text(
        "### Which cells resorb bone?\n<!-- id: resorb, reviewed: 2024-01-31 AB -->\n\nOsteoclasts\n"
    )
    paths, place = DeckPaths(deck, "deck"), Place(tmp_path / "shelf", "1", pytest.fail)
    for day in (TODAY, TODAY.replace(year=2029), TODAY):
        found = with_shelf(place, lambda shelf: check_parts(paths, shelf, today=day))  # noqa: B023  # called at once
        assert found == compile_deck(load_deck(paths), today=day).findings
        assert ("review-expired" in {problem.code for problem in found}) == (day.year > 2026)


def test_a_picture_is_read_again_when_it_was_touched_and_only_then(tmp_path: Path) -> None:
    paths, place = big_deck(tmp_path / "here", 30, pictures=3), Place(tmp_path / "shelf")
    pictures = [paths.cards / f"media/picture-{number}.png" for number in range(3)]
    for picture in pictures:
        os.utime(picture, (1_000_000, 1_000_000))
    before = by_parts(paths, place)
    assert before == at_once(paths)
    data = pictures[1].read_bytes()
    pictures[1].write_bytes(pictures[2].read_bytes())
    os.utime(pictures[1], (1_000_000, 1_000_000))
    assert by_parts(paths, place) == at_once(paths)
    assert by_parts(paths, place) != before
    pictures[1].write_bytes(data)
    assert by_parts(paths, place) == before
    pictures[0].write_bytes(b"not a picture")
    assert by_parts(paths, place) is None


def test_a_picture_that_changes_in_the_same_tick_while_a_long_build_goes_on_is_read_again(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths, place = DeckPaths(deck, "deck"), Place(tmp_path / "shelf")
    picture, tick = paths.cards / "media/a.png", time.time_ns()
    monkeypatch.setattr("ankigen.project.stamps.COARSE_NS", 50_000_000)
    monkeypatch.setattr("ankigen.compile.media.stamp", lambda found: (found.st_size, tick, tick, found.st_ino))
    picture.parent.mkdir()
    picture.write_bytes(PNG + b"1")
    edit(deck, "Calcium phosphate", "![Apatite](media/a.png)")

    def slow(sources: Sequence[Item]) -> Iterator[Item]:
        yield from sources
        picture.write_bytes(PNG + b"2")
        time.sleep(0.1)

    assert with_shelf(place, lambda shelf: compile_parts(paths, shelf, slow))
    assert by_parts(paths, place) == at_once(paths)


@pytest.mark.parametrize("behind", ["a link", "another name"])
def test_a_picture_of_which_only_the_folder_changed_is_looked_at(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, behind: str
) -> None:
    """The files in it are as they were, and have the same stamps."""
    monkeypatch.setattr("ankigen.project.stamps.COARSE_NS", 0)
    paths, place = DeckPaths(deck, "deck"), Place(tmp_path / "shelf")
    media = paths.cards / "media"
    media.mkdir()
    (media / "a.png").write_bytes(PNG)
    edit(deck, "Calcium phosphate", "![Apatite](media/a.png)")
    assert by_parts(paths, place) == at_once(paths)
    if behind == "a link":
        media.symlink_to(media.rename(tmp_path / "elsewhere"))
    else:  # as a disk shows it that does not distinguish capitals
        listed = Path.iterdir
        names = {media: media.with_name("Media")}
        monkeypatch.setattr(Path, "iterdir", lambda path: (names.get(found, found) for found in listed(path)))
    assert by_parts(paths, place) is None
