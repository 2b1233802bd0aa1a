"""The ledger's beginning: what learners have already, as release 0.0.0, so that the first real one sends only what
changed. Beside it lies that state as a package, which `diff` and `verify` compare with."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from ankigen.apkg import snapshot
from ankigen.apkg.database import NAME, collection
from ankigen.apkg.snapshot import Note
from ankigen.importing.fields import named_files
from ankigen.importing.plan import Plan
from ankigen.importing.staging import write_imported
from ankigen.model.adopted import Adopted
from ankigen.model.content import Content, DeckContent
from ankigen.model.edition import Changes, Edition, Shipped
from ankigen.model.history import History, NoteTypeRecord, Record, Release
from ankigen.model.note import Kind
from ankigen.model.note_type import NoteType, Template
from ankigen.model.notetypes import content_hash, schema_hash
from ankigen.model.version import IMPORTED
from ankigen.project.ledger import dump_ledger
from ankigen.project.paths import DeckPaths
from ankigen.source import clean


def write_history(
    plan: Plan,
    staged: DeckPaths,
    content: DeckContent,
    names: list[str],
    *,
    new: Collection[str] = (),
    of_types: Collection[str] = (),
    moved: tuple[Adopted, ...] = (),
) -> None:
    """Write the ledger, and the package of what learners have with the media of these names; `new` are the notes that
    they do not have, `of_types` those of the media that note types show, `moved` what ankigen's note types bear of
    theirs."""
    if new:
        kept = [html for name, note in plan.notes.items() if name not in new for html in note.fields]
        named = {file for html in kept for file in named_files(html)}
        names = [name for name in names if clean(name) in named or name in of_types]
    mods = {key: item.mod for key, item in plan.note_types}
    types = [item.note_type for item in content.own if item.key in mods]
    records = {note.id: _record(note, plan.notes[note.id], plan.time) for note in content.notes if note.id not in new}
    as_before = {item.kind for item in moved if item.type_id is not None}
    records = {
        name: _sent_again(record) if record.kind in set(Kind) - as_before else record
        for name, record in records.items()
    }
    history = History(
        uid=plan.config.uid,
        name=plan.config.name,
        version=IMPORTED,
        time=plan.time,
        # Nobody knows what belongs to no note as ankigen would write it: the first release always has it.
        deck_hash="",
        moved=moved,
        note_types=tuple(
            NoteTypeRecord(item.kind, item.id, schema_hash(item), content_hash(item), min(mods[item.kind], plan.time))
            for item in sorted(types, key=lambda item: item.kind)
        ),
        notes=MappingProxyType(records),
    )
    edition = _edition(plan, history, _all_types(plan, types), records)
    database = b"".join(collection(edition))
    listed = json.dumps({str(at): name for at, name in enumerate(names)}).encode()
    sha256 = write_imported(plan, staged.package(IMPORTED), {NAME: database, "media": listed}, names)
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


def _sent_again(record: Record) -> Record:
    """A note that becomes another type's goes to learners again, whatever it says: Anki moves only what is new."""
    return record._replace(source_hash="", content_hash="")


def _all_types(plan: Plan, kept: Iterable[NoteType]) -> list[NoteType]:
    """The note types that learners have: as the deck's folder has them, or as they are, if all of their notes became
    ankigen's."""
    known = {item.kind: item for item in kept}
    return [known.get(key) or _as_it_is(key, item) for key, item in plan.note_types]


def _as_it_is(key: str, item: snapshot.NoteType) -> NoteType:
    return NoteType(
        kind=key,
        id=item.id,
        name=item.name,
        fields=tuple((part.name, part.id) for part in item.fields),
        templates=tuple(Template(part.name, part.id, part.front, part.back, part.settings) for part in item.templates),
        css=item.css,
        cloze=item.kind is snapshot.NoteTypeKind.CLOZE,
        sort_field=item.sort_field,
        settings=item.settings,
        field_settings=tuple(part.settings for part in item.fields),
    )


def _edition(plan: Plan, history: History, types: list[NoteType], records: Mapping[str, Record]) -> Edition:
    mods = {key: min(item.mod, plan.time) for key, item in plan.note_types}
    due = 1
    shipped = []
    for name, record in records.items():
        note = plan.notes[name]
        record = record._replace(kind=plan.keys[note.note_type])
        shipped.append(Shipped(record, note.fields, note.tags, "\x1f".join(note.fields), record.cards, due))
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
