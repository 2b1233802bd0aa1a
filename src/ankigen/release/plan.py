"""How today's content goes on from the last release: compared once, and taken by every command from there."""

from dataclasses import replace

from ankigen.diagnostic import plural
from ankigen.model.content import DeckContent
from ankigen.model.edition import NOTHING, Changes, Resend
from ankigen.model.history import History
from ankigen.model.note_type import NoteType
from ankigen.model.version import next_version
from ankigen.release.changes import compare, note_types_of
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """The content and the history it goes on from, what moved between them, and the note types that are shipped."""

    content: DeckContent
    history: History
    changes: Changes
    note_types: tuple[NoteType, ...]

    @property
    def next_version(self) -> str:
        """The version that the changes call for; the last release's if nothing changed."""
        return next_version(self.history.version, self.changes.step) if self.changes.step else self.history.version

    @property
    def only_rendering(self) -> bool:
        """Whether all that moved is the HTML of notes whose author changed nothing."""
        return bool(self.changes.rerendered) and not replace(self.changes, rerendered=()).step

    def nothing_to_release(self) -> str:
        """Why there is nothing to release, empty if there is something."""
        last = self.history.version
        if self.only_rendering:
            count = plural(len(self.changes.rerendered), "note")
            return f"since {last} only the rendering of {count} changed; --rerender sends them to learners"
        return "" if self.changes.step else f"nothing changed since {last}: there is nothing to release"


def plan(content: DeckContent, history: History, resend: Resend = NOTHING) -> Plan:
    """Compare the content with the last release. Raises AnkigenError if a note to be sent again was never released."""
    note_types = note_types_of(content, history)
    return Plan(content, history, compare(content, history, note_types, resend), note_types)
