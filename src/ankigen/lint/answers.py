"""Answers that nobody can recite, and questions that need none."""

import re
from collections.abc import Iterator

from ankigen.diagnostic import Code, Severity, plural
from ankigen.lint.note_text import Reading, Review
from ankigen.lint.plain_text import count_words, words
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.model.note import Kind

ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\S.*", re.MULTILINE)
EXAMPLES = re.compile(r"\be\.?g\b|\bsuch as\b|\bfor example\b|\bincluding\b", re.I)
# "Name three signs", "any two": with so many, nobody needs to say all that stands there.
FEW_ASKED = re.compile(
    r"(?:(?:\A|[.:;?!,]\s+)(?:give(?: me)?|name|list|state)|\b(?:at least|any))\s+(?:at least\s+|any\s+)?"
    r"(?:[1-5]|one|two|three|four|five)\b(?!\s*(?:[µm]?g|m?[lL]|doses?|units?|tablets?)\b)",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[a-z)][.!?])\s+|\n\s*\n")
CODE = re.compile(r"^[ \t]*```.*?(?:^[ \t]*```|\Z)", re.MULTILINE | re.DOTALL)
# Longer items are paragraphs; a longer opening is a sentence of its own, to which a list is added.
ITEM_WORDS, OPENING_WORDS = 25, 12
NOTES = re.compile(
    r"^[^\w\n]*(?:(?:notes?|explanation|background|sources?|references?|updated)\b[^a-z\n]*$"
    r"|for reference\b|recall that\b|nb\b|note:)",
    re.IGNORECASE | re.MULTILINE,
)
# What nobody has to say: examples in brackets, and the headings of an answer's parts.
UNSAID = re.compile(
    r"\((?:e\.?g\b|for example|such as)(?:[^()]|\([^()]*\))*\)|^[^\w\n]*[A-Z][\w/ -]{0,24}:", re.MULTILINE
)
ASIDE = re.compile(r"\([^()]*\)")
SEPARATOR = re.compile(r"\s*(?:,\s+(?:and|or)\s+|;\s+|,\s+|\s•\s|^•\s|\s\+\s)\s*")

SEPARATORS = (",", ";", "•", " + ")
SEMICOLON = re.compile(r";\s+")
LAST = re.compile(r"\s+(?:and|or)\s+")


@rule(
    Code(
        "answer-too-long",
        "The answer is longer than anybody recalls: `answer-words` (25), an error at `answer-words-most` (50).",
        why="Nobody can say whether a recalled paragraph was right. The point is the answer, the rest is Extra.",
        level=Severity.WARNING,
        bad="""
        ### What starts the calcification of soft tissue?

        Damage to the tissue or a longer inflammation sets it off: dying cells
            release their contents, phosphate rises, calcium binds to it, and small crystals
            begin to grow in the walls of vessels and between the fibres.
        """,
        good="""
        ### What starts the calcification of soft tissue?

        Tissue damage or inflammation

        #### Extra
        Dying cells release phosphate, which binds calcium.
        """,
    ),
    Scope.FILE,
)
def answer_too_long(review: Review) -> Iterator[Finding]:
    limits = review.config.check.limits
    for reading in review.questions:
        is_choice = reading.note.kind is Kind.CHOICE  # its answer is only to be recognised
        for answer in () if FEW_ASKED.search(reading.front.text) else reading.answers:
            # Counting takes time; there are hardly ever more words than the blanks between them tell.
            is_long = answer.text.count(" ") + answer.text.count("\n") > limits.answer_words // 2
            count = count_words(_to_say(answer.text)) if is_long else 0
            if count > (limits.answer_words_most if is_choice else limits.answer_words):
                level = Severity.ERROR if count > limits.answer_words_most and not is_choice else None
                hint = "shorten the option" if is_choice else "ask for one thing, and move the rest to #### Extra"
                yield Finding(answer.span(_begin(answer.text)), f"the answer has {count} words", hint, level)


def _to_say(answer: str) -> str:
    """The answer up to a line that says notes follow, without examples and labels."""
    notes = NOTES.search(answer, answer.find("\n", _begin(answer)) + 1 or len(answer))
    return UNSAID.sub(" ", answer[: notes.start()] if notes else answer)


def _begin(text: str) -> int:
    return len(text) - len(text.lstrip())


@rule(
    Code(
        "enumeration",
        "The learner must recite a list of more than `enumeration-items` (5) items.",
        why="Lists are the hardest thing to learn: one forgotten item fails the whole card.",
        level=Severity.WARNING,
        bad="""
        ### Name the causes of acute pancreatitis.

        - Gallstones
        - Alcohol
        - Trauma
        - Steroids
        - Mumps
        - Hypercalcaemia
        - Scorpion venom
        """,
        good="""
        ### Which two causes account for most acute pancreatitis?

        - Gallstones
        - Alcohol
        """,
    ),
    Scope.FILE,
)
def enumeration(review: Review) -> Iterator[Finding]:
    most = review.config.check.limits.enumeration_items
    for reading in review.questions:
        if reading.note.kind is not Kind.CHOICE and not FEW_ASKED.search(reading.front.text):
            items, under = _items(reading, most)
            if items + under > most:
                hint = "ask for the items one by one, or hide them one by one with {{c1::…}}, {{c2::…}}"
                listed = f"{plural(items, 'item')} and {under} under them" if under else f"{items} items"
                place = reading.body.span(_begin(reading.body.text))
                yield Finding(place, f"the answer is a list of {listed}", hint)


def _items(reading: Reading, most: int) -> tuple[int, int]:
    """How many items the answer lists, as lines of a list or in one sentence, and how many there are under those; none
    if there cannot be more than `most`."""
    body = reading.note.body.text
    if body.count("\n") + sum(map(body.count, SEPARATORS)) < most - 1:
        return 0, 0
    items = [item for item in ITEM.findall(CODE.sub("", body)) if not item.rstrip().endswith("?")]
    listed, said = sum(len(words(item)) for item in items), len(words(reading.body.text))
    if len(items) > 1:
        indents = [len(item) - len(item.lstrip()) for item in items]
        top = indents.count(min(indents))
        return (top, len(items) - top) if said <= 2 * listed <= 2 * ITEM_WORDS * len(items) else (0, 0)
    sentences = (sentence for sentence in SENTENCE.split(reading.body.text) if 2 * len(words(sentence)) >= said)
    return max(map(_listed, sentences), default=0), 0


def _listed(sentence: str) -> int:
    """The items of a sentence that is nothing but an enumeration; 0 for any other."""
    if EXAMPLES.search(sentence):
        return 0
    listed = ASIDE.sub("", sentence.partition(":")[2] or sentence)
    parts = [part for part in (SEMICOLON if listed.count(";") > 1 else SEPARATOR).split(listed) if part.strip()]
    parts[-1:] = LAST.split(parts[-1]) if parts else ()
    lengths = [len(words(part)) for part in parts]
    return len(parts) if len(parts) > 1 and max(lengths[1:]) <= 5 and lengths[0] <= OPENING_WORDS else 0
