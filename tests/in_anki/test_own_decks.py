"""The decks of this repository, as a learner gets them."""

import shutil
from pathlib import Path

import pytest

from .conftest import JANUARY
from .learner import COMPLAINT, Learner, text_of
from .publisher import Publisher

ROOT = Path(__file__).parents[2]
DECKS = sorted(path.parent.name for path in ROOT.glob("cards/*/deck.toml"))


@pytest.fixture(scope="session", params=DECKS)
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    publisher = Publisher(tmp_path_factory.mktemp("own"), request.param)
    shutil.copytree(ROOT / "cards" / request.param, publisher.cards)
    return publisher.releases(JANUARY)


def test_every_card_is_whole(learner: Learner, package: Path) -> None:
    log = learner.imports(package)
    assert log.new
    assert log.refused == ()
    for face in learner.faces():
        for page in (face.question, face.answer):
            assert text_of(page), face.card
            assert not COMPLAINT.search(page), face.card
            assert "{{" not in page, face.card
    before = learner.collection().card_names
    learner.saves_every_note()
    assert learner.collection().card_names == before
    assert learner.finds_empty_cards() == []
    assert learner.checks_database() == []
