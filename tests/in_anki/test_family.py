"""A learner of several decks of one family: one set of note types, whichever ankigen made which deck, in any order."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

import ankigen

from .conftest import FEBRUARY, JANUARY, MARCH, Published
from .learner import Collection, Learner
from .publisher import Publisher

APRIL, MAY, JUNE = 1_775_001_600, 1_777_593_600, 1_780_272_000
FAMILY = "Dentistry Exampleton"
KINDS = ("Basic", "Choice", "Cloze", "Reversed", "Typed")
OLDER = "/* as an older ankigen drew it */"
NOTES = """\
# {name}

### What is a {name} made of?
<!-- id: {name}-made -->

Mostly mineral

### Old fact on the {name}?
<!-- id: {name}-old -->

No longer taught

### {name}
<!-- id: {name}-reversed, type: reversed -->

A hard thing

### How many of the {name} are there?
<!-- id: {name}-typed, type: typed -->

32

### On the {name}
<!-- id: {name}-cloze -->

Hardened by {{{{c1::apatite}}}} and {{{{c2::time}}}}.

### Which is no {name}?
<!-- id: {name}-choice -->

- [ ] This one
- [x] That one
"""
NUMBER_OF_NOTES, NUMBER_OF_CARDS = 6, 8


class Decks(NamedTuple):
    """Two decks: both first released by an older ankigen, the first one updated by today's, the second by the older one
    and then by today's; and a third one that the older ankigen makes meanwhile."""

    bone_1: Path
    tooth_1: Path
    bone_2: Path
    tooth_2: Path
    tooth_3: Path
    nail_1: Path


def older_ankigen(folder: Path) -> dict[str, str]:
    """An ankigen with another design: what has to be set to run it."""
    copy = folder / "older" / "ankigen"
    shutil.copytree(Path(ankigen.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    style = copy / "model/notetypes/style.css"
    style.write_text(f"{style.read_text(encoding='utf-8')}\n{OLDER}\n", encoding="utf-8")
    return {"PYTHONPATH": str(copy.parent)}


def start(root: Path, name: str) -> Publisher:
    publisher = Publisher(root, name, uid=f"{name.lower()}-test")
    publisher.starts(f'family = "{FAMILY}"')
    publisher.writes("01.md", NOTES.format(name=name.lower()))
    return publisher


def update(publisher: Publisher, old: str, new: str) -> None:
    publisher.replaces("01.md", old, new)


def retire(publisher: Publisher) -> None:
    name = publisher.slug
    publisher.runs("retire", f"{name}-old", "--reason", "Not taught any more")
    text = NOTES.format(name=name)
    update(publisher, text[text.index("### Old fact") : text.index(f"### {name}\n")], "")


def family(publisher: Publisher) -> tuple[Path, ...]:
    shutil.rmtree(publisher.cards)
    older = older_ankigen(publisher.root)
    bone, tooth, nail = (Publisher(publisher.root, name) for name in ("Bone", "Tooth", "Nail"))
    start(publisher.root, "Bone")
    bone_1 = bone.releases(JANUARY, "bone", **older)
    start(publisher.root, "Tooth")
    tooth_1 = tooth.releases(FEBRUARY, "tooth", **older)
    update(bone, "Mostly mineral", "Mineral and collagen")
    retire(bone)
    bone_2 = bone.releases(MARCH, "bone")
    update(tooth, "Mostly mineral", "Enamel and dentine")
    retire(tooth)
    tooth_2 = tooth.releases(APRIL, "tooth", **older)
    start(publisher.root, "Nail")
    nail_1 = nail.releases(MAY, "nail", **older)
    update(tooth, "Enamel and dentine", "Enamel, dentine and pulp")
    return Decks(bone_1, tooth_1, bone_2, tooth_2, tooth.releases(JUNE, "tooth"), nail_1)


@pytest.fixture
def decks(published: Published) -> Decks:
    return Decks(*published(family))


def designs(collection: Collection) -> dict[str, tuple[int, bool]]:
    """The mod of each note type, and whether it looks as the older ankigen drew it."""
    return {item.name: (item.mod, OLDER in item.css) for item in collection.note_types}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_decks_have_one_set_of_note_types(learner: Learner, decks: Decks, order: tuple[int, ...]) -> None:
    for number in order:
        log = learner.imports(decks[number])
        assert (len(log.new), log.updated, log.refused) == (NUMBER_OF_NOTES, (), ())
    collection = learner.collection()
    assert designs(collection) == {f"{FAMILY} – {kind}": (JANUARY, True) for kind in KINDS}
    assert len(collection.cards) == 2 * NUMBER_OF_CARDS
    assert learner.checks_database() == []


@pytest.mark.parametrize("order", [(2, 3), (3, 2), (2, 4), (4, 2), (5, 2, 3), (2, 3, 5)])
def test_updates_in_any_order_end_with_the_design_that_was_new_last(
    learner: Learner, decks: Decks, order: tuple[int, ...]
) -> None:
    learner.imports(decks.bone_1)
    learner.imports(decks.tooth_1)
    learner.reviews("Bone", 3, 3, 1)
    learner.reviews("Tooth", 4, 3)
    before = learner.collection()
    for number in order:
        log = learner.imports(decks[number])
        news = NUMBER_OF_NOTES if decks[number] == decks.nail_1 else 0
        assert (len(log.new), len(log.updated), log.refused) == (news, 0 if news else 2, ())
    after = learner.collection()
    assert designs(after) == {f"{FAMILY} – {kind}": (MARCH, False) for kind in KINDS}
    assert after.schema_changed_at == before.schema_changed_at
    assert after.reviews == before.reviews
    known = {card.number: card for card in after.cards}
    assert [known[card.number] for card in before.cards] == list(before.cards)
    assert learner.checks_database() == []


def test_both_decks_can_retire_notes(learner: Learner, decks: Decks) -> None:
    learner.imports(decks.bone_1)
    learner.imports(decks.tooth_1)
    for package in (decks.bone_2, decks.tooth_2):
        learner.imports(package)
    retired = [face for face in learner.faces() if face.card in ("bone-old/0", "tooth-old/0")]
    assert len(retired) == 2
    assert all("retired" in face.question.lower() for face in retired)
    assert not any("retired" in face.question.lower() for face in learner.faces() if face not in retired)
    assert sorted(learner.finds_empty_cards(remove=True)) == ["bone-old/0", "tooth-old/0"]
    assert len(learner.collection().cards) == 2 * (NUMBER_OF_CARDS - 1)
    assert learner.checks_database() == []


def test_a_new_learner_of_an_older_deck_gets_the_newer_design_with_the_next(learner: Learner, decks: Decks) -> None:
    learner.imports(decks.nail_1)
    assert set(designs(learner.collection()).values()) == {(JANUARY, True)}
    learner.imports(decks.tooth_3)
    assert set(designs(learner.collection()).values()) == {(MARCH, False)}
