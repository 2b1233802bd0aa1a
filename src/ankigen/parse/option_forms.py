"""Options with a sign of their own in the box, with escaped brackets, or with letters and the answer under them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ankigen.codes.slips import OPTION_TYPO
from ankigen.diagnostic import Diagnostic
from ankigen.parse.choice import is_task
from ankigen.parse.mask import Visible, short
from ankigen.parse.outline import Outline
from ankigen.parse.slip import needs, needs_one
from ankigen.rare import RarePattern

BULLET = r"[ \t]{0,3}[-*+][ \t]+"
# A sign that is neither empty nor an x; digits are references, ticks and crosses are `option_typo`'s.
OTHER = RarePattern(
    rf"(?P<before>{BULLET})\[[ \t]?(?P<sign>(?![A-WYZ]\])[^\s\d\[\]xX^✓✔☑✅✗✘☒❌☐×])[ \t]?\][ \t]+(?=\S)"
)
LOOKS_LIKE_X = frozenset("хХχΧⅹⅩｘＸ")
_BOX = r"(?=\\|\[[ \t]*[xX]?[ \t]*\\)\\?\[[ \t]*(?P<sign>[xX]?)[ \t]*\\?\]"
# The bullet, one of the brackets, or both.
ESCAPED = RarePattern(
    rf"(?:(?P<before>{BULLET}){_BOX}|[ \t]{{0,3}}\\[-*+][ \t]+\\?\[(?P<mark>[ xX]?)\\?\])[ \t]+(?=\S)"
)
LETTERED = RarePattern(
    r"[ \t]{0,3}(?:[-*+][ \t]+)?(?:\*\*|__)?\(?(?P<letter>[A-Ha-h1-8])[.)](?:\*\*|__)?[ \t]+(?P<words>\S.*)"
)
ORDERS = ("ABCDEFGH", "12345678")
_AND = r"\)?[ \t]*(?:,|;|/|&|\+|,?[ \t]*\band\b)[ \t]*\(?"
_NOUN = r"(?:answer|option|choice|key)s?"
# `Correct:`, `The right answer:`
_RIGHT = rf"[ \t]{{0,3}}[*_]{{0,2}}(?:(?:the )?(?:correct|right)(?: {_NOUN})?|answers?)[*_]{{0,2}}[ \t]*[:=][*_ \t]*"
_LABEL = rf"[ \t]{{0,3}}[*_]{{0,2}}(?:(?:the )?(?:correct|right) )?{_NOUN}(?: is| are)?[*_]{{0,2}}"
ANSWER = RarePattern(
    rf"{_LABEL}[ \t]*[:=]?[*_ \t]*\(?(?P<right>[A-H](?:{_AND}(?-i:[A-H])(?!\w))*)(?:[.):*_ \t].*)?", re.IGNORECASE
)
# "Answer: 2 weeks" names no option.
NUMBERS = RarePattern(
    rf"{_RIGHT}\(?(?P<right>[1-8](?:{_AND}[1-8](?!\w))*)[.)*_ \t]*",
    re.IGNORECASE,
)
# "all except B", "A–C" and "AB" name options too, but only their author knows which.
OTHER_ANSWER = RarePattern(
    rf"{_LABEL}[ \t]*[:=][*_ \t]*\(?"
    r"(?:(?-i:[A-H]{2,8})(?!\w)|(?:[A-H][ \t]*[-–—/][ \t]*[A-H]|all|none|both|not)\b).*",
    re.IGNORECASE,
)
NAMES_ITEM = RarePattern(
    rf"{_RIGHT}(?P<right>\S.*)",
    re.IGNORECASE,
)
PLAIN_ITEM = RarePattern(rf"{BULLET}(?P<words>[^\s\[].*)")
# A letter that may name an option, further on in the line of the answer; "a" is a word there.
OTHER_LETTER = RarePattern(r"(?<!\w)(?:[A-Hb-h](?!\w)|a(?=[).,;*]|[ \t]*$))")
TICK = RarePattern(r"[ \t]*(?:[✓✔✅☑]\ufe0f?|\((?:correct|right answer)\))[ \t]*\Z", re.IGNORECASE)


def notes(text: Visible, plan: Outline) -> Iterator[range]:
    """The lines under each heading."""
    starts = [*(heading.title.line for heading in plan.headings), len(text.source.lines) + 1]
    return (range(first + 1, end) for first, end in pairwise(starts))


@needs(r"\n[ \t]{0,3}[-*+][ \t]+\[[ \t]?[^\s\d\[\]xX^][ \t]?\]")
def other_sign(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """`- [?] Osteocyte` beside options: Markdown makes it a part of the option above."""
    lines = text.lines
    for under in notes(text, plan):
        seen = [number for number in under if number not in plan.opaque]
        if not any(is_task(lines[number - 1]) for number in seen):
            continue
        for number in seen:
            if match := OTHER.match(lines[number - 1]):
                yield _other_sign(text, number, match)


def _other_sign(text: Visible, number: int, match: re.Match[str]) -> Diagnostic:
    start = text.starts[number - 1]
    words, sign = text.source.line(number)[match.end() :].strip(), match["sign"]
    place = text.source.span(number, len(match[0]) - len(match[0].lstrip()) + 1)
    if sign in LOOKS_LIKE_X:
        edit = text.edit(start, start + match.end(), f"{match['before']}[x] ")
        message = f"this line is not an option: '{sign}' only looks like an x"
        return Diagnostic(place, OPTION_TYPO, message, f"write - [x] {short(words)}", edits=(edit,))
    message = f"this line is not an option: '{sign}' says neither right nor wrong"
    hint = f"write - [ ] {short(words)} if it is wrong, - [x] {short(words)} if it is right"
    return Diagnostic(place, OPTION_TYPO, message, hint)


@needs(r"\n[ \t]{0,3}\\?[-*+][ \t]+\\?\[[ \t]*[xX]?[ \t]*\\?\]", r"\\[\[\]*+-]")
def escaped_boxes(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    r"""`- \[x\] B`, as chatbots write it: some lines are right and some are not, or they stand beside options."""
    for under in notes(text, plan):
        seen = [number for number in under if number not in plan.opaque and number not in text.fenced | text.indented]
        found = [(number, match) for number in seen if (match := ESCAPED.match(text.source.line(number)))]
        ticked = sum(bool((match["sign"] or match["mark"] or "").strip()) for _, match in found)
        if found and (0 < ticked < len(found) or any(is_task(text.source.line(number)) for number in seen)):
            for number, match in found:
                yield _escaped(text, number, match)


def _escaped(text: Visible, number: int, match: re.Match[str]) -> Diagnostic:
    start, mark = text.starts[number - 1], (match["sign"] or match["mark"] or "").strip() or " "
    words = short(text.source.line(number)[match.end() :].strip())
    place = text.source.span(number, len(match[0]) - len(match[0].lstrip()) + 1)
    edit = text.edit(start, start + match.end(), f"{match['before'] or '- '}[{mark}] ")
    what = "its box" if match["before"] else "its bullet"
    message = f"this line is not an option: a backslash makes text of {what}"
    return Diagnostic(place, OPTION_TYPO, message, f"write - [{mark}] {words}", edits=(edit,))


@needs_one(r"\.(?<=[\s(*_][Aa1]\.)", r"\)(?<=[\s(*_][Aa1]\))")
@needs(r"\n[ \t]{0,3}(?:[-*+][ \t]+)?(?:\*\*|__)?\(?[Aa1][.)]")
def lettered_lines(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """`A) Osteoblast`, `B) Osteoclast` and under them `Answer: B`, or a tick behind one of them; also with numbers."""
    lines, inside = text.lines, text.in_notes
    for under in notes(text, plan):
        seen = [number for number in under if number in inside and lines[number - 1].strip()]
        for at in range(len(seen)):
            found = _in_order(lines, seen[at:])
            if len(found) > 1:
                below = lines[seen[at + len(found)] - 1] if at + len(found) < len(seen) else ""
                yield from _lettered(text, found, below.rstrip())
                break


def _in_order(lines: Sequence[str], numbers: Sequence[int]) -> list[tuple[int, re.Match[str]]]:
    """The lines that begin with A, B, C, and so on, or with 1, 2, 3."""
    found: list[tuple[int, re.Match[str]]] = []
    orders: tuple[str, ...] = ORDERS
    for number in numbers:
        match = LETTERED.match(lines[number - 1])
        orders = tuple(order for order in orders if match and order.startswith(match["letter"].upper(), len(found)))
        if match is None or not orders:
            break
        found.append((number, match))
    return found


def _lettered(text: Visible, found: Sequence[tuple[int, re.Match[str]]], below: str) -> Iterator[Diagnostic]:
    first, begun = found[0]
    sign = "number" if begun["letter"] == "1" else "letter"
    written = {
        match["letter"].upper(): TICK.sub("", text.source.line(number)[match.start("words") :])
        .strip()
        .rstrip("\\")
        .strip()
        for number, match in found
    }
    answer = (NUMBERS if sign == "number" else ANSWER).fullmatch(below)
    right = [match["letter"].upper() for _, match in found if sign == "letter" and TICK.search(match["words"])]
    if answer:
        right = re.findall(r"\b[A-H1-8]\b", answer["right"].upper())
    wrong = [words for letter, words in written.items() if letter not in right]
    hint = f"write each without its {sign}: - [x] before those that are right, - [ ] before the others"
    unclear = (
        OTHER_LETTER.search(below, answer.end("right"))
        if answer and sign == "letter"
        else OTHER_ANSWER.fullmatch(below)
    )
    if not unclear:
        if not (wrong and right and set(right) <= written.keys()):
            return
        marked = ", ".join(f"- [x] {short(written[letter])}" for letter in right)
        which = "the right ones" if len(right) > 1 else "the right one"
        hint = f"write each without its {sign}: - [ ] {short(wrong[0])}, and {which} {marked}"
    message = f"these {len(found)} lines are no options: the card would show them with the answer"
    place = text.source.span(first, len(begun[0]) - len(begun[0].lstrip()) + 1)
    yield Diagnostic(place, OPTION_TYPO, message, hint)


@needs(r"\n[ \t]{0,3}[*_]{0,2}(?:[tT]he )?(?:[cC]orrect|[rR]ight|[aA]nswer|CORRECT|ANSWER)")
def named_items(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """A list, and under it `Correct: …` with the words of one of its items."""
    lines, inside = text.source.lines, text.in_notes - plan.opaque
    for under in notes(text, plan):
        seen = [number for number in under if number in inside and lines[number - 1].strip()]
        for at, number in enumerate(seen):
            match = NAMES_ITEM.fullmatch(lines[number - 1])
            items = _items_above(lines, seen, at) if match else []
            words = [words.rstrip(" .").casefold() for _, words in items]
            if match and len(items) > 1 and match["right"].strip(" .*_").casefold() in words:
                right = items[words.index(match["right"].strip(" .*_").casefold())][1]
                wrong = next(said for _, said in items if said != right)
                message = f"these {len(items)} lines are no options: the card would show them with the answer"
                hint = f"write - [ ] {short(wrong)}, and the right one - [x] {short(right)}"
                yield Diagnostic(text.source.span(items[0][0]), OPTION_TYPO, message, hint)
                break


def _items_above(lines: Sequence[str], numbers: Sequence[int], at: int) -> list[tuple[int, str]]:
    """The items of the list that ends above the line of this index, with their words; no options."""
    found: list[tuple[int, str]] = []
    for index in range(at - 1, -1, -1):
        number = numbers[index]
        match = PLAIN_ITEM.fullmatch(lines[number - 1])
        if match is None:
            break
        found.append((number, match["words"].strip(" \t*_")))
    return found[::-1]


OPTION_FORMS = (other_sign, escaped_boxes, lettered_lines, named_items)
