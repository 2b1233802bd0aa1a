"""`ankigen check --watch` as a process: what it prints, and how it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ankigen.authoring.watch import Round
from ankigen.cli.watching import frame
from ankigen.project.atomic import write_file
from ankigen.report import Format

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def watching(deck: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-u", "-m", "ankigen", "check", "--watch"]
    process = subprocess.Popen(
        command,
        cwd=deck,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
        # A run of the tests in the background hands on that Ctrl-C is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def until(process: subprocess.Popen[str], mark: str) -> str:
    """What the process prints, up to the line with the mark."""
    assert process.stdout
    text = ""
    for line in process.stdout:
        text += line
        if mark in line:
            return text
    raise AssertionError(text)


def test_a_saved_mistake_is_told_and_gone_when_it_is_mended(deck: Path, watching: subprocess.Popen[str]) -> None:
    source = deck / "cards/deck/a.md"
    text = source.read_text()
    assert "error" not in until(watching, "; watching deck")
    write_file(source, (text + "\n### Empty\n<!-- id: empty -->\n").encode())
    assert "cards/deck/a.md:13:5: error[empty-back]" in until(watching, "; watching deck")
    write_file(source, text.encode())
    until(watching, "; comparing")
    assert "error" not in until(watching, "; watching deck")


def test_ctrl_c_ends_it_well(watching: subprocess.Popen[str]) -> None:
    until(watching, "; watching deck")
    watching.send_signal(signal.SIGINT)
    _, err = watching.communicate(timeout=20)
    assert (watching.returncode, err.strip()) == (0, "")


def test_a_frame_begins_and_ends_with_lines_that_editors_know() -> None:
    first, last = (
        frame(Round((), 0.0571, whole=True), "deck", Format.TEXT)
        .replace("\x1b[2m", "")
        .replace("\x1b[0m", "")
        .split("\n")[:2]
    )
    assert (first, last) == ("checking deck", "no mistakes (57 ms); watching deck, Ctrl-C ends")


def test_trouble_takes_the_place_of_the_counts() -> None:
    assert "the ledger is cut off" in frame(
        Round((), 0.1, whole=True, trouble="the ledger is cut off"), "deck", Format.TEXT
    )


@pytest.mark.parametrize(
    "options",
    [
        ["--watch", "--fix"],
        ["--watch", "--online"],
        ["--watch", "--stdin-filename", "cards/deck/a.md"],
        ["--fix", "--stdin-filename", "cards/deck/a.md"],
        ["deck", "--stdin-filename", "cards/deck/a.md"],
    ],
)
def test_options_that_contradict_each_other_are_refused(deck: Path, ankigen: Run, options: list[str]) -> None:
    before = (deck / "cards/deck/a.md").read_bytes()
    code, out, err = ankigen("check", *options, cwd=deck)
    assert (code, out) == (2, "")
    assert "cannot be used together" in err
    assert (deck / "cards/deck/a.md").read_bytes() == before


def test_errors_stand_last_where_the_eye_is(deck: Path, watching: subprocess.Popen[str]) -> None:
    (deck / "cards/deck/a.md").write_text(
        "### Empty\n<!-- id: empty -->\n\n### Is it TODO?\n<!-- id: todo -->\n\nTODO\n"
    )
    codes = [
        line.split("[")[1].split("]")[0]
        for line in until(watching, "; watching deck").split("\n")
        if ": error[" in line or ": warning[" in line
    ]
    assert codes.index("leftover") < codes.index("empty-back")
