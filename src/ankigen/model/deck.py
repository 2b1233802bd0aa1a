"""A deck as its author wrote it, with what was released of it: what every check reads."""

from dataclasses import dataclass
from datetime import date

from ankigen.model.config import DeckConfig
from ankigen.model.history import History
from ankigen.model.note import Note
from ankigen.model.objectives import Objective
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
