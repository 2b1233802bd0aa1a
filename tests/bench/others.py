"""Other programs that make decks of Markdown, each in an environment of its own."""

import subprocess
import venv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.reference import notes

HOME = Path(__file__).parents[2] / ".cache" / "bench"


@dataclass(frozen=True, slots=True)
class Other:
    """`write` writes the notes into a folder, `command` is what the program is asked there."""

    name: str
    requirements: tuple[str, ...]
    program: str
    command: tuple[str, ...]
    write: Callable[[Sequence[list[str]], Path], object]


def _ankcompiler(written: Sequence[list[str]], folder: Path) -> None:
    def card(fields: list[str]) -> str:
        text = " ".join(" ".join(fields[1:]).split())
        return text if "{{c" in text else f"{fields[0]} ::: {text}"

    blocks = (f"---\n\n{card(fields)}\n\n---\n[^uid]: note{number:06}\n" for number, fields in enumerate(written))
    (folder / "deck.md").write_text("---\ndeck: Deck\n---\n" + "\n".join(blocks))


def _markdown_anki_decks(written: Sequence[list[str]], folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "out").mkdir()
    cards = (f"## {fields[0]}\n\n" + "\n\n".join(fields[1:]) for fields in written)
    (folder / "in/deck.md").write_text("# Deck\n\n" + "\n\n".join(cards))


OTHERS = (
    Other("ankcompiler", ("ankcompiler==0.6.0",), "ankc", ("build", "--all"), _ankcompiler),
    Other(
        "markdown-anki-decks",
        ("markdown-anki-decks==1.1.1", "click<8.2"),  # its typer is of that time
        "mdankideck",
        ("in", "out"),
        _markdown_anki_decks,
    ),
)


def commands(cards: Path, folder: Path) -> Iterator[tuple[str, list[str], Path, str]]:
    """For each program its name, what runs it, where, and why it cannot be run, empty if it can."""
    written = list(notes(cards))
    for other in OTHERS:
        there = folder / other.name
        there.mkdir()
        other.write(written, there)
        program = HOME / other.name / "bin" / other.program
        yield other.name, [str(program), *other.command], there, _installed(other, program)


def _installed(other: Other, program: Path) -> str:
    if program.exists():
        return ""
    venv.create(HOME / other.name, with_pip=True)
    install = [str(program.with_name("python")), "-m", "pip", "install", "--quiet", *other.requirements]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    return "" if program.exists() else done.stderr.strip().splitlines()[-1]
