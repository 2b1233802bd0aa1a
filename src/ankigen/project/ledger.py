"""The ledger's file: JSON Lines, one record a line in a fixed order, so that git shows and merges it."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

from ankigen.diagnostic import AnkigenError
from ankigen.model.history import History, NoteTypeRecord, Record, Release
from ankigen.model.note import Kind

FORMAT = 1
T = TypeVar("T")


def dump_ledger(history: History) -> bytes:
    """The ledger's bytes; the same history gives the same bytes."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in _lines(history)).encode()


def _lines(history: History) -> Iterator[dict[str, Any]]:
    yield {
        "ledger": FORMAT,
        "uid": history.uid,
        "name": history.name,
        "version": history.version,
        "time": history.time,
        "deck_hash": history.deck_hash,
        "note_types": {
            note_type.kind.value: {
                "id": note_type.id,
                "schema": note_type.schema,
                "content": note_type.content,
                "mod": note_type.mod,
            }
            for note_type in history.note_types
        },
    }
    for release in history.releases:
        yield {
            "release": release.version,
            "time": release.time,
            "added": release.added,
            "updated": release.updated,
            "retired": release.retired,
            "notes": release.notes,
            "sha256": release.sha256,
        }
    for _, record in sorted(history.notes.items()):
        yield _record_line(record)


def _record_line(record: Record) -> dict[str, Any]:
    line: dict[str, Any] = {
        "note": record.id,
        "guid": record.guid,
        "kind": record.kind.value,
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
    return line


def load_ledger(path: Path, shown: str, uid: str, name: str) -> History:
    """The history in the file, an empty one where there is no file.

    Raises AnkigenError, with the line, where the file is damaged or of a deck with another uid.
    """
    try:
        text = path.read_bytes().decode()
    except FileNotFoundError:
        return History(uid=uid, name=name)
    except OSError as error:
        raise AnkigenError(f"{shown}: the ledger cannot be read: {error.strerror}; restore it from git") from error
    except UnicodeDecodeError as error:
        raise AnkigenError(f"{shown}: the ledger is not UTF-8 text; restore it from git") from error
    lines = text.split("\n")
    if lines.pop() != "" or not lines:
        raise AnkigenError(f"{shown}:{len(lines) + 1}: the ledger is cut off; restore it from git")
    return _history(lines, shown, uid)


def _history(lines: list[str], shown: str, uid: str) -> History:
    history = History(uid, "")
    releases: list[Release] = []
    notes: dict[str, Record] = {}
    for number, line in enumerate(lines, start=1):
        if line.startswith("<<<<<<<"):
            way_out = f"keep one side (git checkout --ours {shown}) and release again"
            raise AnkigenError(f"{shown}:{number}: git left a conflict here; {way_out}")
        try:
            data = json.loads(line)
            if number == 1:
                history = _header(data, shown, uid)
            elif "release" in data:
                releases.append(_made(Release, version=data.pop("release"), **data))
            else:
                record = _record(data)
                _refuse_double(record, notes, f"{shown}:{number}")
                notes[record.id] = record
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise AnkigenError(f"{shown}:{number}: the ledger is damaged here; restore it from git") from error
    _refuse_lost_lines(history.version, releases, notes, f"{shown}:{len(lines)}")
    _refuse_shared_numbers(notes, shown)
    return replace(history, releases=tuple(releases), notes=notes)


def _refuse_double(record: Record, notes: dict[str, Record], place: str) -> None:
    """Two branches that both released give two notes the same numbers: Anki would hold one of them."""
    if record.id in notes:
        raise AnkigenError(f"{place}: '{record.id}' stands in the ledger twice; keep one line")


def _refuse_shared_numbers(notes: dict[str, Record], place: str) -> None:
    numbers = [record.note_id for record in notes.values()]
    cards = [card for record in notes.values() for _, card in record.cards]
    guids = [record.guid for record in notes.values()]
    if any(len(set(values)) < len(values) for values in (numbers, cards, guids)):
        raise AnkigenError(
            f"{place}: two notes in the ledger have the same guid or number, as after a merge of two releases; "
            "keep one side (git checkout --ours) and release again"
        )


def _refuse_lost_lines(version: str, releases: list[Release], notes: dict[str, Record], place: str) -> None:
    """A note whose line is lost would get new ids: the last release tells how many live notes it had."""
    live = sum(not record.retired for record in notes.values())
    if (version, live) != ((releases[-1].version, releases[-1].notes) if releases else ("", 0)):
        raise AnkigenError(f"{place}: the ledger lacks lines; restore it from git")


def _made(made: type[T], /, **values: Any) -> T:
    """The record of these values. Raises TypeError where one is unknown, missing or of another type."""
    for field in fields(made):  # type: ignore[arg-type]  # every record is a dataclass
        if field.type in (str, int) and field.name in values and type(values[field.name]) is not field.type:
            raise TypeError(field.name)
    return made(**values)


def _header(data: dict[str, Any], shown: str, uid: str) -> History:
    if data.pop("ledger") != FORMAT:
        raise AnkigenError(f"{shown}:1: the ledger is of a newer ankigen; update ankigen")
    if data["uid"] != uid:
        raise AnkigenError(
            f"{shown}:1: the ledger belongs to the deck with uid '{data['uid']}', but deck.toml says '{uid}'; "
            "put the old uid back, or move the ledger away to start a new deck"
        )
    types = tuple(_made(NoteTypeRecord, kind=Kind(kind), **values) for kind, values in data.pop("note_types").items())
    first = {name: data.pop(name) for name in ("version", "time", "deck_hash")}
    order = tuple(Kind)
    return _made(History, **data, **first, note_types=tuple(sorted(types, key=lambda item: order.index(item.kind))))


def _record(data: dict[str, Any]) -> Record:
    cards = tuple(sorted((int(ordinal), int(card)) for ordinal, card in data.pop("cards").items()))
    clozes = tuple(sorted((int(number), str(text)) for number, text in data.pop("clozes", {}).items()))
    return _made(Record, id=data.pop("note"), kind=Kind(data.pop("kind")), cards=cards, clozes=clozes, **data)
