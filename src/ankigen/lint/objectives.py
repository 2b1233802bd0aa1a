"""Objectives and the notes that teach them."""

from collections.abc import Iterator

from ankigen.diagnostic import nearest
from ankigen.lint.note_text import Review
from ankigen.lint.rule import Finding


def uncovered_objective(review: Review) -> Iterator[Finding]:
    """No note covers an objective of objectives.md.

    Bad: `- S2.2: Name what starts calcification.` and no note with `covers: [S2.2]`
    Good: a note with `covers: [S2.2]`
    """
    covered = {value.text for reading in review.readings for value in reading.note.metadata.covers}
    for objective in review.deck.objectives or ():
        if objective.id not in covered:
            hint = f"write a note for it, with covers: [{objective.id}]"
            yield Finding(objective.span, f"no note covers {objective.id}: {objective.text}", hint)


def unknown_objective(review: Review) -> Iterator[Finding]:
    """A note covers an objective that objectives.md does not have.

    Bad: `covers: [S22]` where objectives.md has S2.2
    Good: `covers: [S2.2]`
    """
    if review.deck.objectives is None:
        return
    known = [objective.id for objective in review.deck.objectives]
    for reading in review.readings:
        for value in reading.note.metadata.covers:
            if value.text not in known:
                message = f"objectives.md has no objective '{value.text}'"
                close = nearest(value.text, known)
                yield Finding(value.span, message, close if "?" in close else "add it there, or take it away here")
