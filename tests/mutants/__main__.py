"""`python -m tests.mutants`: does any test notice when a line that holds learners' data is wrong?

Each mutant, one wrong line, is tried in a copy of the repository: first by the fast tests, then by the slow ones of its
shelf, then by building the released decks again byte for byte, then by the tests in the real Anki. Whoever survives
all of them shows a line that no test minds. Ctrl-C ends it; nothing is left behind.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.mutate import Mutant, choose, mutants
from tests.mutants.trial import ROOT, SOURCES, TIERS, Stopped, Trial

MODULES = (
    *("project/ledger.py", "model/ids.py", "release/changes.py", "release/assemble.py", "release/numbering.py"),
    *("release/retire.py", "parse/__init__.py", "parse/outline.py", "parse/metadata.py", "parse/choice.py"),
    *("compile/fields.py", "apkg/__init__.py", "apkg/writer.py", "apkg/archive.py", "apkg/snapshot.py"),
    *("apkg/reader/__init__.py", "apkg/reader/archive.py", "apkg/reader/collection.py", "apkg/reader/schema.py"),
)
EQUIVALENT = Path(__file__).with_name("equivalent.toml")


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.mutants", description=__doc__.partition("\n\n")[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="such as release/retire.py (none: all of them)")
    parser.add_argument("--each", type=int, default=12, help="mutants of each module (12), 0 for every one")
    parser.add_argument("--seed", type=int, default=1, help="another one gives other mutants (1)")
    parser.add_argument("--processes", type=int, choices=(1, 2), default=2, help="how many are tried at once (2)")
    parser.add_argument(
        "--until", choices=tuple(TIERS), default="anki", help="try survivors no further than this (anki)"
    )
    parser.add_argument("--list", action="store_true", help="show the mutants and try none")
    return parser.parse_args(words)


def chosen(options: argparse.Namespace) -> list[Mutant]:
    return [
        mutant
        for module in options.modules or MODULES
        for mutant in choose(module, (ROOT / SOURCES / module).read_bytes(), options.seed, options.each or None)
    ]


def known() -> dict[tuple[str, str], str]:
    """Why a mutant is no mistake, by its module and its diff."""
    entries = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("mutant", [])
    return {(entry["module"], entry["diff"].strip()): entry["why"] for entry in entries}


def stale(equivalent: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The known ones that the sources do not give any more."""
    entries = list(equivalent)
    given = {
        (module, mutant.diff)
        for module in {module for module, _ in entries}
        for mutant in mutants(module, (ROOT / SOURCES / module).read_bytes())
    }
    return [entry for entry in entries if entry not in given]


def described(mutant: Mutant) -> str:
    return f"{SOURCES / mutant.module}:{mutant.line}: {mutant.operator}"


def tried(asked: Sequence[Mutant], tiers: Sequence[str], processes: int) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with the tier and the test that killed it, empty for a survivor, as they come."""
    trials: SimpleQueue[Trial] = SimpleQueue()

    def judge(mutant: Mutant) -> tuple[Mutant, str]:
        trial = trials.get()
        try:
            return mutant, trial.killer(mutant, most)
        finally:
            trials.put(trial)

    with tempfile.TemporaryDirectory(prefix="ankigen-mutants-") as folder, ThreadPoolExecutor(processes) as pool:
        made = [Trial(Path(folder) / str(number)) for number in range(processes)]
        try:
            broken, most = made[0].rehearse(tiers)
            if broken:
                sys.exit(f"without any mutant there fails {broken}")
            for trial in made:
                trials.put(trial)
            yield from pool.map(judge, asked)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for trial in made:
                trial.stop()


def main(words: Sequence[str] | None = None) -> int:
    options = arguments(words)
    wanted, equivalent = chosen(options), known()
    if options.list:
        print("\n".join(f"{described(mutant)}\n{mutant.diff}" for mutant in wanted))
        return 0
    os.nice(10)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(130))
    start, survivors, counts = time.monotonic(), list[Mutant](), Counter[str]()
    asked = [mutant for mutant in wanted if (mutant.module, mutant.diff) not in equivalent]
    tiers = tuple(TIERS)[: tuple(TIERS).index(options.until) + 1]
    try:
        for mutant, killer in tried(asked, tiers, options.processes):
            print(f"{described(mutant)}: {killer or 'SURVIVED'}", flush=True)
            counts[killer.partition(":")[0]] += 1
            if not killer:
                survivors.append(mutant)
                print(mutant.diff, flush=True)
    except (KeyboardInterrupt, Stopped):
        sys.exit(130)
    print_result(wanted, survivors, counts, equivalent, time.monotonic() - start)
    for module, diff in stale(equivalent):
        print(f"\nno longer a mutant, take it out of {EQUIVALENT.name}: {module}\n{diff}")
    return 1 if survivors else 0


def print_result(
    wanted: Sequence[Mutant],
    survivors: Sequence[Mutant],
    counts: Counter[str],
    equivalent: dict[tuple[str, str], str],
    seconds: float,
) -> None:
    for mutant in survivors:
        print(f"\nsurvived: {described(mutant)}\n{mutant.diff}")
    same = [mutant for mutant in wanted if (mutant.module, mutant.diff) in equivalent]
    for mutant in same:
        print(f"\nequivalent: {described(mutant)}\n{mutant.diff}\n{equivalent[mutant.module, mutant.diff]}")
    killed = ", ".join(f"{counts[tier]} by the {tier} tests" for tier in TIERS if counts[tier])
    total = len(wanted) - len(same)
    share = 100 * (total - len(survivors)) / max(total, 1)
    print(
        f"\n{len(wanted)} mutants in {seconds / 60:.0f} minutes: {total - len(survivors)} killed ({killed}), "
        f"{len(survivors)} survived, {len(same)} equivalent; {share:.1f} % of those that are mistakes were noticed"
    )


if __name__ == "__main__":
    sys.exit(main())
