"""Kinds, review states, media and age: what is counted note by note."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime

from ankigen.model.content import DeckContent
from ankigen.model.history import History
from ankigen.model.media import MediaKind, media_kind
from ankigen.model.note import Kind, Note
from ankigen.stats.model import Age, KindCount, MediaCount, Reviews, ReviewState

# Up to how many days an age reaches.
AGES = ((30, Age.MONTH), (91, Age.QUARTER), (182, Age.HALF), (365, Age.YEAR), (730, Age.TWO_YEARS))


def kinds(notes: Sequence[Note], cards: Sequence[int]) -> tuple[KindCount, ...]:
    """The kinds that the deck has; `cards` says how many cards each note has."""
    per_kind = Counter(note.kind for note in notes)
    per_card: Counter[Kind] = Counter()
    for note, count in zip(notes, cards, strict=True):
        per_card[note.kind] += count
    return tuple(KindCount(kind, per_kind[kind], per_card[kind]) for kind in Kind if kind in per_kind)


def reviews(notes: Sequence[Note], months: int, today: date) -> Reviews:
    """Every state, also those that no note is in; a signature expires after so many months."""
    states = Counter(_state(note) for note in notes)
    signed = [signature for note in notes if (signature := note.signature)]
    expired = sum(signature.months(today) >= months for signature in signed)
    return Reviews(tuple((state, states[state]) for state in ReviewState), len(signed), expired)


def _state(note: Note) -> ReviewState:
    return ReviewState(note.review) if note.review else ReviewState.UNSTATED


def media(content: DeckContent) -> MediaCount:
    """The files that are there; one that several notes show counts once."""
    found = Counter(media_kind(file.name) for file in content.media)
    return MediaCount(
        images=found[MediaKind.PICTURE],
        sounds=found[MediaKind.SOUND],
        films=found[MediaKind.FILM],
        size=sum(file.size for file in content.media),
        notes=sum(bool(note.media) for note in content.notes),
    )


def ages(notes: Sequence[Note], history: History, today: date) -> tuple[tuple[Age, int], ...]:
    """Every age, also those that no note has."""
    found = Counter(_age(note, history, today) for note in notes)
    return tuple((age, found[age]) for age in Age)


def _age(note: Note, history: History, today: date) -> Age:
    record = history.notes.get(note.id)
    if record is None:
        return Age.UNRELEASED
    days = (today - datetime.fromtimestamp(record.mod, UTC).date()).days
    return next((age for most, age in AGES if days < most), Age.OLDER)
