"""Anki's cloze grammar, as its backend reads it (rslib/src/cloze.rs): nesting, hints, several numbers at once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

OPEN = re.compile(r"\{\{c([0-9]+(?:,[0-9]+)*)::")
INNERMOST = re.compile(r"\{\{c[0-9,]+::((?:(?!\{\{c[0-9]|\}\}).)*)\}\}", re.DOTALL)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# What parts a hint from what is hidden; `\::` is an author's own.
HINT_MARK = re.compile(r"(?<!\\)::")
BLACK = re.compile(r"\S")
TOKEN = re.compile(OPEN.pattern + r"|\}\}")


@dataclass(frozen=True, slots=True)
class Cloze:
    """One deletion: the offsets of its `{{cN::`, and of its `}}` (None if it is never closed)."""

    numbers: tuple[int, ...]
    start: int
    inner: int
    end: int | None


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
    for match in TOKEN.finditer(text):
        if match[1]:
            unclosed.append(len(openings))
            openings.append(match)
            ends.append(None)
        elif unclosed:
            ends[unclosed.pop()] = match.start()
    return tuple(
        Cloze(_numbers(opening[1]), opening.start(), opening.end(), end)
        for opening, end in zip(openings, ends, strict=True)
    )


def _numbers(written: str) -> tuple[int, ...]:
    # Ten digits are too large for Anki already; int() refuses thousands of them.
    return tuple(int(number.lstrip("0")[:10] or "0") for number in written.split(","))


def without_clozes(text: str) -> str:
    """The text with every closed deletion shown: neither markers nor hints."""
    count = 1
    while count:
        text, count = INNERMOST.subn(lambda match: HINT_MARK.split(match[1], maxsplit=1)[0], text)
    return text


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
    for cloze in clozes(text):
        if cloze.end is not None:
            inner = HINT_MARK.split(without_clozes(text[cloze.inner : cloze.end]), maxsplit=1)[0]
            for number in cloze.numbers:
                found.setdefault(number, []).append(" ".join(inner.replace("\\::", "::").split()))
    return {number: " / ".join(texts) for number, texts in sorted(found.items())}


def cloze_numbers(text: str) -> tuple[int, ...]:
    """The card numbers Anki makes of the text: closed deletions with a number above 0, sorted."""
    return tuple(
        sorted({number for cloze in clozes(text) if cloze.end is not None for number in cloze.numbers if number})
    )
