# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an update will do to a learner's collection, note by note, before anything is done. Pure but for reading."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Collection as Group
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .errors import CompanionError
from .feed import Deck, Version, parse_version, text_hash
from .package import Contents, Note, Row
from .store import Edited, Retired, Subscription

if TYPE_CHECKING:
    from anki.collection import Collection

REVISION, NOTE_ID, RETIRED = "Revision", "Note ID", "Retired"
# The publisher's own bookkeeping; never anybody's to edit.
BOOKKEEPING = (REVISION, NOTE_ID, RETIRED)
PROTECT = "ankigen::protect::"
MARKUP = re.compile(r"<[^>]*>")
CLOZE = re.compile(r"\{\{c[0-9,]+::(.*?)(?:::[^{}]*)?\}\}")

Published = Mapping[str, Mapping[str, Group[str]]]


@dataclass(frozen=True)
class Edit:
    """A text that the learner edited and the publisher corrected, both as HTML."""

    guid: str
    title: str
    field: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Corrected:
    """A note that is corrected: its title, whether for safety, and the names of the fields that change."""

    guid: str
    title: str
    safety: bool
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Gone:
    """A note of the learner's that the publisher retired: its number in the collection, title, and reason."""

    guid: str
    number: int
    title: str
    reason: str


@dataclass(frozen=True)
class Mine:
    """A note as the learner has it."""

    number: int
    note: Note


@dataclass(frozen=True)
class Plan:
    """What there is to do. `edits` are to be asked about, `rows` hold what Anki is given when nobody answers: the
    learner's own words in every place that is theirs. `left_out`: notes that the learner deleted."""

    deck: Deck
    subscription: Subscription
    new: tuple[str, ...]
    corrected: tuple[Corrected, ...]
    retired: tuple[Gone, ...]
    edits: tuple[Edit, ...]
    kept: int
    left_out: int
    rows: Mapping[str, Row]
    deck_names: Mapping[str, str]

    @property
    def asks(self) -> bool:
        """Whether the learner has something to decide."""
        return bool(self.edits) or (bool(self.retired) and self.subscription.retired is Retired.ASK)


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
    safety = {name for release in deck.since(here) for name in release.safety}
    wanted = _Wanted(deck.tag, published, subscription)
    new: list[str] = []
    corrected: list[Corrected] = []
    gone: list[Gone] = []
    edits: list[Edit] = []
    rows: dict[str, Row] = {}
    kept = left_out = 0
    for guid, note in contents.notes.items():
        local = mine.get(guid)
        if is_retired(note, deck.tag):
            told = local and not _is_older(local.note, note, deck.tag)
            if local and not told:
                rows[guid] = _row(note, local)
            if local and (subscription.retired is Retired.DELETE or not told):
                gone.append(Gone(guid, local.number, title(note), plain(note.fields.get(RETIRED, ""))))
        elif not local:
            if mine and here and added_in(note, deck.tag) and added_in(note, deck.tag) <= here:
                left_out += 1
            else:
                new.append(guid)
                rows[guid] = Row(note.fields, note.tags, note.mod)
        elif _is_older(local.note, note, deck.tag):
            merged = wanted.merge(local.note, note)
            rows[guid] = _row(replace(note, fields=merged.fields, tags=merged.tags), local)
            edits += merged.edits
            kept += merged.kept
            moved = tuple(name for name in merged.fields if merged.fields[name] != local.note.fields.get(name))
            names = tuple(name for name in moved if name not in BOOKKEEPING)
            corrected.append(Corrected(guid, title(note), note.fields.get(NOTE_ID, guid) in safety, names))
    return Plan(
        deck=deck,
        subscription=subscription,
        new=tuple(new),
        corrected=tuple(sorted(corrected, key=lambda item: not item.safety)),
        retired=tuple(gone),
        edits=tuple(edits),
        kept=kept,
        left_out=left_out,
        rows=rows,
        deck_names=_deck_names(col, contents, mine),
    )


def standing_answers(subscription: Subscription) -> Answers:
    """What the settings say where nothing has to be asked."""
    return Answers(retired=Retired.LEAVE if subscription.retired is Retired.ASK else subscription.retired)


def decide(plan: Plan, answers: Answers) -> Mapping[str, Row]:
    """The notes for Anki after the learner decided."""
    rows = dict(plan.rows)
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
        newest = max(newest, _tagged(tags.split(), tag))
    return max(newest, subscription.brought) if newest else ()


def fields_of(col: Collection, tag: str) -> tuple[str, ...]:
    """The names of the fields in which a learner may write, of all notes of the deck with this root of tags."""
    assert col.db
    types = col.db.list("select distinct mid from notes where tags like ?", f"% {tag}::%")
    names = [field["name"] for item in col.models.all() if item["id"] in types for field in item["flds"]]
    return tuple(name for name in dict.fromkeys(names) if name not in BOOKKEEPING and not name.startswith("Spare "))


def is_retired(note: Note, tag: str) -> bool:
    return bool(note.fields.get(RETIRED, "").strip()) or f"{tag}::retired" in note.tags


def added_in(note: Note, tag: str) -> Version:
    return _tagged(note.tags, tag, "added")


def title(note: Note) -> str:
    """A note's first field that says anything, in words."""
    for text in note.fields.values():
        words = plain(text)
        if words:
            return words
    return note.guid


def plain(text: str) -> str:
    """A field's words: no markup, no clozes."""
    shown = CLOZE.sub(r"\1", text)
    return " ".join(html.unescape(MARKUP.sub(" ", shown)).split())


@dataclass(frozen=True)
class _Merged:
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    edits: tuple[Edit, ...]
    kept: int


@dataclass(frozen=True)
class _Wanted:
    """How a learner's note and the publisher's become one."""

    tag: str
    published: Published
    subscription: Subscription

    def merge(self, mine: Note, theirs: Note) -> _Merged:
        fields, edits, kept = dict(theirs.fields), [], 0
        protected = {_field_key(name) for name in self.subscription.protected}
        protected |= {_field_key(tag[len(PROTECT) :]) for tag in mine.tags if tag.lower().startswith(PROTECT)}
        for name, text in theirs.fields.items():
            old = mine.fields.get(name, text)
            if name in BOOKKEEPING or old == text:
                continue
            if _field_key(name) in protected:
                fields[name], kept = old, kept + 1
            elif self.is_edited(theirs.guid, name, old) and self.subscription.edited is not Edited.THEIRS:
                fields[name], kept = old, kept + 1
                if self.subscription.edited is Edited.ASK and self.is_news(theirs.guid, name, text):
                    edits.append(Edit(theirs.guid, title(theirs), name, old, text))
        return _Merged(fields, self.tags(mine, theirs), tuple(edits), kept)

    def is_edited(self, guid: str, name: str, text: str) -> bool:
        """Whether a text is not the publisher's. An emptied field counts as theirs, as docs/site.md has it."""
        return bool(text.strip()) and text_hash(text) not in self.published.get(guid, {}).get(name, ())

    def is_news(self, guid: str, name: str, text: str) -> bool:
        """Whether the publisher ever wrote anything here, and the learner has not declined this very text already.
        Nobody knows from which release a learner's words began, so a correction of another field may ask about this
        one, once."""
        ever = guid not in self.published or name in self.published[guid]
        return ever and self.subscription.kept.get(guid, {}).get(name) != text_hash(text)

    def tags(self, mine: Note, theirs: Note) -> tuple[str, ...]:
        """The publisher's, and all of the learner's that are none of the deck's: leech and marked, too."""
        root = f"{self.tag}::".lower()
        own = (tag for tag in mine.tags if not f"{tag}::".lower().startswith(root))
        return tuple(dict.fromkeys((*theirs.tags, *own)))


def _mine(col: Collection, contents: Contents, page: str) -> Mapping[str, Mine]:
    """The learner's notes of the package, by guid."""
    assert col.db
    names = {item["id"]: [field["name"] for field in item["flds"]] for item in col.models.all()}
    found = {}
    for number, guid, type_id, mod, tags, texts in col.db.execute("select id, guid, mid, mod, tags, flds from notes"):
        if guid in contents.notes:
            theirs = contents.notes[guid]
            if type_id != theirs.type_id or names[type_id] != list(theirs.fields):
                raise CompanionError(
                    f"Your note “{title(theirs)}” is of another note type than the publisher’s, so Anki would not "
                    f"update it. Nothing was changed. Import the file by hand: {page} says how."
                )
            fields = dict(zip(names[type_id], texts.split("\x1f")))
            found[guid] = Mine(number, Note(guid, type_id, mod, fields, tuple(tags.split())))
    return found


def _row(note: Note, local: Mine) -> Row:
    """Anki takes a note only if it is newer than the learner's."""
    return Row(note.fields, note.tags, max(note.mod, local.note.mod + 1))


def _is_older(mine: Note, theirs: Note, tag: str) -> bool:
    """Whether the publisher changed the note after the learner got it. Without a word of theirs the time decides."""
    ours, published = _revision(mine, tag), _revision(theirs, tag)
    return ours < published if ours and published else mine.mod < theirs.mod


def _revision(note: Note, tag: str) -> Version:
    return parse_version(plain(note.fields.get(REVISION, ""))) or _tagged(note.tags, tag)


def _tagged(tags: Group[str], tag: str, *kinds: str) -> Version:
    """The newest version in the deck's tags such as bones::added::1.0.0."""
    roots = tuple(f"{tag}::{kind}::".lower() for kind in kinds or ("added", "updated"))
    return max((parse_version(item.rpartition("::")[2]) for item in tags if item.lower().startswith(roots)), default=())


def _deck_names(col: Collection, contents: Contents, mine: Mapping[str, Mine]) -> Mapping[str, str]:
    """Anki finds a deck by its name. If the learner renamed it, new cards go where most of the old ones are."""
    if len(contents.decks) != 1 or not mine or col.decks.id_for_name(contents.decks[0]):
        return {}
    homes: Counter[str] = Counter(_homes(col, [item.number for item in mine.values()]))
    return {contents.decks[0]: homes.most_common(1)[0][0]} if homes else {}


def _homes(col: Collection, numbers: list[int]) -> Iterator[str]:
    assert col.db
    marks = ",".join(map(str, numbers))
    query = f"select case odid when 0 then did else odid end from cards where nid in ({marks})"
    for (number,) in col.db.execute(query):
        name = col.decks.name_if_exists(number)
        if name:
            yield name


def _field_key(name: str) -> str:
    """Tags have no spaces, and nobody remembers capitals."""
    return re.sub(r"[\s_-]+", "_", name).lower()
