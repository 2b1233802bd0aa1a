"""A deck as its author wrote it, with what was released of it: what every check reads."""

from dataclasses import dataclass

from ankigen.config import DeckConfig
from ankigen.history import History
from ankigen.note import Note
from ankigen.source import Source


@dataclass(frozen=True, slots=True)
class Deck:
    """`ledger` is the place of the history, which may not exist yet."""

    config: DeckConfig
    notes: tuple[Note, ...]
    history: History
    ledger: Source
