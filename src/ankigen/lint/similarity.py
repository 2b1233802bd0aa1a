"""Which texts of many are alike, without comparing each with each."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product
from zlib import crc32

from rapidfuzz import fuzz

from ankigen.lint.word_lists import lines
from ankigen.values import dataclass

OVERLAP = 0.7  # of the stems of either text; what is less alike is not looked at
CROWD = 40  # texts; a stem that more of them share finds nobody's double
TYPO = 82  # per cent of letters in which two spellings of a word agree

OPPOSITES = tuple((one, two) for one, two in map(str.split, lines("opposites")))


@dataclass(frozen=True, slots=True)
class Ask:
    """One text by its stems: what it asks and what it wants to hear."""

    front: tuple[str, ...]
    answer: tuple[str, ...]


def numbered(stems: Iterable[str]) -> "array[int]":
    """Each stem once, as a number, which needs little room: two stems may by chance have the same one."""
    return array("I", (crc32(stem.encode()) for stem in dict.fromkeys(stems)))


def pairs(sets: Sequence["array[int]"]) -> Iterator[tuple[int, int]]:
    """The numbers of the texts worth a comparison, the earlier first: those that share one of their rarest stems. Of a
    text its stems are known, as `numbered` gives them.

    Of two sets of which 70 % are shared, the 30 % + 1 rarest stems of either cannot all be foreign to the other (prefix
    filter: Chaudhuri 2006, Bayardo 2007). A crowd's stem is passed over, so that the work grows with the texts and
    not with their square.
    """
    counts = Counter(chain.from_iterable(sets))
    holders: dict[int, list[int]] = defaultdict(list)
    for at, stems in enumerate(sets):
        if len(stems) < 2:
            continue
        rarest = len(stems) - int(OVERLAP * len(stems)) + 1
        shared = [stem for stem in stems if counts[stem] > 1]
        shared.sort(key=lambda stem: (counts[stem], stem))
        seen: set[int] = set()
        for stem in shared[: max(0, rarest - len(stems) + len(shared))]:  # those nobody shares are the rarest
            crowd = holders[stem]
            if len(crowd) < CROWD:
                seen.update(crowd)
                crowd.append(at)
        mine = set(stems) if seen else set()
        least, most = OVERLAP * len(stems), len(stems) / OVERLAP
        for other in sorted(seen):
            theirs = sets[other]
            enough = max(least, OVERLAP * len(theirs))
            if least <= len(theirs) <= most and len(mine.intersection(theirs)) >= enough:
                yield other, at


def like(first: Ask, second: Ask, similarity: int) -> bool:
    """Whether they ask for the same: what differs is spelling and small words, and never an opposite or a number."""
    if not first.answer or not second.answer:
        return False
    fronts = fuzz.token_sort_ratio(" ".join(first.front), " ".join(second.front))
    answers = fuzz.token_sort_ratio(" ".join(first.answer), " ".join(second.answer))
    return min(fronts, answers) >= similarity - 10 and max(fronts, answers) >= similarity and _agree(first, second)


def _agree(first: Ask, second: Ask) -> bool:
    for one, two in ((first.front, second.front), (first.answer, second.answer)):
        mine, yours = Counter(one), Counter(two)
        left, right = list((mine - yours).elements()), list((yours - mine).elements())
        if not _match(left, right):
            return False
    return True


def _match(left: list[str], right: list[str]) -> bool:
    """Whether each leftover stem is another spelling of one on the other side; one may be left alone."""
    for word in list(left):
        twin = next((other for other in right if is_spelling(word, other)), None)
        if twin:
            left.remove(word)
            right.remove(twin)
    if any(is_opposite(one, two) for one, two in product(left, right)):
        return False
    return len(left) + len(right) <= 1 and not any(map(_tells, (*left, *right)))


def _tells(word: str) -> bool:
    """Whether a word that only one text has makes another question of it: a number, a letter, a negation, a side."""
    return len(word) < 3 or any(char.isdigit() for char in word) or word in _SIDES


_SIDES = frozenset(word for pair in OPPOSITES for word in pair) | {"not", "except", "without"}


def is_spelling(one: str, two: str) -> bool:
    if min(len(one), len(two)) < 5 or is_opposite(one, two) or any(char.isdigit() for char in one + two):
        return False
    return one[0] == two[0] and fuzz.ratio(one, two) >= TYPO


def is_opposite(one: str, two: str) -> bool:
    """Whether the words differ by nothing but parts that turn the meaning: hypercalcaemia, hypocalcaemia."""
    return any(
        one.replace(a, b) == two or one.replace(b, a) == two
        for a, b in OPPOSITES
        if (a in one and b in two) or (b in one and a in two)
    )
