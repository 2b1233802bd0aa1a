"""Releases imported again, backwards, and with one left out (issue 2, item 3)."""

from dataclasses import replace

from . import bone
from .conftest import NewLearner, Releases
from .learner import Anki, Collection, ImportLog, Learner


def _without_description(collection: Collection) -> Collection:
    """Anki takes over the description of whichever package was imported last."""
    return replace(collection, decks={})


def test_importing_a_release_again_changes_nothing(learner: Learner, releases: Releases) -> None:
    learner.imports(releases.v1_0_0)
    learner.imports(releases.v1_1_0)
    before = learner.collection()
    assert learner.imports(releases.v1_1_0) == ImportLog(unchanged=tuple(sorted(before.note_ids)))
    assert learner.collection() == before


def test_importing_an_older_release_changes_no_note_and_no_card(learner: Learner, releases: Releases) -> None:
    learner.imports(releases.v1_1_0)
    before = learner.collection()
    assert learner.imports(releases.v1_0_0) == ImportLog(unchanged=tuple(sorted(bone.NOTES_1_0_0)))
    after = learner.collection()
    assert _without_description(after) == _without_description(before)
    assert "Version 1.0.0" in after.decks["Bone"].description


def test_a_release_brings_also_what_the_skipped_one_changed(learner: Learner, releases: Releases) -> None:
    learner.imports(releases.v1_0_0)
    log = learner.imports(releases.v1_2_0)
    assert log.new == tuple(sorted([*bone.NEW_IN_1_1_0, *bone.NEW_IN_1_2_0]))
    assert log.updated == tuple(sorted({*bone.CHANGED_IN_1_1_0, *bone.CHANGED_IN_1_2_0}))
    assert log.refused == ()


def test_an_upgraded_collection_holds_what_a_new_one_does(
    anki: Anki, new_learner: NewLearner, releases: Releases
) -> None:
    upgraded, new = new_learner(anki), new_learner(anki)
    upgraded.imports(releases.v1_0_0)
    upgraded.imports(releases.v1_2_0)
    new.imports(releases.v1_2_0)
    assert _contents(upgraded.collection()) == _contents(new.collection())


def test_a_new_learner_of_a_later_release_gets_its_cards_in_source_order(learner: Learner, releases: Releases) -> None:
    """Whatever the order in which they were released; the ids follow that one."""
    learner.imports(releases.v1_1_0)
    assert learner.collection().card_names == bone.CARDS_1_1_0


def _contents(collection: Collection) -> tuple[object, ...]:
    notes = {note.guid: (note.number, note.note_type, note.fields, note.tags) for note in collection.notes}
    return notes, {card.name: card.number for card in collection.cards}, collection.media, collection.decks
