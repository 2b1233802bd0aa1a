"""Options with a sign of their own in the box, with escaped brackets, or with letters and the answer under them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ankigen.codes.slips import OPTION_TYPO
from ankigen.diagnostic import Diagnostic
from ankigen.parse.choice import is_task
from ankigen.parse.mask import Visible, short
from ankigen.parse.outline import Outline, lines_in_notes
from ankigen.parse.slip import needs
from ankigen.rare import RarePattern

BULLET = r"[ \t]{0,3}[-*+][ \t]+"
# A sign that is neither empty nor an x; digits are references, ticks and crosses are `option_typo`'s.
OTHER = RarePattern(rf"(?P<before>{BULLET})\[[ \t]?(?P<sign>[^\s\d\[\]xX^✓✔☑✅✗✘☒❌☐×])[ \t]?\][ \t]+(?=\S)")
LOOKS_LIKE_X = frozenset("хХχΧⅹⅩｘＸ")
# One of the brackets, or both.
_BOX = r"(?=\\|\[[ \t]*[xX]?[ \t]*\\)\\?\[[ \t]*(?P<sign>[xX]?)[ \t]*\\?\]"
ESCAPED = RarePattern(rf"(?P<before>{BULLET}){_BOX}[ \t]+(?=\S)")
LETTERED = RarePattern(r"[ \t]{0,3}(?:\*\*|__)?\(?(?P<letter>[A-Ha-h])[.)](?:\*\*|__)?[ \t]+(?P<words>\S.*)")
_AND = r"\)?[ \t]*(?:,|;|/|&|\+|,?[ \t]*\band\b)[ \t]*\(?"
ANSWER = RarePattern(
    r"[ \t]{0,3}[*_]{0,2}(?:(?:the )?(?:correct|right) )?(?:answer|option|choice|key)s?(?: is| are)?[*_]{0,2}"
    rf"[ \t]*[:=]?[*_ \t]*\(?(?P<letters>[A-H](?:{_AND}(?-i:[A-H])(?!\w))*)(?:[.):*_ \t].*)?",
    re.IGNORECASE,
)
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
    lines = text.text.split("\n")
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


@needs(r"\n[ \t]{0,3}[-*+][ \t]+\\?\[[ \t]*[xX]?[ \t]*\\?\]", r"\\[\[\]]")
def escaped_boxes(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    r"""`- \[x\] B`, as chatbots write it: some lines are right and some are not, or they stand beside options."""
    for under in notes(text, plan):
        seen = [number for number in under if number not in plan.opaque and number not in text.fenced | text.indented]
        found = [(number, match) for number in seen if (match := ESCAPED.match(text.source.line(number)))]
        ticked = sum(bool(match["sign"]) for _, match in found)
        if found and (0 < ticked < len(found) or any(is_task(text.source.line(number)) for number in seen)):
            for number, match in found:
                yield _escaped(text, number, match)


def _escaped(text: Visible, number: int, match: re.Match[str]) -> Diagnostic:
    start, mark = text.starts[number - 1], match["sign"] or " "
    words = short(text.source.line(number)[match.end() :].strip())
    place = text.source.span(number, len(match[0]) - len(match[0].lstrip()) + 1)
    edit = text.edit(start, start + match.end(), f"{match['before']}[{mark}] ")
    message = "this line is not an option: a backslash makes text of its box"
    return Diagnostic(place, OPTION_TYPO, message, f"write - [{mark}] {words}", edits=(edit,))


@needs(r"\n[ \t]{0,3}(?:\*\*|__)?\(?[Aa][.)]")
def lettered_lines(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """`A) Osteoblast`, `B) Osteoclast` and under them `Answer: B`, or a tick behind one of them."""
    lines, inside = text.text.split("\n"), lines_in_notes(text.source, plan)
    for under in notes(text, plan):
        seen = [number for number in under if number in inside and lines[number - 1].strip()]
        for at in range(len(seen)):
            found = _in_order(lines, seen[at:])
            if len(found) > 1:
                yield from _lettered(
                    text, found, lines[seen[at + len(found)] - 1] if at + len(found) < len(seen) else ""
                )
                break


def _in_order(lines: Sequence[str], numbers: Sequence[int]) -> list[tuple[int, re.Match[str]]]:
    """The lines that begin with A, B, C, and so on."""
    found: list[tuple[int, re.Match[str]]] = []
    for number in numbers:
        match = LETTERED.match(lines[number - 1])
        if match is None or match["letter"].upper() != "ABCDEFGH"[len(found) : len(found) + 1]:
            break
        found.append((number, match))
    return found


def _lettered(text: Visible, found: Sequence[tuple[int, re.Match[str]]], below: str) -> Iterator[Diagnostic]:
    ticked = [match["letter"].upper() for _, match in found if TICK.search(match["words"])]
    answer = ANSWER.fullmatch(below.rstrip())
    right = re.findall(r"\b[A-H]\b", answer["letters"].upper()) if answer else ticked
    written = {match["letter"].upper(): TICK.sub("", match["words"]).strip() for _, match in found}
    wrong = [words for letter, words in written.items() if letter not in right]
    if wrong and right and set(right) <= written.keys():
        number, match = found[0]
        message = f"these {len(found)} lines are no options: the card would show them with the answer"
        marked = ", ".join(f"- [x] {short(written[letter])}" for letter in right)
        which = "the right ones" if len(right) > 1 else "the right one"
        hint = f"write each without its letter: - [ ] {short(wrong[0])}, and {which} {marked}"
        if answer and OTHER_LETTER.search(below, answer.end("letters")):  # only its author knows which are right
            hint = "write each without its letter: - [x] before those that are right, - [ ] before the others"
        place = text.source.span(number, len(match[0]) - len(match[0].lstrip()) + 1)
        yield Diagnostic(place, OPTION_TYPO, message, hint)


OPTION_FORMS = (other_sign, escaped_boxes, lettered_lines)
