"""A cloze field as one of its cards shows it, letter by letter as Anki's backend does (tried against it by a test)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ankigen.model.cloze import DEEPEST

END = "}}"
TOKEN = re.compile(r"\{\{c([0-9,]+)::|\}\}")
LARGEST = 0xFFFF  # a number above it is none to Anki
MATH_START, MATH_END = re.compile(r"\\[(\[]"), re.compile(r"\\[)\]]")
# What goes with all that is in it.
WHOLE = re.compile(r"(?i)<(?:!--|style|script)")
ENDS = {"<!--": re.compile("-->"), "<style": re.compile("(?i)</style>"), "<script": re.compile("(?i)</script>")}
# Masks of Anki's own image occlusion, which a script draws: a card without one shows nothing there.
MASK = "image-occlusion:"


@dataclass(slots=True)
class Deletion:
    """One deletion; the last hint among its texts counts."""

    numbers: tuple[int, ...]
    inside: "list[str | Deletion]" = field(default_factory=list)
    hint: str | None = None

    @property
    def shown(self) -> str:
        """Its text with all that is hidden in it."""
        return "".join(part if isinstance(part, str) else part.shown for part in self.inside)

    @property
    def is_mask(self) -> bool:
        first = self.inside[0] if self.inside else None
        return isinstance(first, str) and first.startswith(MASK)


def read_clozes(text: str) -> list[str | Deletion]:
    """Text and deletions in their order. One that never ends is lost with all that is in it, as in Anki."""
    found: list[str | Deletion] = []
    opened: list[Deletion] = []
    for token in _tokens(text):
        inside = opened[-1].inside if opened else found
        if isinstance(token, Deletion):
            if len(opened) < DEEPEST:
                opened.append(token)
        elif token == END and opened:
            closed = opened.pop()
            (opened[-1].inside if opened else found).append(closed)
        elif opened and "::" in token and not token.startswith(MASK):
            shown, _, opened[-1].hint = token.partition("::")
            inside.append(shown)
        else:
            inside.append(token)
    return found


def _tokens(text: str) -> Iterator[str | Deletion]:
    """Texts, ends of deletions, and deletions that begin."""
    at = 0
    for match in TOKEN.finditer(text):
        numbers = _numbers(match[1]) if match[1] else ()
        if match[1] and not numbers:
            continue  # text like any other
        if match.start() > at:
            yield text[at : match.start()]
        yield Deletion(numbers) if match[1] else END
        at = match.end()
    if at < len(text):
        yield text[at:]


def cloze_html(text: str, number: int, *, answer: bool) -> str:
    """The field for card `number` (from 1), the deletion hidden unless `answer`; empty if it has no such number."""
    found = read_clozes(text)
    if number not in _all_numbers(found):
        return ""
    return _math_alone("".join(_face(part, number, answer) for part in found))


def cloze_only(text: str, number: int, *, answer: bool) -> str:
    """What the card hides, or the hints of it, and nothing else."""
    return ", ".join(_only(read_clozes(text), number, answer))


def cloze_typed(text: str, number: int) -> str:
    """What a learner has to type: the same text in several places once."""
    found = list(_only(read_clozes(text), number, answer=True))
    return found[0] if len(set(found)) == 1 else ", ".join(found)


def cloze_numbers(text: str) -> frozenset[int]:
    """The numbers for which there is a card."""
    return frozenset(_all_numbers(read_clozes(text))) - {0} if "{{c" in text else frozenset()


def _numbers(written: str) -> tuple[int, ...]:
    numbers = (int(number.lstrip("0")[:6] or "0") for number in written.split(",") if number)
    return tuple(sorted({number for number in numbers if number <= LARGEST}))


def _all_numbers(parts: list[str | Deletion]) -> Iterator[int]:
    for part in parts:
        if isinstance(part, Deletion):
            yield from part.numbers
            yield from _all_numbers(part.inside)


def _face(part: str | Deletion, number: int, answer: bool) -> str:
    if isinstance(part, str):
        return part
    active = number in part.numbers
    if part.is_mask:
        return f'<div class="{_mask_class(part, active, answer)}"></div>'
    if active and not answer:
        return f'<span class="cloze">[{"..." if part.hint is None else part.hint}]</span>'
    inside = "".join(_face(child, number, answer) for child in part.inside)
    return f'<span class="cloze{"" if active else "-inactive"}">{inside}</span>'


def _mask_class(part: Deletion, active: bool, answer: bool) -> str:
    if 0 in part.numbers or (active and not answer):
        return "cloze"
    return "cloze-highlight" if active else "cloze-inactive"


def _only(parts: list[str | Deletion], number: int, answer: bool) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Deletion):
            if number in part.numbers:
                yield part.shown if answer else "..." if part.hint is None else part.hint
            yield from _only(part.inside, number, answer)


def _math_alone(html: str) -> str:
    """Formulas without markup, which MathJax could not read."""
    parts: list[str] = []
    at = 0
    while (start := MATH_START.search(html, at)) and (end := MATH_END.search(html, start.end())):
        parts += (html[at : start.end()], without_tags(html[start.end() : end.start()]), end[0])
        at = end.end()
    return "".join((*parts, html[at:]))


def without_tags(html: str) -> str:
    """The HTML without comments, styles, scripts and tags; entities stay."""
    parts: list[str] = []
    at = 0
    last = {name: max((match.end() for match in end.finditer(html)), default=-1) for name, end in ENDS.items()}
    while (start := html.find("<", at)) >= 0 and (end := html.find(">", start)) >= 0:
        parts.append(html[at:start])
        at = end + 1
        if (whole := WHOLE.match(html, start)) and whole.end() <= last[whole[0].lower()]:
            begins = start + len("<!--") if whole[0] == "<!--" else at
            closed = ENDS[whole[0].lower()].search(html, begins)
            at = closed.end() if closed else at
    return "".join((*parts, html[at:]))
