"""Typed answers: Anki compares letter by letter, so what a learner types otherwise is marked wrong."""

from collections.abc import Iterator
from html import escape, unescape

from ankigen.diagnostic import Code, Severity
from ankigen.lint.deck_rule import WORDS, Across, Gather, Position, deck_rule, position
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


def _typed(review: Review) -> tuple[tuple[Position, str, str, str], ...]:
    """Typed answers with a first word whose capital may only be the line's, or a word that is spelt in two ways."""
    answers = [(reading, reading.body.text.strip()) for reading in review.readings if reading.note.kind is Kind.TYPED]
    found = (
        (position(reading.body.span()), answer, _capital(review, reading, answer), _two_ways(review, answer))
        for reading, answer in answers
    )
    return tuple(each for each in found if each[2] or each[3])


TYPED = Gather("typed", _typed)


@deck_rule(
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
    TYPED,
    WORDS,
    language="en",
)
def typed_as_written(across: Across) -> Iterator[Finding]:
    firsts = {word.lower() for _, found in across.each(TYPED) for _, _, word, _ in found if word}
    written = across.written_small((*firsts, *(f"{word}s" for word in firsts)))
    for source, found in across.each(TYPED):
        for at, answer, word, spelt in found:
            # The deck has the word in small letters, so it is not a name.
            if word and not written.isdisjoint((word.lower(), f"{word.lower()}s")):
                small = f"{answer[0].lower()}{answer[1:]}"
                yield Finding(source.span(*at), f"'{word}' has a capital, and Anki compares it", f"write {small}")
            elif spelt:
                hint = "ask for it with a basic note: half of the learners spell it otherwise"
                yield Finding(source.span(*at), f"'{spelt}' is spelt in two ways, British and American", hint)


def _capital(review: Review, reading: Reading, answer: str) -> str:
    """The answer's first word, if its capital may only be the line's."""
    if without_capital(answer, reading.beside_answer, review.config.language) != answer:
        return ""
    word = next(iter(words(answer)), "")
    plain = len(word) > 2 and word[0].isupper() and word[1:].islower() and answer.startswith(word)
    return word if plain else ""


def _two_ways(review: Review, answer: str) -> str:
    return "" if "-" in review.config.language else next(filter(spelt_twice, words(answer)), "")
