"""Objectives and the notes that teach them."""

from collections.abc import Iterator

from ankigen.diagnostic import Code, Severity, nearest
from ankigen.lint.deck_rule import Across, Gather, deck_rule
from ankigen.lint.note_text import Review
from ankigen.lint.rule import Finding, Scope, rule


def _covered(review: Review) -> tuple[str, ...]:
    return tuple({value.text: None for reading in review.readings for value in reading.note.metadata.covers})


COVERED = Gather("covered", _covered)


@deck_rule(
    Code(
        "uncovered-objective",
        "No note covers an objective of objectives.md.",
        why="What the deck promises to teach is not in it.",
        level=Severity.WARNING,
        case="lint/objectives",
    ),
    COVERED,
)
def uncovered_objective(across: Across) -> Iterator[Finding]:
    covered = {name for _, names in across.each(COVERED) for name in names}
    for objective in across.deck.objectives or ():
        if objective.id not in covered:
            hint = f"write a note for it, with covers: [{objective.id}]"
            yield Finding(objective.span, f"no note covers {objective.id}: {objective.text}", hint)


@rule(
    Code(
        "unknown-objective",
        "A note covers an objective that objectives.md does not have.",
        why="The note counts for nothing, and the objective that was meant stays uncovered.",
        case="lint/objectives",
    ),
    Scope.FILE,
)
def unknown_objective(review: Review) -> Iterator[Finding]:
    if review.deck.objectives is None:
        return
    known = [objective.id for objective in review.deck.objectives]
    for reading in review.readings:
        for value in reading.note.metadata.covers:
            if value.text not in known:
                message = f"objectives.md has no objective '{value.text}'"
                close = nearest(value.text, known)
                yield Finding(value.span, message, close if "?" in close else "add it there, or remove it here")
