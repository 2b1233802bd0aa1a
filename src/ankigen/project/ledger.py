"""The ledger's file: JSON Lines, one record on each line in a fixed order, so that git can show and merge it."""

import json
from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from sys import intern
from typing import Any, NoReturn, TypeVar

from ankigen.codes.project import LEDGER_CONFLICT, LEDGER_DAMAGED, LEDGER_DUPLICATE, LEDGER_NEWER, LEDGER_OTHER_DECK
from ankigen.diagnostic import Code, Diagnostic
from ankigen.model.adopted import Adopted, Part
from ankigen.model.history import History, NoteTypeRecord, Record, Release
from ankigen.model.note import Kind
from ankigen.model.notetypes import SCHEMAS
from ankigen.model.version import PATTERN
from ankigen.source import Source

FORMAT = 1
RESTORE = "restore it from git"
# Versions become names of files and words on pages, times become days: a stranger's ledger chooses no more.
VERSIONS = {(Release, "version"), (History, "version"), (Record, "added"), (Record, "updated"), (Record, "retired")}
MAY_BE_EMPTY = VERSIONS - {(Release, "version"), (Record, "added")}
LATEST = 253_402_300_799  # the last second of the year 9999, after which there are no dates
LARGEST = 2**63 - 1  # of a number in Anki's collection
# The fields of each record that are texts or numbers.
PLAIN: dict[type, tuple[tuple[str, type], ...]] = {
    record: tuple((name, kind) for name, kind in record.__annotations__.items() if kind in (str, int))
    for record in (Release, History, NoteTypeRecord, Record)
}
T = TypeVar("T")


def _not_whole(number: str) -> NoReturn:
    raise ValueError(f"{number}: a ledger holds whole numbers only")


# One for all lines: json.loads and json.dumps with options make a new one for each.
DECODE = json.JSONDecoder(parse_float=_not_whole, parse_constant=_not_whole).decode
ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def dump_ledger(history: History) -> bytes:
    """The ledger's bytes; the same history gives the same bytes."""
    return b"".join(ledger_lines(history))


def ledger_lines(history: History) -> Iterator[bytes]:
    """The same, line by line: that of a big deck has tens of megabytes."""
    return (ENCODE(line).encode() + b"\n" for line in _lines(history))


def _lines(history: History) -> Iterator[dict[str, Any]]:
    yield {
        "ledger": FORMAT,
        "uid": history.uid,
        "name": history.name,
        "version": history.version,
        "time": history.time,
        "deck_hash": history.deck_hash,
        **({"family": history.family} if history.family else {}),
        **({"moved": {item.kind.value: _moved_line(item) for item in history.moved}} if history.moved else {}),
        "note_types": {
            str(note_type.kind): {
                "id": note_type.id,
                "schema": note_type.schema,
                "content": note_type.content,
                "mod": note_type.mod,
            }
            for note_type in history.note_types
        },
    }
    yield from map(_release_line, history.releases)
    for _, record in sorted(history.notes.items()):
        yield _record_line(record)


def _moved_line(adopted: Adopted) -> dict[str, Any]:
    """Each part by its own name with its name in Anki and the id it bears, which may be none."""
    return {
        "fields": {part.ours: [part.name, part.id] for part in adopted.fields},
        "templates": {part.ours: [part.name, part.id] for part in adopted.templates},
        **({"id": adopted.type_id} if adopted.type_id else {}),
    }


def _release_line(release: Release) -> dict[str, Any]:
    line: dict[str, Any] = {
        "release": release.version,
        "time": release.time,
        "added": release.added,
        "updated": release.updated,
        "retired": release.retired,
        "notes": release.notes,
        "sha256": release.sha256,
    }
    return line | {"made_by": release.made_by} if release.made_by else line


def _record_line(record: Record) -> dict[str, Any]:
    line: dict[str, Any] = {
        "note": record.id,
        "guid": record.guid,
        "kind": str(record.kind),
        "title": record.title,
        "note_id": record.note_id,
        "cards": {str(ordinal): card for ordinal, card in record.cards},
        "mod": record.mod,
        "added": record.added,
        "updated": record.updated,
        "source_hash": record.source_hash,
        "content_hash": record.content_hash,
    }
    if record.clozes:
        line["clozes"] = {str(number): text for number, text in record.clozes}
    if record.reason:
        line |= {"retired": record.retired, "reason": record.reason, "replaced_by": record.replaced_by}
    if record.tombstone:
        line["tombstone"] = record.tombstone
    return line


def load_ledger(source: Source, data: bytes, uid: str) -> tuple[History, tuple[Diagnostic, ...]]:
    """The history in the ledger's bytes, and what is wrong with them: then the history cannot be relied on."""
    source = replace(source, text=data.decode("utf-8", "replace"))
    reading = _Reading(source, uid)
    try:
        data.decode()
    except UnicodeDecodeError as error:
        reading.report(data.count(b"\n", 0, error.start) + 1, LEDGER_DAMAGED, "the ledger is not UTF-8 text", RESTORE)
        return History(uid, ""), tuple(reading.problems)
    history = reading.history()
    return history, tuple(reading.problems)


def load_header(line: bytes) -> History | None:
    """What the first line of a ledger says, without releases and notes; None if it cannot be read."""
    try:
        data = DECODE(line.decode())
        return _header(data) if data.pop("ledger") == FORMAT else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


@dataclass(slots=True)
class _Reading:
    """Reads line after line and keeps what is wrong, each fault once."""

    source: Source
    uid: str
    problems: list[Diagnostic] = field(default_factory=list)
    header: History = field(default_factory=lambda: History("", ""))
    kinds: frozenset[str] = frozenset()  # ankigen's own, and the own types that the header knows
    releases: list[Release] = field(default_factory=list)
    notes: dict[str, Record] = field(default_factory=dict)

    def history(self) -> History:
        lines = self.source.text.split("\n")
        if lines.pop() != "" or not lines:
            self.report(len(lines) + 1, LEDGER_DAMAGED, "the ledger is cut off", RESTORE)
        for number, line in enumerate(lines, start=1):
            if line.startswith("<<<<<<<"):
                self.report(number, LEDGER_CONFLICT, "git left a conflict in the ledger", self.keep_one_side())
                break
            self.line(number, line)
            if number == 1 and self.problems:
                break  # what follows belongs to a ledger that is not understood
        if not self.problems:
            self.whole(len(lines))
        return replace(self.header, releases=tuple(self.releases), notes=self.notes)

    def line(self, number: int, line: str) -> None:
        try:
            data = DECODE(line)
            if number == 1:
                self.header = self.read_header(data)
                self.kinds = frozenset((*Kind, *(item.kind for item in self.header.note_types)))
            elif "release" in data:
                self.releases.append(_made(Release, version=data.pop("release"), **data))
            else:
                self.add(number, _record(data, self.kinds))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.report(number, LEDGER_DAMAGED, "the ledger is damaged here", RESTORE)

    def read_header(self, data: dict[str, Any]) -> History:
        if data.pop("ledger") != FORMAT:
            self.report(1, LEDGER_NEWER, "the ledger was written by a newer ankigen", "update ankigen")
            return History(self.uid, "")
        if data["uid"] != self.uid:
            message = f"the ledger belongs to the deck with uid '{data['uid']}', but deck.toml says '{self.uid}'"
            hint = "put the old uid back, or move the ledger away to start a new deck"
            self.report(1, LEDGER_OTHER_DECK, message, hint)
        return _header(data)

    def add(self, number: int, record: Record) -> None:
        if record.id in self.notes:
            message, hint = f"the ledger has the note '{record.id}' twice", "keep one of the two lines"
            self.report(number, LEDGER_DUPLICATE, message, hint)
        self.notes[record.id] = record

    def whole(self, last: int) -> None:
        """A note whose line is lost would get new ids: the last release says how many live notes it had. And two
        branches that both released give two notes the same numbers: Anki would hold one of them."""
        live = sum(not record.retired for record in self.notes.values())
        released = (self.releases[-1].version, self.releases[-1].notes) if self.releases else ("", 0)
        if (self.header.version, live) != released:
            self.report(last, LEDGER_DAMAGED, "the ledger lacks lines", RESTORE)
        notes = self.notes.values()
        numbers = [record.note_id for record in notes]
        cards = [card for record in notes for _, card in record.cards]
        guids = [record.guid for record in notes]
        if any(len(set(values)) < len(values) for values in (numbers, cards, guids)):
            message = "two notes in the ledger have the same guid or number, as after a merge of two releases"
            self.report(1, LEDGER_DUPLICATE, message, self.keep_one_side())

    def keep_one_side(self) -> str:
        return f"keep one side (git checkout --ours {self.source.shown}) and release again"

    def report(self, line: int, code: Code, message: str, hint: str) -> None:
        self.problems.append(Diagnostic(self.source.span(line), code, message, hint))


def _made(made: type[T], /, **values: Any) -> T:
    """The record of these values. Raises TypeError if one is unknown, missing or of another type, and ValueError if it
    is no version, time or number that could ever have been written."""
    for name, wanted in PLAIN[made]:
        if name not in values:
            continue
        value: object = values[name]
        if type(value) is not wanted:
            raise TypeError(name)
        if isinstance(value, int) and not (0 <= value <= LATEST if name == "time" else abs(value) <= LARGEST):
            raise ValueError(f"{name} is out of bounds")
        if isinstance(value, str) and (made, name) in VERSIONS and not _is_version(value, (made, name) in MAY_BE_EMPTY):
            raise ValueError(f"{name} is not a version")
    return made(**values)


@lru_cache  # thousands of notes came with one release
def _is_version(text: str, may_be_empty: bool) -> bool:
    return PATTERN.fullmatch(text) is not None or (may_be_empty and not text)


def _header(data: dict[str, Any]) -> History:
    types = tuple(_made(NoteTypeRecord, kind=kind, **values) for kind, values in data.pop("note_types").items())
    first = {name: data.pop(name) for name in ("version", "time", "deck_hash")}
    order: tuple[str, ...] = (*Kind, *sorted(item.kind for item in types if item.kind not in tuple(Kind)))
    moved = tuple(_moved(Kind(kind), **parts) for kind, parts in data.pop("moved", {}).items())
    return _made(
        History, **data, **first, moved=moved, note_types=tuple(sorted(types, key=lambda item: order.index(item.kind)))
    )


def _moved(kind: Kind, fields: dict[str, Any], templates: dict[str, Any], id: int | None = None) -> Adopted:
    """Raises ValueError or TypeError if it is not what `_moved_line` writes."""
    schema = SCHEMAS[kind]
    if not (fields.keys() <= set(schema.fields) and templates.keys() <= set(schema.templates)):
        raise ValueError(f"{kind} has no such field or template")
    if id is not None and type(id) is not int:
        raise TypeError("id")
    return Adopted(kind, tuple(_parts(fields)), tuple(_parts(templates)), id)


def _parts(parts: dict[str, Any]) -> Iterator[Part]:
    for ours, (name, number) in parts.items():
        if type(name) is not str or (number is not None and type(number) is not int):
            raise TypeError(ours)
        yield Part(ours, name, number)


def _record(data: dict[str, Any], kinds: Set[str]) -> Record:
    """A note's line. Raises what `_made` does."""
    kind = data.pop("kind")
    if kind not in kinds:
        raise ValueError(f"{kind} is not a note type")
    kind, data["added"], data["updated"] = map(intern, (kind, data["added"], data["updated"]))  # in memory once each
    cards = tuple(sorted((int(ordinal), int(card)) for ordinal, card in data.pop("cards").items()))
    if any(abs(number) > LARGEST for card in cards for number in card):
        raise ValueError("a card's number is out of bounds")
    clozes = tuple(sorted((int(number), str(text)) for number, text in data.pop("clozes", {}).items()))
    return _made(Record, id=data.pop("note"), kind=kind, cards=cards, clozes=clozes, **data)
