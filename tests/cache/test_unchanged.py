"""What is done from memory is what would be done without it: the same words, the same files, byte for byte."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ankigen.cache.outcome import Asked, remembered
from ankigen.cache.program import program
from ankigen.cache.store import Store
from ankigen.compile import maker
from ankigen.compile.maker import ENOUGH
from ankigen.project.paths import DeckPaths
from ankigen.release.result import Result
from tests.bench.decks import Author, big_deck, write_picture
from tests.conftest import edit

Run = Callable[..., tuple[int, str, str]]
COMMANDS = (("build",), ("check",), ("check", "--format", "json"), ("preview",), ("build", "--rerender"))


def files(root: Path) -> dict[str, bytes]:
    """What was made, by its path."""
    found = (path for path in sorted((root / "decks").rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def reworded(paths: DeckPaths, source: Path, author: Author) -> None:
    lines = source.read_text().split("\n")
    at = author.random.choice([number for number, line in enumerate(lines) if line.endswith(".")])
    source.write_text("\n".join((*lines[:at], f"{author.word()} {lines[at]}", *lines[at + 1 :])))


def without_a_note(paths: DeckPaths, source: Path, author: Author) -> None:
    lines = source.read_text().split("\n")
    heads = [number for number, line in enumerate(lines) if line.startswith("### ")]
    if heads:
        first, after = author.random.choice(list(zip(heads, [*heads[1:], len(lines)], strict=True)))
        source.write_text("\n".join((*lines[:first], *lines[after:])))


def renamed(paths: DeckPaths, source: Path, author: Author) -> None:
    source.rename(source.with_name(f"{author.word()}.md"))


def one_more_source(paths: DeckPaths, source: Path, author: Author) -> None:
    (paths.cards / f"{author.word()}.md").write_text("\n".join(author.note(author.random.randrange(1000, 9999))))


def another_picture(paths: DeckPaths, source: Path, author: Author) -> None:
    write_picture(paths.cards / "media/picture-0.png", author.random.randrange(1 << 24))


def a_picture_less(paths: DeckPaths, source: Path, author: Author) -> None:
    (paths.cards / "media/picture-1.png").unlink(missing_ok=True)


def other_settings(paths: DeckPaths, source: Path, author: Author) -> None:
    paths.settings.write_text(paths.settings.read_text().replace("Everything", author.word()))


def a_text_beside(paths: DeckPaths, source: Path, author: Author) -> None:
    (paths.cards / "notes.txt").write_text(author.sentence())


def damaged_drafts(paths: DeckPaths, source: Path, author: Author) -> None:
    for draft in paths.output.glob("*.dev.apkg"):
        draft.write_bytes(b"")


def nothing(paths: DeckPaths, source: Path, author: Author) -> None:
    pass


# What an author does to a deck.
CHANGES = (
    *(reworded, reworded, without_a_note, renamed, one_more_source, another_picture, a_picture_less),
    *(other_settings, a_text_beside, damaged_drafts, nothing),
)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_changes_a_command_does_what_it_would_do_without_memory(
    tmp_path: Path, ankigen: Run, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, author = random.Random(seed), Author(seed + 1000, 3)
    paths = big_deck(tmp_path / "here", 12, pictures=3, seed=seed)
    cache, other = tmp_path / "cache", tmp_path / "there"
    moment = 1_700_000_000
    for _ in range(14):
        chance.choice(CHANGES)(paths, chance.choice(paths.sources()), author)
        moment += chance.choice((0, 0, 3600, 100_000))
        if chance.random() < 0.15:  # a library is installed
            library = tmp_path / "libraries" / author.word()
            (library / "some-1.0.dist-info").mkdir(parents=True)
            monkeypatch.syspath_prepend(str(library))
            program.cache_clear()  # as in a new process
        if chance.random() < 0.1:
            shutil.rmtree(cache, ignore_errors=True)
        release = [("release",)] if chance.random() < 0.2 else []
        for command in (*chance.choices(COMMANDS, k=4), *release):
            shutil.rmtree(other, ignore_errors=True)
            shutil.copytree(paths.root, other)
            clock = {"SOURCE_DATE_EPOCH": str(moment)}
            monkeypatch.setattr(maker, "ENOUGH", chance.choice((1, ENOUGH)))  # in several processes or in one
            said = ankigen(*command, cwd=paths.root, env={"ANKIGEN_CACHE": str(cache), **clock})
            monkeypatch.setattr(maker, "ENOUGH", ENOUGH)
            assert said == ankigen(*command, cwd=other, env={"ANKIGEN_CACHE": "", **clock})
            assert files(paths.root) == files(other)
    assert list(cache.iterdir())


def test_nothing_changed_is_not_done_again(deck: Path, tmp_path: Path) -> None:
    done = asked_for(deck, tmp_path, moments=(10, 20, 20))
    assert done == [10]


def test_a_changed_file_is_read_again(deck: Path, tmp_path: Path) -> None:
    changes = (lambda: edit(deck, "Calcium phosphate", "Apatite"), lambda: None)
    assert asked_for(deck, tmp_path, moments=(10, 20, 30), between=changes) == [10, 20]


def test_a_picture_that_keeps_its_size_and_time_is_looked_at(deck: Path, tmp_path: Path) -> None:
    """As `cp --preserve` does it, or a program that sets times."""
    picture = deck / "cards/deck/media/a.png"
    picture.parent.mkdir()
    picture.write_bytes(b"1" * 100_000)
    os.utime(picture, (1_000_000, 1_000_000))

    def swap() -> None:
        picture.write_bytes(b"2" * 100_000)
        os.utime(picture, (1_000_000, 1_000_000))

    assert asked_for(deck, tmp_path, moments=(10, 20), between=(swap,)) == [10, 20]


def test_a_clock_that_was_ahead_leaves_no_draft_of_the_future(deck: Path, tmp_path: Path) -> None:
    """Anki would refuse each correction until then."""
    assert asked_for(deck, tmp_path, moments=(1000, 20, 30)) == [1000, 20]


def test_a_draft_that_is_not_there_any_more_is_built_again(deck: Path, ankigen: Run) -> None:
    draft = deck / "decks/deck/deck-1.0.0.dev.apkg"
    ankigen("build", cwd=deck)
    made = draft.read_bytes()
    draft.unlink()
    ankigen("build", cwd=deck)
    assert draft.read_bytes() == made


def test_another_draft_beside_it_is_removed(deck: Path, ankigen: Run) -> None:
    ankigen("build", cwd=deck)
    older = deck / "decks/deck/deck-0.9.0.dev.apkg"
    older.write_bytes(b"")
    ankigen("build", cwd=deck)
    assert not older.exists()


def test_two_builds_of_different_cards_and_back_give_a_draft_that_anki_takes(deck: Path, ankigen: Run) -> None:
    """The third has the cards of the first: with its time, Anki would keep those of the second."""
    draft = deck / "decks/deck/deck-1.0.0.dev.apkg"
    packages = []
    for number, (old, new) in enumerate((("a", "a"), ("Calcium", "Apatite"), ("Apatite", "Calcium"))):
        edit(deck, old, new)
        ankigen("build", cwd=deck, env={"SOURCE_DATE_EPOCH": str(1_700_000_000 + number)})
        packages.append(draft.read_bytes())
    assert packages[2] != packages[0]


@pytest.mark.parametrize("damage", [b"", b"{}", b"ankigen-cache-1 0\n{}", b"\xff" * 1000])
def test_a_damaged_memory_is_thrown_away_with_one_line(deck: Path, ankigen: Run, tmp_path: Path, damage: bytes) -> None:
    cache = {"ANKIGEN_CACHE": str(tmp_path / "cache")}
    first = ankigen("check", cwd=deck, env=cache)
    (entry,) = (tmp_path / "cache").glob("check-*")
    entry.write_bytes(damage)
    status, out, err = ankigen("check", cwd=deck, env=cache)
    assert (status, out) == first[:2]
    assert err.count("because it is damaged") == 1
    assert ankigen("check", cwd=deck, env=cache) == first


def test_the_memory_is_bounded(tmp_path: Path) -> None:
    store = Store(tmp_path, print, room=5000)
    for number in range(20):
        store.write(f"check-{number}", b"x" * 1000)
        os.utime(tmp_path / f"check-{number}", (number, number))
        os.utime(tmp_path / ".looked", (number, number))  # a look at the folder was long ago
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 5000
    assert store.read("check-19") == b"x" * 1000


def test_a_folder_that_cannot_be_written_stops_nothing(deck: Path, ankigen: Run, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert ankigen("check", cwd=deck, env={"ANKIGEN_CACHE": str(tmp_path / "cache")})[0] == 0


def asked_for(
    deck: Path, tmp_path: Path, moments: tuple[int, ...], between: tuple[Callable[[], object], ...] = ()
) -> list[int]:
    """At which of these times something was done, each asked for after what happens in between."""
    done: list[int] = []
    store, paths = Store(tmp_path / "cache", pytest.fail), DeckPaths(deck, "deck")
    for number, moment in enumerate(moments):
        if number and number <= len(between):
            between[number - 1]()

        def make(moment: int = moment) -> Result:
            done.append(moment)
            return Result((), summary=str(moment))

        said = remembered(Asked("build", (), moment), paths, store, make)
        assert said.summary == str(done[-1])
    return done


def test_many_decks_are_built_side_by_side_as_one_by_one(tmp_path: Path, ankigen: Run) -> None:
    """In their order, with what is wrong with some of them."""
    for number in range(9):
        paths = big_deck(tmp_path, 3, pictures=1, slug=f"deck-{number}", seed=number)
        if number % 4 == 2:
            next(paths.cards.glob("*.md")).write_text("### No id?\n\nNone\n")
    status, out, err = ankigen("build", cwd=tmp_path)
    made = files(tmp_path)
    assert status == 1
    said = [ankigen("build", f"deck-{number}", cwd=tmp_path, env={"ANKIGEN_CACHE": ""}) for number in range(9)]
    assert (out, err) == ("".join(each[1] for each in said), "".join(each[2] for each in said))
    assert files(tmp_path) == made
