"""What is printed obeys nobody else, and what programs read is the same bytes everywhere."""

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ankigen.cli.terminal import hand_over, harmless
from tests.conftest import edit

Run = Callable[..., tuple[int, str, str]]
PROGRAM = [sys.executable, "-m", "ankigen"]
HOSTILE = "\x1b]0;owned\x07 \x1b[2J \x7f \x9b31m \u202e##[error]x"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\x7f\x9b31m\x85", "\\x7f\\x9b31m\\x85"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("\x1b[8mhidden\x1b[0m", "\\x1b[8mhidden\x1b[0m"),
        ("\x1b[31m\x1b[1mred\x1b[0m", "\x1b[31m\x1b[1mred\x1b[0m"),
        ("::error::x\n  ::add-mask::y\na::b", "\\::error::x\n  \\::add-mask::y\na::b"),
        ("see ##[error]x and ### [y]", "see ##\\[error]x and ### [y]"),
        ("a\tb\nc\r", "a\tb\nc\\x0d"),
        ("HCO₃⁻ Grüße العربية", "HCO₃⁻ Grüße العربية"),
    ],
)
def test_a_strangers_text_commands_neither_terminal_nor_runner(text: str, shown: str) -> None:
    assert harmless(text) == shown


@pytest.mark.parametrize(
    "command", [("check",), ("build",), ("stamp",), ("diff",), ("stats",), ("check", "--fix"), ("retire", HOSTILE)]
)
def test_no_command_lets_it_through(deck: Path, ankigen: Run, command: tuple[str, ...]) -> None:
    settings = deck / "cards/deck/deck.toml"
    escaped = "".join(f"\\u{ord(char):04x}" for char in HOSTILE)
    settings.write_text(settings.read_text().replace('name = "Deck"', f'name = "Deck {escaped}"'))
    edit(deck, "Calcium phosphate", f"{HOSTILE} {{{{c1 x}}}}\n::error::y")
    edit(deck, "### Matrix", f"### {HOSTILE}")
    (deck / "cards/deck/\x1b[2J.txt").write_text("x")
    _, out, err = ankigen(*command, cwd=deck)
    for char in "\x1b\x07\x7f\x9b\u202e":
        assert char not in out + err
    assert "##[" not in out + err
    assert not any(line.lstrip().startswith("::") for line in (out + err).splitlines())


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-16"])
@pytest.mark.parametrize(
    "words", ["check --format json", "check --format sarif", "diff --format html", "stats --format json"]
)
def test_data_are_utf8_whatever_the_terminal_speaks(deck: Path, encoding: str, words: str) -> None:
    edit(deck, "Calcium phosphate", "HCO₃⁻ {{c1 Grüße}} TODO")
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    run = subprocess.run([*PROGRAM, *words.split()], cwd=deck, env=env, capture_output=True, check=False)
    text = run.stdout.decode()
    assert b"\r" not in run.stdout
    assert "\ufffd" not in text
    assert "json" not in words or json.loads(text)
    plain = subprocess.run([*PROGRAM, *words.split()], cwd=deck, capture_output=True, check=False)
    assert run.stdout == plain.stdout


def test_text_in_a_code_page_keeps_what_it_cannot_write(deck: Path) -> None:
    edit(deck, "Calcium phosphate", "HCO₃⁻ {{c1 x}}")
    env = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    run = subprocess.run([*PROGRAM, "check"], cwd=deck, env=env, capture_output=True, check=False)
    assert run.returncode == 1
    assert b"HCO\\u2083\\u207b" in run.stdout


@pytest.mark.parametrize(
    "words", ["check --format json", "check --format sarif", "diff --format markdown", "diff", "stats"]
)
def test_a_report_goes_into_a_file_whole(deck: Path, ankigen: Run, words: str) -> None:
    code, out, _ = ankigen(*words.split(), cwd=deck)
    assert ankigen(*words.split(), "--output", "out/report", cwd=deck)[:2] == (code, "")
    assert (deck / "out/report").read_text().strip() == out.strip()
    assert ankigen(*words.split(), "--output", "-", cwd=deck)[1].strip() == out.strip()
    (deck / "folder").mkdir()
    assert ankigen(*words.split(), "--output", "folder", cwd=deck)[0] == 2


def test_levels_show_less_and_change_no_exit_status(deck: Path, ankigen: Run) -> None:
    edit(deck, "Calcium phosphate", "{{c1 x}} TODO")
    code, everything, _ = ankigen("check", cwd=deck)
    assert (code, "warning[" in everything, "error[" in everything) == (1, True, True)
    code, errors, _ = ankigen("check", "--level", "error", cwd=deck)
    assert (code, "warning[" in errors, "error[" in errors) == (1, False, True)
    edit(deck, "{{c1 x}} TODO", "TODO")
    assert ankigen("check", "--level", "error", cwd=deck)[:2] == (0, "")


def on_terminal(deck: Path, columns: int, *words: str) -> list[str]:
    """What the program shows on a terminal of so many columns, without colours."""
    master, slave = pty.openpty()
    env = {**os.environ, "COLUMNS": str(columns), "NO_COLOR": "1"}
    process = subprocess.Popen([*PROGRAM, *words], cwd=deck, env=env, stdout=slave, stderr=subprocess.DEVNULL)
    os.close(slave)
    data = io.BytesIO()
    while chunk := _read(master):
        data.write(chunk)
    process.wait()
    return data.getvalue().decode().replace("\r\n", "\n").split("\n")


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:
        return b""


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_terminal_shows_findings_apart_and_wrapped(deck: Path, columns: int) -> None:
    notes = (f"### Is sign {number} found in bone?\n<!-- id: n-{number} -->\n\nYes\n\n" for number in range(12))
    (deck / "cards/deck/b.md").write_text("".join(notes))
    lines = on_terminal(deck, columns, "check")
    assert max(map(len, lines)) <= columns
    assert sum("warning[yes-no-question]" in line for line in lines) == 4
    assert "… and 9 more warning[yes-no-question]: `ankigen check --all` shows them" in " ".join(lines)
    assert "" in lines
    assert sum("[yes-no-question]" in line for line in on_terminal(deck, columns, "check", "--all")) == 12


def test_data_are_never_folded(deck: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    hand_over("é\n")
    assert capsysbinary.readouterr().out == "é\n".encode()
