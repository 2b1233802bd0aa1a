"""The documentation is held true: its commands run, its examples compile, and it names what the program has."""

import importlib
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from importlib.resources import files
from pathlib import Path

import pytest

import ankigen
from ankigen import __version__
from ankigen.cli import COMMANDS
from ankigen.model.config import DeckConfig
from ankigen.model.media import SUFFIXES
from ankigen.model.note import ExtraField, Kind, Metadata, Review
from ankigen.parse import parse
from ankigen.render.inline.tex_names import names
from ankigen.render.inline.tex_sizes import DEEPEST, LONGEST, MOST_DOUBLING, TALLEST, WIDEST
from ankigen.source import Source
from tests.test_layers import LAYERS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
FORMAT = (DOCS / "format.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text under a `##` heading of the README; those inside code blocks do not count."""
    blank = BLOCK.sub(lambda block: " " * len(block[0]), README)
    start = blank.index(f"\n## {title}") + 1
    end = blank.find("\n## ", start)
    return README[start : end if end > 0 else None]


def written(path: Path, mark: str, text: str, request: pytest.FixtureRequest) -> None:
    """The part of a page between two comments is this text; --update-cases writes it."""
    page = path.read_text(encoding="utf-8")
    begin, end = page.index(f"<!-- {mark}:"), page.index(f"<!-- end of {mark} -->")
    whole = page[:begin] + page[begin:end].split("\n")[0] + f"\n{text}\n" + page[end:]
    if request.config.getoption("--update-cases"):
        path.write_text(whole, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == whole, "pytest tests/test_docs.py --update-cases writes it"


def test_the_readme_is_short() -> None:
    assert README.count("\n") <= 130


def test_the_two_commands_of_a_fresh_machine_stand_at_the_top() -> None:
    first = BLOCK.search(README)
    assert first is not None
    assert [line.split("#")[0].split() for line in first[2].splitlines()] == [
        ["$", "make", "deck"],
        ["$", "make", "test"],
    ]


def test_the_help_of_every_command_is_in_the_docs(request: pytest.FixtureRequest) -> None:
    parts = [f"## {name}\n\n```text\n{help_of(name)}```" for name in COMMANDS]
    written(DOCS / "commands.md", "commands", "\n\n".join(parts), request)


def help_of(command: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    shown = subprocess.run(
        [sys.executable, "-m", "ankigen", command, "--help"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return "".join(f"{line.rstrip()}\n" for line in shown.stdout.splitlines())


def test_every_variable_that_the_program_reads_is_in_the_docs() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(ankigen.__file__).parent.rglob("*.py"))
    names = re.findall(r"""environ(?:\.get\(|\[)"(\w+)"|envvar="(\w+)\"""", source)
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert {name for pair in names for name in pair if name and f"`{name}`" not in page} == set()


def test_the_packages_are_in_the_docs_as_they_speak_of_themselves(request: pytest.FixtureRequest) -> None:
    rows = ["| Floor | Package | What it is | In, out, and what to know first |", "|---|---|---|---|"]
    for floor, units in LAYERS.items():
        for unit in units:
            name = "ankigen" if unit == "__init__" else f"ankigen.{unit}"
            if unit not in ("__init__", "__main__"):
                about, *more = (importlib.import_module(name).__doc__ or "").strip().split("\n\n")
                last = " ".join(more[-1].split()) if more and more[-1].startswith("Comes in") else ""
                rows.append(f"| {floor} | `{unit}` | {' '.join(about.split())} | {last} |")
    written(DOCS / "architecture.md", "packages", "\n".join(rows), request)


def test_the_commands_of_formulas_are_in_the_docs(request: pytest.FixtureRequest) -> None:
    tables = files("ankigen.render.inline").joinpath("tex_commands.txt").read_text(encoding="utf-8")
    commands, rest = tables.partition("[commands]\n")[2].split("\n[environments]\n")
    environments = rest.partition("\n[refused]")[0]
    known = names()
    refused = [
        *(f"| `\\{name}` | `{way_out}` |" for name, way_out in known.refused.items()),
        *(f"| `\\begin{{{name}}}` | `{way_out}` |" for name, way_out in known.refused_environments.items()),
    ]
    text = (
        f"## Commands\n\n```text\n{commands.strip()}\n```\n\n"
        f"## Environments\n\n```text\n{environments.strip()}\n```\n\n"
        "## Not allowed\n\n| Command | The way out |\n|---|---|\n" + "\n".join(refused)
    )
    written(DOCS / "formulas.md", "formulas", text, request)


def test_the_limits_of_formulas_are_in_the_docs() -> None:
    page = (DOCS / "formulas.md").read_text(encoding="utf-8")
    for limit in (
        f"{LONGEST:,} characters",
        f"{DEEPEST} deep",
        f"{WIDEST:g}em",
        f"{TALLEST:g}em",
        f"at most {MOST_DOUBLING}",
    ):
        assert limit in page


def test_every_package_says_what_comes_in_and_what_goes_out() -> None:
    for unit in (unit for units in LAYERS.values() for unit in units):
        module = importlib.import_module(f"ankigen.{unit}") if unit not in ("__init__", "__main__") else None
        if module and hasattr(module, "__path__"):
            assert re.search(
                r"Comes in: .*\. Goes out: .*\. Know first:\s`[\w.]+`\.", module.__doc__ or "", re.DOTALL
            ), unit


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
    example = next(match[2] for match in BLOCK.finditer(FORMAT) if match[1] == "markdown")
    parsed = parse(Source(Path("example.md"), "example.md", example))
    assert not parsed.problems
    assert [note.kind.value for note in parsed.notes] == ["basic", "cloze", "choice"]


def test_the_picture_of_the_format_has_no_mistake() -> None:
    example = [match[2] for match in BLOCK.finditer(FORMAT) if match[1] == "markdown"][1]
    parsed = parse(Source(Path("example.md"), "example.md", example))
    assert not parsed.problems
    (note,) = parsed.notes
    assert note.picture
    assert [len(mask.places) for mask in note.picture.masks] == [1, 1, 2, 1]


KEYS = [field.name for field in fields(Metadata)] + [field.name for field in fields(DeckConfig)]


@pytest.mark.parametrize("word", [*(field.value for field in ExtraField), *Kind, *Review, *SUFFIXES, *KEYS])
def test_the_format_names_everything_that_an_author_can_write(word: str) -> None:
    assert re.search(rf"(?<!\w){re.escape(word)}(?!\w)", FORMAT)


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    blank = BLOCK.sub("", page)
    titles = re.findall(r"^#+ (.*)$", blank, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_links_and_pictures_of_a_page_exist(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    text = re.sub(r"`[^`\n]*`", "", re.sub(r"^(`{3,}).*?^\1`*$", "", page, flags=re.DOTALL | re.MULTILINE))
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", text):
        file = path.parent / target if target else path
        assert file.exists(), target
        assert not anchor or anchor in anchors(file.read_text(encoding="utf-8")), f"{target}#{anchor}"


def test_nobody_is_told_to_install_a_name_that_is_not_ours() -> None:
    """Whoever registers it in an index would own its users."""
    places = [*PAGES, *(ROOT / "src").rglob("*.py")]
    for path in places:
        assert not re.search(r"(?:pip|pipx|uv tool) install ['\"]?ankigen", path.read_text(encoding="utf-8")), path


def test_the_changelog_tells_of_this_version() -> None:
    assert f"\n## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
