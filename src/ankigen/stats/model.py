"""The numbers of a deck, as values that text, JSON and HTML all show."""

from enum import StrEnum

from ankigen.model.note import Kind
from ankigen.values import dataclass


class ReviewState(StrEnum):
    """What a note's metadata says of its content; most say nothing."""

    OK = "ok"
    IMPRECISE = "imprecise"
    CONTESTED = "contested"
    UNSTATED = "not stated"


class Age(StrEnum):
    """How long ago a note's last change was released."""

    MONTH = "under a month"
    QUARTER = "1–3 months"
    HALF = "3–6 months"
    YEAR = "6–12 months"
    TWO_YEARS = "1–2 years"
    OLDER = "over 2 years"
    UNRELEASED = "not released"


@dataclass(frozen=True, slots=True)
class KindCount:
    kind: Kind
    notes: int
    cards: int


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many words an answer has: pairs of words and the cards whose answer has so many, the shortest first.

    `limit` is where the deck's rules begin to call an answer too long.
    """

    counts: tuple[tuple[int, int], ...]
    limit: int

    @property
    def cards(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def longest(self) -> int:
        return self.counts[-1][0] if self.counts else 0

    @property
    def over(self) -> int:
        """How many answers are longer than the limit."""
        return sum(count for words, count in self.counts if words > self.limit)

    @property
    def median(self) -> int:
        """Half of the answers have no more words than this."""
        half, seen = (self.cards + 1) // 2, 0
        for words, count in self.counts:
            seen += count
            if seen >= half:
                return words
        return 0


@dataclass(frozen=True, slots=True)
class ObjectiveCount:
    """An objective, and how many notes teach it."""

    id: str
    text: str
    notes: int


@dataclass(frozen=True, slots=True)
class SectionCount:
    """A section by its heading: what it holds, and the objectives that stand under the same heading."""

    title: str
    notes: int
    cards: int
    objectives: tuple[ObjectiveCount, ...] = ()

    @property
    def covered(self) -> int:
        return sum(objective.notes > 0 for objective in self.objectives)


@dataclass(frozen=True, slots=True)
class Reviews:
    """How many notes are in which state; how many somebody has signed, and for how many that is too long ago."""

    states: tuple[tuple[ReviewState, int], ...]
    signed: int
    expired: int


@dataclass(frozen=True, slots=True)
class MediaCount:
    """The files that the cards show, their size in bytes, and how many notes have one."""

    images: int
    sounds: int
    films: int
    size: int
    notes: int


@dataclass(frozen=True, slots=True)
class DeckStats:
    """One deck. `version` is its last release, empty before the first; `mistakes` counts errors in the sources.

    `objectives` says whether the deck has an objectives.md.
    """

    name: str
    slug: str
    version: str
    notes: int
    cards: int
    kinds: tuple[KindCount, ...]
    lengths: Lengths
    sections: tuple[SectionCount, ...]
    objectives: bool
    reviews: Reviews
    media: MediaCount
    ages: tuple[tuple[Age, int], ...]
    mistakes: int

    @property
    def asked(self) -> tuple[ObjectiveCount, ...]:
        """Every objective."""
        return tuple(objective for section in self.sections for objective in section.objectives)

    @property
    def uncovered(self) -> tuple[ObjectiveCount, ...]:
        return tuple(objective for objective in self.asked if not objective.notes)
