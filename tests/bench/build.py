"""How fast ankigen is, as ratios within one run, because machines differ: `make bench`."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from markdown import Markdown

from ankigen.cli import collect_less
from ankigen.model.note import Note
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths
from ankigen.release.commands import build_deck

DECK = "calcification-vs-ossification"
ROOT = Path(__file__).parents[2]
CARDS = 1000
ROUNDS = 7
# The first long word of a line of text: no metadata, no table, no picture, no field's name.
WORD = re.compile(r"^(?![<|!\[ ]|#### |[a-z]+: )(?:(?!\]\()[^\n<`$])*?[a-z]{5,}\b", re.MULTILINE)
# What a tool would use that takes Python-Markdown as it comes.
STOCK = ["tables", "fenced_code", "sane_lists"]


def shortest(actions: Sequence[Callable[[], object]], rounds: int = ROUNDS) -> list[float]:
    """The shortest of several runs of each, in seconds: what is left is the least disturbed. They take turns."""
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for action, taken in zip(actions, times, strict=True):
            start = time.perf_counter()
            action()
            taken.append(time.perf_counter() - start)
    return [min(taken) for taken in times]


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def repository(folder: Path, cards: int) -> DeckPaths:
    """A repository whose deck has about so many notes: the first deck's over and over, each copy in words of its own,
    so that nothing is quick for having been seen before."""
    source = ROOT / "cards" / DECK
    paths = DeckPaths(folder, DECK)
    paths.cards.mkdir(parents=True)
    (paths.cards / "deck.toml").write_text((source / "deck.toml").read_text())
    shutil.copytree(source / "media", paths.cards / "media")
    made = 0
    copy = 0
    while made < cards:
        copy += 1
        for path in sorted(source.glob("[0-9]*.md")):
            text = path.read_text()
            made += text.count("\n### ")
            own = WORD.sub(rf"\g<0>{copy}", text).replace("<!-- id: ", f"<!-- id: n{copy}-")
            (paths.cards / f"{copy:03}-{path.name}").write_text(own)
    return paths


def texts(notes: tuple[Note, ...]) -> Iterator[str]:
    """Every Markdown text of the notes."""
    for note in notes:
        yield note.front.text
        yield note.body.text
        yield from (option.text.text for option in note.options)
        yield from (text.text for _, text in note.fields)
        if note.explanation:
            yield note.explanation.text


def help_ratio() -> float:
    ankigen = Path(sys.executable).with_name("ankigen")
    whole, bare = shortest(
        (lambda: run(str(ankigen), "--help"), lambda: run(sys.executable, "-c", "import click")), rounds=20
    )
    return whole / bare


def cold(root: Path) -> None:
    """Print the seconds of a build and of Python-Markdown alone over its fields, in a process that did neither yet."""
    place = DeckPaths(root, DECK)
    collect_less()
    start = time.perf_counter()
    result = build_deck(place, 1_700_000_000)
    built = time.perf_counter()
    assert result.path, [str(problem.span) + problem.message for problem in result.problems]
    notes = load_deck(place).deck.notes
    markdown, fields = Markdown(extensions=STOCK), [text for text in texts(notes) if text.strip()]
    ready = time.perf_counter()
    for text in fields:
        markdown.reset().convert(text)
    print(built - start, time.perf_counter() - ready)


def compile_ratio(paths: DeckPaths) -> float:
    """A cold build against Python-Markdown alone over its fields, start-up left out of both: each pair in a process
    of its own, the least disturbed of each."""
    pairs: list[list[float]] = []
    for _ in range(ROUNDS):
        command = [sys.executable, "-m", "tests.bench.build", str(paths.root)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        pairs.append([float(seconds) for seconds in done.stdout.split()])
    build, bare = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    print(f"  bare Markdown {bare:.2f} s, whole build {build:.2f} s")
    return build / bare


def main() -> None:
    print(f"ankigen --help / import click: {help_ratio():.2f} (aim: at most 1.5)")
    with tempfile.TemporaryDirectory() as folder:
        place = repository(Path(folder), CARDS)
        print(f"{CARDS} notes, cold build / bare Markdown: {compile_ratio(place):.2f} (aim: at most 1.5)")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        cold(Path(sys.argv[1]))
    else:
        main()
