"""`make bench`: how fast ankigen is and how much memory it needs, as ratios within one run, because machines differ.

Whole processes are measured, each on one processor, by the time that they have it: what else the machine does hardly
tells. What several processors bring is measured by the clock. Decks are of their own (`decks.py`). ARGS="--big" adds
100,000 notes (a quarter of an hour), ARGS="--notes 1000" tries it out.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ankigen.project.paths import DeckPaths
from tests.bench.decks import big_deck, write_picture
from tests.bench.others import commands

ROOT = Path(__file__).parents[2]
ROUNDS = 3
NOTES, BIG = 10_000, 100_000
FILES, FILE_SIZE = 20_000, 100_000  # media, and bytes of each


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process needed: seconds of a processor and of the clock, and the most memory in MB."""

    seconds: float
    memory: float
    clock: float


class Bench:
    """Runs ankigen over decks in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPYCACHEPREFIX": str(folder / "compiled"),  # as what is installed is compiled
            "SOURCE_DATE_EPOCH": "1700000000",
            "ANKIGEN_NO_VERIFY": "1",
        }
        self.random = random.Random(1)

    def run(
        self, command: Sequence[str], cwd: Path, more: Mapping[str, str] | None = None, processors: int = 1
    ) -> Cost:
        start = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=self.environment | dict(more or {}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=partial(on_processors, processors),
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise RuntimeError(f"{' '.join(command)}: exit status {process.returncode}")
        return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, time.monotonic() - start)

    def ankigen(
        self, *words: str, deck: DeckPaths, cache: str = "", epoch: int = 1_700_000_000, processors: int = 1
    ) -> Cost:
        program = str(Path(sys.executable).with_name("ankigen"))
        more = {"ANKIGEN_CACHE": cache, "SOURCE_DATE_EPOCH": str(epoch)}
        return self.run([program, *words], deck.root, more, processors)

    def reference(self, way: str, deck: DeckPaths) -> Cost:
        command = [sys.executable, "-m", "tests.bench.reference", way, str(deck.cards), str(self.folder / "x.apkg")]
        return self.run(command, ROOT)

    def edit(self, deck: DeckPaths) -> None:
        """Put a word before a sentence of one note."""
        source = self.random.choice(deck.sources())
        lines = source.read_text().split("\n")
        at = self.random.choice([n for n, line in enumerate(lines) if line.endswith(".") and line[:1].isalpha()])
        lines[at] = f"Now {lines[at].lower()}"
        source.write_text("\n".join(lines))


def best(action: Callable[[], Cost], before: Callable[[], object] = lambda: None, rounds: int = ROUNDS) -> Cost:
    """The least of several runs, each after what happens before it: the least disturbed one."""
    costs = []
    for _ in range(rounds):
        before()
        costs.append(action())
    seconds, memory, clock = zip(*((cost.seconds, cost.memory, cost.clock) for cost in costs), strict=True)
    return Cost(min(seconds), max(memory), min(clock))


def on_processors(count: int) -> None:
    """Leave this process no more processors than so many."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


def row(what: str, value: str, aim: str, cost: Cost | None = None) -> None:
    measured = f"{cost.seconds:8.2f} s {cost.memory:6.0f} MB" if cost else ""
    print(f"{what:58} {value:>9}  {aim:12} {measured}", flush=True)


def second_time(bench: Bench, notes: int) -> Cost:
    """A deck that was never built, then built again and again."""
    deck = big_deck(bench.folder / "again", notes)
    cache = str(bench.folder / "cache")
    cold = best(partial(bench.ankigen, "build", deck=deck))
    row(f"build, cold, {notes:,} notes", "", "", cold)
    plain, by_hand = (best(partial(bench.reference, way, deck)) for way in ("plain", "genanki"))
    row("  against one reused Markdown, plain sqlite3 and zip", f"{cold.seconds / plain.seconds:.2f}", "≤ 1.0", plain)
    two = best(partial(bench.ankigen, "build", deck=deck, processors=2))
    row("  by the clock with two processors, against one", f"{two.clock / cold.clock:.2f}", "≤ 0.65", two)
    row("  against a genanki script by hand", f"{cold.seconds / by_hand.seconds:.2f}", "< 1", by_hand)
    for command, edited, same in (("build", 10, 30), ("check", 8, 8), ("preview", 8, 8)):
        first = cold if command == "build" else best(partial(bench.ankigen, command, deck=deck))
        again = partial(bench.ankigen, command, deck=deck, cache=cache)
        again()
        one = best(again, partial(bench.edit, deck))
        none = best(again)
        row(f"{command}, one note edited", f"{first.seconds / one.seconds:.1f} ×", f"≥ {edited} ×", one)
        row(f"{command}, nothing changed", f"{first.seconds / none.seconds:.1f} ×", f"≥ {same} ×", none)
    releases(bench, notes, cold)
    return cold


def others(bench: Bench, notes: int) -> None:
    """Other programs over fewer notes, because some take long."""
    deck = big_deck(bench.folder / "others", notes, pictures=0)
    cold = best(partial(bench.ankigen, "build", deck=deck))
    (bench.folder / "programs").mkdir()
    for name, command, there, missing in commands(deck.cards, bench.folder / "programs"):
        if missing:
            row(f"{name}: skipped: {missing}", "", "")
            continue
        cost = best(partial(bench.run, command, there), rounds=1)
        made = any(there.rglob("*.apkg"))
        ratio = f"{cold.seconds / cost.seconds:.2f}" if made else "nothing"
        row(f"build, cold, {notes:,} notes, against {name}", ratio, "< 1", cost)


def releases(bench: Bench, notes: int, build: Cost) -> None:
    """A deck that is released, edited and released again, at later and later times; `build` is a cold one."""
    deck = big_deck(bench.folder / "releases", notes, seed=2)
    cache = str(bench.folder / "cache")
    epochs = iter(range(1_700_000_000, 1_800_000_000, 100))
    release = partial(bench.ankigen, "release", deck=deck, cache=cache)
    cold = release(epoch=next(epochs))
    one = best(lambda: release(epoch=next(epochs)), partial(bench.edit, deck))
    row("release, one note edited, against the first", f"{cold.seconds / one.seconds:.1f} ×", "≥ 6 ×", one)
    draft = partial(bench.ankigen, "build", deck=deck, cache=cache)
    one = best(lambda: draft(epoch=next(epochs)), partial(bench.edit, deck))
    row("build of the released deck, one note edited, later", f"{build.seconds / one.seconds:.1f} ×", "", one)


def big(bench: Bench, cold: Cost) -> None:
    deck = big_deck(bench.folder / "big", BIG)
    for command in ("build", "check", "release"):
        cost = bench.ankigen(command, deck=deck)
        row(f"{command}, {BIG:,} notes, cold: memory", f"{cost.memory:.0f} MB", "≤ 350 MB", cost)
        if command == "build":
            row("  growth from 10,000 to 100,000", f"{cost.seconds / cold.seconds:.1f} ×", "≤ 10.5 ×")
    shutil.rmtree(deck.root)


def media(bench: Bench) -> None:
    """Sparse files: what is read is not read from a disk."""
    deck = big_deck(bench.folder / "media", FILES, pictures=FILES, every=1, size=FILE_SIZE)
    cache = str(bench.folder / "cache")
    row(f"{FILES:,} media files: cold", "", "", bench.ankigen("build", deck=deck, cache=cache))
    bench.ankigen("build", deck=deck, cache=cache)
    row("  nothing changed", "", "≤ 3 s", bench.ankigen("build", deck=deck, cache=cache))
    write_picture(deck.cards / "media/picture-7.png", FILES + 1, FILE_SIZE)
    row("  one picture changed", "", "≤ 5 s", bench.ankigen("build", deck=deck, cache=cache))
    shutil.rmtree(deck.root)


def dense_media(bench: Bench) -> None:
    """Pictures that do not become smaller, as most do not: to deflate them takes longer than all else."""
    deck = big_deck(bench.folder / "dense", 1_000, pictures=500, every=1)
    for path in sorted(deck.cards.glob("media/*")):
        path.write_bytes(path.read_bytes() + bench.random.randbytes(300_000))
    cache = str(bench.folder / "cache")
    cold = bench.ankigen("build", deck=deck)
    row("150 MB of pictures that do not shrink: cold", "", "", cold)
    two = bench.ankigen("build", deck=deck, processors=2)
    row("  by the clock with two processors, against one", f"{two.clock / cold.clock:.2f}", "", two)
    bench.ankigen("build", deck=deck, cache=cache)
    one = best(partial(bench.ankigen, "build", deck=deck, cache=cache), partial(bench.edit, deck))
    row("  one note edited", f"{cold.seconds / one.seconds:.1f} ×", "", one)
    shutil.rmtree(deck.root)


def start(bench: Bench) -> None:
    program = str(Path(sys.executable).with_name("ankigen"))
    whole = best(partial(bench.run, [program, "--help"], ROOT), rounds=20)
    bare = best(partial(bench.run, [sys.executable, "-c", "import click"], ROOT), rounds=20)
    row("ankigen --help against import click", f"{whole.seconds / bare.seconds:.2f}", "≤ 1.2", whole)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=NOTES)
    parser.add_argument("--big", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ankigen-bench-") as folder:
        bench = Bench(Path(folder))
        print(f"{'':58} {'measured':>9}  {'aim':12} {'processor':>10} {'memory':>9}")
        start(bench)
        others(bench, wanted.notes // 10)
        cold = second_time(bench, wanted.notes)
        dense_media(bench)
        if wanted.big:
            big(bench, cold)
            media(bench)


if __name__ == "__main__":
    main()
