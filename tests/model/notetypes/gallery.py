"""The gallery's notes (tests/gallery/notes.toml), and what a real Anki makes of them."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ankigen.compile.fields import note_fields
from ankigen.model.config import DeckConfig
from ankigen.model.note import Kind
from ankigen.model.note_type import NoteType
from ankigen.model.notetypes import Setting, note_type
from ankigen.parse import parse
from ankigen.render import Renderer
from ankigen.source import Source

if TYPE_CHECKING:
    from anki.collection import Collection
    from anki.notes import Note

FOLDER = Path(__file__).parents[2] / "gallery"
SETTING = Setting(
    space="gallery-0000",
    title="Gallery",
    language="en",
    report_url="https://reports.example/new?deck=gallery&title={id}",
)
CLOZE = 1  # what Anki calls the kind of a cloze note type


@dataclass(frozen=True, slots=True)
class GalleryNote:
    name: str
    kind: Kind
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Face:
    """One side of one card, as Anki renders it: HTML that starts with the style."""

    note: str
    side: str
    html: str


def gallery_notes() -> list[GalleryNote]:
    with (FOLDER / "notes.toml").open("rb") as file:
        return [_gallery_note(**note) for note in tomllib.load(file)["note"]]


def _gallery_note(name: str, kind: str, fields: dict[str, str] | None = None, markdown: str = "") -> GalleryNote:
    """With the fields as they are given, or as they are made of Markdown."""
    if fields is None:
        source = Source(Path("gallery.md"), "gallery.md", markdown)
        (note,) = parse(source).notes
        made = note_fields(note, DeckConfig("Gallery", "gallery-0000", "gallery"), Renderer())
        assert not made.problems
        fields = {**made.html, "Note ID": note.id}
    return GalleryNote(name, Kind(kind), fields)


def add_note_type(collection: "Collection", wanted: NoteType) -> None:
    """Put a note type into a real collection, through Anki's own models."""
    models = collection.models
    model: dict[str, Any] = models.new(wanted.name)
    model["css"] = wanted.css
    if wanted.cloze:
        model["type"] = CLOZE
    for name, _ in wanted.fields:
        models.add_field(model, models.new_field(name))
    for template in wanted.templates:
        made: dict[str, Any] = models.new_template(template.name)
        made["qfmt"], made["afmt"] = template.front, template.back
        models.add_template(model, made)
    models.add_dict(model)


def add_note(collection: "Collection", note: GalleryNote, fields: dict[str, str]) -> "Note":
    model = collection.models.by_name(note_type(note.kind, SETTING).name)
    assert model
    made = collection.new_note(model)
    for field, value in fields.items():
        made[field] = value
    deck = collection.decks.id("Gallery")
    assert deck
    collection.add_note(made, deck)
    return made


def add_gallery(collection: "Collection") -> dict[str, "Note"]:
    """Every note type and every gallery note. A retired note is studied first and retired then, as at a learner's."""
    for kind in Kind:
        add_note_type(collection, note_type(kind, SETTING))
    added = {}
    for note in gallery_notes():
        before = note.fields | {"Retired": ""} if "Retired" in note.fields else note.fields
        if "Retired" in note.fields and note.kind.is_cloze:
            own = "Text" if note.kind is Kind.CLOZE else "Picture"
            before = before | {own: "{{c1::Bone}}"}
        added[note.name] = add_note(collection, note, before)
        if before != note.fields:
            for field, value in note.fields.items():
                added[note.name][field] = value
            if note.kind.is_cloze:
                added[note.name].tags = ["gallery::retired::{{c1::}}"]  # as a release has it
            collection.update_note(added[note.name])
    return added


def faces(collection: "Collection", note: "Note", name: str) -> Iterator[Face]:
    """Both sides of all cards of a note, with Anki's desktop markup where Anki would put a control."""
    for card in note.cards():
        yield Face(name, f"{card.ord + 1} question", _with_controls(card.question(), INPUT))
        given = collection.compare_answer(note["Answer"], note["Answer"][1:-2] + "x") if "Answer" in note else ""
        yield Face(name, f"{card.ord + 1} answer", _with_controls(card.answer(), f"<div>{given}</div>"))


# As aqt 26.9 writes them (aqt/reviewer.py, aqt/sound.py).
INPUT = """<center><input type=text id=typeans style="font-family: 'Arial'; font-size: 20px;"></center>"""
PLAY = """<a class="replay-button soundLink" href=# aria-label="play" draggable="false">
<svg class="playImage" viewBox="0 0 64 64" version="1.1"><circle cx="32" cy="32" r="29" />
<path d="M56.502,32.301l-37.502,20.101l0.329,-40.804l37.173,20.703Z" /></svg></a>"""


def _with_controls(html: str, typed: str) -> str:
    html = re.sub(r"\[\[type:[^\]]+\]\]", lambda _: typed, html)
    return re.sub(r"\[anki:play:[^\]]+\]", lambda _: PLAY, html)
