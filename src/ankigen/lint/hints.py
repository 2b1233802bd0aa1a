"""Hints of clozes: they say of what kind the answer is, not what it is."""

import re
from collections.abc import Iterator

from ankigen.diagnostic import Code, Severity
from ankigen.lint.note_text import Review
from ankigen.lint.rule import Finding, Scope, rule

# A hint with a verb is a sentence about the answer. With "or" it offers answers, and a question asks for its kind.
SENTENCE = re.compile(
    r"\b(?:is|are|was|were|it|its|they|their|them|made (?:in|of|by|from)|called|known as|found in|used (?:to|for|in)"
    r"|abundant in|seen in|gives?|makes?)\b",
    re.I,
)
OFFERS = re.compile(r"\bor\b|\?|/", re.I)
ASKS = re.compile(r"\s*(?:what|which|who|whom|whose|where|when|why|how)\b", re.I)


@rule(
    Code(
        "hint-tells",
        "A cloze's hint is a sentence about its answer.",
        why="The hint is on every card, and a riddle that anybody can solve is answered without knowing the fact.",
        level=Severity.WARNING,
        bad="""
        ### An unexplained lump

        When imaging cannot explain a lump, {{c1::biopsy::a sample is taken}} is needed.
        """,
        good="""
        ### An unexplained lump

        When imaging cannot explain a lump, {{c1::biopsy::procedure}} is needed.
        """,
    ),
    Scope.FILE,
    language="en",
)
def hint_tells(review: Review) -> Iterator[Finding]:
    for reading in review.clozes:
        for blank in reading.blanks:
            if SENTENCE.search(blank.hint) and not OFFERS.search(blank.hint) and not ASKS.match(blank.hint):
                hint = "say of what kind the answer is (drug, site, gain or loss?), or leave the hint out"
                yield Finding(blank.span, f"the hint '{blank.hint}' describes the answer", hint)
