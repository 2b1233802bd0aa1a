"""What the simulated learner does between two imports. The same deck is always studied in the same way."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from ankigen.values import dataclass

Card = TypeVar("Card", bound=int)
Note = TypeVar("Note", bound=int)

OWN_DECK, OWN_TAG, OWN_WORDS = "My own deck", "my-own-tag", " (my own words)"
# Anki dates the answers of one batch a millisecond apart: more of them would lie in the future.
MOST_ANSWERS = 2000
RATINGS = 4


@dataclass(frozen=True, slots=True)
class Study(Generic[Card, Note]):
    """Ids of cards and notes. `answered` holds those answered again, hard, good and easy; flags have seven colours."""

    answered: tuple[tuple[Card, ...], ...]
    suspended: tuple[Card, ...]
    flagged: tuple[tuple[Card, ...], ...]
    moved: tuple[Card, ...]
    edited: tuple[Note, ...]
    tagged: tuple[Note, ...]


def plan(cards: Sequence[Card], notes: Sequence[Note]) -> Study[Card, Note]:
    """What to do with these cards and notes. The steps have no common factor, so that every mixture occurs; in a deck
    of any size the first card gets everything."""
    answered = cards[:: 1 + len(cards) // MOST_ANSWERS]
    return Study(
        answered=tuple(tuple(answered[rating :: RATINGS + 1]) for rating in range(RATINGS)),
        suspended=tuple(cards[::7]),
        flagged=tuple(tuple(cards[colour * 3 :: 23]) for colour in range(7)),
        moved=tuple(cards[::11]),
        edited=tuple(notes[::3]),
        tagged=tuple(notes[::2]),
    )
