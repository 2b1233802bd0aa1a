"""Signs inside words that Markdown takes for emphasis: `HLA-B*27 and HLA-B*44`, `150*10^9/L`, `5~~10 mg`."""

import re

from ankigen.codes.lost_text import LOST_SIGN
from ankigen.rare import RarePattern
from ankigen.render.cloze_markers import MARKER
from ankigen.render.findings import Finding
from ankigen.render.inline.emphasis import Run, ahead_of_markers, behind_markers

BEFORE = re.compile(r"[A-Za-z0-9)\]]")
AFTER = re.compile(r"[A-Za-z0-9(\[]")
END = RarePattern(r"[.,;:?!]*(?:\s|\Z)")
LONGEST = 40  # characters of a hint's words


def is_sign(text: str, first: Run, last: Run) -> bool:
    """Whether two runs that might be emphasis stand inside words, beside a number: nobody emphasises from the middle
    of one to the middle of another. `H*2*O` may be emphasis."""
    if first.char not in "*~" or first.size != last.size or not all(_sides(text, first)):
        return False
    sides = (*_sides(text, first), *_sides(text, last))
    if not all(sides):
        return False
    inside = text[first.start + first.size : last.start]
    outer = sides[0] + sides[3]
    if first.char == "~":
        return first.size == 2 and "".join(sides).isdecimal() and not inside.isdecimal()
    if inside.isdecimal() and outer.isalpha():
        return False
    return any(side.isdecimal() for side in sides) or sides[0] in ")]" or sides[3] in "(["


def _sides(text: str, run: Run) -> tuple[str, str]:
    """What stands right before and behind it, if that is of a word; clozes hide nothing here."""
    left, right = behind_markers(text, run.start), ahead_of_markers(text, run.start + run.size)
    return left if BEFORE.fullmatch(left) else "", right if AFTER.fullmatch(right) else ""


def lost_sign(text: str, at: int, first: Run, last: Run) -> Finding:
    """What is told of two signs that became emphasis; `at` is the place of the first one in the fragment."""
    escaped = f"\\{first.char}" * first.size
    inside = text[first.start + first.size : last.start]
    shown = first.char * first.size
    start, end = _word(text, first.start, last.start + last.size)
    opening, closing = text[start : first.start], text[last.start + last.size : end]
    effect = "strike-through" if first.char == "~" else "bold" if first.size == 2 else "italics"
    message = f"this {shown} and the next one are taken for marks ({effect}): learners would see neither of them"
    if first.char == "~":
        return Finding(at, LOST_SIGN, message, f"write {_short(f'{opening}–{inside}–{closing}')} for a range")
    hint = f"write {_short(f'{opening}{escaped}{inside}{escaped}{closing}')}"
    if not any(char.isalpha() for char in opening.rpartition("(")[2]):
        hint += ", or × for a multiplication"
    if "\n" in inside or MARKER.search(inside):
        return Finding(at, LOST_SIGN, message, hint)
    edit = f"{shown}{inside}{shown}", f"{escaped}{inside}{escaped}"
    return Finding(at, LOST_SIGN, message, hint, edit)


def _word(text: str, first: int, last: int) -> tuple[int, int]:
    """Where the word begins in which the first sign stands, and where the last one's ends."""
    start = max(text.rfind(" ", 0, first), text.rfind("\n", 0, first)) + 1
    after = END.search(text, last)
    return start, after.start() if after else len(text)


def _short(words: str) -> str:
    words = " ".join(MARKER.sub("", words).split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
