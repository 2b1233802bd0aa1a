"""A deck as its author wrote it, with what was released of it: what every check reads."""

from dataclasses import dataclass
from datetime import date

from ankigen.config import DeckConfig
from ankigen.history import History
from ankigen.note import Note
from ankigen.objectives import Objective
from ankigen.source import Source


@dataclass(frozen=True, slots=True)
class Deck:
    """`ledger` is the place of the history, which may not exist yet.

    The rest is for the editorial rules: deck.toml, the objectives (None without objectives.md), the files of `media/`,
    the day of the check, and whether it is for a release.
    """

    config: DeckConfig
    notes: tuple[Note, ...]
    history: History
    ledger: Source
    settings: Source | None = None
    objectives: tuple[Objective, ...] | None = None
    media: tuple[Source, ...] = ()
    today: date | None = None
    release: bool = False
