"""A learner gets the first release of a deck."""

import hashlib

import pytest

from . import bone
from .conftest import NewLearner, Releases
from .learner import COMPLAINT, Anki, Collection, Face, ImportLog, Learner, text_of


@pytest.fixture(scope="module")
def beginner(anki: Anki, new_learner: NewLearner, releases: Releases) -> Learner:
    learner = new_learner(anki)
    log = learner.imports(releases.v1_0_0)
    assert log == ImportLog(new=tuple(sorted(bone.NOTES_1_0_0)))
    return learner


@pytest.fixture(scope="module")
def collection(beginner: Learner) -> Collection:
    return beginner.collection()


@pytest.fixture(scope="module")
def faces(beginner: Learner) -> dict[str, Face]:
    return {face.card: face for face in beginner.faces()}


def test_every_card_is_there_in_source_order(collection: Collection) -> None:
    assert collection.card_names == bone.CARDS_1_0_0
    dues = [card.due for card in collection.cards]
    assert dues == list(range(dues[0], dues[0] + len(dues)))


def test_notes_were_created_in_source_order(collection: Collection) -> None:
    assert collection.note_ids == bone.NOTES_1_0_0


def test_first_cards_of_notes_come_up_in_source_order(anki: Anki, new_learner: NewLearner, releases: Releases) -> None:
    learner = new_learner(anki)
    learner.imports(releases.v1_0_0)
    # Anki's default deck options show second cards later ("Card type, then order gathered").
    assert learner.reviews("Bone", 4, 4, 4, 4, 4, 4) == [card for card in bone.CARDS_1_0_0 if card.endswith("/0")][:6]


def test_every_card_is_new_and_in_the_decks_own_deck(collection: Collection) -> None:
    assert {card.deck for card in collection.cards} == {"Bone"}
    assert {(card.queue, card.type, card.repetitions) for card in collection.cards} == {(0, 0, 0)}
    assert set(collection.decks) <= {"Default", "Bone"}


def test_each_kind_has_one_note_type(collection: Collection) -> None:
    names = [note_type.name for note_type in collection.note_types]
    assert sorted(names) == [f"Bone – {kind}" for kind in ("Basic", "Choice", "Cloze", "Reversed", "Typed")]


def test_both_sides_of_every_card_render(faces: dict[str, Face]) -> None:
    assert sorted(faces) == sorted(bone.CARDS_1_0_0)
    for face in faces.values():
        for side in (face.question, face.answer):
            assert text_of(side)
            assert not COMPLAINT.search(side)
            assert "{{" not in side


@pytest.mark.parametrize(
    ("card", "hidden", "shown"),
    [
        ("two-parts/0", "collagen", "calcium phosphate"),
        ("two-parts/1", "calcium phosphate", "collagen"),
        ("nested/0", "osteoid", "before it mineralises"),
        ("nested/1", "osteoid", "Osteoblasts lay down"),
        ("origin/0", "Osteoclasts", "monocytes"),
        ("origin/1", "monocytes", "Osteoclasts"),
    ],
)
def test_a_cloze_card_hides_its_own_part(faces: dict[str, Face], card: str, hidden: str, shown: str) -> None:
    assert hidden not in text_of(faces[card].question)
    assert shown in text_of(faces[card].question)
    assert hidden in text_of(faces[card].answer)


def test_a_cloze_shows_its_hint(faces: dict[str, Face]) -> None:
    assert "[mineral]" in faces["two-parts/1"].question


def test_a_reversed_note_asks_both_ways(faces: dict[str, Face]) -> None:
    assert "Osteoclast" in faces["osteoclast/0"].question
    assert "A cell that resorbs bone" in faces["osteoclast/1"].question


def test_a_typed_note_asks_for_typing(faces: dict[str, Face]) -> None:
    assert "[[type:Answer]]" in faces["osteocyte/0"].question


def test_the_database_is_sound_and_no_card_is_empty(beginner: Learner) -> None:
    assert beginner.finds_empty_cards() == []
    assert beginner.checks_database() == []


def test_media_arrive_byte_for_byte(collection: Collection) -> None:
    shipped = {hashlib.sha256(data).hexdigest() for data in (bone.PICTURE, bone.SOUND)}
    assert sorted(collection.media.values()) == sorted(shipped)


def test_a_note_names_its_media(collection: Collection) -> None:
    (picture,) = (name for name in collection.media if name.endswith(".png"))
    (sound,) = (name for name in collection.media if name.endswith(".mp3"))
    assert f'src="{picture}"' in collection.note("growth-plate").fields["Back"]
    assert f"[sound:{sound}]" in collection.note("tap").fields["Back"]


def test_the_deck_says_what_it_is_and_which_version(collection: Collection) -> None:
    assert "What <strong>Bone</strong> is about." in collection.decks["Bone"].description
    assert "Version 1.0.0" in collection.decks["Bone"].description


def test_an_import_asks_for_no_full_sync(learner: Learner, releases: Releases) -> None:
    before = learner.collection().schema_changed_at
    learner.imports(releases.v1_0_0)
    assert learner.collection().schema_changed_at == before
