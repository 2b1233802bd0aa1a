"""Where a card comes from, and whether somebody who knows has looked at it."""

from collections.abc import Iterator

from ankigen.diagnostic import Code, Severity
from ankigen.lint.deck_rule import Across, Gather, Position, deck_rule, position
from ankigen.lint.note_text import Reading, Review
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.model.note import ExtraField, Note, Value
from ankigen.model.note import Review as State

BEGINNING = 3  # notes of a deck that has just been begun


def _sources(review: Review) -> tuple[int, tuple[Position, ...]]:
    """How many notes there are, and where those begin that have no source."""
    lacking = (reading.note for reading in review.readings if not stated(reading, ExtraField.SOURCE))
    return len(review.readings), tuple(position(note.span) for note in lacking)


SOURCES = Gather("sources", _sources)


@deck_rule(
    Code(
        "missing-source",
        "Nothing says where the note comes from: neither the note, nor its file, nor deck.toml.",
        why="Whoever doubts a card must be able to look it up.",
        level=Severity.WARNING,
        case="lint/missing-source",
    ),
    SOURCES,
)
def missing_source(across: Across) -> Iterator[Finding]:
    deck = across.deck
    lacking = [source.span(*at) for source, (_, places) in across.each(SOURCES) for at in places]
    if deck.config.source or not lacking:
        return
    if len(lacking) == sum(count for _, (count, _) in across.each(SOURCES)):
        # Before its first release such a deck is a beginning, and needs no warning in its author's first five minutes.
        if deck.release or deck.history.version or len(lacking) > BEGINNING:
            hint = 'name in deck.toml what the cards follow: source = "…"'
            yield Finding(deck.settings.whole(), "no note of this deck has a source", hint)
        return
    for span in lacking:
        hint = "add source: … to its metadata, to the file's front matter, or to deck.toml"
        yield Finding(span, "this note has no source", hint)


@rule(
    Code(
        "contested-without-review",
        "A contested note lacks a clinical note, a reference of its own, or a reviewer: an error at a release.",
        why="What is disputed must not reach learners before somebody with knowledge has looked at it.",
        level=Severity.WARNING,
        bad="""
        ### Which cells resorb bone?
        <!-- id: example, review: contested -->

        Osteoclasts
        """,
        good="""
        ### Which cells resorb bone?
        <!-- id: example, review: ok -->

        Osteoclasts
        """,
    ),
    Scope.FILE,
    at_release=Severity.ERROR,
)
def contested_without_review(review: Review) -> Iterator[Finding]:
    for reading in review.readings:
        state = reading.note.metadata.review
        if state and state.text == State.CONTESTED and (lacks := tuple(_lacks(reading, review.config.source))):
            hint = "say what the evidence is and where it can be found, and have an expert sign the note"
            yield Finding(state.span, f"this contested note lacks {', '.join(lacks)}", hint)


def _lacks(reading: Reading, source: str) -> Iterator[str]:
    if not reading.field(ExtraField.CLINICAL_NOTE):
        yield "a clinical note"
    reference = stated(reading, ExtraField.REFERENCE)
    if not reference or reference == (stated(reading, ExtraField.SOURCE) or source):
        yield "a reference of its own"
    if not reading.note.metadata.reviewed:
        yield "`reviewed`"


def stated(reading: Reading, name: ExtraField) -> str:
    """The text of Source or Reference, wherever it is given."""
    if field := reading.field(name):
        return field.fragment.text.strip()
    value = _given(reading.note, name)
    return value.text if value else ""


def _given(note: Note, name: ExtraField) -> Value | None:
    if name is ExtraField.SOURCE:
        return note.metadata.source or note.file_source
    return note.metadata.reference or note.file_reference


@rule(
    Code(
        "review-expired",
        "The last review is older than the deck allows (`review-months`, 24).",
        why="Guidelines and doses change.",
        level=Severity.WARNING,
        bad="""
        ### Which cells resorb bone?
        <!-- id: example, reviewed: 2009-01-31 AB -->

        Osteoclasts
        """,
        good="""
        ### Which cells resorb bone?
        <!-- id: example, reviewed: 2026-05-31 AB -->

        Osteoclasts
        """,
    ),
    Scope.FILE,
)
def review_expired(review: Review) -> Iterator[Finding]:
    for reading in review.readings:
        signature, today = reading.note.signature, review.deck.today
        if signature and today and (months := signature.months(today)) >= review.config.check.limits.review_months:
            assert reading.note.metadata.reviewed
            message = f"the last review was {months} months ago"
            hint = "check the note and its reference again, and write the new date"
            yield Finding(reading.note.metadata.reviewed.span, message, hint)


@rule(
    Code(
        "review-in-future",
        "A note is said to be reviewed on a day that has not come.",
        why="The date is a slip, or the signature is.",
        bad="""
        ### Which cells resorb bone?
        <!-- id: example, reviewed: 2062-05-31 AB -->

        Osteoclasts
        """,
        good="""
        ### Which cells resorb bone?
        <!-- id: example, reviewed: 2026-05-31 AB -->

        Osteoclasts
        """,
    ),
    Scope.FILE,
)
def review_in_future(review: Review) -> Iterator[Finding]:
    for reading in review.readings:
        signature, today = reading.note.signature, review.deck.today
        # East of Greenwich it may be tomorrow already.
        if signature and today and (signature.day - today).days > 1:
            assert reading.note.metadata.reviewed
            yield Finding(
                reading.note.metadata.reviewed.span,
                f"{signature.day} is in the future",
                "write the day of the review: reviewed: 2026-05-31 AB",
            )
