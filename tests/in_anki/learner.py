"""A learner and their Anki: a real collection in a process with the version of Anki they use."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What Anki writes on a card whose template or note is broken, with a link to its manual.
COMPLAINT = re.compile(r"docs\.ankiweb\.net|anki-manual|has a problem|no cloze|is blank", re.I)
SUSPENDED = -1  # the queue of suspended cards
WORKER = Path(__file__).with_name("worker.py")


class Anki:
    """One version of Anki, running."""

    def __init__(self, python: Path, folder: Path, worker: Path = WORKER) -> None:
        self.python = python
        self._log = folder / "stderr.txt"
        with self._log.open("w") as stderr:
            # Isolated: what this process was told to import from is not for that one.
            self._process = subprocess.Popen(
                [python, "-I", worker], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, encoding="utf-8"
            )
        # Such as "24.11" or "25.02.7": two digits each for year and month, so that text sorts as versions do.
        self.version = str(self.ask(folder / "collection.anki2", "version"))

    @property
    def keeps_mod(self) -> bool:
        """Whether a note that an import updates keeps the package's mod; before 25.02 it gets the import's time."""
        return self.version >= "25.02"

    def ask(self, collection: Path, step: str, **arguments: object) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        print(
            json.dumps({"collection": str(collection), "do": step, **arguments}), file=self._process.stdin, flush=True
        )
        line = self._process.stdout.readline()
        if not line:
            self._process.communicate()
            raise AssertionError(f"Anki {self.version} broke off:\n{self._log.read_text()}")
        answer = json.loads(line)
        if "error" in answer:
            raise AnkiError(answer["error"])
        return answer["result"]

    def quit(self) -> None:
        self._process.communicate()
        assert self._process.returncode == 0, self._log.read_text()


class AnkiError(Exception):
    """What Anki tells its user instead of doing what was asked."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note in a collection; `mod` is in Unix seconds."""

    number: int
    guid: str
    mod: int
    note_type: str
    texts: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]

    @property
    def fields(self) -> dict[str, str]:
        return dict(self.texts)

    @property
    def id(self) -> str:
        return self.fields.get("Note ID", "the learner's own")


@dataclass(frozen=True, slots=True)
class Card:
    """A card in a collection. `name` is its note's id and its ordinal, such as "two-parts/0"; `note` is a number."""

    name: str
    note: int
    number: int
    deck: str
    due: int
    interval: int
    ease: int
    queue: int
    type: int
    flags: int
    repetitions: int
    lapses: int


@dataclass(frozen=True, slots=True)
class NoteType:
    number: int
    name: str
    mod: int
    fields: tuple[str, ...]
    templates: tuple[str, ...]
    css: str


@dataclass(frozen=True, slots=True)
class Deck:
    """`options` is the name that Anki shows of them."""

    description: str
    options: str


@dataclass(frozen=True, slots=True)
class Collection:
    """All that a collection holds at one moment; cards in the order of their due numbers, media by their SHA-256.

    Anki asks for a full sync where `schema_changed_at` (Unix milliseconds) moved since the last one.
    """

    notes: tuple[Note, ...]
    cards: tuple[Card, ...]
    note_types: tuple[NoteType, ...]
    decks: Mapping[str, Deck]
    media: Mapping[str, str]
    reviews: int
    schema_changed_at: int

    def note(self, id: str) -> Note:
        (note,) = (note for note in self.notes if note.id == id)
        return note

    def card(self, name: str) -> Card:
        (card,) = (card for card in self.cards if card.name == name)
        return card

    @property
    def note_ids(self) -> list[str]:
        """In the order of creation."""
        return [note.id for note in self.notes]

    @property
    def card_names(self) -> list[str]:
        """In the order of their due numbers."""
        return [card.name for card in self.cards]


@dataclass(frozen=True, slots=True)
class Face:
    """What a learner sees of a card: two pages of HTML."""

    card: str
    question: str
    answer: str


def text_of(page: str) -> str:
    """What a learner reads on a page."""
    return " ".join(re.sub(r"<[^>]*>", "", page).split())


@dataclass(frozen=True, slots=True)
class ImportLog:
    """The ids of an import's notes by what became of them, sorted."""

    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Learner:
    """Does in Anki what a learner does, with Anki's defaults."""

    anki: Anki
    file: Path

    def imports(self, package: Path, *, merge: bool = False, always: bool = False) -> ImportLog:
        """Import a package, where asked to with "Merge note types" ticked, and both updates at "Always"."""
        outcome = self._ask("import_package", package=str(package), merge=merge, always=always)
        known = {note.number: note.id for note in self.collection().notes}
        names = {word: tuple(sorted(known.get(number, "?") for number in outcome[word])) for word in outcome}
        refused = (names[word] for word in ("conflicting", "first_field_match", "missing_notetype", "missing_deck"))
        return ImportLog(names["new"], names["updated"], names["duplicate"], tuple(sum(refused, ())))

    def imported_at(self, moment: int) -> None:
        """The last import was at this moment (Unix seconds). Before 25.02 it leaves its time as that of the notes, and
        no test can wait for a later release."""
        self._ask("backdate", moment=moment)

    def reviews(self, deck: str, *ratings: int) -> list[str]:
        """Study a deck, answering 1 (again) to 4 (easy); the names of the cards as they came up."""
        names = {card.number: card.name for card in self.collection().cards}
        return [names[number] for number in self._ask("review", deck=deck, ratings=ratings)]

    def suspends(self, card: str) -> None:
        self._ask("suspend", card=self._card(card))

    def flags(self, card: str, colour: int) -> None:
        self._ask("flag", card=self._card(card), colour=colour)

    def moves(self, card: str, deck: str) -> None:
        self._ask("move_card", card=self._card(card), deck=deck)

    def edits(self, note: str, field: str, text: str) -> None:
        self._ask("edit_field", note=self._note(note), field=field, text=text)

    def saves_every_note(self) -> None:
        """Whereupon Anki makes the cards that it misses."""
        self._ask("save_every_note")

    def renames_deck(self, deck: str, name: str) -> None:
        self._ask("rename_deck", deck=deck, name=name)

    def tags(self, note: str, tag: str) -> None:
        self._ask("add_tag", note=self._note(note), tag=tag)

    def writes_note(self, front: str, back: str) -> None:
        self._ask("write_note", front=front, back=back)

    def writes_notes(self, notes: Sequence[Mapping[str, object]], time: int) -> None:
        self._ask("write_notes", notes=notes, time=time)

    def exports_text(self, path: Path) -> Path:
        self._ask("export_text", path=str(path))
        return path

    def restyles(self, note_type: str, css: str) -> None:
        self._ask("restyle", note_type=note_type, css=css)

    def chooses_options(self, deck: str, name: str) -> None:
        """Give a deck options of its own under a name."""
        self._ask("choose_options", deck=deck, name=name)

    def deletes(self, note: str) -> None:
        self._ask("delete_note", note=self._note(note))

    def checks_database(self) -> list[str]:
        """What Anki complains of."""
        return list(self._ask("check_database"))

    def finds_empty_cards(self, *, remove: bool = False) -> list[str]:
        """The names of the cards that Tools → Empty Cards lists, and removes where asked to."""
        names = {card.number: card.name for card in self.collection().cards}
        return [names[number] for number in self._ask("empty_cards", remove=remove)]

    def logs_in(self, address: str) -> str:
        """The key to the learner's account on a sync server."""
        return str(self._ask("log_in", address=address))

    def syncs(self, address: str, key: str, direction: str = "") -> str:
        """What Anki's server asked for, such as "NO_CHANGES"; a full sync is done in the direction given."""
        return str(self._ask("sync", address=address, key=key, direction=direction))

    def faces(self) -> list[Face]:
        names = {card.number: card.name for card in self.collection().cards}
        return [Face(names[number], question, answer) for number, question, answer in self._ask("faces")]

    def collection(self) -> Collection:
        data = self._ask("look")
        notes = tuple(Note(**note) for note in _frozen(data.pop("notes")))
        ids = {note.number: note.id for note in notes}
        cards = tuple(Card(name=f"{ids[card['note']]}/{card.pop('ordinal')}", **card) for card in data.pop("cards"))
        types = tuple(NoteType(**item) for item in _frozen(data.pop("note_types")))
        decks = {name: Deck(*deck) for name, deck in data.pop("decks").items()}
        return Collection(notes=notes, cards=cards, note_types=types, decks=decks, **data)

    def _ask(self, step: str, **arguments: object) -> Any:
        return self.anki.ask(self.file, step, **arguments)

    def _card(self, name: str) -> int:
        return self.collection().card(name).number

    def _note(self, id: str) -> int:
        return self.collection().note(id).number


def _frozen(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """JSON's lists as tuples, two levels deep."""
    for row in rows:
        yield {
            key: tuple(tuple(item) if isinstance(item, list) else item for item in value)
            if isinstance(value, list)
            else value
            for key, value in row.items()
        }
