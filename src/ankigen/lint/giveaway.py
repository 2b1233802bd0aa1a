"""Answers that are on the front."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ankigen.diagnostic import Code, Severity
from ankigen.lint.alignment import THING
from ankigen.lint.note_text import Reading, Review
from ankigen.lint.plain_text import Prose, words
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.lint.stems import SMALL, meaning, stem, stems
from ankigen.lint.word_lists import word_list
from ankigen.model.note import ExtraField, Kind

CLASSES = frozenset(map(stem, word_list("classes")))
# Words and characters; a longer answer explains, and takes up the front's words in doing so.
SHORT, LONG = 5, 80
# Lists, comparisons, formulas and code: words do not tell them.
UNTOLD = frozenset("/<>→=" + THING)
SLASHED = re.compile(r"[^\W\d]{4}/[^\W\d]{4}")
SENTENCE = re.compile(r"[.!?:]\s+")
STORY = 40  # words
DENIED = re.compile(r"\b(?:not|except|false|incorrect|least)\b", re.I)
FOLLOWING = re.compile(r"\bof (?:the |these )?following(?: \w+)?\b", re.I)
# With these or a number, only the very words give it away.
EXACT = frozenset(("other", "another", "same", "both", "no", "not", "neither"))
CLAUSE = re.compile(r"[.;:!?]\s|[\n…]")


@rule(
    Code(
        "gives-away-answer",
        "The answer, or its stem, is on the front, in the title of a cloze, in a hint or in a picture's alt text.",
        why="The card is answered without knowing it.",
        level=Severity.WARNING,
        bad="""
        ### Which hormone does the thyroid gland secrete?

        Thyroid hormone
        """,
        good="""
        ### Which hormones does the thyroid gland secrete?

        T3, T4 and calcitonin
        """,
    ),
    Scope.FILE,
)
def gives_away_answer(review: Review) -> Iterator[Finding]:
    for reading in review.readings:
        yield from _in_cloze(reading) if reading.note.kind.is_cloze else _in_question(reading)


def _in_question(reading: Reading) -> Iterator[Finding]:
    if _offers(reading.asked):
        return
    if reading.note.kind is Kind.CHOICE:
        yield from _in_choice(reading)
        return
    hint = reading.field(ExtraField.HINT)
    places = ((reading.front, "on the front"), *(((hint, "in the hint"),) if hint else ()))
    for text, where in places:
        if said := _said(reading.body.text, [text.text, *_alts(text)]):
            yield _finding(text, said, where)
            return


def _offers(text: str) -> bool:
    """Whether the text names alternatives to choose from."""
    return " or " in text or " vs" in text or ("/" in text and SLASHED.search(text) is not None)


def _in_choice(reading: Reading) -> Iterator[Finding]:
    """The right option echoes the question, and no wrong one does."""
    if DENIED.search(reading.asked):
        return  # the word leads away from what is asked for
    asked = set(stems(FOLLOWING.sub(" ", _question(reading.asked))))
    if not any(_wrong(reading)):
        return
    for answer in reading.answers:
        said = words(answer.text) if len(answer.text) <= LONG else []
        echoes = [word for word in said if len(word) >= 5 and meaning(word) in asked - CLASSES]
        if said and said[0].casefold() in ("no", "none", "not"):
            continue  # it stands out by saying no
        if echoes and len(said) <= SHORT and not any(asked.intersection(stems(text)) for text in _wrong(reading)):
            options = "a right option repeats" if len(reading.answers) > 1 else "the right option repeats"
            message = f"only {options} '{echoes[0]}' from the question"
            yield Finding(answer.span(), message, "ask in words that the answer does not repeat")


def _question(asked: str) -> str:
    """The end of a long story, which asks; that a word of the story comes back is chance."""
    return asked if asked.count(" ") < STORY else SENTENCE.split(asked.rstrip())[-1]


def _wrong(reading: Reading) -> Iterator[str]:
    pairs = zip(reading.note.options, reading.options, strict=True)
    return (text.text for option, text in pairs if not option.right)


def _in_cloze(reading: Reading) -> Iterator[Finding]:
    title = "" if reading.cloze_in_front else reading.front.text
    hint = reading.field(ExtraField.HINT)
    told: set[str] = set()
    beside = cache(reading.beside)
    for blank in reading.blanks:
        places = (
            (title, "in the title"),
            ("" if _offers(blank.hint) else blank.hint, "in the blank's own hint"),
            (hint.text if hint else "", "in the hint"),
            (beside(blank.numbers), "elsewhere in the text"),
            (" ".join(_alts(reading.text)), "in a picture's alt text"),
        )
        for text, where in places:
            if text and (said := _said(blank.text, [text])) and said not in told:
                told.add(said)
                message = f"'{said}' is hidden here, but appears {where}"
                both = ", or hide both under one number" if "elsewhere" in where else ""
                yield Finding(blank.span, message, f"word one of the two differently{both}")


def _said(answer: str, texts: Iterable[str]) -> str:
    """The answer, where all words that make it are in one of the texts; else empty."""
    if len(answer) > LONG or set(answer) & UNTOLD:
        return ""
    said = words(answer)
    meant = [word for word in said if word.casefold() not in SMALL and (len(word) > 1 or word.isdigit())]
    telling = [word for word in meant if len(word) >= 4 and not word.isdigit() and stem(word) not in CLASSES]
    if not telling or len(said) > SHORT:
        return ""
    opening = telling[0][:4].casefold()  # a text without it need not be taken apart
    wanted = {stem(word) for word in meant} | ({"not"} & set(said))
    exact = any(word.isdigit() or word.casefold() in EXACT or _is_letter(word) for word in said)
    for text in texts:
        if opening not in text.casefold() or not wanted <= set(map(stem, words(text))):
            continue
        for clause in CLAUSE.split(text):
            if exact and not re.search(rf"\b{re.escape(' '.join(said))}\b", " ".join(words(clause)), re.I):
                continue
            if wanted <= set(map(stem, words(clause))) and not _offered(answer.strip(), clause):
                return " ".join(answer.split())
    return ""


def _is_letter(word: str) -> bool:
    """Whether a capital stands alone, as in "P wave" and "vitamin K", and tells one thing from its like."""
    return len(word) == 1 and word.isupper() and word not in "AI"


def _offered(answer: str, clause: str) -> bool:
    """Whether the text names the answer as one of several: "either steel or copper", "(steel, copper, plastic)"."""
    said = re.escape(answer)
    listed = rf"(?:,|\(|\band|\bfrom) {said}(?:,|\)| and\b)|\({said},"
    return re.search(rf"\b{said}(?: or |/)\w|\w(?: or |/){said}\b|{listed}", clause, re.I) is not None


def _alts(text: Prose) -> list[str]:
    return [picture.alt for picture in text.pictures]


def _finding(text: Prose, said: str, where: str) -> Finding:
    return Finding(text.span(), f"the answer '{said}' is {where}", "ask in words that the answer does not repeat")
