"""genanki's classes, extended where Anki's import rules ask for more: times and ids of each note from the ledger, every
card listed with its place, and rows written in one go."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from ankigen.apkg.rows import Rows
from ankigen.model.edition import Edition
from ankigen.model.note_type import NoteType, Settings


class EditionNoteType(genanki.Model):  # type: ignore[misc]  # genanki is not typed
    """A note type with a mod of its own; ids stand beside field and template names, so that they can be renamed."""

    def __init__(self, note_type: NoteType, mod: int) -> None:
        super().__init__(
            model_id=note_type.id,
            name=note_type.name,
            fields=[
                {"name": name, **_id(number), **dict(settings)}
                for (name, number), settings in zip(note_type.fields, _settings(note_type), strict=True)
            ],
            templates=[
                {"name": item.name, **_id(item.id), "qfmt": item.front, "afmt": item.back, **dict(item.settings)}
                for item in note_type.templates
            ],
            css=note_type.css,
            model_type=self.CLOZE if note_type.cloze else self.FRONT_BACK,
            sort_field_index=note_type.sort_field,
        )
        self.mod = mod
        self.settings = dict(note_type.settings)

    @property
    def _req(self) -> list[list[Any]]:
        """Template n needs field n: what Anki before 2.1.28 asks; genanki's own reckoning loses typed fronts."""
        last = len(self.fields) - 1
        return [[ordinal, "any", [min(ordinal, last)]] for ordinal in range(len(self.templates))]

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        data: dict[str, Any] = super().to_json(self.mod, deck_id)
        return data | self.settings


def _settings(note_type: NoteType) -> tuple[Settings, ...]:
    return note_type.field_settings or ((),) * len(note_type.fields)


def _id(number: int | None) -> dict[str, int]:
    """A part without an id, as in what older Ankis published, must stay without one."""
    return {} if number is None else {"id": number}


class EditionDeck(genanki.Deck):  # type: ignore[misc]  # genanki is not typed
    """The edition's deck, without its notes."""

    def __init__(self, edition: Edition, number: int) -> None:
        super().__init__(number, edition.config.name, edition.description)
        self.time = edition.time
        for note_type, mod in edition.note_types:
            self.add_model(EditionNoteType(note_type, mod))

    def to_json(self) -> dict[str, Any]:
        return {**super().to_json(), "mod": self.time}


class EditionPackage(genanki.Package):  # type: ignore[misc]  # genanki is not typed
    """genanki's schema and rows, with indexes made last, and times from the edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.rows = Rows(edition)
        super().__init__(EditionDeck(edition, self.rows.deck_id))

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]) -> None:
        cursor.execute("PRAGMA page_size = 4096")
        tables, _, indexes = APKG_SCHEMA.partition("CREATE INDEX")
        time = self.edition.time
        cursor.executescript(tables + APKG_COL)
        cursor.execute("UPDATE col SET crt = ?, mod = ?, scm = ?", (time, time * 1000, time * 1000))
        for deck in self.decks:
            deck.write_to_db(cursor, timestamp, id_gen)
        self.rows.insert(cursor, self.edition.notes)
        cursor.executescript("CREATE INDEX" + indexes)
