"""A learner who has studied 1.0.0 in their own way imports 1.1.0 (issue 2, item 2)."""

from dataclasses import dataclass

import pytest

from . import bone
from .conftest import NewLearner, Releases
from .learner import SUSPENDED, Anki, Card, Collection, ImportLog, Learner, text_of

STUDIED = ["main-protein/0", "two-parts/0", "mineral/0", "nested/0", "osteoclast/0"]
UNCHANGED = sorted(set(bone.NOTES_1_0_0) - set(bone.CHANGED_IN_1_1_0))


@dataclass(frozen=True, slots=True)
class Upgrade:
    learner: Learner
    before: Collection
    log: ImportLog
    after: Collection


@pytest.fixture(scope="module")
def upgrade(anki: Anki, new_learner: NewLearner, releases: Releases) -> Upgrade:
    learner = new_learner(anki)
    learner.imports(releases.v1_0_0)
    assert learner.reviews("Bone", 4, 3, 1, 4, 2) == STUDIED
    learner.suspends("builder/0")
    learner.suspends("two-parts/1")
    learner.flags("osteoclast/1", 3)
    learner.flags("main-protein/0", 1)
    learner.edits("osteocyte", "Extra", "Lacuna: the hole it lives in")
    learner.tags("woven", "exam")
    learner.moves("growth-plate/0", "My own::Deck")
    learner.moves("mineral/0", "My own::Deck")
    before = learner.collection()
    log = learner.imports(releases.v1_1_0)
    return Upgrade(learner, before, log, learner.collection())


def test_exactly_the_changed_notes_are_updated_and_none_is_refused(upgrade: Upgrade) -> None:
    assert upgrade.log == ImportLog(
        new=bone.NEW_IN_1_1_0, updated=bone.CHANGED_IN_1_1_0, unchanged=tuple(UNCHANGED), refused=()
    )


def test_no_note_is_there_twice(upgrade: Upgrade) -> None:
    assert sorted(upgrade.after.note_ids) == sorted([*bone.NOTES_1_0_0, *bone.NEW_IN_1_1_0])
    assert len({note.guid for note in upgrade.after.notes}) == len(upgrade.after.notes)


def test_a_kind_still_has_one_note_type(upgrade: Upgrade) -> None:
    assert len(upgrade.after.note_types) == 5
    assert upgrade.after.note_types == upgrade.before.note_types


def test_the_edits_arrive(upgrade: Upgrade) -> None:
    assert "nine tenths" in upgrade.after.note("main-protein").fields["Back"]
    assert upgrade.after.note("mineral").fields["Front"] == "Which mineral hardens bone?"
    assert "{{c3::Osteoblasts}}" in upgrade.after.note("two-parts").fields["Text"]


def test_a_changed_note_says_so(upgrade: Upgrade) -> None:
    assert upgrade.after.note("mineral").fields["Revision"] == "1.1.0"
    assert {"bone::added::1.0.0", "bone::updated::1.1.0"} <= set(upgrade.after.note("mineral").tags)


def test_unchanged_notes_stay_to_the_letter(upgrade: Upgrade) -> None:
    for name in UNCHANGED:
        assert upgrade.after.note(name) == upgrade.before.note(name)


def test_the_learners_edit_and_tag_on_unchanged_notes_stay(upgrade: Upgrade) -> None:
    assert upgrade.after.note("osteocyte").fields["Extra"] == "Lacuna: the hole it lives in"
    assert "exam" in upgrade.after.note("woven").tags


def test_every_card_stays_as_its_learner_left_it(upgrade: Upgrade) -> None:
    """Due date, interval, ease, reviews, suspension, flag, deck and id; on changed notes too."""
    for card in upgrade.before.cards:
        assert upgrade.after.card(card.name) == card
    assert upgrade.after.reviews == upgrade.before.reviews == len(STUDIED)


def test_what_the_learner_did_is_really_there(upgrade: Upgrade) -> None:
    cards = {card.name: card for card in upgrade.after.cards}
    assert all(cards[name].repetitions == 1 for name in STUDIED)
    assert [name for name, card in sorted(cards.items()) if card.queue == SUSPENDED] == ["builder/0", "two-parts/1"]
    assert {name: card.flags for name, card in cards.items() if card.flags} == {"osteoclast/1": 3, "main-protein/0": 1}
    assert [name for name, card in sorted(cards.items()) if card.deck == "My own::Deck"] == [
        "growth-plate/0",
        "mineral/0",
    ]


def test_new_cards_are_new_and_the_only_ones(upgrade: Upgrade) -> None:
    new = [card for card in upgrade.after.cards if card not in upgrade.before.cards]
    assert sorted(card.name for card in new) == ["lamellar/0", "two-parts/2"]
    assert all((card.deck, card.queue, card.type, card.repetitions) == ("Bone", 0, 0, 0) for card in new)


def test_new_cards_come_in_source_order(upgrade: Upgrade) -> None:
    new: list[Card] = [card for card in upgrade.after.cards if card not in upgrade.before.cards]
    assert [card.name for card in new] == ["two-parts/2", "lamellar/0"]


def test_the_deck_tells_the_new_version(upgrade: Upgrade) -> None:
    assert "Version 1.1.0" in upgrade.after.decks["Bone"].description


def test_the_upgrade_asks_for_no_full_sync(upgrade: Upgrade) -> None:
    assert upgrade.after.schema_changed_at == upgrade.before.schema_changed_at


def test_every_card_renders_and_the_database_is_sound(upgrade: Upgrade) -> None:
    faces = {face.card: face for face in upgrade.learner.faces()}
    assert "Osteoblasts" not in text_of(faces["two-parts/2"].question)
    assert "Osteoblasts" in text_of(faces["two-parts/2"].answer)
    assert upgrade.learner.finds_empty_cards() == []
    assert upgrade.learner.checks_database() == []
