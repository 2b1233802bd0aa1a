"""Some other publisher: packages made with genanki, each note with the time and the cards a test gives it."""

import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import genanki

JANUARY, FEBRUARY = 1_767_225_600, 1_769_904_000  # 2026, midnight UTC


@dataclass(frozen=True, slots=True)
class Note:
    """A note of one edition. `cards` are the ordinals the package lists, None for those genanki makes."""

    number: int
    front: str
    back: str
    guid: str
    mod: int = JANUARY
    cards: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One package. The note type's mod is that of the latest note, unless it is given."""

    notes: tuple[Note, ...]
    deck: str = "Bones"
    fields: tuple[str, ...] = ("Front", "Back")
    front: str = "{{Front}}"
    cloze: bool = False
    design_mod: int = JANUARY
    media: Mapping[str, bytes] = field(default_factory=dict)

    def write(self, path: Path) -> Path:
        deck = genanki.Deck(2059400110, self.deck)
        model = self._model()
        for note in self.notes:
            texts = (note.front, note.back, *("" for _ in self.fields[2:]))
            deck.add_note(genanki.Note(model=model, fields=list(texts), guid=note.guid))
        with tempfile.TemporaryDirectory() as folder:
            files = {name: Path(folder) / name for name in self.media}
            for name, file in files.items():
                file.write_bytes(self.media[name])
            package = genanki.Package(deck, media_files=[str(file) for file in files.values()])
            package.write_to_file(path, timestamp=JANUARY)
        with collection(path) as connection:
            _give_what_genanki_cannot(connection, self)
        return path

    def _model(self) -> genanki.Model:
        return genanki.Model(
            1607392319,
            "Bone",
            fields=[{"name": name} for name in self.fields],
            templates=[
                {"name": "Card 1", "qfmt": "{{cloze:Front}}" if self.cloze else self.front, "afmt": "{{Back}}"},
                *([] if self.cloze else [{"name": "Card 2", "qfmt": "{{Back}}", "afmt": "{{Front}}"}]),
            ],
            model_type=genanki.Model.CLOZE if self.cloze else genanki.Model.FRONT_BACK,
        )


@contextmanager
def collection(path: Path) -> Iterator[sqlite3.Connection]:
    """The database of a package, to be changed in place."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    connection = sqlite3.connect(":memory:")
    connection.deserialize(members["collection.anki2"])
    yield connection
    connection.commit()
    members["collection.anki2"] = connection.serialize()
    connection.close()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def _give_what_genanki_cannot(connection: sqlite3.Connection, edition: Edition) -> None:
    """Times, ids and cards of each note, and the note type's own time."""
    # Ids that stay: genanki counts them anew for each package.
    rows = connection.execute("SELECT id FROM notes ORDER BY id").fetchall()
    for (old,), note in zip(rows, edition.notes, strict=True):
        number = 1_600_000_000_000 + note.number
        connection.execute("UPDATE notes SET mod = ?, id = ? WHERE id = ?", [note.mod, number, old])
        connection.execute("UPDATE cards SET nid = ?, id = ? * 10 + ord WHERE nid = ?", [number, number, old])
        if note.cards is not None:
            kept = ",".join(map(str, note.cards))
            connection.execute(f"DELETE FROM cards WHERE nid = ? AND ord NOT IN ({kept})", [number])
    (text,) = connection.execute("SELECT models FROM col").fetchone()
    models = {number: {**model, "mod": edition.design_mod} for number, model in json.loads(text).items()}
    connection.execute("UPDATE col SET models = ?", [json.dumps(models)])
