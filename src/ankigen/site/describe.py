"""A deck with what its newest package holds: what every page says of it."""

from collections import Counter
from datetime import date

from ankigen.apkg.snapshot import Snapshot
from ankigen.card.bookkeeping import VERSION_LINE
from ankigen.card.safe import clean_text
from ankigen.diagnostic import plural
from ankigen.model.note import Review, Signature
from ankigen.site.model import SiteDeck
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Whoever signed notes, by initials: how many, and when last."""

    initials: str
    notes: int
    last: date


@dataclass(frozen=True, slots=True)
class Described:
    """The deck; its description as clean HTML; how many notes and cards there are to study; how many of the notes are
    signed as they are, by whom, and how many are said to be imprecise or contested."""

    deck: SiteDeck
    description: str
    notes: int
    cards: int
    signed: int
    reviewers: tuple[Reviewer, ...]
    imprecise: int
    contested: int

    @property
    def reviewed(self) -> str:
        """Who has reviewed it, in one sentence."""
        if not self.signed:
            return "Not reviewed: no clinician or other reviewer has signed these cards."
        if self.signed < self.notes:
            return f"Reviewed in part: {self.signed:,} of {plural(self.notes, 'note')} signed by a reviewer."
        return "Reviewed: every note is signed by a reviewer."


def describe(deck: SiteDeck, snapshot: Snapshot) -> Described:
    live = {note.guid for note in snapshot.notes.values() if note.cards}
    ids = {record.id for record in deck.history.notes.values() if record.guid in live}
    checked = [item for name, item in deck.checked.items() if name in ids]
    signatures = [item.signature for item in checked if item.signature]
    return Described(
        deck=deck,
        description=_description(deck, snapshot),
        notes=len(live),
        cards=sum(len(note.cards) for note in snapshot.notes.values()),
        signed=len(signatures),
        reviewers=_reviewers(signatures),
        imprecise=sum(item.review is Review.IMPRECISE for item in checked),
        contested=sum(item.review is Review.CONTESTED for item in checked),
    )


def first_paragraph(description: str) -> str:
    """What a description begins with, as HTML; all of it if it has no paragraphs."""
    return description.partition("</p>")[0]


def _reviewers(signatures: list[Signature]) -> tuple[Reviewer, ...]:
    counts = Counter(signature.initials for signature in signatures)
    return tuple(
        Reviewer(name, count, max(item.day for item in signatures if item.initials == name))
        for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _description(deck: SiteDeck, snapshot: Snapshot) -> str:
    """As the newest package has it, without its last line, which has the version, the authors and the licence."""
    texts = {item.name: item.description for item in snapshot.decks}
    return clean_text(VERSION_LINE.sub("", texts.get(deck.history.name, "")).strip())
