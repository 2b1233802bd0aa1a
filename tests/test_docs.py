"""The README is held true: its commands run, its examples compile, and it names what the program has."""

import importlib
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ankigen import __version__
from ankigen.cli import COMMANDS
from ankigen.lint.rules import RULES
from ankigen.parse import parse
from ankigen.source import Source

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def section(title: str) -> str:
    """The text under a `##` heading; those inside code blocks are none."""
    blank = BLOCK.sub(lambda block: " " * len(block[0]), README)
    start = blank.index(f"\n## {title}") + 1
    end = blank.find("\n## ", start)
    return README[start : end if end > 0 else None]


def options(command: str) -> set[str]:
    """A command's own options, from the program."""
    loaded = importlib.import_module(f"ankigen.cli.{command}").command
    return {option.opts[0] for option in loaded.params if option.param_type_name == "option"}


def test_the_two_commands_of_a_fresh_machine_stand_at_the_top() -> None:
    first = BLOCK.search(README)
    assert first is not None
    assert [line.split("#")[0].split() for line in first[2].splitlines()] == [
        ["$", "make", "deck"],
        ["$", "make", "test"],
    ]


def test_the_table_of_commands_names_every_command_and_every_option() -> None:
    rows = re.findall(r"^\| `ankigen (\w+)[^`]*` \|([^|]*)\|", section("Commands"), re.MULTILINE)
    documented = {name: set(re.findall(r"--[\w-]+", names)) for name, names in rows}
    assert documented == {name: options(name) for name in COMMANDS}


def tutorial() -> Iterator[tuple[str, str]]:
    """The tutorial's blocks in order: their language and text."""
    for match in BLOCK.finditer(section("For instructors")):
        yield match[1], match[2]


@pytest.mark.slow
def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    for language, text in tutorial():
        if language == "markdown":
            source = tmp_path / "cards/bone-biology/01-first-section.md"
            source.write_text(source.read_text().partition("### ")[0] + text)
        else:
            assert typed(text, tmp_path) == text


def typed(block: str, folder: Path) -> str:
    """The block again, with what the commands in it really print."""
    shown = []
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            shown.append(line)
            words = shlex.split(line[2:])
            if words[0] == "ankigen":
                shown.append(run(words[1:], folder))
    return "".join(shown)


def run(words: list[str], folder: Path) -> str:
    done = subprocess.run([sys.executable, "-m", "ankigen", *words], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_example_of_the_format_has_no_mistake() -> None:
    example = next(match[2] for match in BLOCK.finditer(section("The format")) if match[1] == "markdown")
    parsed = parse(Source(Path("example.md"), "example.md", example))
    assert not parsed.problems
    assert [note.kind.value for note in parsed.notes] == ["basic", "cloze", "choice"]


@pytest.mark.parametrize("word", ["Hint", "Extra", "Clinical note", "Source says", "Source", "Reference"])
def test_the_format_names_every_field(word: str) -> None:
    assert word in section("The format")


def test_the_rules_of_the_review_are_listed(request: pytest.FixtureRequest) -> None:
    begin, end = README.index("<!-- rules:"), README.index("<!-- end of rules -->")
    table = README[begin:end].split("\n")[0] + "\n" + rules_table()
    if request.config.getoption("--update-cases"):
        (ROOT / "README.md").write_text(README[:begin] + table + README[end:], encoding="utf-8")
    else:
        assert README[begin:end] == table


def rules_table() -> str:
    """The rules as the program has them, from their docstrings."""
    rows = ["| Code | Level | What it finds | Bad | Good |", "|---|---|---|---|---|"]
    for rule in RULES:
        cells = (f"`{rule.code}`", rule.level.value, rule.about, rule.example("Bad"), rule.example("Good"))
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def test_the_links_and_pictures_of_the_readme_exist() -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", README):
        if not target.lstrip("<").startswith("media/"):
            assert (ROOT / target).exists(), target


def test_the_changelog_tells_of_this_version() -> None:
    assert f"\n## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
