"""The command line: help, wrong usage, streams and colours."""

import ast
import errno
import importlib
import inspect
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

import ankigen as package
from ankigen.cli import COMMANDS, MODULES, main

Run = Callable[..., tuple[int, str, str]]


def docstring(name: str) -> str:
    command: click.Command = importlib.import_module(f"ankigen.cli.{MODULES.get(name, name)}").command
    assert command.callback is not None
    return inspect.getdoc(command.callback) or ""


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    paragraph = " ".join(docstring(name).partition("\n\n")[0].split())
    first = re.match(r".*?[.](?= |$)", paragraph)
    assert first
    assert COMMANDS[name] == first[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, tmp_path: Path, ankigen: Run) -> None:
    code, out, err = ankigen(name, "--help", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert f"Usage: ankigen {name} " in out
    assert re.search(rf"Examples?:\n\s+ankigen {name}", out)
    assert ankigen(name, "-h", cwd=tmp_path)[:2] == (0, out)


def test_help_lists_every_command(tmp_path: Path, ankigen: Run) -> None:
    code, out, err = ankigen("--help", cwd=tmp_path)
    assert (code, err) == (0, "")
    for name, what in COMMANDS.items():
        assert f"{name} {what}" in " ".join(out.split())


def test_every_module_of_a_command_is_listed() -> None:
    folder = Path(package.__file__).parent / "cli"
    modules = {path.stem for path in folder.glob("*.py") if "@click.command(" in path.read_text(encoding="utf-8")}
    assert {MODULES.get(name, name) for name in COMMANDS} == modules


def test_the_version_is_told(tmp_path: Path, ankigen: Run) -> None:
    code, out, err = ankigen("--version", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert out.startswith(f"ankigen {package.__version__} (")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["biuld"], "did you mean 'build'?"),
        (["zzz"], "known: new, import, stamp, check, explain"),
        (["build", "--lockde"], "--locked"),
        (["check", "--format", "xml"], "'text', 'json', 'github'"),
        (["release", "--version"], "--version"),
        (["new"], "NAME"),
        (["--nonsense"], "--nonsense"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_on_stderr(args: list[str], says: str, deck: Path, ankigen: Run) -> None:
    code, out, err = ankigen(*args, cwd=deck)
    assert (code, out) == (2, "")
    assert says in err.splitlines()[-1]


def test_wrong_usage_is_told_in_one_line(deck: Path, ankigen: Run) -> None:
    assert ankigen("biuld", cwd=deck)[2].count("\n") == 1


@pytest.mark.parametrize("args", [["check"], ["build"], ["stamp"], ["release"]], ids=" ".join)
def test_an_unknown_deck_is_one_line(args: list[str], deck: Path, ankigen: Run) -> None:
    code, out, err = ankigen(*args, "dekc", cwd=deck)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "did you mean 'deck'?" in err


@pytest.mark.parametrize("command", ["check", "build", "stamp", "release"])
def test_outside_a_repository_is_one_line(command: str, tmp_path: Path, ankigen: Run) -> None:
    code, out, err = ankigen(command, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("ankigen: no folder 'cards'")
    assert err.count("\n") == 1


def on_a_terminal(*args: str, cwd: Path, **settings: str) -> str:
    """What a person sees: stdout and stderr are a terminal."""
    main, side = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "CI")}
    env |= {"PYTHONPATH": str(Path(package.__file__).parents[1]), "TERM": "xterm-256color", **settings}
    run = subprocess.Popen([sys.executable, "-m", "ankigen", *args], cwd=cwd, env=env, stdout=side, stderr=side)
    os.close(side)
    seen = b""
    try:
        while data := os.read(main, 65536):
            seen += data
    except OSError:  # how Linux tells that the other side is closed
        pass
    os.close(main)
    run.wait()
    return seen.decode()


@pytest.mark.slow
def test_a_terminal_gets_colours_unless_no_color_is_set(deck: Path) -> None:
    (deck / "cards" / "deck" / "a.md").write_text("### One\n")
    plain = on_a_terminal("check", cwd=deck, NO_COLOR="1")
    coloured = on_a_terminal("check", cwd=deck)
    assert "\x1b[" not in plain
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_no_colours_where_nobody_watches(deck: Path, ankigen: Run) -> None:
    (deck / "cards" / "deck" / "a.md").write_text("### One\n")
    assert "\x1b" not in "".join(map(str, ankigen("check", cwd=deck)))


@pytest.mark.slow
def test_the_module_runs_as_the_script_does(deck: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(package.__file__).parents[1])}
    run = subprocess.run(
        [sys.executable, "-m", "ankigen", "check"], cwd=deck, env=env, capture_output=True, check=False
    )
    assert run.returncode == 0


@pytest.mark.slow
def test_a_command_imports_no_other(tmp_path: Path) -> None:
    """Start-up imports only what the command needs: `--help` neither Markdown nor genanki nor another command."""
    code = "import sys; from ankigen.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    env = {**os.environ, "PYTHONPATH": str(Path(package.__file__).parents[1])}
    run = subprocess.run(
        [sys.executable, "-c", code, "--help"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    modules = set(run.stderr.split())
    assert (
        modules
        & {"markdown", "genanki", "nh3", "yaml", "rich", "starlette", "ankigen.compile.pipeline", "ankigen.cli.build"}
        == set()
    )


def test_a_full_disk_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")  # as a temporary file does, which has no name to tell

    monkeypatch.setattr("ankigen.cli.cli", full)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("ankigen: a disk is full, this folder's or that of ")


def test_bodies_of_commands_are_short() -> None:
    """Options → call → print → exit status: at most 15 lines."""
    folder = Path(package.__file__).parent / "cli"
    long = {}
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == "command":
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1
                if lines > 15:
                    long[path.name] = lines
    assert long == {}
