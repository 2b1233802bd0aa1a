"""What `ankigen doctor` tells a colleague."""

import webbrowser
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
LARGE = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 9\n"


def doctor(folder: Path, ankigen: Run, **env: str) -> tuple[int, str]:
    code, out, err = ankigen("doctor", cwd=folder, env=env)
    assert err == ""
    return code, " ".join(out.split())


def program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_it_says_what_is_there_and_which_decks(released: Path, ankigen: Run) -> None:
    code, said = doctor(released, ankigen)
    assert code == 0
    assert "with 1 deck" in said
    assert "2 notes, 1.0.0 is out" in said
    assert "needed" not in said


def test_a_computer_with_nothing(deck: Path, ankigen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ankigen.doctor.version", _not_there)
    (deck / ".git").mkdir()
    code, said = doctor(deck, ankigen, PATH="/nowhere")
    assert code == 1
    assert "its backend is not installed `verify` and the trial before a release need it" in said
    assert "git not installed needed: releases and the ledger belong into git" in said


def _not_there(name: str) -> str:
    from importlib.metadata import PackageNotFoundError

    raise PackageNotFoundError(name)


def test_a_browser_without_a_screen(deck: Path, ankigen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python finds no browser then, whatever is installed."""

    def none() -> None:
        raise webbrowser.Error

    monkeypatch.setattr("webbrowser.get", none)
    program(tmp_path, "chromium", "")
    _, said = doctor(deck, ankigen, PATH=str(tmp_path))
    assert f"{tmp_path}/chromium" in " ".join(said.split())
    assert "there is no screen here" in " ".join(said.split())


def test_outside_a_repository_it_says_how_to_begin(tmp_path: Path, ankigen: Run) -> None:
    code, said = doctor(tmp_path, ankigen)
    assert code == 0
    assert 'none here go to a folder with cards/, or make one: `ankigen new "My deck"`' in said


def test_large_media_without_git_lfs(deck: Path, ankigen: Run, tmp_path: Path) -> None:
    (deck / ".gitattributes").write_text("*.png filter=lfs diff=lfs merge=lfs -text\n")
    (deck / "cards/deck/media").mkdir()
    (deck / "cards/deck/media/bone.png").write_text(LARGE)
    program(tmp_path / "bin", "git", '[ "$1" = lfs ] && exit 1; echo git version 2.0')
    code, said = doctor(deck, ankigen, PATH=f"{tmp_path}/bin")
    assert code == 1
    assert "Git LFS not installed needed: this repository keeps media in it" in said
    assert "1 picture waits in Git LFS: git lfs install && git lfs pull" in said


def test_letters_that_no_font_draws(deck: Path, ankigen: Run, tmp_path: Path) -> None:
    settings = deck / "cards/deck/deck.toml"
    settings.write_text(settings.read_text() + 'language = "ja"\n')
    program(tmp_path / "bin", "fc-list", '[ "$1" = :lang=en ] && echo Some')
    _, said = doctor(deck, ankigen, PATH=f"{tmp_path}/bin")
    assert "fonts (ja) 0 families previews may show boxes for letters" in said


def test_a_deck_that_cannot_be_relied_on(released: Path, ankigen: Run) -> None:
    (released / "decks/deck/ledger.jsonl").write_text("{\n")
    code, said = doctor(released, ankigen)
    assert code == 1
    assert "needed: decks/deck/ledger.jsonl:1:1: the ledger is damaged here; restore it from git" in said


def test_a_released_package_that_is_gone(released: Path, ankigen: Run) -> None:
    (released / "decks/deck/deck-1.0.0.apkg").unlink()
    assert "deck-1.0.0.apkg is missing: `ankigen build --locked` may make it again" in doctor(released, ankigen)[1]


def test_a_folder_in_which_nothing_can_be_written(deck: Path, ankigen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "touch", refused)
    code, said = doctor(deck, ankigen)
    assert code == 1
    assert "needed: nothing can be written there: Permission denied" in said
