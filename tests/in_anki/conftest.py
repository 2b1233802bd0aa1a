"""The Ankis that learners use, learners, and one published deck."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from tests.conftest import cannot

from . import bone
from .environments import python_with_anki
from .learner import WORKER, Anki, Learner
from .publisher import Publisher

# Anki's importer before and after it began to keep the time of an updated note (25.02), and an early one.
OLDER = ("23.12.1", "24.11", "25.2.7")
NEWEST = "newest"
OLDEST = "2.1.55"  # the first that updates notes cleanly
JANUARY, FEBRUARY, MARCH = 1_767_225_600, 1_769_904_000, 1_772_323_200  # 2026, midnight UTC

NewLearner = Callable[[Anki], Learner]
Story = Callable[[Publisher], tuple[Path, ...]]
Published = Callable[[Story], tuple[Path, ...]]


@dataclass(frozen=True, slots=True)
class Releases:
    """The packages of the deck "Bone"."""

    v1_0_0: Path
    v1_1_0: Path
    v1_2_0: Path


def _python(version: str) -> Path:
    if version == NEWEST:
        if importlib.util.find_spec("anki") is None:
            cannot("no anki here: `make test` installs it")
        return Path(sys.executable)
    try:
        return python_with_anki(version)
    except subprocess.CalledProcessError as error:
        cannot(f"anki {version} cannot be installed: {error.stderr.strip().splitlines()[-1]}")
        raise


def start(version: str, folder: Path, worker: Path = WORKER) -> Iterator[Anki]:
    anki = Anki(_python(version), folder, worker)
    yield anki
    anki.quit()


EVERY_ANKI = [
    pytest.param(NEWEST, marks=pytest.mark.anki),
    *(pytest.param(version, marks=[pytest.mark.anki, pytest.mark.oldanki]) for version in OLDER),
]


@pytest.fixture(scope="session", params=EVERY_ANKI)
def anki(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    yield from start(request.param, tmp_path_factory.mktemp("anki"))


@pytest.fixture(scope="session", params=[pytest.param(NEWEST, marks=pytest.mark.anki)])
def newest_anki(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    yield from start(request.param, tmp_path_factory.mktemp("anki"))


@pytest.fixture(
    scope="session", params=[pytest.param(OLDEST, marks=[pytest.mark.anki, pytest.mark.oldanki])], ids=lambda name: name
)
def oldest_anki(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    yield from start(request.param, tmp_path_factory.mktemp("anki"))


@pytest.fixture(scope="session")
def new_learner(tmp_path_factory: pytest.TempPathFactory) -> NewLearner:
    """Somebody who starts with this Anki: a new, empty collection each time."""
    folder, numbers = tmp_path_factory.mktemp("learners"), count()

    def start(anki: Anki) -> Learner:
        home = folder / str(next(numbers))
        home.mkdir()
        return Learner(anki, home / "collection.anki2")

    return start


@pytest.fixture
def learner(anki: Anki, new_learner: NewLearner) -> Learner:
    return new_learner(anki)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The packages that come of what a publisher does; once for all versions of Anki."""

    @cache
    def publish(story: Story) -> tuple[Path, ...]:
        publisher = Publisher(tmp_path_factory.mktemp(story.__name__))
        publisher.starts()
        return story(publisher)

    return publish


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Releases:
    """The deck "Bone", released in January, February and March 2026."""
    return Releases(*bone.publish(Publisher(tmp_path_factory.mktemp("bone")), JANUARY, FEBRUARY, MARCH))
