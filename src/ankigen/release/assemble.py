"""What a build ships: today's notes against the history. A draft and a release differ only in who keeps the result."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import repeat

from ankigen.model.anki_marks import inert
from ankigen.model.config import DeckConfig
from ankigen.model.content import Content, DeckContent
from ankigen.model.edition import DRAFT, Changes, Edition, Shipped
from ankigen.model.formula import dead
from ankigen.model.history import NoteTypeRecord, Record
from ankigen.model.note import Kind
from ankigen.model.note_type import NoteType
from ankigen.model.notetypes import NOTE_ID, RETIRED, REVISION, SCHEMAS, content_hash, schema_hash
from ankigen.model.version import Step
from ankigen.release.changes import deck_hash
from ankigen.release.numbering import Numbers, number_notes
from ankigen.release.plan import Plan
from ankigen.values import dataclass

KINDS = frozenset(Kind)
TOMBSTONE = 1  # how learners are told of a retirement now; older releases keep the form that they had


def draft(plan: Plan, moment: int) -> Edition:
    """Today's sources as a package; the last release itself if nothing moved."""
    if plan.changes.step is Step.NONE:
        return assemble(plan, plan.history.version, plan.history.time)
    return assemble(plan, plan.next_version + DRAFT, max(moment, plan.history.time + 1))


def delta(whole: Edition, since: int) -> Edition:
    """Only what changed after `since` (Unix seconds), under the same ids: for learners who have that release."""
    notes = tuple(note for note in whole.notes if note.record.mod > since)
    names = {name for note in notes for name in note.media}
    # What templates and styles show, no note names.
    names |= {file.name for file in whole.media if file.name.startswith("_")}
    return replace(whole, notes=notes, media=tuple(file for file in whole.media if file.name in names))


def assemble(plan: Plan, version: str, time: int) -> Edition:
    """The package of this version, made at this time (Unix seconds)."""
    content, history, changes = plan.content, plan.history, plan.changes
    numbers = number_notes(content, history, time)
    live = [
        _record(note, history.notes.get(note.id), numbers[note.id], changes, version, time) for note in content.notes
    ]
    dead = [_retired(record, changes, version, time) for _, record in sorted(history.notes.items()) if record.reason]
    note_types = _note_types(plan, time)
    return Edition(
        version=version,
        time=time,
        config=content.config,
        description=_description(content, version),
        note_types=note_types,
        notes=(*_live_notes(plan, live), *(_tombstone(record, plan) for record in dead)),
        media=content.media,
        changes=changes,
        history=replace(
            history,
            name=content.config.name,
            version=version,
            time=time,
            deck_hash=deck_hash(content),
            family=content.config.family,
            note_types=tuple(
                NoteTypeRecord(item.kind, item.id, schema_hash(item), content_hash(item), mod)
                for item, mod in note_types
            ),
            notes={record.id: record for record in (*live, *dead)},
        ),
    )


def _retired(record: Record, changes: Changes, version: str, time: int) -> Record:
    if record.id in changes.retired:
        return record._replace(retired=version, mod=time, updated=version, tombstone=TOMBSTONE)
    return record._replace(mod=time, tombstone=TOMBSTONE) if record.id in changes.sent_again else record


def _note_types(plan: Plan, time: int) -> tuple[tuple[NoteType, int], ...]:
    """The note types with their mods: Anki takes new templates and style only with a newer one."""
    released = {record.kind: record.mod for record in plan.history.note_types}
    return tuple(
        (item, _mod(item, plan, time) if item.kind in plan.changes.note_types else released[item.kind])
        for item in plan.note_types
    )


def _mod(item: NoteType, plan: Plan, time: int) -> int:
    """The mod of a design that is new to the deck. One that another deck of the family has released keeps the time at
    which learners could first have it: in whatever order they import the decks, and whichever ankigen made them, the
    design that the family released last wins. A new one has to be later than all of them."""
    own = max((record.mod for record in plan.history.note_types if record.kind == item.kind), default=0)
    others = [record for record in plan.content.designs if record.id == item.id]
    known = max((record.mod for record in others if record.content == content_hash(item)), default=0)
    return known if known > own else max(time, own + 1, *(record.mod + 1 for record in others))


def _record(note: Content, last: Record | None, numbers: Numbers, changes: Changes, version: str, time: int) -> Record:
    kept = last if note.id not in changes.updated else None
    record = Record(
        id=note.id,
        guid=last.guid if last else note.guid,
        kind=note.kind,
        title=note.title,
        note_id=numbers.note,
        cards=numbers.cards,
        mod=kept.mod if kept else time,
        added=last.added if last else version,
        updated=kept.updated if kept else version,
        source_hash=note.source_hash,
        content_hash=kept.content_hash if kept else note.content_hash,
        clozes=note.clozes,
    )
    return last if record == last else record  # of most notes there is nothing new, and two of each need much room


def _description(content: DeckContent, version: str) -> str:
    """The deck's description with a line that tells a learner which version this is."""
    config = content.config
    facts = [f"Version {version}", ", ".join(config.authors), config.license]
    return content.description + "\n<p>" + html.escape(dead(" · ".join(fact for fact in facts if fact))) + "</p>"


def _live_notes(plan: Plan, records: list[Record]) -> Iterator[Shipped]:
    due = 1
    names = {item.kind: tuple(name for name, _ in item.fields) for item in plan.note_types}
    for note, record in zip(plan.content.notes, records, strict=True):
        yield _shipped(note, record, plan.content.config, names[note.kind], due)
        due += len(note.ordinals)


def _shipped(note: Content, record: Record, config: DeckConfig, names: Sequence[str], due: int) -> Shipped:
    cards = dict(record.cards)
    return Shipped(
        record=record,
        fields=_Fields(note, record, names),
        tags=_tags(note.tags, config.tag, record.added, record.updated),
        text=note.content_hash,
        cards=record.cards if tuple(cards) == note.ordinals else tuple((at, cards[at]) for at in note.ordinals),
        due=due,
        media=note.media,
    )


@lru_cache
def _tags(own: tuple[str, ...], root: str, added: str, updated: str) -> tuple[str, ...]:
    """A note's own tags, and those by which learners find what a release brought: the same for most notes of a file."""
    more = (f"{root}::added::{added}", *([f"{root}::updated::{updated}"] if updated != added else []))
    return tuple(sorted({*own, *more}))


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of a note in the order of these names; all of a big deck's at once would fill the memory."""

    note: Content
    record: Record
    names: Sequence[str]

    def __iter__(self) -> Iterator[str]:
        texts = dict(self.note.fields.items())
        if self.note.kind in KINDS:  # a field of an own type is its author's, whatever it is called
            texts |= {REVISION: self.record.updated, NOTE_ID: self.record.id}
        return map(texts.get, self.names, repeat(""))


def _tombstone(record: Record, plan: Plan) -> Shipped:
    """A retired note: no cards and a reason, so that Anki's own Empty Cards removes it from a learner's collection."""
    reason = html.escape(dead(record.reason if record.reason.endswith((".", "!", "?")) else f"{record.reason}."))
    if record.replaced_by:
        reason += f" Replaced by {html.escape(record.replaced_by)}."
    title = inert(html.escape(dead(record.title)))
    if record.kind in tuple(Kind):
        names = SCHEMAS[Kind(record.kind)].fields
        texts = {names[0]: title, REVISION: record.retired, NOTE_ID: record.id, RETIRED: reason}
    else:
        own = next(item for item in plan.content.own if item.key == record.kind)
        names = own.fields
        # With every field of its fronts empty the card is, too; the first of the others says what it was.
        spare = [name for name in names if name not in own.on_fronts()]
        texts = {spare[0]: f"{title}<br>{reason}"} if spare else {}
    fields = tuple(texts.get(name, "") for name in names)
    return Shipped(record, fields, tuple(_tombstone_tags(record, plan.content.config.tag)), "\x1f".join(fields))


def _tombstone_tags(record: Record, root: str) -> Iterator[str]:
    """That it is retired; and of a cloze the numbers of its cards. Anki shows its own page in place of a card whose
    number it finds nowhere, but looks for a note's cards in its fields alone: so the card says why it is retired, and
    Empty Cards removes it."""
    yield f"{root}::retired"
    if record.tombstone and record.kind in tuple(Kind) and Kind(record.kind).is_cloze:
        yield f"{root}::retired::" + "".join(f"{{{{c{ordinal + 1}::}}}}" for ordinal, _ in record.cards)
