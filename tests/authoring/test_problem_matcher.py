"""The problem matcher of docs/editors.md reads what `ankigen check` really prints, as VS Code would."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ankigen.authoring.watch import Round
from ankigen.cli.watching import frame
from ankigen.report import Format

Run = Callable[..., tuple[int, str, str]]
PAGE = (Path(__file__).parents[2] / "docs" / "editors.md").read_text(encoding="utf-8")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
BLOCK = re.search(r"^```json\n(\{\n  \"version\": \"2.0.0\".*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def tasks() -> list[dict[str, Any]]:
    assert BLOCK, "the page has a tasks.json"
    found: list[dict[str, Any]] = json.loads(BLOCK[1])["tasks"]
    return found


def read(tasks: list[dict[str, Any]], text: str) -> list[dict[str, str]]:
    """The problems that the matcher of the first task sees."""
    pattern = tasks[0]["problemMatcher"]["pattern"]
    groups = {name: number for name, number in pattern.items() if isinstance(number, int)}
    found = [re.search(pattern["regexp"], ANSI.sub("", line)) for line in text.split("\n")]
    return [{name: match[number] for name, number in groups.items()} for match in found if match]


def test_it_sees_every_finding_and_nothing_else(deck: Path, ankigen: Run, tasks: list[dict[str, Any]]) -> None:
    (deck / "cards/deck/a.md").write_text(
        "### Is it always\tempty: error[no]: or not?\n\n"
        "### A `x:1:2: error[x]: y`\n<!-- id: aa, idd: b -->\n\n- TODO: it never heals\n"
    )
    text = ankigen("check", cwd=deck)[1]
    real = json.loads(ankigen("check", "--format", "json", cwd=deck)[1])
    assert len({problem["severity"] for problem in real}) == 3
    assert read(tasks, text) == [
        {
            "file": problem["path"],
            "line": str(problem["line"]),
            "column": str(problem["column"]),
            "severity": problem["severity"],
            "code": problem["code"],
            "message": problem["message"],
        }
        for problem in real
    ]


def test_the_watching_task_knows_when_a_check_begins_and_ends(tasks: list[dict[str, Any]]) -> None:
    background = next(task["problemMatcher"]["background"] for task in tasks if task.get("isBackground"))
    glance, whole = (ANSI.sub("", frame(Round((), 0.05, whole), "deck", Format.TEXT)) for whole in (False, True))
    for text in (glance, whole):
        assert re.search(background["beginsPattern"], text.split("\n")[0])
    assert re.search(background["endsPattern"], whole.split("\n")[-2])
    assert not any(re.search(background["endsPattern"], line) for line in glance.split("\n"))


def test_the_commands_are_those_of_the_program(tasks: list[dict[str, Any]], ankigen: Run, deck: Path) -> None:
    for task in tasks:
        assert task["command"] == "ankigen"
        assert task["args"][0] == "check"
        assert set(task["args"][1:]) <= {"--watch"}
