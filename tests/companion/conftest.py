"""A deck with four releases on a site, and learners whose Anki has the companion."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.in_anki import bone
from tests.in_anki.conftest import EVERY_ANKI, FEBRUARY, JANUARY, MARCH, start
from tests.in_anki.learner import Anki, Learner
from tests.in_anki.publisher import Publisher

APRIL = 1_775_001_600  # 2026, midnight UTC
WORKER = Path(__file__).with_name("worker.py")
RETIRED = ("mineral", "two-parts")  # a basic note and a cloze, with three cards


@dataclass(frozen=True, slots=True)
class Site:
    """The deck "Bone" as `ankigen site` showed it after each of its releases, with their packages."""

    after: tuple[Path, ...]
    packages: tuple[Path, ...]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    publisher = Publisher(tmp_path_factory.mktemp("publisher"))
    folder = tmp_path_factory.mktemp("site")
    sites, packages = [], []
    for number, (write, moment) in enumerate(zip(RELEASES, (JANUARY, FEBRUARY, MARCH, APRIL), strict=True)):
        write(publisher)
        packages.append(publisher.releases(moment))
        sites.append(folder / str(number))
        publisher.runs("site", "--output", str(sites[-1]))
    return Site(tuple(sites), tuple(packages))


def write_1_2_0(publisher: Publisher) -> None:
    """One of the corrections is for safety."""
    bone.write_1_2_0(publisher)
    publisher.replaces("03-growth.md", "id: tap", 'id: tap, change: "Safety: a dull sound is fluid in the pleura"')


def write_1_3_0(publisher: Publisher) -> None:
    """Two notes are retired."""
    for name in RETIRED:
        publisher.runs("retire", name, "--reason", "Asked better elsewhere")
    first, *notes = publisher.removes("01-matrix.md").split("\n### ")
    live = (note for note in notes if not any(f"id: {name}" in note for name in RETIRED))
    publisher.writes("01-matrix.md", "\n### ".join([first, *live]))


RELEASES = (bone.write_1_0_0, bone.write_1_1_0, write_1_2_0, write_1_3_0)


def changed_site(site: Path, folder: Path, **changed: object) -> Path:
    """The site with other values for its deck."""
    copy = shutil.copytree(site, folder / "changed")
    decks = json.loads((copy / "decks.json").read_text(encoding="utf-8"))
    decks["decks"][0] |= changed
    (copy / "decks.json").write_text(json.dumps(decks), encoding="utf-8")
    return copy


def read_deck(site: Path) -> Any:
    """What decks.json says of its deck."""
    return json.loads((site / "decks.json").read_text(encoding="utf-8"))["decks"][0]


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


@pytest.fixture
def learner(anki: Anki, tmp_path: Path) -> Follower:
    return Follower(anki, tmp_path / "collection.anki2")
