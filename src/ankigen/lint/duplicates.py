"""Two notes that ask the same: the learner learns it twice, or cannot tell which answer is meant."""

import re
from collections.abc import Iterator

from ankigen.diagnostic import Code, Severity
from ankigen.lint.note_text import Reading, Review
from ankigen.lint.plain_text import Prose
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.lint.similarity import Ask, like, pairs
from ankigen.lint.stems import stems
from ankigen.model.note import Kind

SIGN = re.compile(r"[^\W_]+|[^\w\s.,;:?!'\"’*()–-]")
ARTICLES = frozenset(("a", "an", "the", "An", "The"))  # a capital A is one only where the front begins: vitamin A


@rule(
    Code(
        "duplicate-front",
        "Two notes have the same front, but for capitals, articles and punctuation.",
        why="The learner cannot know which of the two answers is wanted.",
        bad="""
        ### What resorbs bone?

        Osteoclasts

        ### What resorbs the bone

        Cells with many nuclei
        """,
        good="""
        ### Which cells resorb bone?

        Osteoclasts

        ### How many nuclei has an osteoclast?

        Many
        """,
    ),
    Scope.DECK,
)
def duplicate_front(review: Review) -> Iterator[Finding]:
    first: dict[str, Reading] = {}
    for reading in review.readings:
        front = _normal(reading)
        other = first.setdefault(front, reading) if front else reading
        if other is not reading and not (reading.note.id and reading.note.id == other.note.id):
            hint = "merge them, or say in each front what sets it apart"
            answers = "" if _answer(other) == _answer(reading) else ", and another answer"
            yield Finding(reading.note.span, f"the note at {other.note.span} has the same front{answers}", hint)


def _answer(reading: Reading) -> str:
    return " ".join(SIGN.findall(" ".join(text.text for text in reading.answers).casefold()))


def _normal(reading: Reading) -> str:
    """The front as a learner takes it in: for a choice with its options, for a cloze with what it hides."""
    match reading.note.kind:
        case Kind.CLOZE | Kind.PICTURE:
            hidden = (f"{blank.numbers}{blank.text}" for blank in reading.blanks)
            parts = [_shown(reading.front), _shown(reading.body), *hidden]
        case Kind.CHOICE:
            options = sorted(_shown(option) for option in reading.options)
            parts = [_shown(reading.front), _shown(reading.body), *options]
        case _:
            parts = [_shown(reading.front)]
    signs = SIGN.findall(" ".join(parts))
    if signs[:1] == ["A"]:
        del signs[0]
    return " ".join(sign for sign in signs if sign not in ARTICLES).casefold()


def _shown(text: Prose) -> str:
    """The words; if there are formulas, code or pictures, which have none, the source."""
    source = text.fragment.text
    return source if "$" in source or "`" in source or "![" in source else text.text


@rule(
    Code(
        "near-duplicate",
        "Two notes ask for the same in nearly the same words (`similarity`, 90 %).",
        why="Each takes time at every review, and only one gets corrected.",
        level=Severity.WARNING,
        bad="""
        ### Which cells resorb bone in an adult?

        Osteoclasts

        ### Which cell resorbs the bone in an adult?

        Osteoclasts
        """,
        good="""
        ### Which cells resorb bone in an adult?

        Osteoclasts
        """,
    ),
    Scope.DECK,
)
def near_duplicate(review: Review) -> Iterator[Finding]:
    similarity = review.config.check.limits.similarity
    for group in (list(review.questions), list(review.clozes)):
        asks = [_ask(number, reading) for number, reading in enumerate(group)]
        found: dict[int, int] = {}
        for first, second in pairs(asks):
            if like(first, second, similarity) and _differ_in_words(group[first.number], group[second.number]):
                found.setdefault(second.number, first.number)
        for later, earlier in sorted(found.items()):
            message = f"the note at {group[earlier].note.span} asks nearly the same"
            yield Finding(group[later].note.span, message, "keep the better one, or make clear how they differ")


def _differ_in_words(one: Reading, other: Reading) -> bool:
    """Whether their fronts differ, and not in the pictures they ask about."""
    shown, others = ([picture.path for picture in _asked(reading).pictures] for reading in (one, other))
    return shown == others and _normal(one) != _normal(other)


def _asked(reading: Reading) -> Prose:
    return reading.body if reading.note.picture else reading.front


def _ask(number: int, reading: Reading) -> Ask:
    """What a note asks and what it wants to hear."""
    if reading.note.kind.is_cloze:
        hidden = " ".join(blank.text for blank in reading.blanks)
        return Ask(number, tuple(stems(reading.text.text)), tuple(stems(hidden)))
    answer = " ".join(text.text for text in reading.answers)
    return Ask(number, tuple(stems(reading.asked)), tuple(stems(answer)))
