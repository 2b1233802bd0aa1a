"""What may be wrong with an upgrade, as values."""

from enum import StrEnum

from ankigen.diagnostic import Severity
from ankigen.values import dataclass
from ankigen.verify.state import Note


class Code(StrEnum):
    """What happens to a learner, in the order in which people should read it. Codes are stable."""

    REFUSED = "refused"
    DUPLICATE_GUID = "duplicate-guid"
    DUPLICATE = "duplicate"
    CONFLICTING = "conflicting"
    SECOND_NOTE_TYPE = "second-note-type"
    NOT_IMPORTED = "not-imported"
    NOT_ARRIVED = "not-arrived"
    DESIGN_NOT_ARRIVED = "design-not-arrived"
    FIELDS_APPENDED = "fields-appended"
    LEFT_OUT = "left-out"
    CARD_LOST = "card-lost"
    SCHEDULE_LOST = "schedule-lost"
    SUSPENSION_LOST = "suspension-lost"
    FLAG_LOST = "flag-lost"
    DECK_LOST = "deck-lost"
    EDITS_LOST = "edits-lost"
    LEFT_BEHIND = "left-behind"
    MISSING_CARD = "missing-card"
    EMPTY_CARD = "empty-card"
    EMPTY_CARD_LEFT = "empty-card-left"
    MISSING_MEDIA = "missing-media"
    DATABASE = "database"
    FULL_SYNC = "full-sync"
    PREDICTION = "prediction"
    DELTA_DIFFERS = "delta-differs"
    RENUMBERED = "renumbered"


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of what learners may expect; `guid` and `note` are empty if it is of no single note."""

    code: Code
    guid: str = ""
    note: str = ""
    detail: str = ""
    severity: Severity = Severity.ERROR


def about(code: Code, note: Note, detail: str = "", severity: Severity = Severity.ERROR) -> Finding:
    """A finding that names the note."""
    return Finding(code, note.guid, note.name, detail, severity)


@dataclass(frozen=True, slots=True)
class Figures:
    """What Anki's import window says, and what else moved, in notes."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    conflicting: int = 0
    duplicates: int = 0
    left_out: int = 0
    edits_replaced: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """One upgrade judged; `old` and `new` are the packages' names, `old` empty for a learner who has nothing."""

    old: str
    new: str
    figures: Figures
    findings: tuple[Finding, ...]

    @property
    def breaches(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)
