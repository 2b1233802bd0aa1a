"""Words that lead a learner astray."""

import re
from collections.abc import Iterator
from itertools import pairwise

from ankigen.diagnostic import Code, Severity
from ankigen.lint.corpus import Place
from ankigen.lint.note_text import Review
from ankigen.lint.plain_text import Prose, words
from ankigen.lint.rule import Finding, Scope, rule

SENTENCE = re.compile(r"[^.!?;\n]+")
# The patterns run over small letters.
NEGATION = re.compile(
    r"\b(?:not|never|no|none|cannot|neither|without|except|excluding|unless|incorrect|false|untrue"
    r"|least likely|\w+n['’]t)\b"
)
HARMLESS = re.compile(
    r"\bnot only\b|\bno longer\b|\bwhether or not\b|\bno\.|\bneither\b.*\bnor\b|\bif not\b|\bor not\b"
    r"|\bnot related\b|“[^”]*”|‘[^’]*’|\"[^\"]*\""
    r"|\bnot (?:more|less|fewer|later|greater|longer) than\b|\bexcept for\b"
    r"|\byes or no\b|\bdo not resuscitate\b|\b(?:true|correct) (?:and|or|from) (?:false|incorrect)\b"
    r"|\bfalse[- ](?:positive|negative|lumen|cord|rib)s?\b"
    r"|\bnot otherwise\b|\bwith (?:or|and) without\b|\bor without\b|\band without\b|\bnot yet\b"
    r"|(?:\bcannot|n['’]t) (?=.*\bwithout\b)"
)
# What does not happen where something else does not: two facts, each with its own negation.
CONDITION = re.compile(r"\W*(?:if|when|because|since|although|even|unless|in whom|where)\b")
# "No fever, no weight loss": one after the other, they do not cancel out.
PLAIN = re.compile(r"(?:not|never|no|none|cannot|without|\w+n['’]t)")
OR_ELSE = re.compile(r", or (?:all|which|what|who)\b")
APART = re.compile(r"[,:–—]|\b(?:and|or|nor|but|yet|while|if|when|because|since)\b")
LITOTES = re.compile(
    r"not (?:un(?:common|usual|likely|important|related|known|affected|safe|necessary|expected|reasonable|healthy)"
    r"|in(?:frequent|appropriate|correct|effective|significant|visible|capable|consistent|accurate)|im(?:possible|probable)"
    r"|ir(?:relevant|reversible)|ab(?:normal|sent)|dissimilar|without|lacking)\b"
)
ABSOLUTE = re.compile(
    r"(?:always|never|invariably|in all cases|without exception)(?![-\w]| (?:except|but|on\b|equal|\w+ing\b))"
)
# Where the word opens a sentence it gives an order ("Always ask for allergies"); after these it is softened or bid, or
# says what happened.
ORDER = re.compile(
    r"(?:(?:\A|\n|[^\w,\s])\s*|\b(?:almost|nearly|not|n['’]t|must|should|you|has|have|had|was|were) |[\w-])\Z"
)
# One by one: a pattern that begins with a letter is looked for many times as fast as a choice of them.
LEFT_OVER = tuple(
    re.compile(pattern)
    for pattern in (
        *("todo", "fixme", "tbd", "lorem ipsum", "citation needed", "asdf", "<<<<<<<", ">>>>>>>"),
        *(r"\?\?\?+", r"\[insert\b", r"\[add\b", r"\[fill in\b"),
    )
)
WHOLE_WORD = re.compile(r"(?:TODO|FIXME)\b|(?<![\s\S])TBD\W*\Z")  # TBD is total body dose as well
STORY = 40  # words; in so many, a word is part of what happened


@rule(
    Code(
        "double-negative",
        "Two negations in one sentence.",
        why="The learner solves a riddle before the question.",
        level=Severity.WARNING,
        bad="""
        ### Which drug is not contraindicated except in pregnancy?

        Methotrexate
        """,
        good="""
        ### Which drug is contraindicated in pregnancy alone?

        Methotrexate
        """,
    ),
    Scope.FILE,
    language="en",
)
def double_negative(review: Review) -> Iterator[Finding]:
    for reading in review.questions:
        for text in (reading.front, reading.body) if reading.note.options else (reading.front,):
            if text.text and len(NEGATION.findall(text.text.lower())) > 1:
                yield from _negations(text)
    for place, match in review.main.find(LITOTES):
        if not place.before(1).isalnum():
            yield Finding(place.span, f"'{match[0]}' is a double negative", "say what it is")


def _negations(text: Prose) -> Iterator[Finding]:
    """In the sentence that asks, which is the last one."""
    asks = [sentence for sentence in SENTENCE.finditer(text.text.lower()) if not sentence[0].isspace()][-1]
    if CONDITION.match(asks[0]):
        return
    found = list(NEGATION.finditer(HARMLESS.sub(lambda match: " " * len(match[0]), asks[0])))
    for first, second in pairwise(found):
        between = asks[0][first.end() : second.start()]
        if first[0] == second[0] == "none":  # values of a list
            continue
        if not (OR_ELSE.search(between) or (PLAIN.fullmatch(second[0]) and APART.search(between))):
            place = text.span(asks.start() + second.start())
            yield Finding(place, f"'{first[0]}' and '{second[0]}': two negations", "say it without them")
            return


@rule(
    Code(
        "absolute-word",
        "A statement holds always, never, or for all.",
        why="Hardly anything in medicine does, and in an option the word gives the answer away.",
        level=Severity.INFO,
        bad="""
        ### How do benign tumours behave?

        They never kill
        """,
        good="""
        ### How can a benign tumour of the brain kill?

        By pressing on the brain
        """,
    ),
    Scope.FILE,
    language="en",
)
def absolute_word(review: Review) -> Iterator[Finding]:
    for place, match in review.main.find(ABSOLUTE):
        text = place.prose.text
        if not ORDER.search(place.before(12).lower()) and not text.rstrip().endswith("?") and text.count(" ") < STORY:
            hint = "is there no exception? Then say for whom it holds"
            yield Finding(place.span, f"'{match[0]}' hardly ever holds", hint)


@rule(
    Code(
        "leftover",
        "A note to oneself that learners would see.",
        why="`TODO`, `???` and `lorem ipsum` are for authors. A comment, `<!-- TODO check dose -->`, is never shipped.",
        level=Severity.WARNING,
        bad="""
        ### What is the maximum daily dose of paracetamol in adults?

        4 g TODO check
        """,
        good="""
        ### What is the maximum daily dose of paracetamol in adults?

        4 g

        <!-- TODO check -->
        """,
    ),
    Scope.FILE,
)
def leftover(review: Review) -> Iterator[Finding]:
    for place, match in (found for pattern in LEFT_OVER for found in review.shown.find(pattern)):
        written = place.prose.text[place.at : place.at + len(match[0])]
        is_word = match[0] in ("todo", "fixme", "tbd")
        if written.startswith("???") and _is_gap(review, place):
            continue
        if is_word and (not WHOLE_WORD.match(place.prose.text, place.at) or place.before(1).isalnum()):
            continue
        yield Finding(place.span, f"'{written}' was left over", "finish it, or put it into a comment: <!-- … -->")


def _is_gap(review: Review, place: Place) -> bool:
    """Whether the learner is to fill it in: it stands in a question's words."""
    reading = review.readings[place.note]
    return reading.is_question and place.prose is reading.front and bool(words(place.prose.text))
