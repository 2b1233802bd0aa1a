"""A small package for those who have an older release."""

from pathlib import Path

from . import bone
from .conftest import FEBRUARY, JANUARY, Published
from .learner import ImportLog, Learner
from .publisher import Publisher


def with_delta(publisher: Publisher) -> tuple[Path, ...]:
    """A release, the next one, and what changed between them."""
    (first,) = bone.publish(publisher, JANUARY)
    bone.write_1_1_0(publisher)
    whole = publisher.releases(FEBRUARY, "--delta", "1.0.0")
    return first, whole, whole.with_name("bone-1.1.0-from-1.0.0.apkg")


def test_a_delta_brings_the_same_as_the_whole(learner: Learner, published: Published) -> None:
    first, whole, delta = published(with_delta)
    learner.imports(first)
    log = learner.imports(delta)
    assert log == ImportLog(new=bone.NEW_IN_1_1_0, updated=bone.CHANGED_IN_1_1_0)
    everything = tuple(sorted(learner.collection().note_ids))
    assert learner.imports(whole) == ImportLog(unchanged=everything)
