"""How fast ankigen is, as ratios within one run, because machines differ: `make bench`."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from markdown import Markdown

from ankigen.compiler import read_notes
from ankigen.note import Note
from ankigen.repository import DeckPlace

DECK = "calcification-vs-ossification"
ROOT = Path(__file__).parent.parent
CARDS = 1000
ROUNDS = 7
# What a tool would use that takes Python-Markdown as it comes.
STOCK = ["tables", "fenced_code", "sane_lists"]


def best(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The shortest of several runs, in seconds: what is left is the least disturbed."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def repository(folder: Path, cards: int) -> DeckPlace:
    """A repository whose deck has about so many cards: the first deck's notes over and over, each with its own id."""
    source = ROOT / "cards" / DECK
    place = DeckPlace(folder, DECK)
    place.cards.mkdir(parents=True)
    (place.cards / "deck.toml").write_text((source / "deck.toml").read_text())
    (place.cards / "media").symlink_to(source / "media")
    made = 0
    copy = 0
    while made < cards:
        copy += 1
        for path in sorted(source.glob("[0-9]*.md")):
            text = path.read_text()
            made += text.count("\n### ")
            (place.cards / f"{copy:03}-{path.name}").write_text(text.replace("<!-- id: ", f"<!-- id: n{copy}-"))
    return place


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
    return best(lambda: run(str(ankigen), "--help")) / best(lambda: run(sys.executable, "-c", "import click"))


def compile_ratio(place: DeckPlace) -> float:
    """A cold build in its own process, against Python-Markdown alone over its fields, start-up left out of both."""
    markdown = Markdown(extensions=STOCK)
    fields = [text for text in texts(read_notes(place)[0]) if text.strip()]
    bare = best(lambda: [markdown.reset().convert(text) for text in fields], 3)
    script = (
        "import time, sys; from pathlib import Path; from ankigen.build import build_deck;"
        "from ankigen.repository import DeckPlace; start = time.perf_counter();"
        f"build_deck(DeckPlace(Path(sys.argv[1]), {DECK!r}), 1_700_000_000); print(time.perf_counter() - start)"
    )
    command = [sys.executable, "-c", script, str(place.root)]
    times = [float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(3)]
    print(f"  {len(fields)} fields: bare Markdown {bare:.2f} s, whole build {min(times):.2f} s")
    return min(times) / bare


def main() -> None:
    print(f"ankigen --help / import click: {help_ratio():.2f} (aim: at most 1.5)")
    with tempfile.TemporaryDirectory() as folder:
        place = repository(Path(folder), CARDS)
        print(f"{CARDS} notes, cold build / bare Markdown: {compile_ratio(place):.2f} (aim: at most 1.5)")


if __name__ == "__main__":
    main()
