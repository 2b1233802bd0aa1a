"""Options as other programs write them, and what Markdown draws into an option that stands under it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from ankigen.codes.slips import OPTION_TYPO, TEXT_IN_OPTION
from ankigen.diagnostic import Diagnostic, Edit, Severity
from ankigen.parse.bullets import is_choice
from ankigen.parse.choice import is_task
from ankigen.parse.mask import Visible, short
from ankigen.parse.option_forms import ESCAPED
from ankigen.parse.outline import Outline, indentation
from ankigen.parse.slip import Slip, beginning, holds, needs, needs_one, runs
from ankigen.rare import RarePattern
from ankigen.source import Span

YES, NO = "✓✔☑✅", "✗✘☒❌☐×"
OPTION = RarePattern(
    rf"""^\ {{0,3}}[-*+](?:
          [ \t]+\[(?P<mark>|[ \t]{{2,}}|[ \t]*[xX][ \t]+|[ \t]+[xX][ \t]*|[ \t]*[{YES}{NO}]\ufe0f?[ \t]*)\](?=[ \t]|$)
        | \[(?P<near>[ \t]*[xX]?[ \t]*)\](?=[ \t]|$)
        | [ \t]+\[(?P<tight>[ xX])\](?=[^\s(\[:])
        | [ \t]+\[(?P<shut>)\](?=[^\W_])
        )(?P<rest>.*)""",
    re.MULTILINE | re.VERBOSE,
)
# What such a line has and an option as it should be has not.
ODD_OPTION = re.compile(r"\n {0,3}[-*+](?:\[|[ \t]+\[(?![ xX]\](?:[ \t]|$)))", re.MULTILINE)
_ROUND = r"\([ \t]{0,3}[xX]?[ \t]{0,3}\)"
_IN_SQUARE = rf"[ \t]{{0,3}}[xX{YES}{NO}]?[ \t]{{0,3}}\]"
SQUARE = rf"\[{_IN_SQUARE}"
# Boxes without a bullet, with a number, or of round brackets; and options as they are right, but perhaps too far in.
BRACKETS = beginning(
    rf"""[ \t]*+(?:
          (?P<right>[-*+][ \t]+\[[ xX]\](?=[ \t]|$))
        | (?P<bare>)\[[ \t]{{0,3}}(?P<square>[xX{YES}{NO}]?)[ \t]{{0,3}}\](?=[ \t]|[^\W_])
        | (?P<numbered>(?:\d{{1,2}}|[a-zA-Z])[.)])[ \t]+\[[ \t]{{0,3}}(?P<counted>[xX{YES}{NO}]?)[ \t]{{0,3}}\](?=[ \t])
        | (?P<bulleted>(?:[-*+][ \t]+)?)\([ \t]{{0,3}}(?P<round>[xX]?)[ \t]{{0,3}}\)(?=[ \t])
        )[ \t]*(?=\S)""",
    re.VERBOSE,
)
RIGHT_OPTION = re.compile(r"\n {0,3}[-*+][ \t]+\[[ xX]\](?:[ \t]|$)", re.MULTILINE)
TICK = RarePattern(f"[{YES}{NO}]")
BOX = beginning(r"[ \t]*+(?:[-*+][ \t]+)?([☐☑☒□■▢])\ufe0f?[ \t\u00a0]+(?=\S)")
TICKED = "☑☒■"
DEEP = 4  # columns, from which on a list item is not an option but inside one

ITEM = RarePattern(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
BOXED = RarePattern(
    r"[ \t]*(?:\d{1,2}[.)][ \t]+)?(?:[-*+][ \t]*|\d{1,2}[.)][ \t]*)?[\[(][^\])]{0,3}[\])]|[ \t]*[☐☑☒□■▢✓✔✅✗✘❌•·▪◦]"
)
BLOCK = RarePattern(r"[ \t]*(?:[>|<#]|`{3}|~{3}|\$\$|!\[)")
BULLET = RarePattern(r"[ \t]{0,3}[-*+][ \t]+(?=[^\s\[])")
FEW_WORDS = RarePattern(r"[ \t]{0,3}[-*+][ \t]+([\w'’-]+(?:[ \t]+[\w'’-]+){0,4})[ \t]*")
FEW_BODIES = 2  # options with paragraphs of their own
WORD = RarePattern(r"[^\W\d_](?:.*[^\W\d_]){2}")
QUESTION_NUMBER = RarePattern(r"[ \t]{0,3}[*_]{0,2}(?:Q|Question)[ .]?\d{1,4}[.):]")
# Editors break lines further on than this.
WRAPPED = 60


@needs(r"\n[ ]{0,3}[-*+][ \t]*\[")
def option_typo(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    if not ODD_OPTION.search(f"\n{text.text}"):
        return
    found = list(_with_marks(text, plan))
    choices = _choices(text, plan, found)
    for match, right in found:
        rest = text.written(match.start("rest"), match.end("rest"))
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        end = match.start("rest") + len(rest) - len(rest.lstrip(" \t"))
        edit = text.edit(start, end, f"- [{right}] ")
        sure = text.span(start).line in choices
        tick = TICK.search(match["mark"] or "")
        fact = f"{tick[0]} " if tick else ""
        yield _typo(text.span(start), right, short(rest.strip()), edit if sure else None, fact)


def _typo(place: Span, mark: str, words: str, edit: Edit | None, fact: str = "") -> Diagnostic:
    """`edit` is missing if the line may as well be an item of a list, of which `fact` is the beginning."""
    message = "this line is not an option"
    hint = f"write - [{mark}] {words}".rstrip()
    if edit:
        return Diagnostic(place, OPTION_TYPO, message, hint, edits=(edit,))
    hint += f" for an option, - {fact}{words} for an item of a list"
    return Diagnostic(place, OPTION_TYPO, message, hint, Severity.WARNING)


def _with_marks(text: Visible, plan: Outline) -> Iterator[tuple[re.Match[str], str]]:
    """The lines with what belongs into their boxes; × is an x, unless a tick in the same note says what is right."""
    headings = [heading.title.line for heading in plan.headings]
    found = [
        (match, bisect_right(headings, text.span(match.start()).line), match["mark"] or match["near"] or match["tight"])
        for match in OPTION.finditer(text.text)
    ]
    ticked = {at for _, at, sign in found if sign and re.search(f"[{YES}]", sign)}
    for match, at, sign in found:
        right = re.search(f"[xX{YES}]", sign or "") or ("×" in (sign or "") and at not in ticked)
        yield match, "x" if right else " "


def _choices(text: Visible, plan: Outline, typos: Sequence[tuple[re.Match[str], str]]) -> set[int]:
    """The lines of the typos that are options beyond doubt: ticks alone may say yes of facts, unless there is one."""
    headings = [heading.title.line for heading in plan.headings]
    lines = [(text.span(match.start()).line, match, mark) for match, mark in typos]
    sure: set[int] = set()
    for at, group in groupby(lines, key=lambda found: bisect_right(headings, found[0])):
        near = list(group)
        first = headings[at - 1] if at else 1
        end = headings[at] if at < len(headings) else len(text.starts) + 1
        tasks = (number for number in range(first, end) if number not in plan.opaque)
        only_ticks = all(TICK.search(match["mark"] or "") for _, match, _ in near)
        one = sum(mark == "x" for _, _, mark in near) == 1
        if one or not only_ticks or any(is_task(text.source.line(number)) for number in tasks):
            sure.update(line for line, _, _ in near)
    return sure


@holds(*"☐☑☒□■▢")
def boxes(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Options with boxes that were drawn: two lines of them at least, of which one is ticked."""
    for found in runs(text, plan, BOX, 2):
        if not is_choice([match[1] for match, _ in found]):
            continue
        for match, start in found:
            right = "x" if match[1] in TICKED else " "
            edit = text.edit(start, start + match.end(), f"- [{right}] ")
            message = f"'{match[1]}' does not make an option"
            yield Diagnostic(
                text.span(start + match.start(1)), OPTION_TYPO, message, f"write - [{right}]", edits=(edit,)
            )


@needs_one(_ROUND, rf"\[(?<![-*+][ \t]\[){_IN_SQUARE}")
@needs(rf"\n[ \t]*(?:(?:[-*+][ \t]+)?{_ROUND}|(?:\w{{1,2}}[.)][ \t]*)?{SQUARE})")
def other_brackets(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Options in brackets that are not those of a task list: two lines at least, or one beside an option."""
    for found in runs(text, plan, BRACKETS, 2):
        marks = [_mark(match) for match, _ in found]
        typos = [(match, start) for match, start in found if not match["right"]]
        sure = marks.count("x") == 1 or len(typos) < len(found)
        only_round = all(match["round"] for match, _ in found)
        only_numbers = all(match["numbered"] for match, _ in found)
        if not typos or only_round or (only_numbers and not sure):
            continue
        for match, start in typos:
            at = start + len(match[0]) - len(match[0].lstrip())
            mark = _mark(match)
            words = short(text.written(start + match.end(), start + len(match.string)).strip())
            edit = text.edit(start, start + match.end(), f"- [{mark}] ")
            yield _typo(text.span(at), mark, words, edit if sure else None)


def _mark(match: re.Match[str]) -> str:
    inside = match["right"] or match["square"] or match["counted"] or match["round"] or ""
    return "x" if re.search(f"[xX{YES}]", inside) else " "


@needs(r"\n[ ]{0,3}[-*+][ \t]+\[[ xX]\]")
def text_in_option(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Lines under an option that Markdown makes a part of it, though they are not indented; and options that are
    indented, and so inside the one above."""
    lines = text.lines
    ends = [*(heading.title.line for heading in plan.headings), len(lines) + 1]
    found = (text.span(match.start()).line for match in RIGHT_OPTION.finditer(f"\n{text.text}"))
    tasks = (number for number in found if number not in plan.opaque)
    for at, inside in groupby(tasks, key=partial(bisect_right, ends)):
        if at:
            yield from _within_options(text, lines, tuple(inside), ends[at])


def _within_options(text: Visible, lines: Sequence[str], tasks: Sequence[int], end: int) -> Iterator[Diagnostic]:
    outside, nested = _under_options(lines, tasks, end)
    bodies = {at for at, found in outside.items() if at < tasks[-1] and not lines[found[0] - 2].strip()}
    if len(bodies) < FEW_BODIES or 2 * len(bodies) < len(tasks) - 1:
        bodies = {at for at in bodies if not WORD.search(lines[at - 1].partition("]")[2])}
    for at, found in outside.items():
        between = at < tasks[-1]
        question = next((number for number in found if between and _is_question(lines, number)), None)
        told = [question] if question else [] if at in bodies else _first_of_each_kind(lines, found)
        for number in told:
            yield from _drawn_in(text, lines[number - 1], number, between)
    for number, start in _boxless(lines, tasks, end):
        line = text.source.line(number)
        words = short(line[start:].strip())
        message = "this item has no box, so that it is no option"
        hint = f"write - [ ] {words} for an option; an empty line above the options for a list in the question"
        if number > tasks[0]:
            hint = f"write - [ ] {words} right under the others for an option, and a sentence for an explanation"
        yield Diagnostic(text.source.span(number, len(line) - len(line.lstrip()) + 1), TEXT_IN_OPTION, message, hint)
    if nested:
        yield _nested(text, nested, lines[tasks[0] - 1])


def _boxless(lines: Sequence[str], tasks: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    """An item right above the first option, and one of a few words that stands alone below the last: their lines, and
    where their words begin."""
    if tasks[0] > 1 and (item := BULLET.match(lines[tasks[0] - 2])):
        yield tasks[0] - 1, item.end()
    below = [number for number in range(tasks[-1] + 1, end) if lines[number - 1].strip()]
    if len(below) == 1 and not lines[below[0] - 2].strip() and (item := FEW_WORDS.fullmatch(lines[below[0] - 1])):
        yield below[0], item.start(1)


def _under_options(lines: Sequence[str], tasks: Sequence[int], end: int) -> tuple[dict[int, list[int]], list[int]]:
    """By the line of each option those under it that are not indented; and all those with an option that is."""
    outside: dict[int, list[int]] = {}
    nested: list[int] = []
    starts, option = frozenset(tasks), tasks[0]
    for number in range(tasks[0] + 1, end):
        line = lines[number - 1]
        if number in starts:
            option = number
        elif line.strip() and indentation(line) >= lines[option - 1].index("["):
            if indentation(line) >= DEEP and is_task(line.lstrip()):
                nested.append(number)
        elif line.strip():
            if number > tasks[-1] and not lines[number - 2].strip():
                break  # the explanation
            outside.setdefault(option, []).append(number)
    return outside, nested


def _first_of_each_kind(lines: Sequence[str], numbers: Sequence[int]) -> list[int]:
    """The first line that is an item, and the first that is none."""
    by_kind: dict[bool, int] = {}
    for number in numbers:
        by_kind.setdefault(ITEM.match(lines[number - 1]) is not None, number)
    return sorted(by_kind.values())


def _is_question(lines: Sequence[str], number: int) -> bool:
    """Whether the line is the question of another card: alone in its paragraph."""
    line = lines[number - 1].rstrip(" \t*_")
    return not lines[number - 2].strip() and (line.endswith("?") or QUESTION_NUMBER.match(line) is not None)


def _nested(text: Visible, numbers: Sequence[int], first: str) -> Diagnostic:
    """Told once, with the remedy for all of them."""
    deep = first[: len(first) - len(first.lstrip())]
    indents = [_indent(text.source.line(number)) for number in numbers]
    edits = tuple(
        text.edit(text.starts[number - 1], text.starts[number - 1] + len(indent), deep)
        for number, indent in zip(numbers, indents, strict=True)
    )
    message = "this option is indented, so that it is inside the option above"
    hint = (
        "write it without the tab" if indents[0] == "\t" else f"write it without the {len(indents[0])} blanks before it"
    )
    if "\t" not in indents[0]:
        hint = f"write it without the {len(indents[0])} spaces"
    if len(numbers) > 1:
        message = f"these {len(numbers)} options are indented, so that they are inside the option above them"
        hint = "write them without the blanks before them"
    return Diagnostic(text.source.span(numbers[0], len(indents[0]) + 1), OPTION_TYPO, message, hint, edits=edits)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _drawn_in(text: Visible, line: str, number: int, between: bool) -> Iterator[Diagnostic]:
    """What is told of a line that is not indented, if it is hardly the option's own."""
    if BOXED.match(line) or BLOCK.match(line) or ESCAPED.match(text.source.line(number)):
        return
    above = text.source.line(number - 1)
    after_blank = not above.strip()
    place = text.source.span(number, len(line) - len(line.lstrip()) + 1)
    if item := ITEM.match(line):
        if after_blank and item[0].strip()[0].isdigit():
            return  # the steps that the option has
        message = "this item has no box, so that it is shown inside the option above"
        words = short(text.source.line(number)[item.end() :].strip())
        hint = f"write - [ ] {words} for an option; an explanation stands under all options, after an empty line"
        yield Diagnostic(place, TEXT_IN_OPTION, message, hint)
        return
    letter = next((char for char in line if char.isalpha()), "")
    if not after_blank and (not letter.isupper() or len(above) >= WRAPPED or above.endswith(("  ", "\\"))):
        return
    if after_blank and between and line.rstrip(" \t*_").endswith(":"):
        return  # it introduces what the option has, or a group of options
    message = "this line becomes a part of the option above, and is shown with the question"
    hint = "put an empty line above an explanation; indent what belongs to the option"
    if after_blank and between and (line.rstrip(" \t*_").endswith("?") or QUESTION_NUMBER.match(line)):
        hint = f"write it as a card of its own: ### {short(text.source.line(number).strip(' *_'))}"
    elif between:
        hint = "put an explanation under all options, after an empty line; indent what belongs to the option"
    yield Diagnostic(place, TEXT_IN_OPTION, message, hint)


OPTION_SLIPS: tuple[Slip, ...] = (option_typo, boxes, other_brackets, text_in_option)
