"""One learner, two decks of publishers who know nothing of each other (issue 2, item 5)."""

from pathlib import Path
from typing import Any

import pytest

from . import bone
from .conftest import FEBRUARY, JANUARY, MARCH, Releases
from .learner import Collection, Learner, Note
from .publisher import Publisher


@pytest.fixture(scope="session")
def other(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """The same notes under the same ids by another publisher, who even gave the deck the same name."""
    publisher = Publisher(tmp_path_factory.mktemp("other"), uid="other-test")
    return bone.publish(publisher, JANUARY, FEBRUARY)


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory, releases: Releases) -> tuple[Path, Path]:
    """Two releases by another publisher, with the very numbers for notes and cards that the deck "Bone" has."""
    publisher = Publisher(tmp_path_factory.mktemp("twin"), "Cartilage", uid="twin-test")
    bone.publish(publisher, JANUARY)
    numbers = Publisher(releases.v1_0_0.parents[2]).reads_ledger()

    def take_numbers(line: dict[str, Any]) -> None:
        line["note_id"], line["cards"] = numbers[line["note"]]["note_id"], numbers[line["note"]]["cards"]

    publisher.edits_ledger(take_numbers)
    bone.write_1_1_0(publisher)
    first = publisher.releases(FEBRUARY)
    bone.write_1_2_0(publisher)
    return first, publisher.releases(MARCH)


def test_two_decks_with_the_same_ids_do_not_touch_each_other(
    learner: Learner, releases: Releases, other: tuple[Path, ...]
) -> None:
    learner.imports(releases.v1_0_0)
    learner.reviews("Bone", 4, 3)
    before = learner.collection()
    log = learner.imports(other[0])
    assert log.new == tuple(sorted(bone.NOTES_1_0_0))
    assert (log.updated, log.unchanged, log.refused) == ((), (), ())
    after = learner.collection()
    assert set(before.notes) <= set(after.notes)
    assert set(before.cards) <= set(after.cards)
    assert set(before.note_types) <= set(after.note_types)
    assert len(after.notes) == 2 * len(before.notes)
    assert len(after.cards) == 2 * len(before.cards)
    assert len(after.note_types) == 2 * len(before.note_types)


def test_an_upgrade_of_one_deck_leaves_the_other_alone(
    learner: Learner, releases: Releases, other: tuple[Path, ...]
) -> None:
    learner.imports(releases.v1_0_0)
    before = learner.collection()
    learner.imports(other[0])
    log = learner.imports(other[1])
    assert (log.new, log.updated) == (bone.NEW_IN_1_1_0, bone.CHANGED_IN_1_1_0)
    assert set(before.notes) <= set(learner.collection().notes)


def test_numbers_that_are_taken_make_no_clash(learner: Learner, releases: Releases, twin: tuple[Path, Path]) -> None:
    learner.imports(releases.v1_0_0)
    learner.reviews("Bone", 4, 3)
    before = learner.collection()
    log = learner.imports(twin[0])
    after = learner.collection()
    assert len(log.new) == len(bone.NOTES_1_0_0) + len(bone.NEW_IN_1_1_0)
    assert set(before.notes) <= set(after.notes)
    assert set(before.cards) <= set(after.cards)
    assert sorted(_cards_of_twin(after)) == sorted(bone.CARDS_1_1_0)
    assert learner.checks_database() == []
    assert learner.finds_empty_cards() == []


def test_a_deck_whose_numbers_were_taken_can_be_upgraded(
    learner: Learner, releases: Releases, twin: tuple[Path, Path]
) -> None:
    learner.imports(releases.v1_0_0)
    learner.imports(twin[0])
    before = learner.collection()
    log = learner.imports(twin[1])
    after = learner.collection()
    assert (log.updated, log.new, log.refused) == (bone.CHANGED_IN_1_2_0, bone.NEW_IN_1_2_0, ())
    assert set(before.cards) <= set(after.cards)
    assert sorted(_cards_of_twin(after)) == sorted([*_cards_of_twin(before), "periosteum/0"])
    assert learner.checks_database() == []


def _cards_of_twin(collection: Collection) -> list[str]:
    notes: dict[int, Note] = {note.number: note for note in collection.notes}
    return [card.name for card in collection.cards if notes[card.note].note_type.startswith("Cartilage")]
