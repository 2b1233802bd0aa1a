"""Answers that nobody can recite, and questions that need none."""

import re
from collections.abc import Iterator

from ankigen.check.prose import Prose, words
from ankigen.check.reading import Reading, Review
from ankigen.check.rule import Finding
from ankigen.diagnostic import Severity
from ankigen.note import Kind

ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\S.*", re.MULTILINE)
EXAMPLES = re.compile(r"\be\.?g\b|\bsuch as\b|\bfor example\b|\bincluding\b", re.I)
FEW_ASKED = re.compile(r"\b(?:at least|any|give(?: me)?|name|list|state)\s+(?:[1-5]|one|two|three|four|five)\b", re.I)
SENTENCE = re.compile(r"(?<=[a-z)][.!?])\s+|\n\s*\n")
ASIDE = re.compile(r"\([^()]*\)")
SEPARATOR = re.compile(r"\s*(?:,\s+(?:and|or)\s+|;\s+|,\s+|\s•\s|^•\s|\s\+\s)\s*")

LAST = re.compile(r"\s+(?:and|or)\s+")


def answer_too_long(review: Review) -> Iterator[Finding]:
    """The answer has more words than anybody recalls (`answer-words` 25: warning, `answer-words-most` 50: error).

    Bad: a back of three sentences
    Good: `Tissue damage or inflammation`, with the rest under `#### Extra`
    """
    limits = review.config.check.limits
    for reading in review.questions:
        for answer in reading.answers:
            count = len(words(answer.text)) if len(answer.text) > 2 * limits.answer_words else 0
            if count > limits.answer_words:
                level = Severity.ERROR if count > limits.answer_words_most else None
                hint = "ask for one thing, and move what explains it to #### Extra"
                yield Finding(answer.span(_first(answer)), f"the answer has {count} words", hint, level)


def _first(text: Prose) -> int:
    return len(text.text) - len(text.text.lstrip())


def enumeration(review: Review) -> Iterator[Finding]:
    """The learner must recite a list of more than `enumeration-items` (5) items.

    Bad: `Name the causes of pancreatitis.` with a list of eleven
    Good: one question for each cause, or a cloze for each item
    """
    most = review.config.check.limits.enumeration_items
    for reading in review.questions:
        if reading.note.kind is not Kind.CHOICE and (count := _items(reading)) > most:
            hint = "ask for the items one by one, or hide them one by one with {{c1::…}}, {{c2::…}}"
            place = reading.body.span(_first(reading.body))
            yield Finding(place, f"the answer is a list of {count} items", hint)


def _items(reading: Reading) -> int:
    """How many items the answer lists: as lines of a list, or in one sentence."""
    if FEW_ASKED.search(reading.front.text):
        return 0
    items = ITEM.findall(reading.note.body.text)
    said = len(words(reading.body.text))
    if len(items) > 1:
        return len(items) if 2 * sum(len(words(item)) for item in items) >= said else 0
    sentences = (sentence for sentence in SENTENCE.split(reading.body.text) if 2 * len(words(sentence)) >= said)
    return max(map(_listed, sentences), default=0)


def _listed(sentence: str) -> int:
    """The items of a sentence that is nothing but an enumeration; 0 for any other."""
    if EXAMPLES.search(sentence):
        return 0
    if sentence.count(",") + sentence.count(";") + sentence.count("•") + sentence.count(" + ") < 4:
        return 0
    parts = [part for part in SEPARATOR.split(ASIDE.sub("", sentence.partition(":")[2] or sentence)) if part.strip()]
    parts[-1:] = LAST.split(parts[-1]) if parts else ()
    lengths = [len(words(part)) for part in parts[1:]]
    return len(parts) if lengths and max(lengths) <= 5 else 0
