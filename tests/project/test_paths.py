"""Files as the disk has them."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="no file can have such a name there")
@pytest.mark.parametrize("command", ["check", "build", "release", "preview", "stamp"])
def test_a_source_whose_name_is_not_utf8_is_told_by_all_commands(command: str, deck: Path, ankigen: Run) -> None:
    name = os.fsencode(deck / "cards/deck/a.md")
    os.rename(name, name.replace(b"a.md", b"caf\xe9.md"))  # noqa: PTH104  # paths have text for names
    status, out, err = ankigen(command, cwd=deck)
    assert status in (1, 2)
    told = "caf\udce9.md:1:1: error[not-utf8]: the name of this file is not UTF-8\n    hint: rename it\n1 error"
    assert told in out + err


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="no file can have such a name there")
def test_a_name_that_is_not_utf8_stands_in_every_report(deck: Path, ankigen: Run) -> None:
    (deck / "cards/deck/media").mkdir()
    with open(os.fsencode(deck / "cards/deck/media") + b"/caf\xe9.png", "wb"):  # noqa: PTH123
        pass
    for form in ("text", "json", "github", "sarif"):
        assert ankigen("check", "--format", form, "--output", f"{form}.txt", cwd=deck)[0] == 0
        assert "caf" in (deck / f"{form}.txt").read_text(encoding="utf-8")
