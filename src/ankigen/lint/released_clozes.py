"""Clozes of released notes: every number is a card with a history in somebody's collection."""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from ankigen.diagnostic import Code, Severity
from ankigen.lint.note_text import Reading, Review
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.model.cloze import hidden_texts
from ankigen.model.history import Record
from ankigen.model.note import Kind

# Per cent of likeness, of the whole or of the part that is most alike; below both, a blank hides something else.
SAME, PART = 50, 70


@rule(
    Code(
        "cloze-removed",
        "A released cloze number is gone.",
        why="Learners keep a blank card for it until they use Tools → Empty Cards.",
        level=Severity.WARNING,
        case="lint/cloze-removed",
    ),
    Scope.FILE,
)
def cloze_removed(review: Review) -> Iterator[Finding]:
    for reading, record in _released(review):
        hides = _hides(reading)
        lost = (number for number in _last_released(record) if number not in hides)
        gone = [f"c{number}" for number in lost if not _is_begun(reading, number)]
        if gone and hides:
            message = f"{' and '.join(gone)} of the released note: gone, and learners keep an empty card"
            hint = f"put {{{{{gone[0]}::…}}}} back; if it must go, tell learners to use Tools → Empty Cards"
            yield Finding(reading.text.fragment.span(), message, hint)


@rule(
    Code(
        "cloze-number-reused",
        "A released cloze number now hides something else.",
        why="Learners' intervals belong to the old question. New blanks get numbers that were never used.",
        level=Severity.WARNING,
        case="lint/cloze-number-reused",
    ),
    Scope.FILE,
)
def cloze_number_reused(review: Review) -> Iterator[Finding]:
    for reading, record in _released(review):
        hides = _hides(reading)
        released = {hid.casefold() for _, hid in record.clozes}
        for number, hid in record.clozes:
            now = hides.get(number, hid)
            is_other = now.casefold() in released or not _alike(hid.casefold(), now.casefold())
            if is_other and now.casefold() != hid.casefold():
                message = f"c{number} was released hiding '{hid}'; now it hides '{now}'"
                hint = "give the new blank a number that was never used in this note"
                places = (blank.span for blank in reading.blanks if number in blank.numbers)
                yield Finding(next(places, reading.text.fragment.span()), message, hint)


def _last_released(record: Record) -> tuple[int, ...]:
    """The numbers that the last release had; one that went before is no news. Old ledgers know only all cards that
    there ever were."""
    return tuple(number for number, _ in record.clozes) or tuple(ordinal + 1 for ordinal, _ in record.cards)


def _alike(one: str, other: str) -> bool:
    """Whether both seem to be the same answer, spelt or worded in another way."""
    return fuzz.token_set_ratio(one, other) >= SAME or fuzz.partial_ratio(one, other) >= PART


def _is_begun(reading: Reading, number: int) -> bool:
    """Whether the number stands where a cloze was meant: one that is not closed, or misspelt, has a finding of its
    own."""
    begun = re.compile(rf"[{{(\[<]\s*[cC]\s*{number}\s*[:;,]")
    return any(begun.search(text.text) for text in (reading.note.front, reading.note.body))


def _hides(reading: Reading) -> dict[int, str]:
    """What each number hides, in the words the ledger keeps of it."""
    return hidden_texts(f"{reading.note.front.text}\n{reading.note.body.text}")


def _released(review: Review) -> Iterator[tuple[Reading, Record]]:
    for reading in review.clozes:
        record = review.deck.history.notes.get(reading.note.id)
        if record and not record.reason and record.kind in (Kind.CLOZE, Kind.PICTURE):
            yield reading, record
