# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an update will do to a learner's collection, note by note, before anything is done. Pure but for reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar, Union

from .errors import CompanionError
from .feed import Deck, Version
from .merge import Edit, Merge, Published
from .notes import BOOKKEEPING, NOTE_ID, RETIRED, Note, is_older, is_retired, plain, revision, tagged, title
from .package import SEPARATOR, Contents, Row
from .store import Retired, Subscription

if TYPE_CHECKING:
    from anki.collection import Collection

T = TypeVar("T")


@dataclass(frozen=True)
class New:
    """A note that the learner does not have yet."""

    guid: str
    row: Row


@dataclass(frozen=True)
class Corrected:
    """A note that is corrected: whether for safety, the names of the fields that change, and what Anki is given if
    nobody answers: `kept` texts are the learner's, and `edits` are to be asked about."""

    guid: str
    row: Row
    title: str
    safety: bool
    fields: tuple[str, ...]
    edits: tuple[Edit, ...]
    kept: int


@dataclass(frozen=True)
class Gone:
    """A note of the learner's that the publisher retired: its number in the collection, and the reason. `row` is None
    if its cards say so already."""

    guid: str
    row: Row | None
    number: int
    title: str
    reason: str


@dataclass(frozen=True)
class Deleted:
    """A note that the learner deleted; it does not come back."""

    guid: str


Step = Union[New, Corrected, Gone, Deleted]


@dataclass(frozen=True)
class Mine:
    """A note as the learner has it: its number in the collection."""

    number: int
    note: Note


@dataclass(frozen=True)
class Plan:
    """What there is to do. `deck_names` are names of the package's decks that the learner changed (old → new)."""

    deck: Deck
    subscription: Subscription
    steps: tuple[Step, ...]
    deck_names: Mapping[str, str]

    @property
    def new(self) -> tuple[New, ...]:
        return self._of(New)

    @property
    def corrected(self) -> tuple[Corrected, ...]:
        """Safety corrections first."""
        return tuple(sorted(self._of(Corrected), key=lambda item: not item.safety))

    @property
    def retired(self) -> tuple[Gone, ...]:
        return self._of(Gone)

    @property
    def deleted(self) -> tuple[Deleted, ...]:
        return self._of(Deleted)

    @property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(edit for item in self.corrected for edit in item.edits)

    @property
    def kept(self) -> int:
        return sum(item.kept for item in self.corrected)

    @property
    def asks(self) -> bool:
        """Whether the learner has something to decide."""
        return bool(self.edits) or (bool(self.retired) and self.subscription.retired is Retired.ASK)

    def _of(self, kind: type[T]) -> tuple[T, ...]:
        return tuple(step for step in self.steps if isinstance(step, kind))


@dataclass(frozen=True)
class Answers:
    """What the learner decided: the edits (guid, field) whose correction is taken, and what retired notes become."""

    take: frozenset[tuple[str, str]] = frozenset()
    retired: Retired = Retired.LEAVE


def plan_update(
    col: Collection, deck: Deck, contents: Contents, published: Published, subscription: Subscription
) -> Plan:
    """Compare the package with the collection. Raises CompanionError if it would touch what is not this deck's."""
    mine = _mine(col, contents, deck.page)
    here = installed_version(col, deck.tag, subscription) if mine else ()
    compare = _Comparison(deck, here, Merge(deck.tag, published, subscription))
    steps = (compare.of(mine.get(note.guid), note) for note in contents.notes.values())
    return Plan(deck, subscription, tuple(filter(None, steps)), _deck_names(col, contents, mine))


def standing_answers(subscription: Subscription) -> Answers:
    """What the settings say where nothing has to be asked."""
    return Answers(retired=Retired.LEAVE if subscription.retired is Retired.ASK else subscription.retired)


def decide(plan: Plan, answers: Answers) -> Mapping[str, Row]:
    """The notes for Anki, by guid, after the learner decided."""
    rows = {step.guid: step.row for step in plan.steps if not isinstance(step, Deleted) and step.row}
    for edit in plan.edits:
        if (edit.guid, edit.field) in answers.take:
            row = rows[edit.guid]
            rows[edit.guid] = replace(row, fields={**row.fields, edit.field: edit.theirs})
    if answers.retired is Retired.DELETE:
        for gone in plan.retired:
            rows.pop(gone.guid, None)
    return rows


def installed_version(col: Collection, tag: str, subscription: Subscription) -> Version:
    """The newest version that a note of the deck came from, or that an update brought; () if there is no such note."""
    assert col.db
    newest: Version = ()
    for (tags,) in col.db.execute("select tags from notes where tags like ?", f"% {tag}::%"):
        newest = max(newest, tagged(tags.split(), tag))
    return max(newest, subscription.brought) if newest else ()


def fields_of(col: Collection, tag: str) -> tuple[str, ...]:
    """The names of the fields in which a learner may write, of all notes of the deck with this root of tags."""
    assert col.db
    types = col.db.list("select distinct mid from notes where tags like ?", f"% {tag}::%")
    names = [field["name"] for item in col.models.all() if item["id"] in types for field in item["flds"]]
    return tuple(name for name in dict.fromkeys(names) if name not in BOOKKEEPING and not name.startswith("Spare "))


@dataclass(frozen=True)
class _Comparison:
    """A learner's deck, at version `here`, against the newest."""

    deck: Deck
    here: Version
    merge: Merge

    def of(self, mine: Mine | None, theirs: Note) -> Step | None:
        """What becomes of one note; None if nothing does."""
        if is_retired(theirs, self.deck.tag):
            return self.gone(mine, theirs) if mine else None
        if not mine:
            added = tagged(theirs.tags, self.deck.tag, "added")
            had = added and self.here and added <= self.here
            return Deleted(theirs.guid) if had else New(theirs.guid, Row(theirs.fields, theirs.tags, theirs.mod))
        return self.corrected(mine, theirs) if is_older(mine.note, theirs, self.deck.tag) else None

    def gone(self, mine: Mine, theirs: Note) -> Gone | None:
        told = not is_older(mine.note, theirs, self.deck.tag)
        if told and self.merge.subscription.retired is not Retired.DELETE:
            return None
        reason = plain(theirs.fields.get(RETIRED, ""))
        return Gone(theirs.guid, None if told else _row(theirs, mine), mine.number, title(theirs), reason)

    def corrected(self, mine: Mine, theirs: Note) -> Corrected:
        merged = self.merge.of(mine.note, theirs)
        moved = (name for name, text in merged.fields.items() if text != mine.note.fields.get(name))
        missed = self.deck.since(revision(mine.note, self.deck.tag))
        return Corrected(
            guid=theirs.guid,
            row=_row(replace(theirs, fields=merged.fields, tags=merged.tags), mine),
            title=title(theirs),
            safety=any(theirs.fields.get(NOTE_ID, "") in release.safety for release in missed),
            fields=tuple(name for name in moved if name not in BOOKKEEPING),
            edits=merged.edits,
            kept=merged.kept,
        )


def _row(note: Note, mine: Mine) -> Row:
    """Anki takes a note only if it is newer than the learner's."""
    return Row(note.fields, note.tags, max(note.mod, mine.note.mod + 1))


def _mine(col: Collection, contents: Contents, page: str) -> Mapping[str, Mine]:
    """The learner's notes of the package, by guid."""
    assert col.db
    names = {item["id"]: [field["name"] for field in item["flds"]] for item in col.models.all()}
    found = {}
    for number, guid, type_id, mod, tags, texts in col.db.execute("select id, guid, mid, mod, tags, flds from notes"):
        theirs = contents.notes.get(guid)
        if not theirs:
            continue
        if type_id != theirs.type_id or names[type_id] != list(theirs.fields):
            raise CompanionError(
                f"Your note “{title(theirs)}” is of another note type than the publisher’s, so Anki would not update "
                f"it. Nothing was changed. Import the file by hand: {page} says how."
            )
        fields = dict(zip(names[type_id], texts.split(SEPARATOR)))
        found[guid] = Mine(number, Note(guid, type_id, mod, fields, tuple(tags.split())))
    return found


def _deck_names(col: Collection, contents: Contents, mine: Mapping[str, Mine]) -> Mapping[str, str]:
    """Anki finds a deck by its name. If the learner renamed it, new cards go where most of the old ones are."""
    if len(contents.decks) != 1 or not mine or col.decks.id_for_name(contents.decks[0]):
        return {}
    homes: Counter[str] = Counter(_homes(col, [item.number for item in mine.values()]))
    return {contents.decks[0]: homes.most_common(1)[0][0]} if homes else {}


def _homes(col: Collection, numbers: list[int]) -> Iterator[str]:
    """The names of the decks of these notes' cards, once for each card."""
    assert col.db
    marks = ",".join(map(str, numbers))
    query = f"select case odid when 0 then did else odid end from cards where nid in ({marks})"
    for (number,) in col.db.execute(query):
        name = col.decks.name_if_exists(number)
        if name:
            yield name
