"""`ankigen open`: the draft is built and handed to a program."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import edit

Run = Callable[..., tuple[int, str, str]]
DRAFT = "decks/deck/deck-1.0.0.dev.apkg"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """One that writes down what it is asked to open."""
    path = tmp_path / "my anki"
    path.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$0.asked"\n')
    path.chmod(0o755)
    return path


def asked(program: Path) -> list[str]:
    """What it was asked, once it has been; it runs by itself."""
    answer = program.with_name(f"{program.name}.asked")
    for _ in range(100):
        if answer.exists() and answer.read_text():
            return answer.read_text().splitlines()
        time.sleep(0.05)
    return []


def test_a_command_of_ones_own_gets_the_draft(deck: Path, ankigen: Run, program: Path) -> None:
    code, out, err = ankigen("open", "--command", f"'{program}' --profile Test", cwd=deck)
    assert (code, out) == (0, f"{DRAFT}\n")
    assert "leave the options as they are" in err
    assert asked(program) == ["--profile", "Test", DRAFT]
    assert (deck / DRAFT).is_file()


def test_the_system_is_asked_for_its_program(deck: Path, ankigen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def launch(path: str) -> int:
        opened.append(path)
        return 0

    monkeypatch.setattr("click.launch", launch)
    assert ankigen("open", cwd=deck)[0] == 0
    assert opened == [DRAFT]


def test_a_system_without_anki_says_what_to_do(deck: Path, ankigen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.launch", lambda _: 1)
    code, out, err = ankigen("open", cwd=deck)
    assert (code, out) == (2, "")
    assert "no program for .apkg files: install Anki, name it with --command" in err


@pytest.mark.parametrize("program", ["/no/such", "'"])
def test_a_command_that_is_none(deck: Path, ankigen: Run, program: str) -> None:
    code, _, err = ankigen("open", "--command", program, cwd=deck)
    assert code == 2
    assert f"--command {program}: " in err


def test_a_mistake_opens_nothing(deck: Path, ankigen: Run, program: Path) -> None:
    edit(deck, "{{c1::collagen}}", "{{c1::collagen}")
    code, out, err = ankigen("open", "--command", f"'{program}'", cwd=deck)
    assert (code, out) == (1, "")
    assert "error" in err
    assert not program.with_name("my anki.asked").exists()


def test_of_several_decks_one_is_named(deck: Path, ankigen: Run) -> None:
    assert ankigen("new", "Another", cwd=deck)[0] == 0
    code, _, err = ankigen("open", cwd=deck)
    assert code == 2
    assert "there are 2 decks: name the one to open" in err
