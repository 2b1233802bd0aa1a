"""Old and new cards as they look."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from ankigen.apkg.snapshot import Card, Note, NoteType
from ankigen.card.masks import moved
from ankigen.card.safe import Cleaner
from ankigen.card.template import card_sides
from ankigen.diff.model import Diff, NoteChange, NoteDiff, NoteTypeDiff, Side
from ankigen.values import dataclass

# Beyond so many notes of a kind a browser grows slow.
MOST_NOTES = 1_000
# A note may have many cards, and a page only so much room.
MOST_CARDS = 8
# Notes whose cards look as before.
UNSEEN = (NoteChange.RENUMBERED, NoteChange.RESENT)


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a card, each as the inside of a shadow root."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One card before and after; None if it was or is not there. `number` counts the note's cards from 1."""

    number: int
    old: Sides | None
    new: Sides | None

    @property
    def size(self) -> int:
        return sum(len(side) for sides in (self.old, self.new) if sides for side in (sides.question, sides.answer))


@dataclass(frozen=True, slots=True)
class Looks:
    """How cards come into a page: the addresses of the pictures that the fields of one side show, and a card's side as
    the inside of a shadow root, from its clean HTML, the style of its note type and the card's number."""

    pictures: Callable[[Side, Iterable[str]], Mapping[str, str]]
    side: Callable[[str, str, int], str]


class Gallery:
    """Shows the cards of one comparison."""

    def __init__(self, diff: Diff, looks: Looks) -> None:
        seen = (change for change in NoteChange if change not in UNSEEN)
        notes = [note for change in seen for note in diff.with_change(change)[:MOST_NOTES]]
        self.diff = diff
        self.old = _Painter(diff.old, looks, (note.old for note in notes if note.old))
        self.new = _Painter(diff.new, looks, (note.new for note in notes if note.new))

    def pairs(self, note: NoteDiff) -> Iterator[Pair]:
        """The note's cards that look different, at most eight: first those that ask for a mask which moved."""
        if note.change in UNSEEN:
            return
        old = {card.ordinal: card for card in note.old.cards} if note.old else {}
        new = {card.ordinal: card for card in note.new.cards} if note.new else {}
        first = {number - 1 for field in note.fields for number in moved(field.old, field.new)}
        found = 0
        for ordinal in sorted(old.keys() | new.keys(), key=lambda ordinal: (ordinal not in first, ordinal)):
            pair = Pair(
                ordinal + 1, self.old.sides(note.old, old.get(ordinal)), self.new.sides(note.new, new.get(ordinal))
            )
            if pair.old != pair.new and found < MOST_CARDS:
                found += 1
                yield pair

    def example(self, item: NoteTypeDiff) -> Pair | None:
        """A card of a note type that looks different now: that of the first note which is in both packages."""
        if item.old is None or item.new is None:
            return None
        for guid, note in self.diff.new.snapshot.notes.items():
            before = self.diff.old.snapshot.notes.get(guid)
            if before and note.note_type == item.new.id and note.cards and before.cards:
                return Pair(1, self.old.sides(before, before.cards[0]), self.new.sides(note, note.cards[0]))
        return None


class _Painter:
    """Turns cards of one package into safe HTML."""

    def __init__(self, side: Side, looks: Looks, notes: Iterable[Note]) -> None:
        self.snapshot = side.snapshot
        self.looks = looks
        texts = (text for note in notes for text in note.fields)
        self.cleaner = Cleaner(looks.pictures(side, texts))

    def sides(self, note: Note | None, card: Card | None) -> Sides | None:
        if note is None or card is None:
            return None
        note_type = self.snapshot.note_type(note)
        if not note_type.templates:
            return None
        question, answer = card_sides(note, note_type, card)
        return Sides(self.side(question, note_type, card), self.side(answer, note_type, card))

    def side(self, html: str, note_type: NoteType, card: Card) -> str:
        return self.looks.side(self.cleaner.clean(html), note_type.css, card.ordinal + 1)
