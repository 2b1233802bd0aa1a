"""A deck with four releases on a site, and learners whose Anki has the companion."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.in_anki import bone
from tests.in_anki.conftest import EVERY_ANKI, FEBRUARY, JANUARY, MARCH, start
from tests.in_anki.learner import Anki, Learner
from tests.in_anki.publisher import Publisher

from .site import write_site

APRIL = 1_775_001_600  # 2026, midnight UTC
WORKER = Path(__file__).with_name("worker.py")
RETIRED = ("mineral", "two-parts")  # a basic note and a cloze, with three cards
# What each release did: new, corrected, retired.
COUNTS = ((11, 0, 0), (1, 3, 0), (1, 2, 0), (0, 0, 2))
SAFETY = {"1.2.0": ["tap"]}


@dataclass(frozen=True, slots=True)
class Site:
    """The deck "Bone" as its site showed it after each of its releases, with their packages."""

    after: tuple[Path, ...]
    packages: tuple[Path, ...]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    publisher = Publisher(tmp_path_factory.mktemp("publisher"))
    packages = list(bone.publish(publisher, JANUARY, FEBRUARY, MARCH))
    for name in RETIRED:
        publisher.runs("retire", name, "--reason", "Asked better elsewhere")
    first, *notes = publisher.removes("01-matrix.md").split("\n### ")
    live = (note for note in notes if not any(f"id: {name}" in note for name in RETIRED))
    publisher.writes("01-matrix.md", "\n### ".join([first, *live]))
    packages.append(publisher.releases(APRIL))
    folder = tmp_path_factory.mktemp("site")
    sites = tuple(
        write_site(folder / str(number), packages[:number], COUNTS[:number], safety=SAFETY) for number in range(1, 5)
    )
    return Site(sites, tuple(packages))


@dataclass(frozen=True, slots=True)
class Follower(Learner):
    """A learner with the companion."""

    def follows(self, site: Path, page: str = "bone/", **settings: object) -> Any:
        return self._ask("follow", site=str(site), page=page, **settings)

    def hears(self, site: Path) -> Any:
        return self._ask("look_for_news", site=str(site))

    def updates(self, site: Path, **answers: object) -> Any:
        return self._ask("update_deck", site=str(site), **answers)

    def tries(self, step: str, **arguments: object) -> Any:
        return self._ask(step, **arguments)

    def undoes(self) -> str:
        return str(self._ask("undo"))


@pytest.fixture(scope="session", params=EVERY_ANKI)
def anki(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    yield from start(request.param, tmp_path_factory.mktemp("anki"), WORKER)


NUMBERS = count()


@pytest.fixture
def learner(anki: Anki, tmp_path: Path) -> Follower:
    return Follower(anki, tmp_path / "collection.anki2")
