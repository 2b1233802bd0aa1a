"""Two texts word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum

from ankigen.values import dataclass

# A word or a sign, with the space behind it.
TOKEN = re.compile(r"[\w'’]+(?:[.-]\w+)*\s*|\{\{c[\d,]+::|\}\}\s*|[^\w\s]\s*|\s+")
# Comparing takes the product of both lengths; longer runs of differing words are shown as a whole.
LONGEST = 1_000


class Edit(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    edit: Edit
    text: str


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order: what was removed stands before what replaced it."""
    start, end = _common_ends(old, new)
    left, right = TOKEN.findall(old[start : len(old) - end]), TOKEN.findall(new[start : len(new) - end])
    pieces = (Piece(Edit.SAME, new[:start]), *_between(left, right), Piece(Edit.SAME, new[len(new) - end :]))
    return tuple(piece for piece in pieces if piece.text)


def _common_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters of whole words both begin and end with: most of a text if somebody corrected a word."""
    left, right = old.split(" "), new.split(" ")
    head = _common(left, right)
    tail = _common(left[: head - 1 if head else None : -1], right[: head - 1 if head else None : -1])
    return sum(len(word) + 1 for word in left[:head]), sum(len(word) + 1 for word in left[len(left) - tail :])


def _common(left: list[str], right: list[str]) -> int:
    """How many words both begin with; at least one of each is left over."""
    shorter = min(len(left), len(right)) - 1
    pairs = enumerate(zip(left, right, strict=False))
    return max(0, next((index for index, (one, other) in pairs if one != other or index == shorter), 0))


def _between(left: list[str], right: list[str]) -> Iterator[Piece]:
    for same, a, b, c, d in _stretches([word.strip() for word in left], [word.strip() for word in right]):
        if same:
            # The space behind the last word may be on one side only.
            last = max(left[b - 1], right[d - 1], key=len)
            yield Piece(Edit.SAME, "".join((*right[c : d - 1], last)))
        else:
            yield from _change("".join(left[a:b]), "".join(right[c:d]))


def _stretches(left: list[str], right: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Whether a stretch is the same in both, and where it starts and ends on the left and on the right."""
    if max(len(left), len(right)) > LONGEST:
        yield False, 0, len(left), 0, len(right)
        return
    for operation, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield operation == "equal", a, b, c, d


def _change(removed: str, added: str) -> Iterator[Piece]:
    """The space behind the last word belongs to neither if both have it."""
    old, new = removed.rstrip(), added.rstrip()
    if not (old and new):
        yield Piece(Edit.REMOVED, removed)
        yield Piece(Edit.ADDED, added)
        return
    yield Piece(Edit.REMOVED, old)
    yield Piece(Edit.ADDED, new)
    yield Piece(Edit.SAME, added[len(new) :])
