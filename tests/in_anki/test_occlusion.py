"""Anki's own image occlusion becomes picture notes: as many cards, and learners of the old deck lose nothing."""

import time
from pathlib import Path

import pytest

from tests.importing.occlusion import DECK, Occluded, export, rect

from .learner import COMPLAINT, Learner
from .owner import Owner

NOTES = (
    Occluded(
        rect(1, 0.1, 0.1, 0.3, 0.2)
        + rect(2, 0.6, 0.6, 0.3, 0.2)
        + "{{c3::image-occlusion:polygon:left=.5:top=.1:points=.5,.1 .8,.1 .65,.4:oi=1}}<br>"
        + "{{c3::image-occlusion:ellipse:left=.2:top=.5:rx=.05:ry=.1:oi=1}}<br>"
        + "{{c0::image-occlusion:text:left=.02:top=.02:text=Left lung:scale=1:fs=.05}}<br>",
        header="The <b>lung</b>",
        back_extra="Seen from the front",
        comments="Drawn by hand",
        tags=("thorax",),
    ),
    Occluded(
        "{{c0::image-occlusion:text:left=.15:top=.15:text=Apex:scale=1:fs=.05}}<br>"
        + rect(1, 0.1, 0.1, 0.3, 0.2, "")
        + rect(4, 0.1, 0.6, 0.3, 0.2, ""),
    ),
)
TURNED = Occluded(rect(1, 0.1, 0.1, 0.3, 0.2, ":angle=125:oi=1") + rect(2, 0.6, 0.6, 0.3, 0.2), header="Turned")
CARDS = 3 + 2


@pytest.fixture(scope="session", params=["older format", "newer format"])
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("occlusion")
    return export(folder, (*NOTES, TURNED), legacy=request.param == "older format", basic=True)


@pytest.fixture(scope="session")
def release(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    owner, now = Owner(tmp_path_factory.mktemp("owner")), int(time.time())
    said = owner.runs("import", package, "--pictures", moment=now)
    assert f"image occlusion: 2 picture notes with {CARDS} cards\n" in said
    assert "  turned: a turned mask\n" in said
    while time.time() < now + 1:
        time.sleep(0.05)
    return owner.releases(now + 1)  # later than the last note, and not in the future


def test_a_new_learner_has_as_many_cards_as_of_the_old_deck(
    package: Path, release: Path, learner: Learner, tmp_path: Path
) -> None:
    other = Learner(learner.anki, tmp_path / "collection.anki2")
    other.imports(package)
    learner.imports(release)
    old, new = other.collection(), learner.collection()
    assert len(new.cards) == len(old.cards) == CARDS + 2 + 1
    pictures = [note for note in new.notes if note.note_type == f"{DECK} – Picture"]
    assert [len([card for card in new.cards if card.note == note.number]) for note in pictures] == [3, 2]
    assert [note.fields["Title"] for note in pictures] == ["The <strong>lung</strong>", "What is covered here?"]
    assert not any(COMPLAINT.search(face.question + face.answer) for face in learner.faces())
    questions = [face.question for face in learner.faces() if "note front pictured" in face.question]
    assert len(questions) == CARDS
    assert sum("Left lung" in page for page in questions) == 3
    learner.saves_every_note()
    assert len(learner.collection().cards) == len(new.cards), "every card is listed"
    assert learner.finds_empty_cards() == []
    assert learner.checks_database() == []


def test_a_learner_of_the_old_deck_gets_new_cards_beside_the_old(
    package: Path, release: Path, learner: Learner
) -> None:
    learner.imports(package)
    learner.reviews(DECK, 3, 3, 4)
    before = learner.collection()
    log = learner.imports(release)
    after = learner.collection()
    assert (len(log.new), log.updated, log.refused) == (2, (), ())
    known = {card.number: card for card in after.cards}
    assert [known[card.number] for card in before.cards] == list(before.cards), "nothing happens to the old ones"
    assert len(after.cards) == len(before.cards) + CARDS
    assert after.reviews == before.reviews
    assert after.schema_changed_at == before.schema_changed_at
    assert {note.guid: note for note in before.notes}.items() <= {note.guid: note for note in after.notes}.items()
    assert learner.checks_database() == []
