"""How long a site takes, against a build of the same deck, and whether it grows with the deck: `make bench`."""

import tempfile
from pathlib import Path

from ankigen.release.commands import build_deck, release_deck
from ankigen.release.publish import ReleaseOptions
from ankigen.site import make_site
from tests.bench.build import repository, shortest

SMALL, LARGE = 1_000, 4_000
MOMENT = 1_700_000_000


def seconds(folder: Path, notes: int) -> tuple[float, float]:
    """How long a build and a site of the released deck take."""
    place = repository(folder, notes)
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
