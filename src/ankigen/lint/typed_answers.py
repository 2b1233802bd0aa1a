"""Typed answers: Anki compares letter by letter, so what a learner types otherwise is marked wrong."""

from collections.abc import Iterator
from html import escape, unescape

from ankigen.diagnostic import Code, Severity
from ankigen.lint.note_text import Reading, Review
from ankigen.lint.plain_text import words
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.lint.spelling import spelt_twice
from ankigen.model.note import Kind
from ankigen.model.typed import as_typed, has_formula, without_capital, without_key
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


@rule(
    Code(
        "typed-as-written",
        "A typed answer has a capital that only begins its line, or is spelt in two ways.",
        why="Anki compares letter by letter, capitals included: a right answer has a letter marked wrong. Where the "
        "note itself has the word in small letters, the capital needs no care.",
        level=Severity.WARNING,
        bad="""
        ### Which ion hardens bone?
        <!-- id: ion, type: typed -->

        Calcium

        ### Which salt holds calcium in bone?

        Hydroxyapatite
        """,
        good="""
        ### Which ion hardens bone?
        <!-- id: ion, type: typed -->

        calcium

        ### Which salt holds calcium in bone?

        Hydroxyapatite
        """,
    ),
    Scope.DECK,
    language="en",
)
def typed_as_written(review: Review) -> Iterator[Finding]:
    for reading in review.readings:
        if reading.note.kind is not Kind.TYPED:
            continue
        answer = reading.body.text.strip()
        if word := _sentence_case(review, reading, answer):
            small = f"{answer[0].lower()}{answer[1:]}"
            yield Finding(reading.body.span(), f"'{word}' has a capital, and Anki compares it", f"write {small}")
        elif "-" not in review.config.language and (spelt := next(filter(spelt_twice, words(answer)), "")):
            hint = "ask for it with a basic note: half of the learners spell it otherwise"
            yield Finding(reading.body.span(), f"'{spelt}' is spelt in two ways, British and American", hint)


def _sentence_case(review: Review, reading: Reading, answer: str) -> str:
    """The first word, if its capital is the line's: the deck has it in small letters, so it is no name."""
    if without_capital(answer, reading.beside_answer, review.config.language) != answer:
        return ""
    word = next(iter(words(answer)), "")
    plain = len(word) > 2 and word[0].isupper() and word[1:].islower() and answer.startswith(word)
    return word if plain and any(review.words.get(f"{word.lower()}{end}", 0) for end in ("", "s")) else ""
