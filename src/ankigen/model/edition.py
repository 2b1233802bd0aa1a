"""An edition: what a build ships, and how it compares with the last release."""

from collections.abc import Iterable
from typing import NamedTuple

from ankigen.model.config import DeckConfig
from ankigen.model.history import History, Record
from ankigen.model.media import MediaFile
from ankigen.model.note_type import NoteType
from ankigen.model.version import Step
from ankigen.values import dataclass

DRAFT = ".dev"
EVERY_NOTE = "all"


@dataclass(frozen=True, slots=True)
class Changes:
    """How the notes compare with the last release, by id. `rerendered`: the author's text is as released, only
    its HTML moved; `sent_again`: a retirement that learners may have missed goes out once more."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    rerendered: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    sent_again: tuple[str, ...] = ()
    breaking: tuple[str, ...] = ()
    note_types: tuple[str, ...] = ()
    deck: bool = False

    @property
    def step(self) -> Step:
        """The smallest version step that is honest towards learners."""
        if self.breaking:
            return Step.MAJOR
        if self.added or self.retired:
            return Step.MINOR
        moved = self.updated or self.rerendered or self.sent_again or self.note_types or self.deck
        return Step.PATCH if moved else Step.NONE


@dataclass(frozen=True, slots=True)
class Resend:
    """Notes to send although their author changed nothing: those whose rendering moved, and those named."""

    rerender: bool = False
    touch: tuple[str, ...] = ()

    def covers(self, name: str) -> bool:
        return name in self.touch or EVERY_NOTE in self.touch


NOTHING = Resend()


class Shipped(NamedTuple):
    """One note of the package: the fields in the note type's order, which may be read only now, every tag, its cards'
    ids by ordinal, the place of its first card in the queue of new ones, and the names of its media. `text` tells the
    fields from others, together with what the record says."""

    record: Record
    fields: Iterable[str]
    tags: tuple[str, ...]
    text: str
    cards: tuple[tuple[int, int], ...] = ()
    due: int = 0
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """A package before it is written. `history` is the ledger as it would be after releasing this edition."""

    version: str
    time: int
    config: DeckConfig
    description: str
    note_types: tuple[tuple[NoteType, int], ...]
    notes: tuple[Shipped, ...]
    media: tuple[MediaFile, ...]
    changes: Changes
    history: History
