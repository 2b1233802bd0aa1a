"""A deck as its author wrote it, with what was released of it: what every check reads."""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date

from ankigen.model.config import DeckConfig
from ankigen.model.history import History, NoteTypeRecord
from ankigen.model.note import Note
from ankigen.model.objectives import Objective
from ankigen.model.own_type import OwnType
from ankigen.model.picture import Drawing
from ankigen.source import Source, Span
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class Deck:
    """`settings` is deck.toml with its text; `ledger` is the place of the history, which may not exist yet; `sources`
    are the texts with and without notes; `own` are the note types of the author's own, `designs` those of ankigen that
    other decks of the family have released.

    The rest is for the editorial rules: the objectives (None without objectives.md), the files of `media/`, the picture
    notes as their files make them, by place, the day of the check (None if the rules are not asked), and whether it is
    for a release.
    """

    config: DeckConfig
    notes: tuple[Note, ...]
    history: History
    ledger: Source
    settings: Source
    sources: tuple[Source, ...] = ()
    objectives: tuple[Objective, ...] | None = None
    media: tuple[Source, ...] = ()
    drawings: Mapping[Span, Drawing] = field(default_factory=dict)
    own: tuple[OwnType, ...] = ()
    designs: tuple[NoteTypeRecord, ...] = ()
    today: date | None = None
    release: bool = False

    def files(self) -> "tuple[Deck, ...]":
        """The deck once for each source, with the notes of that source alone, without sources and media."""
        notes: dict[Source, list[Note]] = {}
        for note in self.notes:
            notes.setdefault(note.span.source, []).append(note)
        return tuple(
            replace(self, notes=tuple(found), sources=(), media=(), drawings=self._drawings(found))
            for found in notes.values()
        )

    def _drawings(self, notes: Iterable[Note]) -> dict[Span, Drawing]:
        return {note.span: self.drawings[note.span] for note in notes if note.span in self.drawings}
