"""How long a site takes, against a build of the same deck, and whether it grows with the deck: `make bench`."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ankigen.release.commands import build_deck, release_deck
from ankigen.release.publish import ReleaseOptions
from ankigen.site import make_site
from tests.bench.decks import big_deck

SMALL, LARGE = 1_000, 4_000
MOMENT = 1_700_000_000


def shortest(actions: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """The shortest of several runs of each, in seconds: what is left is the least disturbed. They take turns."""
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for action, taken in zip(actions, times, strict=True):
            start = time.perf_counter()
            action()
            taken.append(time.perf_counter() - start)
    return [min(taken) for taken in times]


def seconds(folder: Path, notes: int) -> tuple[float, float]:
    """How long a build and a site of the released deck take."""
    place = big_deck(folder, notes)
    result = release_deck(place, MOMENT, ReleaseOptions())
    assert result.path, result.problems
    build, site = shortest((lambda: build_deck(place, MOMENT), lambda: make_site([place], folder / "site")), rounds=3)
    return build, site


def main() -> None:
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        build, site = seconds(Path(first), SMALL)
        _, larger = seconds(Path(second), LARGE)
    print(f"{SMALL:,} notes, site / build: {site / build:.2f} (aim: at most 2)")
    print(f"site of {LARGE:,} notes / of {SMALL:,}: {larger / site:.2f} (aim: at most {1.25 * LARGE / SMALL:g})")


if __name__ == "__main__":
    main()
