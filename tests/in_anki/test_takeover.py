"""A deck that learners have from elsewhere is imported, edited and released: they are updated, and keep reviews."""

import re
from pathlib import Path

import pytest

from . import foreign
from .learner import Collection, Learner
from .owner import JULY, JUNE, MAY, Owner


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return foreign.publish(tmp_path_factory.mktemp("stranger"))


@pytest.fixture(scope="module")
def packages(stranger: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Three releases: a few notes edited, then a note added, retired and a template changed, then another edit."""
    owner = Owner(tmp_path_factory.mktemp("owner"))
    owner.runs("import", stranger)
    owner.replaces("the same question again", "the same question, edited")
    owner.replaces("seen *here*\n\n### What is a tibia?", "seen *there*\n\n### What is a tibia?")
    owner.replaces("{{c2::bone::what}}", "{{c2::bone tissue::what}} and {{c4::more}}")
    owner.replaces("### Os\n", "### Os (n.)\n")
    owner.replaces("{{c1::fact <b>3</b>}}", "{{c1::fact <b>three</b>}}")
    first = owner.releases(MAY)
    (owner.cards / "99-new.md").write_text("### What is new?\n<!-- id: new -->\n\nThis\n", encoding="utf-8")
    back = owner.cards / "notetypes/anki-basic/card-1-back.html"
    back.write_text(back.read_text() + "<footer>{{Tags}}</footer>\n")
    owner.runs("retire", "caput", "--reason", "Not taught any more")
    (terms,) = [path for path in owner.cards.glob("*.md") if "### Caput" in path.read_text(encoding="utf-8")]
    terms.write_text(re.sub(r"### Caput\n.*?(?=###|#+ |\Z)", "", terms.read_text(encoding="utf-8"), flags=re.DOTALL))
    second = owner.releases(JUNE)
    # Another note: before 25.02 an update leaves the import's time, and that is after these releases.
    owner.replaces("A **bone** of the a rib", "A **bone** of the chest")
    return first, second, owner.releases(JULY)


def by_guid(collection: Collection) -> dict[str, tuple[str, ...]]:
    return {note.guid: tuple(text for _, text in note.texts) for note in collection.notes}


def studied(learner: Learner, package: Path) -> Collection:
    """A learner of the stranger's deck: reviews, a suspension, a flag, own tags and edits."""
    learner.imports(package)
    learner.reviews(foreign.DECK, 3, 3, 4, 1, 3, 3)
    numbers = {note.guid: note.number for note in learner.collection().notes}
    cards = [card for card in learner.collection().cards if card.note == numbers["guid!14"]]
    learner.anki.ask(learner.file, "suspend", card=cards[0].number)
    learner.anki.ask(learner.file, "flag", card=cards[1].number, colour=2)
    learner.anki.ask(learner.file, "add_tag", note=numbers["guid!1"], tag="mine")
    learner.anki.ask(learner.file, "edit_field", note=numbers["guid!2"], field="Back", text="my own words")
    return learner.collection()


@pytest.mark.anki
def test_verify_proves_it_with_the_strangers_own_file(stranger: Path, packages: tuple[Path, ...]) -> None:
    owner = Owner(packages[0].parents[2])
    assert "1 new, 7 updated" in " ".join(owner.runs("verify", stranger, packages[-1]).split())


def test_learners_of_the_strangers_deck_are_updated_and_keep_their_reviews(
    learner: Learner, stranger: Path, packages: tuple[Path, ...]
) -> None:
    before = studied(learner, stranger)
    log = learner.imports(packages[0])
    after = learner.collection()
    assert (len(log.new), len(log.updated), log.refused) == (0, 5, ())
    assert len(log.unchanged) == len(before.notes) - 6, "one note without a card was left out"
    old, new = by_guid(before), by_guid(after)
    edited = {guid for guid in old if old[guid] != new[guid]}
    assert edited == {"guid!0", "guid!11", "guid!12", "guid!14", "guid!20"}
    assert old.keys() == new.keys(), "nothing is doubled"
    assert len(after.note_types) == len(before.note_types)
    assert after.schema_changed_at == before.schema_changed_at
    assert after.reviews == before.reviews
    known = {card.number: card for card in after.cards}
    assert [known[card.number] for card in before.cards] == list(before.cards), "reviews, flags, suspensions, decks"
    assert len(after.cards) == len(before.cards) + 2, "the new cloze, and the nested one that genanki left out"
    assert new["guid!2"][1] == "my own words"
    assert learner.checks_database() == []


def test_and_with_two_more_releases(learner: Learner, stranger: Path, packages: tuple[Path, ...]) -> None:
    before = studied(learner, stranger)
    learner.imports(packages[0])
    log = learner.imports(packages[1])
    assert (len(log.new), len(log.updated), log.refused) == (1, 1, ())
    known = {card.number: card for card in learner.collection().cards}
    assert [known[card.number] for card in before.cards] == list(before.cards)
    removed = learner.finds_empty_cards(remove=True)
    assert len(removed) == 2, "both cards of the retired note"
    log = learner.imports(packages[2])
    assert (len(log.new), len(log.updated), log.refused) == (1, 1, ()), "the retired note comes back without cards"
    assert learner.checks_database() == []


def test_a_new_learner_gets_the_whole_deck(learner: Learner, packages: tuple[Path, ...]) -> None:
    learner.imports(packages[0])
    collection = learner.collection()
    assert len(collection.notes) == len(foreign.notes()) - 1, "one has no card, and was left out"
    before = {card.number for card in collection.cards}
    learner.saves_every_note()
    assert {card.number for card in learner.collection().cards} == before, "every card is listed"
    assert learner.checks_database() == []
    assert set(collection.media) >= {
        name for note in collection.notes for name in re.findall(r'src="([^"]+)', str(note.texts))
    }
