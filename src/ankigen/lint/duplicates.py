"""Two notes that ask the same: the learner learns it twice, or cannot tell which answer is meant."""

import re
from array import array
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from ankigen.diagnostic import Code, Severity
from ankigen.lint.deck_rule import Across, Gather, Position, deck_rule, position
from ankigen.lint.note_text import Reading, Review
from ankigen.lint.plain_text import Prose
from ankigen.lint.rule import Finding
from ankigen.lint.similarity import Ask, like, numbered, pairs
from ankigen.lint.stems import stems
from ankigen.model.note import Kind
from ankigen.source import Source

SIGN = re.compile(r"[^\W_]+|[^\w\s.,;:?!'\"’*()–-]")
ARTICLES = frozenset(("a", "an", "the", "An", "The"))  # a capital A is one only where the front begins: vitamin A


class Front(NamedTuple):
    """What a note asks: its front in the same form for all that is read alike, the answer's signs, the stems of both,
    separated by spaces, and as the bytes of their numbers, and the pictures that it asks about."""

    position: Position
    id: str
    is_cloze: bool
    normal: str
    answer: str
    asks: str
    wants: str
    stems: bytes
    pictures: tuple[str, ...]


Values = tuple[Position, str, bool, str, str, str, str, bytes, tuple[str, ...]]


def _fronts(review: Review) -> tuple[Values, ...]:
    return tuple(map(_front, review.readings))


def _front(reading: Reading) -> Values:
    """The values of a `Front`, in their order."""
    asks, wants = _ask(reading)
    asked = reading.body if reading.note.picture else reading.front
    return (
        position(reading.note.span),
        reading.note.id,
        reading.note.kind.is_cloze,
        _normal(reading),
        " ".join(SIGN.findall(" ".join(text.text for text in reading.answers).casefold())),
        " ".join(asks),
        " ".join(wants),
        numbered((*asks, *wants)).tobytes(),
        tuple(picture.path for picture in asked.pictures),
    )


FRONTS = Gather("fronts", _fronts)


def _each_front(across: Across) -> Iterator[tuple[Source, Front]]:
    return ((source, Front._make(values)) for source, fronts in across.each(FRONTS) for values in fronts)


@deck_rule(
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
    FRONTS,
)
def duplicate_front(across: Across) -> Iterator[Finding]:
    first: dict[int, int] = {}
    same = {}
    for number, (_, front) in enumerate(_each_front(across)):
        other = first.setdefault(hash(front.normal), number) if front.normal else number
        if other != number:
            same[number] = other
    known = _fronts_of(across, {*same, *same.values()})
    for later, earlier in same.items():
        (there, one), (source, front) = known[earlier], known[later]
        if one.normal == front.normal and not (front.id and front.id == one.id):
            hint = "merge them, or say in each front what sets it apart"
            answers = "" if one.answer == front.answer else ", and another answer"
            message = f"the note at {there.span(*one.position)} has the same front{answers}"
            yield Finding(source.span(*front.position), message, hint)


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


def _fronts_of(across: Across, numbers: Set[int]) -> dict[int, tuple[Source, Front]]:
    """The fronts of these numbers: all of a big deck's at once would fill the memory."""
    return {number: found for number, found in enumerate(_each_front(across)) if number in numbers} if numbers else {}


@deck_rule(
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
    FRONTS,
)
def near_duplicate(across: Across) -> Iterator[Finding]:
    similarity = across.deck.config.check.limits.similarity
    alike = []
    for is_cloze in (False, True):
        numbers = array("I")
        stems_of = list(_stems_of(across, is_cloze, numbers))
        alike += [(numbers[first], numbers[second]) for first, second in pairs(stems_of)]
    known = _fronts_of(across, {number for pair in alike for number in pair})
    told: set[int] = set()
    for earlier, later in alike:
        (source, one), (here, other) = known[earlier], known[later]
        if later in told or not (like(_as_ask(one), _as_ask(other), similarity) and _differ_in_words(one, other)):
            continue
        told.add(later)
        message = f"the note at {source.span(*one.position)} asks nearly the same"
        yield Finding(here.span(*other.position), message, "keep the better one, or make clear how they differ")


def _stems_of(across: Across, is_cloze: bool, numbers: "array[int]") -> Iterator["array[int]"]:
    """The stems of what the fronts of one kind ask and want; the number of each among all is added to `numbers`."""
    for at, (_, front) in enumerate(_each_front(across)):
        if front.is_cloze == is_cloze:
            numbers.append(at)
            yield array("I", front.stems)


def _differ_in_words(one: Front, other: Front) -> bool:
    """Whether their fronts differ, and not in the pictures they ask about."""
    return one.pictures == other.pictures and one.normal != other.normal


def _as_ask(front: Front) -> Ask:
    return Ask(tuple(front.asks.split()), tuple(front.wants.split()))


def _ask(reading: Reading) -> tuple[Sequence[str], Sequence[str]]:
    """What a note asks and what it wants to hear, as stems."""
    if reading.note.kind.is_cloze:
        hidden = " ".join(blank.text for blank in reading.blanks)
        return stems(reading.text.text), stems(hidden)
    answer = " ".join(text.text for text in reading.answers)
    return stems(reading.asked), stems(answer)
