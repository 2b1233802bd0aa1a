"""Decks that come as text exports, CrowdAnki folders and Markdown: what a release does for learners who have the notes
is what the report of the import says."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import genanki
import pytest

from .learner import AnkiError, Collection, Learner
from .owner import JULY, JUNE, MAY, Owner

DECK = "Bone"
PUBLISHED = 1_700_000_000


Typed = dict[str, Any]


def note(number: int, kind: str, fields: Mapping[str, str]) -> Typed:
    return {"guid": f"g{number}", "type": kind, "deck": DECK, "fields": dict(fields)}


STOCK = [
    note(1, "Basic", {"Front": "What is <b>bone</b>?", "Back": "A tissue"}),
    note(2, "Basic", {"Front": "Which cells?", "Back": "<div>Osteoclasts</div><div>and others</div>"}),
    note(3, "Basic (and reversed card)", {"Front": "Os", "Back": "Bone"}),
    note(4, "Basic (type in the answer)", {"Front": "Type: bone", "Back": "os"}),
    note(5, "Cloze", {"Text": "{{c1::Osteoblasts}} make {{c2::matrix}}", "Back Extra": "or not"}),
]
OTHER = note(6, "Mine", {"Term": "Caput", "Meaning": "Head"})


def studied(learner: Learner) -> Collection:
    learner.reviews(DECK, 3, 3, 4, 1)
    learner.anki.ask(learner.file, "flag", card=learner.collection().cards[0].number, colour=2)
    return learner.collection()


def texts(collection: Collection) -> dict[str, str]:
    return {note.guid: note.texts[0][1] for note in collection.notes}


def kept(before: Collection, after: Collection) -> None:
    """Nothing is doubled and no review lost."""
    assert {note.guid for note in after.notes} == {note.guid for note in before.notes}
    assert len(after.notes) == len(before.notes)
    known = {card.number: card for card in after.cards}
    assert [known[card.number] for card in before.cards] == list(before.cards)
    assert len(after.cards) == len(before.cards)
    assert after.reviews == before.reviews


def as_crowdanki(folder: Path) -> Path:
    """The same notes as CrowdAnki exports them; newer versions of Anki give fields ids."""
    sides = {
        "Basic": [("Card 1", "{{Front}}", "{{FrontSide}}<hr>{{Back}}")],
        "Basic (and reversed card)": [("Card 1", "{{Front}}", "{{Back}}"), ("Card 2", "{{Back}}", "{{Front}}")],
        "Basic (type in the answer)": [("Card 1", "{{Front}}{{type:Back}}", "{{Front}}{{type:Back}}")],
        "Cloze": [("Cloze", "{{cloze:Text}}", "{{cloze:Text}}{{Back Extra}}")],
        "Mine": [("Ask", "{{Term}}", "{{Meaning}}")],
    }
    notes = [*STOCK, OTHER]
    fields = {str(each["type"]): each["fields"] for each in notes}
    models = [
        {
            "__type__": "NoteModel",
            "crowdanki_uuid": f"uuid-{name}",
            "name": name,
            "type": int(name == "Cloze"),
            "css": ".card { color: navy; }",
            "flds": [{"name": field, "ord": at, "id": 77 + at} for at, field in enumerate(fields[name])],
            "tmpls": [
                {"name": title, "ord": at, "qfmt": front, "afmt": back, "id": 99 + at}
                for at, (title, front, back) in enumerate(sides[name])
            ],
        }
        for name in sides
    ]
    data = {
        "__type__": "Deck",
        "crowdanki_uuid": "d",
        "name": DECK,
        "children": [],
        "desc": "",
        "media_files": [],
        "note_models": models,
        "notes": [
            {
                "__type__": "Note",
                "guid": each["guid"],
                "note_model_uuid": f"uuid-{each['type']}",
                "fields": list(each["fields"].values()),
                "tags": [],
            }
            for each in notes
        ],
    }
    folder.mkdir()
    (folder / "deck.json").write_text(json.dumps(data), encoding="utf-8")
    return folder


@pytest.fixture
def author(learner: Learner) -> Learner:
    """Somebody whose note types Anki made: as of everybody who did not import a package."""
    learner.writes_notes(STOCK, PUBLISHED)
    return learner


def released(owner: Owner) -> tuple[Path, Path]:
    """Two releases: a note edited, then another."""
    owner.replaces("What is **bone**?", "What is **living** bone?")
    first = owner.releases(MAY)
    owner.replaces("### Os\n", "### Os (n.)\n")
    return first, owner.releases(JUNE)


def merges_once(learner: Learner, first: Path, second: Path) -> None:
    before = studied(learner)
    log = learner.imports(first)
    assert (log.new, log.updated) == ((), ())
    assert len(log.refused) == len(before.notes), "without the tick Anki leaves these notes as they are"
    kept(before, learner.collection())
    assert texts(learner.collection()) == texts(before)
    if learner.anki.version < "24.04":
        with pytest.raises(AnkiError):  # older ones cannot do it, and say so
            learner.imports(first, merge=True)
        kept(before, learner.collection())
        assert texts(learner.collection()) == texts(before)
        return
    log = learner.imports(first, merge=True)
    assert (len(log.new), len(log.updated), log.refused) == (0, len(before.notes), ())
    kept(before, learner.collection())
    assert texts(learner.collection())["g1"] == "What is <strong>living</strong> bone?"
    if learner.anki.keeps_mod:  # before, an update leaves the import's time, and that is after the second release
        log = learner.imports(second)
        assert (len(log.new), len(log.updated), log.refused) == (0, 1, ()), "later ones need no tick"
        kept(before, learner.collection())
        assert texts(learner.collection())["g3"] == "Os (n.)"
    assert learner.checks_database() == []


def test_who_has_the_notes_of_a_text_export_ticks_once(author: Learner, tmp_path: Path) -> None:
    owner = Owner(tmp_path, "bone")
    said = owner.runs("import", author.exports_text(tmp_path / "bone.txt"))
    assert "5 notes whose guids learners have" in said
    assert "ticks 'Merge note types' once" in said
    merges_once(author, *released(owner))


def test_who_has_the_notes_of_crowdanki_ticks_once(author: Learner, tmp_path: Path) -> None:
    author.writes_notes([OTHER], PUBLISHED)
    owner = Owner(tmp_path, "bone")
    assert "ticks 'Merge note types' once" in owner.runs("import", as_crowdanki(tmp_path / "Bone"))
    merges_once(author, *released(owner))


def test_note_types_that_a_text_does_not_describe_are_left_alone(author: Learner, tmp_path: Path) -> None:
    author.writes_notes([OTHER], PUBLISHED)
    owner = Owner(tmp_path, "bone")
    said = owner.runs("import", author.exports_text(tmp_path / "bone.txt"))
    assert "must not tick 'Merge note types'" in said
    assert "ticks 'Merge note types' once" not in said
    before = studied(author)
    for package in released(owner):
        log = author.imports(package)
        assert (log.new, log.updated, len(log.refused)) == ((), (), len(before.notes))
        kept(before, author.collection())
    assert author.checks_database() == []


def ankcompiler_package(folder: Path) -> Path:
    """What ankcompiler 0.5.0 packs of the source below: its note types have fixed ids."""
    asked = genanki.Model(
        "1764365620",
        "AnkCompiler-Question_Answer",
        fields=[{"name": "Question"}, {"name": "Answer"}, {"name": "Source"}],
        templates=[{"name": "QA", "qfmt": "{{Question}}", "afmt": "{{Question}}<hr id=answer>{{Answer}}"}],
        css='@import url("_stylesheet.css");',
    )
    cloze = genanki.Model(
        "1783507665",
        "AnkCompiler-Cloze",
        fields=[{"name": "Text"}, {"name": "Source"}],
        templates=[{"name": "Cloze", "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}"}],
        css='@import url("_stylesheet.css");',
        model_type=genanki.Model.CLOZE,
    )
    deck = genanki.Deck(1_600_000_000_000, DECK)
    for model, guid, fields in (
        (asked, "aaAA11bb22", ["<p>What is <strong>bone</strong>?</p>", "<p>A tissue</p>", "bone.md"]),
        (cloze, "ccCC33dd44", ["<p>{{c1::Osteoclasts}} resorb {{c2::bone}}</p>", "bone.md"]),
        (asked, "eeEE55ff66", ["<p>Os</p>", "<p>Bone</p>", "bone.md"]),
    ):
        deck.add_note(genanki.Note(model, fields, guid=guid))
    genanki.Package(deck).write_to_file(folder / "bone.apkg", timestamp=PUBLISHED)
    return folder / "bone.apkg"


ANKCOMPILER = """\
---
deck: Bone
---

---

What is **bone**? ::: A tissue

---
[^uid]: aaAA11bb22

---

{{c1::Osteoclasts}} resorb {{c2::bone}}

---
[^uid]: ccCC33dd44

---

Os ::: Bone

---
[^uid]: eeEE55ff66
"""


def test_learners_of_ankcompiler_are_updated_without_a_tick(learner: Learner, tmp_path: Path) -> None:
    learner.imports(ankcompiler_package(tmp_path))
    before = studied(learner)
    source = tmp_path / "bone.md"
    source.write_text(ANKCOMPILER, encoding="utf-8")
    owner = Owner(tmp_path, "bone")
    assert "your first release updates every one of them" in owner.runs("import", source)
    first, second = released(owner)
    log = learner.imports(first)
    assert (len(log.new), len(log.updated), log.refused) == (0, 3, ())
    kept(before, learner.collection())
    assert texts(learner.collection())["aaAA11bb22"] == "What is <strong>living</strong> bone?"
    if learner.anki.keeps_mod:  # before, an update leaves the import's time, and that is after the second release
        log = learner.imports(second)
        assert (len(log.new), len(log.updated), log.refused) == (0, 1, ())
        kept(before, learner.collection())
    assert learner.checks_database() == []


def test_notes_without_ids_come_as_new_ones(author: Learner, tmp_path: Path) -> None:
    source = tmp_path / "bone.md"
    source.write_text("Q: What is **bone**?\nA: A tissue\n---\nC: [Osteoclasts] resorb [bone]\n", encoding="utf-8")
    owner = Owner(tmp_path, "bone")
    assert "2 notes without an id that Anki knows" in owner.runs("import", source)
    before = studied(author)
    log = author.imports(owner.releases(JULY))
    assert (len(log.new), log.updated, log.refused) == (2, (), ())
    assert len(author.collection().cards) == len(before.cards) + 3
    assert author.checks_database() == []
