"""Anki's cloze grammar, as its backend reads it (rslib/src/cloze.rs): nesting, hints, several numbers at once."""

import re
from collections.abc import Iterable
from functools import lru_cache

from ankigen.rare import RarePattern
from ankigen.values import dataclass

OPEN = re.compile(r"\{\{c([0-9]+(?:,[0-9]+)*)::")
COMMENT = RarePattern(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# What parts a hint from what is hidden; `\::` is an author's own.
HINT_MARK = re.compile(r"(?<!\\)::")
BLACK = re.compile(r"\S")
TOKEN = re.compile(OPEN.pattern + r"|\}\}")
# Inside so many that are open Anki reads no other one (rslib/src/cloze.rs).
DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Cloze:
    """One deletion: the offsets of its `{{cN::`, and of its `}}` (None if it is never closed, or is too deep inside
    others for Anki)."""

    numbers: tuple[int, ...]
    start: int
    inner: int
    end: int | None
    too_deep: bool = False


def without_comments(text: str) -> str:
    """The text with spaces in place of HTML comments, which no card shows; every offset stays."""
    return COMMENT.sub(lambda match: blank(match[0]), text) if "<!--" in text else text


def blank(text: str) -> str:
    """Spaces in place of what is not white space."""
    return " " * len(text) if text.isprintable() else BLACK.sub(" ", text)


def clozes(text: str) -> tuple[Cloze, ...]:
    """Every deletion in the text in the order of their openings, the unclosed ones included."""
    return _clozes(text) if "{{c" in text else ()


@lru_cache(maxsize=4096)  # stages and checks ask for the same texts again
def _clozes(text: str) -> tuple[Cloze, ...]:
    openings: list[re.Match[str]] = []
    ends: list[int | None] = []
    unclosed: list[int] = []
    deep: set[int] = set()
    for match in TOKEN.finditer(text):
        if match[1]:
            if len(unclosed) < DEEPEST:
                unclosed.append(len(openings))
            else:
                deep.add(len(openings))
            openings.append(match)
            ends.append(None)
        elif unclosed:
            ends[unclosed.pop()] = match.start()
    return tuple(
        Cloze(_numbers(opening[1]), opening.start(), opening.end(), end, at in deep)
        for at, (opening, end) in enumerate(zip(openings, ends, strict=True))
    )


def _numbers(written: str) -> tuple[int, ...]:
    # Ten digits are too large for Anki already; int() refuses thousands of them.
    return tuple(int(number.lstrip("0")[:10] or "0") for number in written.split(","))


def without_clozes(text: str) -> str:
    """The text with every closed deletion shown: neither markers nor hints."""
    return _shown(text)[0] if "{{c" in text else text


def _shown(text: str) -> tuple[str, dict[int, str]]:
    """The text with every closed deletion shown, and what each of them shows, by its offset."""
    inside: dict[int, str] = {}
    levels: list[list[str]] = [[]]  # what is shown at each level of nesting so far
    closed = {cloze.end: cloze.start for cloze in clozes(text) if cloze.end is not None}
    opened = {cloze.start: cloze.inner for cloze in clozes(text) if cloze.end is not None}
    skipped = {cloze.start: cloze.inner for cloze in clozes(text) if cloze.too_deep}
    at = 0
    for place in sorted((*opened, *closed, *skipped)):
        levels[-1].append(text[at:place])
        if place in skipped:
            at = skipped[place]
        elif place in opened:
            levels.append([])
            at = opened[place]
        else:
            shown = HINT_MARK.split("".join(levels.pop()), maxsplit=1)[0]
            inside[closed[place]] = shown
            levels[-1].append(shown)
            at = place + 2
    return "".join((*levels[-1], text[at:])), inside


def one_number_each(text: str) -> str:
    """The text with `{{c1,2::…}}` written as `{{c1::{{c2::…}}}}`, which Anki before 26 understands as well."""
    parts: list[tuple[int, int, str]] = []  # what to write from one offset to another
    for cloze in clozes(text):
        if cloze.end is not None and len(cloze.numbers) > 1:
            nested = text.rfind("}}", cloze.inner, cloze.end)
            shown = text[cloze.inner if nested < 0 else nested + 2 : cloze.end]
            hint = "::".join(("", *shown.split("::")[1:]))
            opened = "".join(f"{{{{c{number}::" for number in cloze.numbers)
            closed = "}}" + f"{hint}}}}}" * (len(cloze.numbers) - 1)
            parts += ((cloze.start, cloze.inner, opened), (cloze.end, cloze.end + 2, closed))
    return _rewritten(text, sorted(parts))


def _rewritten(text: str, parts: Iterable[tuple[int, int, str]]) -> str:
    at = 0
    out: list[str] = []
    for start, end, new in parts:
        out += (text[at:start], new)
        at = end
    return "".join((*out, text[at:]))


def hidden_texts(text: str) -> dict[int, str]:
    """What each number hides, without markers and hints; several deletions of one number are joined by " / "."""
    found: dict[int, list[str]] = {}
    inside = _shown(text)[1] if "{{c" in text else {}
    for cloze in clozes(text):
        if cloze.end is not None:
            shown = " ".join(inside[cloze.start].replace("\\::", "::").split())
            for number in cloze.numbers:
                found.setdefault(number, []).append(shown)
    return {number: " / ".join(texts) for number, texts in sorted(found.items())}


def cloze_numbers(text: str) -> tuple[int, ...]:
    """The card numbers Anki makes of the text: closed deletions with a number above 0, sorted."""
    return tuple(
        sorted({number for cloze in clozes(text) if cloze.end is not None for number in cloze.numbers if number})
    )
