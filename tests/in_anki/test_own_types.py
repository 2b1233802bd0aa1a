"""Note types of the author's own, in real Anki: every card that Anki would make is listed, updates are clean."""

from pathlib import Path

from .conftest import FEBRUARY, JANUARY, Published
from .learner import Learner
from .publisher import Publisher

DRUG = """\
id = 1500000000001
name = "Drug"
sort = "Class"

[[fields]]
name = "Drug"

[[fields]]
name = "Class"

[[fields]]
name = "Effects"
anki = { rtl = true, size = 12 }

[[fields]]
name = "No class"

[[templates]]
name = "Class"

[[templates]]
name = "Effects"

[[templates]]
name = "Reverse"
"""
SIDES = {
    "class": "{{^No class}}{{Drug}}{{type:Class}}{{/No class}}",
    "effects": "{{#Effects}}<i>{{text:Drug}}</i>{{/Effects}}",
    "reverse": "{{#Class}}{{#Effects}}{{hint:Class}}{{Tags}}{{/Effects}}{{/Class}}",
}
GAP = """\
id = 1500000000002
name = "Gap"
kind = "cloze"

[[fields]]
name = "Text"

[[fields]]
name = "More"

[[templates]]
name = "Cloze"
"""
NOTES = """\
# Drugs

### Bisoprolol
<!-- id: all, type: drug -->

A beta blocker

#### Effects
Slow pulse

### Ramipril
<!-- id: one, type: drug -->

An ACE inhibitor

### Water
<!-- id: effects-only, type: drug -->

#### No class
x

#### Effects
None

### Two fields hide
<!-- id: gaps, type: gap -->

{{c1::One}} and {{c3::three}}

#### More
{{c2::two}}
"""


def own_types(publisher: Publisher) -> tuple[Path, ...]:
    for name, settings, sides in (("drug", DRUG, SIDES), ("gap", GAP, {"cloze": "{{cloze:Text}} {{cloze:More}}"})):
        publisher.writes(f"notetypes/{name}/notetype.toml", settings)
        publisher.writes(f"notetypes/{name}/style.css", ".card { color: teal }\n")
        for side, text in sides.items():
            publisher.writes(f"notetypes/{name}/{side}-front.html", text)
            publisher.writes(f"notetypes/{name}/{side}-back.html", "{{FrontSide}}" if name == "drug" else text)
    publisher.writes("01.md", NOTES)
    first = publisher.releases(JANUARY)
    publisher.replaces("01.md", "An ACE inhibitor", "An inhibitor of ACE")
    publisher.writes("notetypes/drug/class-back.html", "{{FrontSide}}<hr>{{Class}}")
    publisher.runs("retire", "effects-only", "--reason", "Not a drug")
    publisher.replaces("01.md", NOTES[NOTES.index("### Water") : NOTES.index("### Two fields")], "")
    return first, publisher.releases(FEBRUARY)


def test_the_cards_are_those_that_anki_would_make(learner: Learner, published: Published) -> None:
    learner.imports(published(own_types)[0])
    before = {card.number for card in learner.collection().cards}
    learner.saves_every_note()
    assert {card.number for card in learner.collection().cards} == before
    assert len(before) == 3 + 1 + 1 + 3
    assert learner.checks_database() == []


def test_an_update_is_clean(learner: Learner, published: Published) -> None:
    first, second = published(own_types)
    learner.imports(first)
    learner.reviews("Bone", 3, 3)
    before = learner.collection()
    log = learner.imports(second)
    after = learner.collection()
    assert (len(log.new), len(log.updated), len(log.unchanged), log.refused) == (0, 2, 2, ())
    assert [card for card in after.cards if card.interval] == [card for card in before.cards if card.interval]
    assert len(after.note_types) == len(before.note_types)
    assert after.schema_changed_at == before.schema_changed_at
    learner.finds_empty_cards(remove=True)
    assert len(learner.collection().notes) == 3, "the retired note is removed by Empty Cards"
    assert learner.checks_database() == []
