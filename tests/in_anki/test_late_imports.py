"""Learners import late: when they get to a release, the next one has long been published (issue 2, item 4).

Anki 2.1.55 to 24.11 gives a note that an import *updates* the time of that import; older and newer ones keep the
package's. A note that is changed in two releases running, the first of which came late, is then older in the second
release than in the collection: Anki calls it unchanged. It takes a release made after that import to bring the change,
with the note in it: one that changed it again, or `release --touch`.
"""

import time
from pathlib import Path

import pytest

from . import bone
from .conftest import NewLearner, Published, Releases
from .learner import Anki, ImportLog, Learner
from .publisher import Publisher

TWICE = sorted({*bone.CHANGED_IN_1_1_0} & {*bone.CHANGED_IN_1_2_0})


def within_the_hour(publisher: Publisher) -> tuple[Path, ...]:
    """Three releases, all out before anybody imports the first."""
    now = int(time.time())
    return bone.publish(publisher, now - 3000, now - 2000, now - 1000)


def restyled_within_the_hour(publisher: Publisher) -> tuple[Path, ...]:
    now = int(time.time())
    return bone.publish_restyled(publisher, now - 3000, now - 2000, now - 1000)


@pytest.fixture
def recent(published: Published) -> Releases:
    return Releases(*published(within_the_hour))


def test_all_of_the_second_release_arrives(learner: Learner, recent: Releases) -> None:
    learner.imports(recent.v1_0_0)
    log = learner.imports(recent.v1_1_0)
    assert (log.new, log.updated, log.refused) == (bone.NEW_IN_1_1_0, bone.CHANGED_IN_1_1_0, ())


def test_the_third_release_arrives_where_the_second_did_not_change_a_note(learner: Learner, recent: Releases) -> None:
    late = _imports_all(learner, recent)
    assert late.new == bone.NEW_IN_1_2_0
    assert set(bone.CHANGED_IN_1_2_0) - set(TWICE) <= set(late.updated)
    assert late.refused == ()


def test_a_note_changed_twice_running_arrives_where_anki_keeps_its_time(
    anki: Anki, learner: Learner, recent: Releases
) -> None:
    late = _imports_all(learner, recent)
    assert TWICE == ["main-protein"]
    assert ("main-protein" in late.updated) == anki.keeps_mod
    back = learner.collection().note("main-protein").fields["Back"]
    assert ("90 %" in back) == anki.keeps_mod


def test_note_types_changed_twice_running_arrive_in_every_anki(learner: Learner, published: Published) -> None:
    """Other than notes, they keep the package's time."""
    for package in published(restyled_within_the_hour):
        learner.imports(package)
    for item in learner.collection().note_types:
        assert "https://example.org/two" in item.templates[0]
        assert bone.STYLE.strip() in item.css


def test_an_edit_of_the_learner_keeps_out_fixes_released_before_it(learner: Learner, recent: Releases) -> None:
    learner.imports(recent.v1_0_0)
    learner.edits("mineral", "Extra", "My own words")
    learner.tags("two-parts", "leech")
    assert learner.imports(recent.v1_1_0).updated == ("main-protein",)
    assert learner.collection().note("mineral").fields["Extra"] == "My own words"


@pytest.fixture(scope="module")
def caught_up(anki: Anki, new_learner: NewLearner, published: Published) -> tuple[Learner, ImportLog]:
    """A learner who imported three releases late and wrote into a note, and what a fourth one, made later, brought."""
    packages = published(within_the_hour)
    learner = new_learner(anki)
    _imports_all(learner, Releases(*packages))
    learner.edits("periosteum", "Extra", "My own words")
    learner.tags("periosteum", "leech")
    publisher = Publisher(packages[0].parents[2])
    publisher.replaces("04-kinds.md", "periosteum -->\n\n", "periosteum -->\n\nStill ")
    return learner, learner.imports(publisher.releases(_next_second(), "--touch", "main-protein"))


def _next_second() -> int:
    """The next second in Unix time, once it has come."""
    second = int(time.time()) + 1
    while time.time() < second:
        time.sleep(0.05)
    return second


def test_a_touched_note_arrives_in_every_anki(caught_up: tuple[Learner, ImportLog]) -> None:
    learner, log = caught_up
    assert log.updated == ("main-protein", "periosteum")
    assert "90 %" in learner.collection().note("main-protein").fields["Back"]


def test_an_edit_of_the_learner_gives_way_to_a_fix_released_after_it(caught_up: tuple[Learner, ImportLog]) -> None:
    learner, _ = caught_up
    note = learner.collection().note("periosteum")
    assert "Still" in note.fields["Back"]
    assert note.fields["Extra"] == ""
    assert "leech" not in note.tags


def _imports_all(learner: Learner, releases: Releases) -> ImportLog:
    """What became of the third release, after the first two."""
    learner.imports(releases.v1_0_0)
    learner.imports(releases.v1_1_0)
    return learner.imports(releases.v1_2_0)
