"""Both sides of a card are what the real Anki shows, letter by letter."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from ankigen.apkg.reader import Package, read_package
from ankigen.apkg.snapshot import Card, Field, Note, NoteType, NoteTypeKind, Template
from ankigen.card.template import card_sides
from ankigen.model.note import Kind
from ankigen.model.notetypes import note_type as model_note_type
from tests.in_anki import foreign
from tests.in_anki.publisher import Publisher
from tests.in_anki.test_own_types import own_types
from tests.model.notetypes.gallery import SETTING, gallery_notes

from .foreign_types import ALL, Foreign
from .generated import FIELDS, Made, made

pytestmark = pytest.mark.anki

# What a page without scripts cannot have: Anki's tap for a hint, and what only scripts read. Its links to its manual.
TAP = re.compile(
    r"\n<a class=hint href=\"#\"\nonclick=\"this\.style[^\"]*\" draggable=false>\n(.*?)</a>\n"
    r"<div id=\"hint[0-9a-f]{16}\" class=hint style=\"display: none\">",
    re.DOTALL,
)
FOR_SCRIPTS = re.compile(r'(<(?:span|div) class="cloze[a-z-]*")((?: ?data-[a-zA-Z-]+="[^"]*" ?)*)>')
MANUAL = re.compile(r"<br><a href='https://docs\.ankiweb\.net/[^']*'>[^<]*</a>")
NO_CLOZE = re.compile("No cloze \u2068([0-9]+)\u2069 found on card\\..*?</div>", re.DOTALL)
PROBLEM = re.compile(r"(Front|Back) template has a problem:.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Anki:
    process: "subprocess.Popen[str]"

    def ask(self, **command: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    collection = tmp_path_factory.mktemp("anki") / "collection.anki2"
    command = [sys.executable, str(Path(__file__).with_name("anki_worker.py")), str(collection)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        yield Anki(process)
        if process.stdin:
            process.stdin.close()


def without_scripts(side: str) -> str:
    """Anki's side as a page without scripts shows it."""
    if problem := PROBLEM.search(side):
        return problem[1]
    side = NO_CLOZE.sub(r"No cloze \1 found on card.</div>", side)
    side = MANUAL.sub("", FOR_SCRIPTS.sub(r"\1>", side))
    side = TAP.sub("\\n<details class=hint><summary>\\n\\1</summary>\\n<div>", side)
    return side.replace("<code id=typeans>", '<code id="typeans">')


def ours(side: str) -> str:
    problem = PROBLEM.search(side)
    if problem or "<details class=hint>" not in side:
        return problem[1] if problem else side
    return side.replace("</div></details>\n", "</div>\n")


def note_type(name: str, cloze: bool, templates: list[tuple[str, str, str]], fields: tuple[str, ...]) -> NoteType:
    kind = NoteTypeKind.CLOZE if cloze else NoteTypeKind.STANDARD
    sides = tuple(Template(*template) for template in templates)
    return NoteType(1, name, kind, tuple(map(Field, fields)), sides, "", 0, 0)


@pytest.fixture(scope="module")
def shown(anki: Anki) -> Anki:
    for cloze in (False, True):
        front = "{{cloze:Text}}" if cloze else "{{Front}}"
        wanted = {"name": f"made {cloze}", "cloze": cloze, "fields": FIELDS, "templates": [("Card 1", front, front)]}
        anki.ask(types=[wanted])
    return anki


def differs(anki: Anki, card: Made) -> str:
    """What Anki shows and what we show, if they are not the same."""
    name = f"made {card.cloze}"
    asked = {"type": name, "fields": card.fields, "tags": card.tags, "ordinal": card.ordinal}
    theirs = anki.ask(show={**asked, "front": card.front, "back": card.back})
    kind = note_type(name, card.cloze, [("Card 1", card.front, card.back)], FIELDS)
    note = Note("guid", 1, 1, 0, card.tags, card.fields)
    return difference(theirs, card_sides(note, kind, Card(card.ordinal, 0, "(Deck)")), str(card))


def difference(theirs: Iterable[str], sides: Iterable[str], what: str) -> str:
    for which, their, our in zip(("question", "answer"), map(without_scripts, theirs), map(ours, sides), strict=True):
        if their != our:
            return f"{what}\n{which}\n  Anki: {their!r}\n  ours: {our!r}"
    return ""


@pytest.mark.parametrize("seed", range(10))
def test_thousands_of_made_up_cards_are_as_anki_shows_them(shown: Anki, seed: int) -> None:
    found = [found_one for card in made(seed, 500) if (found_one := differs(shown, card))]
    assert not found, f"{len(found)} of 500\n" + "\n".join(found[:5])


def compare(anki: Anki, kind: NoteType, notes: Iterable[Note], deck: str = "A::B") -> int:
    """Every card of the notes, as Anki makes them of their fields, with ours; how many there were."""
    templates = [(template.name, template.front, template.back) for template in kind.templates]
    cloze = kind.kind is NoteTypeKind.CLOZE
    anki.ask(types=[{"name": kind.name, "cloze": cloze, "fields": kind.field_names, "templates": templates}])
    seen = 0
    for note in notes:
        for card in anki.ask(add={"type": kind.name, "fields": note.fields, "tags": note.tags, "deck": deck}):
            sides = card_sides(note, kind, Card(card["ordinal"], card["id"], deck))
            assert not difference((card["question"], card["answer"]), sides, f"{kind.name}: {note}")
            seen += 1
    return seen


@pytest.mark.parametrize("foreign", ALL, ids=lambda foreign: foreign.name)
def test_cards_of_published_decks_shapes_are_as_anki_shows_them(anki: Anki, foreign: Foreign) -> None:
    kind = note_type(foreign.name, foreign.cloze, list(foreign.templates), foreign.fields)
    tags = ("#Deck::x", "<b>y</b>", "z")
    notes = [Note(str(at), at, 1, 0, tags[: at + 1], fields) for at, fields in enumerate(foreign.notes)]
    assert compare(anki, kind, notes) >= len(notes)


def test_cards_of_the_gallery_are_as_anki_shows_them(anki: Anki) -> None:
    seen = 0
    for wanted in Kind:
        made_of = model_note_type(wanted, SETTING)
        names = tuple(name for name, _ in made_of.fields)
        sides = [(template.name, template.front, template.back) for template in made_of.templates]
        kind = note_type(f"Gallery {wanted}", made_of.cloze, sides, names)
        fields = [note.fields for note in gallery_notes() if note.kind is wanted]
        notes = [
            Note(str(at), at, 1, 0, (), tuple(texts.get(name, "") for name in names)) for at, texts in enumerate(fields)
        ]
        seen += compare(anki, kind, notes)
    assert seen > 60


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """The first deck, a stranger's package, and a deck with note types of its author's own."""
    first = Path(__file__).parents[2] / "decks/calcification-vs-ossification"
    publisher = Publisher(tmp_path_factory.mktemp("own"))
    publisher.starts()
    return (*first.glob("*-1.0.0.apkg"), foreign.publish(tmp_path_factory.mktemp("foreign")), *own_types(publisher)[:1])


def test_cards_of_packages_are_as_anki_shows_them(anki: Anki, packages: tuple[Path, ...]) -> None:
    assert len(packages) >= 3
    for package in packages:
        snapshot = read_package(Package(package.name, package))
        seen = 0
        for kind in snapshot.note_types.values():
            named = replace(kind, name=f"{package.stem} {kind.name}")
            seen += compare(anki, named, [note for note in snapshot.notes.values() if note.note_type == kind.id])
        assert seen >= sum(len(note.cards) for note in snapshot.notes.values())
