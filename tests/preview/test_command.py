"""`ankigen preview`: one page a deck, and nothing else is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
PAGE = "decks/deck/deck-preview.html"
MISTAKE = "### What hardens bone?\n<!-- id: hardens-bone -->\n"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_path_of_the_page_is_the_result(deck: Path, ankigen: Run) -> None:
    code, out, err = ankigen("preview", cwd=deck)
    assert (code, out) == (0, f"{PAGE}\n")
    assert err == "deck 1.0.0.dev: 2 cards to look at\n"


def test_nothing_but_the_page_is_written(deck: Path, ankigen: Run) -> None:
    ankigen("release", cwd=deck)
    (deck / "cards/deck/b.md").write_text("### New?\n<!-- id: new -->\nYes\n")
    before = files(deck)
    ankigen("preview", cwd=deck)
    after = files(deck)
    assert after.pop(PAGE)
    assert after == before


def test_sources_with_errors_leave_the_older_page(deck: Path, ankigen: Run) -> None:
    ankigen("preview", cwd=deck)
    before = files(deck / "decks")
    (deck / "cards/deck/a.md").write_text(MISTAKE)
    code, out, err = ankigen("preview", cwd=deck)
    assert (code, out) == (1, "")
    assert err == ankigen("build", cwd=deck)[2]
    assert "error[empty-back]" in err
    assert files(deck / "decks") == before


def test_sources_with_errors_make_no_page(deck: Path, ankigen: Run) -> None:
    (deck / "cards/deck/a.md").write_text(MISTAKE)
    ankigen("preview", cwd=deck)
    assert not (deck / "decks").exists()


def test_warnings_are_told_and_the_page_is_written(deck: Path, ankigen: Run) -> None:
    (deck / "cards/deck/forgotten.txt").write_text("### Not read\n")
    code, out, err = ankigen("preview", cwd=deck)
    assert (code, out) == (0, f"{PAGE}\n")
    assert "warning[ignored-file]" in err
    assert (deck / PAGE).is_file()


def test_every_deck_gets_its_page_and_the_others_though_one_has_errors(deck: Path, ankigen: Run) -> None:
    ankigen("new", "Second", cwd=deck)
    assert ankigen("preview", cwd=deck)[1] == f"{PAGE}\ndecks/second/second-preview.html\n"
    (deck / "cards/deck/a.md").write_text(MISTAKE)
    assert ankigen("preview", cwd=deck)[:2] == (1, "decks/second/second-preview.html\n")


def test_a_page_can_be_written_elsewhere(deck: Path, ankigen: Run) -> None:
    assert ankigen("preview", "deck", "--output", "look.html", cwd=deck)[:2] == (0, "look.html\n")
    assert not (deck / "decks").exists()
    ankigen("preview", cwd=deck)
    assert (deck / "look.html").read_bytes() == (deck / PAGE).read_bytes()


@pytest.mark.parametrize("name", ["cards/deck/a.md", "page"])
def test_only_a_page_can_be_overwritten(name: str, deck: Path, ankigen: Run) -> None:
    before = files(deck)
    code, out, err = ankigen("preview", "--output", name, cwd=deck)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert ".html" in err
    assert files(deck) == before


def test_one_file_is_for_one_deck(deck: Path, ankigen: Run) -> None:
    ankigen("new", "Second", cwd=deck)
    code, out, err = ankigen("preview", "--output", "look.html", cwd=deck)
    assert (code, out) == (2, "")
    assert "one deck" in err
    assert not (deck / "look.html").exists()


def test_the_same_sources_give_the_same_page_whenever_and_wherever(deck: Path, ankigen: Run) -> None:
    ankigen("preview", cwd=deck)
    first = (deck / PAGE).read_bytes()
    ankigen("preview", cwd=deck / "cards/deck", env={"SOURCE_DATE_EPOCH": "1700009999"})
    assert (deck / PAGE).read_bytes() == first


def test_git_leaves_pages_alone(tmp_path: Path, ankigen: Run) -> None:
    ankigen("new", "Deck", cwd=tmp_path)
    own = Path(__file__).parents[2] / ".gitignore"
    for ignored in (tmp_path / ".gitignore", own):
        assert "decks/*/*-preview.html" in ignored.read_text().splitlines()
