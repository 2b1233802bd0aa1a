"""What a release does to a learner's decks and media."""

import hashlib
import json
import sqlite3
import unicodedata
import zipfile
from pathlib import Path

import pytest

from . import bone
from .conftest import FEBRUARY, JANUARY, MARCH, Published, Releases
from .learner import Learner
from .publisher import Publisher

BETTER_PICTURE = bone.PICTURE + b" but better"
UNUSED = "![later](media/unused.png)"


def two_small_changes(publisher: Publisher) -> tuple[Path, ...]:
    """A release; one with another description and a picture under another name; one with another picture."""
    (first,) = bone.publish(publisher, JANUARY)
    publisher.replaces("deck.toml", "What **Bone** is about.", "All of *bone*.")
    publisher.writes("media/plate.png", bone.PICTURE)
    publisher.replaces("03-growth.md", "media/growth-plate.png", "media/plate.png")
    second = publisher.releases(FEBRUARY)
    publisher.writes("media/plate.png", BETTER_PICTURE)
    return first, second, publisher.releases(MARCH)


def below_parents(publisher: Publisher) -> tuple[Path, ...]:
    """With letters in parts, and with a picture that no note shows."""
    publisher.replaces("deck.toml", 'name = "Bone"', 'name = "Medicine::Anatomy::Bone"')
    apart = unicodedata.normalize("NFD", "Ménière à Málaga")
    picture = "![Ear](media/ear.png)"
    publisher.writes("01.md", f"# Ear\n\n### {apart}\n<!-- id: meniere -->\n\n{apart} {picture}\n\n<!-- {UNUSED} -->\n")
    publisher.writes("media/ear.png", bone.PICTURE)
    publisher.writes("media/unused.png", bone.PICTURE + b"unused")
    return (publisher.releases(JANUARY),)


def test_the_new_description_replaces_the_old_one(learner: Learner, published: Published) -> None:
    first, second, _ = published(two_small_changes)
    learner.imports(first)
    learner.imports(second)
    assert "All of <em>bone</em>." in learner.collection().decks["Bone"].description
    assert "Version 1.0.1" in learner.collection().decks["Bone"].description


def test_the_learners_deck_options_stay(learner: Learner, releases: Releases) -> None:
    learner.imports(releases.v1_0_0)
    learner.chooses_options("Bone", "Exam in June")
    learner.imports(releases.v1_1_0)
    assert learner.collection().decks["Bone"].options == "Exam in June"


def test_a_deck_with_parents_lands_below_them(learner: Learner, published: Published) -> None:
    learner.imports(*published(below_parents))
    collection = learner.collection()
    assert {card.deck for card in collection.cards} == {"Medicine::Anatomy::Bone"}
    assert set(collection.decks) == {"Default", "Medicine", "Medicine::Anatomy", "Medicine::Anatomy::Bone"}
    assert learner.checks_database() == []


def test_a_deck_that_its_learner_renamed_is_updated_where_it_is(learner: Learner, releases: Releases) -> None:
    """But its new cards go to a new deck: Anki knows decks by their names, so a publisher never changes one."""
    learner.imports(releases.v1_0_0)
    learner.renames_deck("Bone", "My bones")
    assert learner.imports(releases.v1_1_0).updated == bone.CHANGED_IN_1_1_0
    decks = {card.name: card.deck for card in learner.collection().cards}
    assert [name for name, deck in sorted(decks.items()) if deck == "Bone"] == ["lamellar/0", "two-parts/2"]
    assert {decks[card] for card in bone.CARDS_1_0_0} == {"My bones"}


def test_a_deleted_note_comes_back_new_with_the_next_import(learner: Learner, releases: Releases) -> None:
    """Anki's doing; whoever wants to be rid of a card for good suspends it."""
    learner.imports(releases.v1_0_0)
    learner.deletes("woven")
    assert learner.imports(releases.v1_1_0).new == ("lamellar", "woven")


def test_a_renamed_picture_changes_nothing_for_learners(learner: Learner, published: Published) -> None:
    first, second, _ = published(two_small_changes)
    learner.imports(first)
    before = learner.collection()
    assert learner.imports(second).updated == ()
    assert learner.collection().media == before.media


def test_a_changed_picture_arrives_beside_the_old_one(learner: Learner, published: Published) -> None:
    _, second, third = published(two_small_changes)
    learner.imports(second)
    log = learner.imports(third)
    assert log.updated == ("growth-plate",)
    collection = learner.collection()
    (name,) = (name for name in collection.media if name in collection.note("growth-plate").fields["Back"])
    assert collection.media[name] == hashlib.sha256(BETTER_PICTURE).hexdigest()
    assert len(collection.media) == 3


@pytest.mark.slow
def test_only_media_that_a_field_names_are_shipped(published: Published) -> None:
    (path,) = published(below_parents)
    with zipfile.ZipFile(path) as package:
        names = json.loads(package.read("media"))
        data = [package.read(number) for number in names]
        fields = _fields(package.read("collection.anki2"))
    assert data == [bone.PICTURE]
    assert all(name in fields for name in names.values())


def _fields(collection: bytes) -> str:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(collection)
    texts = [row[0] for row in connection.execute("select flds from notes")]
    connection.close()
    return "\n".join(texts)


def test_letters_in_parts_arrive_whole(learner: Learner, published: Published) -> None:
    """Anki compares and searches text in NFC, which PDF readers and file systems do not always write."""
    learner.imports(*published(below_parents))
    assert learner.collection().note("meniere").fields["Front"] == "Ménière à Málaga"
    assert "Ménière à Málaga" in learner.collection().note("meniere").fields["Back"]
