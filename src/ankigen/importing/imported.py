"""The ledger's beginning: what learners have already, as release 0.0.0, so that the first real one sends only what
changed. Beside it lies that state as a package, which `diff` and `verify` compare with."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from ankigen.apkg import package_members
from ankigen.apkg.snapshot import Note
from ankigen.importing.fields import named_files
from ankigen.importing.plan import Plan
from ankigen.importing.staging import write_imported
from ankigen.model.content import Content, DeckContent
from ankigen.model.edition import Changes, Edition, Shipped
from ankigen.model.history import History, NoteTypeRecord, Record, Release
from ankigen.model.note_type import NoteType
from ankigen.model.notetypes import content_hash, schema_hash
from ankigen.model.version import IMPORTED
from ankigen.project.ledger import dump_ledger
from ankigen.project.paths import DeckPaths
from ankigen.source import clean


def write_history(
    plan: Plan, staged: DeckPaths, content: DeckContent, names: list[str], *, new: Collection[str] = ()
) -> None:
    """Write the ledger, and the package of what learners have with the media of these names; `new` are the notes that
    they do not have."""
    if new:
        kept = [html for name, note in plan.notes.items() if name not in new for html in note.fields]
        named = {file for html in kept for file in named_files(html)}
        names = [name for name in names if clean(name) in named]
    mods = {key: item.mod for key, item in plan.note_types}
    types = [item.note_type for item in content.own if item.key in mods]
    records = {note.id: _record(note, plan.notes[note.id], plan.time) for note in content.notes if note.id not in new}
    history = History(
        uid=plan.config.uid,
        name=plan.config.name,
        version=IMPORTED,
        time=plan.time,
        # Nobody knows what belongs to no note as ankigen would write it: the first release always has it.
        deck_hash="",
        note_types=tuple(
            NoteTypeRecord(item.kind, item.id, schema_hash(item), content_hash(item), min(mods[item.kind], plan.time))
            for item in sorted(types, key=lambda item: item.kind)
        ),
        notes=MappingProxyType(records),
    )
    members = {name: b"".join(pieces()) for name, pieces in package_members(_edition(plan, history, types, records))}
    listed = json.dumps({str(at): name for at, name in enumerate(names)}).encode()
    sha256 = write_imported(plan, staged.package(IMPORTED), {**members, "media": listed}, names)
    release = Release(IMPORTED, plan.time, added=len(records), updated=0, retired=0, notes=len(records), sha256=sha256)
    staged.ledger.write_bytes(dump_ledger(replace(history, releases=(release,))))


def _record(content: Content, note: Note, time: int) -> Record:
    return Record(
        id=content.id,
        guid=note.guid,
        kind=content.kind,
        title=content.title,
        note_id=note.id,
        cards=tuple(sorted({card.ordinal: card.id for card in reversed(note.cards)}.items())),
        mod=min(note.mod, time),
        added=IMPORTED,
        updated=IMPORTED,
        source_hash=content.source_hash,
        content_hash=content.content_hash,
        clozes=content.clozes,
    )


def _edition(plan: Plan, history: History, types: list[NoteType], records: Mapping[str, Record]) -> Edition:
    mods = {record.kind: record.mod for record in history.note_types}
    due = 1
    shipped = []
    for name, record in records.items():
        note = plan.notes[name]
        shipped.append(Shipped(record, note.fields, note.tags, record.cards, due))
        due += len(record.cards)
    return Edition(
        version=IMPORTED,
        time=plan.time,
        config=plan.config,
        description=plan.description,
        note_types=tuple((item, mods[item.kind]) for item in types),
        notes=tuple(shipped),
        media=(),
        changes=Changes(),
        history=history,
    )
