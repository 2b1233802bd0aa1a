"""A deck of foreign note types becomes one of ankigen's own: learners merge the types once, keep all they learnt, and
are updated from then on with Anki's defaults."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import genanki
import pytest

from . import foreign, stock
from .learner import Card, Collection, Learner
from .owner import JULY, JUNE, MAY, Owner

TYPES = {f"{stock.DECK} – {title}" for title in ("Basic", "Reversed", "Typed", "Cloze")}


@pytest.fixture(scope="module", params=["ids of their own, older format", "ids of their own, newer format", "no ids"])
def stranger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stranger")
    if request.param == "no ids":
        return publish_without_ids(folder)
    legacy = "legacy" if "older" in request.param else ""
    command = [sys.executable, "-P", str(Path(stock.__file__)), str(folder), legacy]
    subprocess.run(command, check=True)
    return folder / "stock.apkg"


def publish_without_ids(folder: Path) -> Path:
    """The same as an old Anki published it, but for the type whose names are not among ours."""
    models = {
        stock.BASIC: foreign.BASIC,
        stock.REVERSED: foreign.REVERSED,
        stock.CLOZE: foreign.CLOZE,
        stock.TYPED: foreign.TYPED,
    }
    deck = genanki.Deck(1_600_000_000_000, stock.DECK, "")
    for number, (name, fields) in enumerate(stock.NOTES):
        if name in models:
            tags = ["bone"] if number % 2 else []
            deck.add_note(genanki.Note(models[name], fields, guid=f"stock{number}", tags=tags))
    path = folder / "stock.apkg"
    genanki.Package(deck).write_to_file(path, timestamp=foreign.PUBLISHED)
    return path


@pytest.fixture(scope="module")
def kept(stranger: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Three releases of the same deck with the note types it had: a note of each kind edited, then two more."""
    owner = Owner(tmp_path_factory.mktemp("owner"))
    owner.runs("import", stranger)
    for old, new in (("number 3\n", "number three\n"), ("\nos\n", "\nthe os\n"), ("Cell 1}} and", "Cell one}} and")):
        owner.replaces(old, new)
    first = owner.releases(MAY)
    owner.replaces("number 5\n", "number five\n")
    second = owner.releases(JUNE)
    owner.replaces("Cell 2}} and", "Cell two}} and")
    return first, second, owner.releases(JULY)


@pytest.fixture(scope="module")
def packages(stranger: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """The first release with one note edited, one with another edit and a note added and retired, and a third."""
    owner = Owner(tmp_path_factory.mktemp("owner"))
    said = owner.runs("import", "--move", stranger)
    assert "  red: Markdown cannot say its front: <span> with style\n" in said
    owner.replaces("with number 3\n", "with number three\n")
    first = owner.releases(MAY)
    assert "Merge note types" in first.with_suffix(".md").read_text(encoding="utf-8")
    owner.replaces("with number 5\n", "with number five\n")
    (owner.cards / "99-new.md").write_text("### What is new?\n<!-- id: new -->\n\nThis\n", encoding="utf-8")
    owner.runs("retire", "what-is-bone-7", "--reason", "Not taught any more")
    (path,) = [path for path in owner.cards.glob("*.md") if "bone 7" in path.read_text(encoding="utf-8")]
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"### What is bone 7\?.*?(?=### )", "", text, flags=re.DOTALL), encoding="utf-8")
    second = owner.releases(JUNE)
    owner.replaces("Cell 1}} and", "Cell one}} and")
    return first, second, owner.releases(JULY)


def studied(learner: Learner, package: Path) -> Collection:
    """A learner of the old deck: reviews, a suspension, a flag, own tags and edits."""
    learner.imports(package)
    learner.reviews(stock.DECK, 3, 3, 4, 1, 3, 3, 2)
    collection = learner.collection()
    numbers = {note.guid: note.number for note in collection.notes}
    learner.anki.ask(learner.file, "suspend", card=collection.cards[-1].number)
    learner.anki.ask(learner.file, "flag", card=collection.cards[-2].number, colour=2)
    learner.anki.ask(learner.file, "add_tag", note=numbers["stock1"], tag="mine")
    learner.anki.ask(learner.file, "edit_field", note=numbers["stock2"], field="Back", text="my own words")
    return learner.collection()


def learnt(collection: Collection) -> dict[int, Card]:
    """Each card with all that learning changes; the name comes of its note."""
    return {card.number: replace(card, name="") for card in collection.cards}


def moved(collection: Collection) -> set[str]:
    return {note.guid for note in collection.notes if note.note_type in TYPES}


def test_learners_merge_once_and_keep_their_reviews(
    learner: Learner, stranger: Path, packages: tuple[Path, ...]
) -> None:
    before = studied(learner, stranger)
    log = learner.imports(packages[0], merge=True, always=True)
    after = learner.collection()
    assert (log.new, log.refused) == ((), ())
    assert {note.guid for note in after.notes} == {note.guid for note in before.notes}
    assert len(after.notes) == len(before.notes), "nothing is doubled"
    assert {note.guid for note in after.notes} - moved(after) == {"stock13"}, "what Markdown cannot say stays"
    assert learnt(after) == learnt(before), "reviews, flags, suspensions, decks"
    assert after.reviews == before.reviews
    (edited,) = [note for note in after.notes if note.guid == "stock3"]
    assert edited.fields["Back"] == "<p>A <strong>bone</strong><br>with number three</p>"
    assert learner.checks_database() == []
    assert learner.finds_empty_cards() == []
    assert not any(re.search(r"docs\.ankiweb|has a problem", face.question + face.answer) for face in learner.faces())


def test_they_have_the_note_types_that_new_learners_have(
    learner: Learner, stranger: Path, packages: tuple[Path, ...], tmp_path: Path
) -> None:
    learner.imports(stranger)
    learner.imports(packages[0], merge=True, always=True)
    new = Learner(learner.anki, tmp_path / "collection.anki2")
    new.imports(packages[0])
    ours, theirs = (
        {item.name: replace(item, mod=0) for item in who.collection().note_types if item.name in TYPES}
        for who in (learner, new)
    )
    assert ours == theirs


def test_two_more_releases_arrive_with_defaults(learner: Learner, stranger: Path, packages: tuple[Path, ...]) -> None:
    studied(learner, stranger)
    learner.imports(packages[0], merge=True, always=True)
    learner.imported_at(MAY)
    before = learner.collection()
    log = learner.imports(packages[1])
    learner.imported_at(JUNE)
    assert (log.new, log.updated, log.refused) == (("new",), ("what-is-bone-5", "what-is-bone-7"), ())
    log = learner.imports(packages[2])
    assert (log.new, log.updated, log.refused) == ((), ("cell-1-and-matrix",), ())
    after = learner.collection()
    assert after.schema_changed_at == before.schema_changed_at
    assert learnt(before).items() <= learnt(after).items()
    assert learner.finds_empty_cards(remove=True) == ["what-is-bone-7/0"]
    assert learner.checks_database() == []


def test_who_comes_late_merges_then(learner: Learner, stranger: Path, packages: tuple[Path, ...]) -> None:
    before = studied(learner, stranger)
    learner.imports(packages[1], merge=True, always=True)
    learner.imported_at(JUNE)
    log = learner.imports(packages[2])
    assert (log.new, log.updated, log.refused) == ((), ("cell-1-and-matrix",), ())
    assert learnt(before).items() <= learnt(learner.collection()).items()


def test_who_did_not_merge_loses_nothing_and_can_do_it_later(
    learner: Learner, stranger: Path, packages: tuple[Path, ...]
) -> None:
    before = studied(learner, stranger)
    log = learner.imports(packages[0])
    assert log.updated == ()
    assert len(log.refused) == len(before.notes) - 1
    assert learnt(learner.collection()) == learnt(before)
    log = learner.imports(packages[0], merge=True, always=True)
    assert (log.new, log.refused) == ((), ())
    assert learnt(learner.collection()) == learnt(before)
    learner.imported_at(MAY)
    log = learner.imports(packages[1])
    assert (log.new, len(log.updated), log.refused) == (("new",), 2, ())


def test_note_types_that_are_kept_need_no_merging(learner: Learner, stranger: Path, kept: tuple[Path, ...]) -> None:
    before = studied(learner, stranger)
    for package, moment, count in zip(kept, (MAY, JUNE, JULY), (3, 1, 1), strict=True):
        log = learner.imports(package)
        learner.imported_at(moment)
        assert (log.new, len(log.updated), log.refused) == ((), count, ())
    after = learner.collection()
    assert learnt(after) == learnt(before)
    assert (after.reviews, after.schema_changed_at) == (before.reviews, before.schema_changed_at)
    assert {item.name for item in after.note_types} == {item.name for item in before.note_types}
    texts = str([note.texts for note in after.notes])
    assert all(
        word in texts for word in ("number three", "number five", "the os", "Cell one", "Cell two", "my own words")
    )
    assert learner.checks_database() == []


@pytest.mark.anki
def test_verify_proves_it_with_the_strangers_own_file(stranger: Path, packages: tuple[Path, ...]) -> None:
    owner = Owner(packages[0].parents[2])
    said = owner.runs("verify", stranger, packages[0])
    assert "breach" not in said
    assert "nothing is lost: learners of" in " ".join(said.split())
