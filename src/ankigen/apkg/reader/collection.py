"""The SQLite database of a package: decks, note types, notes and cards. Schema 11 keeps the first two as JSON, the
newer ones, up to 18, in tables of their own."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import closing
from pathlib import Path

from ankigen.apkg.reader.newer_schema import read_newer_decks, read_newer_note_types
from ankigen.apkg.reader.schema import read_decks, read_note_types
from ankigen.apkg.snapshot import Card, Deck, Note, NoteType
from ankigen.diagnostic import AnkigenError
from ankigen.values import dataclass

TABLES = ("cards", "col", "notes")
LARGEST_VALUE = 64 * 1024**2
DEFAULT_DECK = 1
SCHEMA = 11
# With 15 note types and decks became tables; 18 is the newest (Anki 26.9).
NEWER_SCHEMAS = range(15, 19)
# A value may be of any type in SQLite, whatever its column says. `is_wanted` is asked of a note's id.
COL = """
    SELECT CAST(ifnull(ver, 0) AS INTEGER), CAST(ifnull(models, '') AS TEXT), CAST(ifnull(decks, '') AS TEXT)
    FROM col"""
NOTES = """
    SELECT CAST(ifnull(id, 0) AS INTEGER), CAST(ifnull(guid, '') AS TEXT), CAST(ifnull(mid, 0) AS INTEGER),
           CAST(ifnull(mod, 0) AS INTEGER), CAST(ifnull(tags, '') AS TEXT), CAST(ifnull(flds, '') AS TEXT)
    FROM notes WHERE is_wanted(CAST(ifnull(id, 0) AS INTEGER)) ORDER BY id"""
GUIDS = "SELECT CAST(ifnull(id, 0) AS INTEGER), CAST(ifnull(guid, '') AS TEXT) FROM notes"
# A card in a filtered deck belongs to the deck it came from.
CARDS = """
    SELECT CAST(ifnull(nid, 0) AS INTEGER), CAST(ifnull(ord, 0) AS INTEGER), CAST(ifnull(id, 0) AS INTEGER),
           CAST(ifnull(CASE WHEN ifnull(odid, 0) = 0 THEN did ELSE odid END, 0) AS INTEGER)
    FROM cards WHERE is_wanted(CAST(ifnull(nid, 0) AS INTEGER)) ORDER BY nid, ord, id"""


@dataclass(frozen=True, slots=True)
class Collection:
    decks: tuple[Deck, ...]
    note_types: Mapping[int, NoteType]
    notes: Mapping[str, Note]


def read_collection(path: Path, shown: str, guids: Set[str] | None = None) -> Collection:
    """What the database holds; if guids are given, of its notes only theirs. Raises AnkigenError if it is damaged or
    says what no Anki package may say."""
    try:
        with closing(_connect(path)) as connection:
            _check_tables(connection, shown)
            return _collection(connection, shown, guids)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # The second: sqlite3 cannot decode a message that quotes a damaged schema.
        raise AnkigenError(f"{shown}: its collection is damaged; download or export it again") from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    connection.text_factory = _text
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.create_collation("unicase", _unicase)
    return connection


def _unicase(one: str, other: str) -> int:
    """Anki's order of names, which newer schemas ask for."""
    first, second = one.casefold(), other.casefold()
    return (first > second) - (first < second)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _check_tables(connection: sqlite3.Connection, shown: str) -> None:
    """The tables are there, and are tables: a view or virtual table of that name could run anything."""
    statement = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
    found = {name for (name,) in connection.execute(statement)}
    missing = [name for name in TABLES if name not in found]
    if missing:
        raise AnkigenError(f"{shown}: its collection has no table '{missing[0]}': it is not an Anki package")


def _collection(connection: sqlite3.Connection, shown: str, guids: Set[str] | None) -> Collection:
    row = connection.execute(COL).fetchone()
    if row is None:
        raise AnkigenError(f"{shown}: its collection is empty: it is not an Anki package")
    version, models, decks = row
    if version > SCHEMA and version not in NEWER_SCHEMAS:
        raise AnkigenError(
            f"{shown}: its collection has the schema {version}, which this ankigen does not know; export it again with "
            "File → Export and tick 'Support older Anki versions'"
        )
    if version in NEWER_SCHEMAS:
        note_types, all_decks = read_newer_note_types(connection, shown), read_newer_decks(connection)
    else:
        note_types, all_decks = read_note_types(models, shown), read_decks(decks, shown)
    _check_note_types(note_types, shown)
    wanted = None if guids is None else {number for number, guid in connection.execute(GUIDS) if guid in guids}
    connection.create_function("is_wanted", 1, lambda note: wanted is None or note in wanted)
    cards = _cards(connection, {deck.id: deck.name for deck in all_decks})
    notes = _notes(_note_rows(connection, cards), note_types, shown)
    used = {card.deck for note in notes.values() for card in note.cards}
    kept = tuple(deck for deck in all_decks if deck.id != DEFAULT_DECK or deck.name in used)
    return Collection(kept, note_types, notes)


def _check_note_types(note_types: Mapping[int, NoteType], shown: str) -> None:
    for item in note_types.values():
        if not item.fields or not item.templates:
            lacking = "fields" if not item.fields else "templates"
            raise AnkigenError(f"{shown}: its note type '{item.name}' has no {lacking}: its collection is damaged")


def _cards(connection: sqlite3.Connection, decks: Mapping[int, str]) -> Mapping[int, tuple[Card, ...]]:
    """The cards of each note, by the note's id; the deck's name is empty if the package does not hold it."""
    found: defaultdict[int, list[Card]] = defaultdict(list)
    for note, ordinal, card, deck in connection.execute(CARDS):
        found[note].append(Card(ordinal, card, decks.get(deck, "")))
    return {note: tuple(cards) for note, cards in found.items()}


def _notes(rows: Iterable[Note], note_types: Mapping[int, NoteType], shown: str) -> dict[str, Note]:
    notes: dict[str, Note] = {}
    for note in rows:
        problem = _problem(note, note_types, notes)
        if problem:
            raise AnkigenError(f"{shown}: {problem}")
        notes[note.guid] = note
    return notes


def _note_rows(connection: sqlite3.Connection, cards: Mapping[int, tuple[Card, ...]]) -> Iterator[Note]:
    for number, guid, note_type, mod, tags, fields in connection.execute(NOTES):
        yield Note(
            guid=guid,
            id=number,
            note_type=note_type,
            mod=mod,
            tags=tuple(sorted(set(tags.split()))),
            fields=tuple(fields.split("\x1f")),
            cards=cards.get(number, ()),
        )


def _problem(note: Note, note_types: Mapping[int, NoteType], notes: Mapping[str, Note]) -> str:
    """What Anki would stumble over, empty if nothing."""
    if note.guid in notes:
        return (
            f"two notes ({notes[note.guid].id} and {note.id}) have the guid {note.guid!r}: Anki would keep both for "
            "ever and update only one of them"
        )
    note_type = note_types.get(note.note_type)
    if note_type is None:
        return f"note {note.id} is of note type {note.note_type}, which is not in the package"
    if len(note.fields) != len(note_type.fields):
        return (
            f"note {note.id} has {len(note.fields)} fields, its note type {len(note_type.fields)}: "
            "Anki refuses to import it"
        )
    return ""
