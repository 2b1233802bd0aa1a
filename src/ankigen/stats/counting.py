"""Kinds, review states, media and age: what is counted note by note."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime

from ankigen.model.content import DeckContent
from ankigen.model.history import History
from ankigen.model.note import Kind, Note
from ankigen.stats.model import Age, KindCount, MediaCount, Reviews, ReviewState

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
SOUNDS = ("mp3", "ogg", "m4a", "wav")
FILMS = ("mp4", "webm")
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
    signed = [day for note in notes if (day := _signed(note))]
    expired = sum(_months(day, today) >= months for day in signed)
    return Reviews(tuple((state, states[state]) for state in ReviewState), len(signed), expired)


def _state(note: Note) -> ReviewState:
    stated = note.metadata.review.text if note.metadata.review else ""
    return ReviewState(stated) if stated in tuple(ReviewState) else ReviewState.UNSTATED


def _signed(note: Note) -> date | None:
    match = DATE.match(note.metadata.reviewed.text) if note.metadata.reviewed else None
    try:
        return date.fromisoformat(match[0]) if match else None
    except ValueError:
        return None  # `check` tells


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def media(content: DeckContent) -> MediaCount:
    """The files that are there; one that several notes show counts once."""
    suffixes = Counter(file.name.rpartition(".")[2] for file in content.media)
    sounds, films = (sum(suffixes[suffix] for suffix in known) for known in (SOUNDS, FILMS))
    return MediaCount(
        images=len(content.media) - sounds - films,
        sounds=sounds,
        films=films,
        size=sum(len(file.data) for file in content.media),
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
