"""Notes taken out of a deck. A package cannot delete: a retired note says so, and Anki's Empty Cards removes it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from . import bone
from .conftest import FEBRUARY, JANUARY, MARCH, NewLearner, Published
from .learner import COMPLAINT, Anki, Collection, ImportLog, Learner, text_of
from .publisher import Publisher

REASON = "Asked better elsewhere & <shorter>"
# Notes of three kinds, with all of their cards.
RETIRED = {
    "mineral": ["mineral/0"],
    "two-parts": ["two-parts/0", "two-parts/1"],
    "osteoclast": ["osteoclast/0", "osteoclast/1"],
}
CARDS = [card for cards in RETIRED.values() for card in cards]
LIVE = [note for note in bone.NOTES_1_0_0 if note not in RETIRED]


def retiring(publisher: Publisher) -> tuple[Path, ...]:
    """A release, one that retires notes, and one that changes another note."""
    (before,) = bone.publish(publisher, JANUARY)
    for name in RETIRED:
        publisher.runs("retire", name, "--reason", REASON)
    publisher.writes("01-matrix.md", _without(bone.MATRIX, "mineral", "two-parts"))
    publisher.writes("02-cells.md", _without(bone.CELLS, "osteoclast"))
    retired = publisher.releases(FEBRUARY)
    publisher.replaces("01-matrix.md", "Type I collagen\n", "Collagen, type I\n")
    return before, retired, publisher.releases(MARCH)


def _without(source: str, *names: str) -> str:
    first, *notes = source.split("\n### ")
    return "\n### ".join([first, *(note for note in notes if not any(f"id: {name}" in note for name in names))])


@dataclass(frozen=True, slots=True)
class Packages:
    before: Path
    retired: Path
    later: Path


@pytest.fixture(scope="session")
def packages(published: Published) -> Packages:
    return Packages(*published(retiring))


@dataclass(frozen=True, slots=True)
class Retirement:
    learner: Learner
    before: Collection
    log: ImportLog
    after: Collection


@pytest.fixture(scope="module")
def retirement(anki: Anki, new_learner: NewLearner, packages: Packages) -> Retirement:
    learner = new_learner(anki)
    learner.imports(packages.before)
    learner.reviews("Bone", 4, 3, 1)
    before = learner.collection()
    log = learner.imports(packages.retired)
    return Retirement(learner, before, log, learner.collection())


def test_exactly_the_retired_notes_are_updated(retirement: Retirement) -> None:
    assert retirement.log == ImportLog(updated=tuple(sorted(RETIRED)), unchanged=tuple(sorted(LIVE)))


def test_a_retired_note_gives_its_reason(retirement: Retirement) -> None:
    for name in RETIRED:
        note = retirement.after.note(name)
        assert note.fields["Retired"] == "Asked better elsewhere &amp; &lt;shorter&gt;."
        assert "bone::retired" in note.tags
    assert {note.id for note in retirement.after.notes if note.fields["Retired"]} == set(RETIRED)


def test_no_card_is_touched_by_retirement(retirement: Retirement) -> None:
    assert retirement.after.cards == retirement.before.cards


def test_a_retired_card_says_why_on_both_sides(retirement: Retirement) -> None:
    """Whatever its flag and its deck; and nothing is there of Anki's own page for cards with a blank front."""
    for flag, card in enumerate(CARDS, start=1):
        retirement.learner.flags(card, flag)
    for face in retirement.learner.faces():
        if face.card in CARDS:
            for page in (face.question, face.answer):
                assert text_of(page).count("Asked better elsewhere") == 1, face.card
                assert "Empty Cards" in page
                assert not COMPLAINT.search(page), face.card
        else:
            assert "retired" not in text_of(face.question) + text_of(face.answer)


def test_the_oldest_anki_says_so_too(oldest_anki: Anki, new_learner: NewLearner, packages: Packages) -> None:
    learner = new_learner(oldest_anki)
    learner.imports(packages.before)
    learner.imports(packages.retired)
    faces = [face for face in learner.faces() if face.card in CARDS]
    assert len(faces) == len(CARDS)
    for page in (page for face in faces for page in (face.question, face.answer)):
        assert "Asked better elsewhere" in page
        assert not COMPLAINT.search(page)
    assert set(CARDS) <= set(learner.finds_empty_cards())


def test_empty_cards_lists_exactly_the_retired_ones(retirement: Retirement) -> None:
    assert sorted(retirement.learner.finds_empty_cards()) == sorted(CARDS)


def test_empty_cards_removes_them_and_nothing_brings_them_back(learner: Learner, packages: Packages) -> None:
    learner.imports(packages.before)
    learner.imports(packages.retired)
    learner.finds_empty_cards(remove=True)
    assert sorted(learner.collection().note_ids) == sorted(LIVE)
    learner.imports(packages.later)
    assert {card.partition("/")[0] for card in learner.collection().card_names} == set(LIVE)
    assert learner.finds_empty_cards() == []


def test_a_new_learner_gets_no_card_of_a_retired_note(learner: Learner, packages: Packages) -> None:
    learner.imports(packages.retired)
    assert learner.collection().card_names == [card for card in bone.CARDS_1_0_0 if card not in CARDS]
    assert learner.finds_empty_cards() == []


def test_what_check_database_makes_of_retired_notes_empty_cards_removes(learner: Learner, packages: Packages) -> None:
    """Anki gives every note without a card its first one, in the deck Default, and no package can keep it from that:
    the importer takes every note of a package, and never makes or leaves out cards by what a template says. So whoever
    checks the database meets a card that says why it is retired."""
    learner.imports(packages.retired)
    learner.checks_database()
    made = [card for card in learner.collection().cards if card.name.partition("/")[0] in RETIRED]
    assert {(card.name, card.deck) for card in made} == {(f"{note}/0", "Default") for note in RETIRED}
    faces = [face for face in learner.faces() if face.card in {card.name for card in made}]
    assert all("Asked better elsewhere" in page for face in faces for page in (face.question, face.answer))
    assert sorted(learner.finds_empty_cards()) == sorted(card.name for card in made)
    learner.finds_empty_cards(remove=True)
    assert learner.collection().card_names == [card for card in bone.CARDS_1_0_0 if card not in CARDS]
    assert learner.checks_database() == []


def test_a_later_release_leaves_retired_notes_alone(learner: Learner, packages: Packages) -> None:
    learner.imports(packages.retired)
    assert learner.imports(packages.later).updated == ("main-protein",)


def test_a_learner_who_skipped_the_retiring_release_is_told_too(learner: Learner, packages: Packages) -> None:
    learner.imports(packages.before)
    assert set(learner.imports(packages.later).updated) == {*RETIRED, "main-protein"}
    assert sorted(learner.finds_empty_cards()) == sorted(CARDS)


def a_cloze_goes_and_comes_back(publisher: Publisher) -> tuple[Path, ...]:
    (there,) = bone.publish(publisher, JANUARY)
    publisher.replaces("01-matrix.md", "{{c2::calcium phosphate::mineral}}", "calcium phosphate")
    gone = publisher.releases(FEBRUARY)
    publisher.writes("01-matrix.md", bone.MATRIX)
    return there, gone, publisher.releases(MARCH)


def test_a_cloze_taken_away_leaves_an_empty_card(learner: Learner, published: Published) -> None:
    there, gone, _ = published(a_cloze_goes_and_comes_back)
    learner.imports(there)
    learner.imports(gone)
    assert learner.finds_empty_cards() == ["two-parts/1"]


def test_a_cloze_that_comes_back_is_the_same_card(learner: Learner, published: Published) -> None:
    there, _, back = published(a_cloze_goes_and_comes_back)
    learner.imports(there)
    before = learner.collection()
    learner.imports(back)
    assert learner.collection().cards == before.cards
    assert learner.finds_empty_cards() == []


def test_a_new_learner_gets_the_card_of_a_cloze_that_came_back_under_its_old_number(
    anki: Anki, new_learner: NewLearner, published: Published
) -> None:
    old, new = new_learner(anki), new_learner(anki)
    there, _, back = published(a_cloze_goes_and_comes_back)
    old.imports(there)
    new.imports(back)
    assert new.collection().card("two-parts/1").number == old.collection().card("two-parts/1").number
