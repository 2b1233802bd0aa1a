"""What was released so far: the ledger as values."""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import NamedTuple

from ankigen.model.adopted import Adopted
from ankigen.model.note import Kind
from ankigen.model.title import title_words
from ankigen.values import dataclass


class Record(NamedTuple):
    """One released note. Times are Unix seconds, ids Anki's; `cards` maps a card's ordinal to its id, `clozes` a
    cloze's number to what it hides.

    A retired note has a `reason`; `retired` is the version in which learners got to know, empty until the next release,
    and `tombstone` the form in which they did: from 1 on the numbers of its clozes stand in a tag.
    """

    id: str
    guid: str
    kind: str
    title: str
    note_id: int
    cards: tuple[tuple[int, int], ...]
    mod: int
    added: str
    updated: str
    source_hash: str
    content_hash: str
    clozes: tuple[tuple[int, str], ...] = ()
    retired: str = ""
    reason: str = ""
    replaced_by: str = ""
    tombstone: int = 0

    @property
    def plain_title(self) -> str:
        """The title's words; older ledgers keep its Markdown."""
        return title_words(self.title)


@dataclass(frozen=True, slots=True)
class NoteTypeRecord:
    """A note type as released: `schema` covers what may never change, `content` the templates and style too. `kind` is
    the type that its notes state: one of ankigen's kinds, or the name of one of the author's own."""

    kind: str
    id: int
    schema: str
    content: str
    mod: int

    @property
    def is_ours(self) -> bool:
        """Whether it is one of ankigen's own note types."""
        return self.kind in tuple(Kind)


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its time in Unix seconds, how many notes it brought, its package's SHA-256, and which ankigen made
    it, from where; the first ones do not say."""

    version: str
    time: int
    added: int
    updated: int
    retired: int
    notes: int
    sha256: str
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The whole ledger. Before the first release there are no releases and the version is empty.

    `deck_hash` covers what belongs to no note: name, description and the order of the notes. `family` is that of the
    last release, empty if it had none. `moved` are the note types of ankigen into which those that learners had are
    merged, if the deck was moved in.
    """

    uid: str
    name: str
    version: str = ""
    time: int = 0
    deck_hash: str = ""
    family: str = ""
    moved: tuple[Adopted, ...] = ()
    note_types: tuple[NoteTypeRecord, ...] = ()
    releases: tuple[Release, ...] = ()
    notes: Mapping[str, Record] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def merges(self) -> bool:
        """Whether learners of the deck as it was before have to merge note types once."""
        return any(item.type_id is None for item in self.moved)
