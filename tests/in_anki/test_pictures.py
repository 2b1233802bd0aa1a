"""A picture with masks, from release to release: what a mask is moved to, and what is added or taken away."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from .conftest import FEBRUARY, JANUARY, MARCH, NewLearner, Published
from .learner import COMPLAINT, Anki, Collection, ImportLog, Learner, text_of
from .publisher import Publisher

DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">
<g transform="translate(20 10)"><rect id="bronchus" width="40" height="20"/></g>
<circle id="artery" cx="120" cy="50" r="10"/>
<path id="node" d="M150 60 l20 0 l0 20 z"/>
</svg>
"""
SOURCE = """\
# Lung

### Name the marked part of the hilum
<!-- id: hilum, type: picture -->

![Hilum of the right lung, from medial](media/hilum.svg)

- {{c1::Eparterial bronchus}} `#bronchus`
- {{c2::Pulmonary artery::vessel}} `#artery`
- {{c3::Pulmonary veins}} `20 60 14 8` `ellipse 44 66 14 8`
- Lymph node `#node`

### One at a time
<!-- id: one, type: picture, mask: one -->

![Hilum of the right lung, from medial](media/hilum.svg)

- {{c1::Bronchus}} `#bronchus`
- {{c2::Artery}} `#artery`
"""
WORDS = """\
### Which cells resorb bone?
<!-- id: question -->

Osteoclasts

### Bone
<!-- id: gap -->

Bone is {{c1::collagen}}.
"""
BOX = re.compile(
    r'<span class="mask[^"]*" style="left:([\d.]+)%;top:([\d.]+)%;width:([\d.]+)%;height:([\d.]+)%[^"]*"[^>]*>'
    r'<span class="(cloze(?:-inactive)?)"[^>]*>(.*?)</span><span class="shape'
)


def picturing(publisher: Publisher) -> tuple[Path, ...]:
    """A release, one in which a mask is moved and one added, and one in which a mask is gone."""
    publisher.writes("media/hilum.svg", DRAWING)
    publisher.writes("a.md", SOURCE)
    first = publisher.releases(JANUARY)
    publisher.writes("media/hilum.svg", DRAWING.replace("translate(20 10)", "translate(40 10)"))
    publisher.replaces("a.md", "- Lymph node", "- {{c4::Fissure}} `polygon 10 80 40 80 30 95`\n- Lymph node")
    second = publisher.releases(FEBRUARY)
    publisher.replaces("a.md", "- {{c2::Pulmonary artery::vessel}} `#artery`\n", "")
    return first, second, publisher.releases(MARCH)


@dataclass(frozen=True, slots=True)
class Packages:
    first: Path
    moved: Path
    removed: Path


@pytest.fixture(scope="session")
def packages(published: Published) -> Packages:
    return Packages(*published(picturing))


@dataclass(frozen=True, slots=True)
class Story:
    """A learner who studied the first release, and what the second one made of it."""

    learner: Learner
    before: Collection
    log: ImportLog
    after: Collection


@pytest.fixture(scope="module")
def story(anki: Anki, new_learner: NewLearner, packages: Packages) -> Story:
    learner = new_learner(anki)
    learner.imports(packages.first)
    learner.reviews("Bone", 4, 3, 1)
    before = learner.collection()
    log = learner.imports(packages.moved)
    return Story(learner, before, log, learner.collection())


def test_each_number_is_a_card(story: Story) -> None:
    assert sorted(story.before.card_names) == ["hilum/0", "hilum/1", "hilum/2", "one/0", "one/1"]


def test_the_question_shows_where_but_not_what(learner: Learner, packages: Packages) -> None:
    learner.imports(packages.first)
    (artery,) = (face for face in learner.faces() if face.card == "hilum/1")
    assert not COMPLAINT.search(text_of(artery.question))
    boxes = [(left, kind, label) for left, _, _, _, kind, label in BOX.findall(artery.question)]
    assert boxes == [
        ("10", "cloze-inactive", "Eparterial bronchus"),
        ("55", "cloze", "[vessel]"),
        ("20", "cloze-inactive", "Pulmonary veins"),
        ("44", "cloze-inactive", "Pulmonary veins"),
    ]
    assert "Pulmonary artery" not in text_of(artery.question)
    assert '<span class="label">Lymph node</span>' in artery.question


def test_the_answer_has_the_label_at_its_place_and_in_words(learner: Learner, packages: Packages) -> None:
    learner.imports(packages.first)
    (artery,) = (face for face in learner.faces() if face.card == "hilum/1")
    assert ("55", "cloze", "Pulmonary artery") in [(box[0], box[4], box[5]) for box in BOX.findall(artery.answer)]
    legend = artery.answer.partition('class="legend')[2]
    assert re.findall(r'class="cloze"[^>]*>([^<]*)<', legend) == ["Pulmonary artery"]


def test_a_moved_and_an_added_mask_come_with_an_update(story: Story) -> None:
    assert story.log == ImportLog(updated=("hilum", "one"))
    assert 'style="left:20%;top:10%;width:20%;height:20%' in story.after.note("hilum").fields["Picture"]
    assert sorted(set(story.after.card_names) - set(story.before.card_names)) == ["hilum/3"]
    assert story.learner.finds_empty_cards() == []


def test_reviews_are_kept(story: Story) -> None:
    assert story.after.reviews == story.before.reviews == 3
    for card in story.before.cards:
        assert story.after.card(card.name) == card
    assert story.after.schema_changed_at == story.before.schema_changed_at


def test_empty_cards_finds_a_removed_mask(learner: Learner, packages: Packages) -> None:
    learner.imports(packages.moved)
    learner.reviews("Bone", 4, 3, 1)
    before = learner.collection()
    assert learner.imports(packages.removed).updated == ("hilum",)
    after = learner.collection()
    assert after.cards == before.cards
    assert learner.finds_empty_cards() == ["hilum/1"]
    learner.finds_empty_cards(remove=True)
    assert set(learner.collection().card_names) == {"hilum/0", "hilum/2", "hilum/3", "one/0", "one/1"}


def test_the_oldest_anki_shows_and_updates_them_too(
    oldest_anki: Anki, new_learner: NewLearner, packages: Packages
) -> None:
    learner = new_learner(oldest_anki)
    learner.imports(packages.first)
    (artery,) = (face for face in learner.faces() if face.card == "hilum/1")
    assert "Pulmonary artery" not in text_of(artery.question)
    assert "Pulmonary artery" in text_of(artery.answer)
    learner.reviews("Bone", 4, 3, 1)
    before = learner.collection()
    assert learner.imports(packages.moved).updated == ("hilum", "one")
    after = learner.collection()
    assert set(before.cards) < set(after.cards)
    assert learner.finds_empty_cards() == []
    other = new_learner(oldest_anki)
    other.imports(packages.moved)
    assert other.imports(packages.removed).updated == ("hilum",)
    assert other.finds_empty_cards() == ["hilum/1"]


def test_a_retired_picture_is_gone_with_empty_cards(learner: Learner, packages: Packages, published: Published) -> None:
    learner.imports(packages.first)
    (retired,) = published(retiring)
    learner.imports(retired)
    pages = {face.card: text_of(face.question) for face in learner.faces()}
    assert "Asked better elsewhere." in pages["one/0"]
    assert sorted(learner.finds_empty_cards(remove=True)) == ["one/0", "one/1"]
    assert learner.collection().note_ids == ["hilum"]


def test_a_deck_that_was_released_before_gets_pictures_without_a_trace(learner: Learner, published: Published) -> None:
    """A new note type comes with the first note of its kind; nothing of the others moves."""
    before, with_picture = published(adding)
    learner.imports(before)
    learner.reviews("Bone", 4)
    old = learner.collection()
    assert learner.imports(with_picture) == ImportLog(new=("hilum", "one"), unchanged=("gap", "question"))
    new = learner.collection()
    assert {card for card in new.cards if card.name in old.card_names} == set(old.cards)
    assert {kind for kind in new.note_types if kind.name != "Bone – Picture"} == set(old.note_types)
    assert new.schema_changed_at == old.schema_changed_at
    assert new.reviews == old.reviews


def adding(publisher: Publisher) -> tuple[Path, ...]:
    publisher.writes("a.md", WORDS)
    first = publisher.releases(JANUARY)
    publisher.writes("media/hilum.svg", DRAWING)
    publisher.writes("b.md", SOURCE)
    return first, publisher.releases(FEBRUARY)


def retiring(publisher: Publisher) -> tuple[Path, ...]:
    publisher.writes("media/hilum.svg", DRAWING)
    publisher.writes("a.md", SOURCE)
    publisher.releases(JANUARY)
    publisher.runs("retire", "one", "--reason", "Asked better elsewhere")
    publisher.writes("a.md", SOURCE.partition("### One")[0])
    return (publisher.releases(FEBRUARY),)
