"""What `ankigen ci` writes beside the decks, and what of the author's it leaves alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ankigen.origin import Origin

Run = Callable[..., tuple[int, str, str]]
OLD, NEW = (f"owner/ankigen@{digit * 40}" for digit in "01")
FILES = (
    ".github/workflows/check.yml",
    ".github/workflows/release.yml",
    ".pre-commit-config.yaml",
    ".gitignore",
    ".gitattributes",
)


def said(deck: Path, ankigen: Run, action: str) -> dict[str, str]:
    code, out, err = ankigen("ci", "--action", action, cwd=deck / "cards")
    assert (code, err) == (0, "")
    return dict(line.split(": ", 1) for line in out.replace(f"{deck.as_posix()}/", "").splitlines())


def test_everything_is_written_and_a_second_time_nothing(deck: Path, ankigen: Run) -> None:
    assert said(deck, ankigen, OLD) == dict.fromkeys(FILES, "written")
    assert (deck / ".github/workflows/check.yml").read_text().count(f"uses: {OLD}\n") == 1
    assert f"rev: {'0' * 40}\n" in (deck / ".pre-commit-config.yaml").read_text()
    assert said(deck, ankigen, OLD) == dict.fromkeys(FILES, "as it should be")


def test_a_newer_ankigen_takes_the_place_of_the_older(deck: Path, ankigen: Run) -> None:
    said(deck, ankigen, OLD)
    assert list(said(deck, ankigen, NEW).values()) == ["written"] * 3 + ["as it should be"] * 2
    assert OLD not in (deck / ".github/workflows/release.yml").read_text()


def test_files_of_ones_own_are_kept(deck: Path, ankigen: Run) -> None:
    own = deck / ".github/workflows/check.yml"
    own.parent.mkdir(parents=True)
    own.write_text("name: mine\n")
    assert said(deck, ankigen, OLD)[FILES[0]].startswith("kept")
    assert own.read_text() == "name: mine\n"


def test_what_git_is_told_already_stays_stronger(deck: Path, ankigen: Run) -> None:
    """Of lines that say different things of one file git takes the last."""
    (deck / ".gitattributes").write_text("*.png filter=lfs -text\n*.apkg binary")
    assert said(deck, ankigen, OLD)[".gitattributes"] == "completed"
    lines = (deck / ".gitattributes").read_text().splitlines()
    assert lines == ["# For ankigen", "* text=auto eol=lf", "", "*.png filter=lfs -text", "*.apkg binary"]


@pytest.mark.parametrize(
    "action", ["", "ankigen", "owner/ankigen", "a/b@c\nd", "a/b@c d", "https://host.invalid/a/b@c", "./"]
)
def test_what_is_no_action_is_refused(deck: Path, ankigen: Run, action: str) -> None:
    code, out, err = ankigen("ci", "--action", action, cwd=deck)
    assert (code, out) == (2, "")
    assert "OWNER/REPOSITORY@COMMIT" in err
    assert not (deck / ".github").exists()


def test_who_installed_it_from_github_need_not_say_it(
    deck: Path, ankigen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by = Origin("1.0", f"ankigen @ git+https://github.com/{NEW}")
    monkeypatch.setattr("ankigen.origin.origin", lambda: made_by)
    assert ankigen("ci", cwd=deck)[0] == 0
    assert NEW in (deck / ".github/workflows/check.yml").read_text()


def test_a_file_that_is_no_text_is_told(deck: Path, ankigen: Run) -> None:
    (deck / ".gitignore").write_bytes(b"\xff")
    code, _, err = ankigen("ci", "--action", OLD, cwd=deck)
    assert code == 2
    assert ".gitignore" in err
