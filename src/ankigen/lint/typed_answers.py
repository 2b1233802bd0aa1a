"""Typed answers: what the learner has no key for is marked wrong."""

from collections.abc import Iterator
from html import escape, unescape

from ankigen.diagnostic import Code, Severity
from ankigen.lint.note_text import Reading, Review
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.model.note import Kind
from ankigen.model.typed import as_typed, has_formula, without_key
from ankigen.source import Span

FORMULA_HINT = "write the answer in words or in plain figures, and the formula under #### Extra"
HINT = "write it as it is typed, such as alpha, mcg or >=; the usual way to write it can be under #### Extra"


@rule(
    Code(
        "untypable-answer",
        "The answer of a `typed` note has what keyboards do not have: a formula, a Greek letter, a symbol.",
        why="Anki compares letter by letter, so a right answer is marked wrong. Dashes, curly quotation marks, small "
        "figures, fractions and a full stop at the end need no care: learners may type 10-20, Crohn's, Ca2+, 10^9/L.",
        level=Severity.WARNING,
        bad="""
        ### Which cytokine do anti-inflammatory antibodies such as infliximab block?
        <!-- id: infliximab, type: typed -->

        TNF-α
        """,
        good="""
        ### Which cytokine do anti-inflammatory antibodies such as infliximab block?
        <!-- id: infliximab, type: typed -->

        TNF-alpha

        #### Extra
        Usually written TNF-α.
        """,
    ),
    Scope.FILE,
)
def untypable_answer(review: Review) -> Iterator[Finding]:
    for reading in review.readings:
        if reading.note.kind is Kind.TYPED:
            html = review.html.get(reading.note.body, escape(reading.note.body.text, quote=False))
            if has_formula(html):
                yield Finding(_place(reading, "$"), "nobody can type a formula", FORMULA_HINT)
            elif found := without_key(unescape(as_typed(html)), review.config.language):
                listed = " ".join(found)
                yield Finding(_place(reading, found[0]), f"keyboards have no key for: {listed}", HINT)


def _place(reading: Reading, sign: str) -> Span:
    """Where the sign is written; the answer's beginning if it is written otherwise, as an entity."""
    return reading.note.body.span(max(reading.note.body.text.find(sign), 0))
