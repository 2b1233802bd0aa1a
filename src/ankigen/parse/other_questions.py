"""Questions in the forms of chatbots and other programs: each was meant as a card, and is a part of the one above."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from ankigen.codes.lost_text import QUESTION_OUTSIDE_NOTE
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.parse.mask import Visible, short
from ankigen.parse.outline import Outline
from ankigen.rare import RarePattern

ANY = re.compile(
    r"#[ \t]|＃|\n[ \t]{0,3}(?:<[hHdD]|[-*_]{3}|\d+[.)][ \t]+(?:\*\*|__)|\?\??[ \t]*\n)|\?[ \t]*::|[fF]ront|FRONT"
    r"|[qQ][:u*_]"
)
ITEM = r"(?:[-*+]|\d{1,3}[.)])[ \t]+"
# A heading in an item or a quotation; one in a quotation may be the title of a remark. Before each form comes its mark,
# which few texts hold.
FORMS = tuple(
    (re.compile(mark), RarePattern(form))
    for mark, form in (
        (
            r"##(?<=[ \t]##)",
            rf"[ \t]{{0,3}}(?P<before>(?:{ITEM})+)(?:###|#{{2,6}}(?=.*\?[ \t]*\Z))[ \t]+(?P<said>\S.*\S)",
        ),
        (r">[ \t]?#", r"[ \t]{0,3}(?P<before>(?:>[ \t]?)+)#{1,6}[ \t]+(?P<said>\S.*\?)"),
        (r"<[hH]", r"(?i)[ \t]{0,3}<h(?P<level>[1-6])(?:[ \t][^<>]*)?>(?P<said>[^<>]*\?)[ \t]*</h(?P=level)>"),
        (r"\\#", r"[ \t]{0,3}(?:\\#|#\\#|\\#\\#)[\\#]*[ \t]+(?P<said>\S.*\?)"),
        (r"#######", r"[ \t]{0,3}#{7,}[ \t]+(?P<said>\S.*\?)"),
        (r"＃", r"[ \t]{0,3}(?P<wide>[#＃]*＃[#＃]*)[ \t\u3000]*(?P<said>[^\s#＃].*)"),
        (r"\?[ \t]*::", rf"[ \t]{{0,3}}(?:{ITEM})?(?P<said>[^{{}}`:]*\?)[ \t]*:::?(?!:)[ \t]*[^\s:]"),
    )
)
FRONT = re.compile(
    rf"[ \t]{{0,3}}(?:{ITEM})?(?:\*\*|__)?(?:q|question|front)(?:[ \t]*\d{{1,3}})?(?:\*\*|__)?[ \t]*:(?P<said>.*\S)",
    re.I,
)
BACK = RarePattern(
    rf"[ \t]{{0,3}}(?:{ITEM})?(?:\*\*|__)?(?:a|answer|back)(?:[ \t]*\d{{1,3}})?(?:\*\*|__)?[ \t]*:", re.I
)
BOLD = re.compile(r"[ \t]{0,3}(?P<number>\d{1,3})[.)][ \t]+(?P<mark>\*\*|__)(?P<said>[^*_]+\?)(?P=mark)[ \t]*\Z")
NUMBERED = RarePattern(r"[ \t]{0,3}\d{1,3}[.)][ \t]")
# A line of Obsidian's between question and answer.
SIGN = RarePattern(r"[ \t]{0,3}\?\??[ \t]*\Z")
ABOVE_SIGN = RarePattern(r"[ \t]{0,3}(?P<said>[^\s#].*\S)[ \t]*\Z")
RULE = re.compile(r"[ \t]{0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*\Z")
SUMMARY = RarePattern(r"[ \t]{0,3}(?:<details[^<>]*>[ \t]*)?<summary>(?P<said>[^<>]*\?)[ \t]*</summary>", re.I)
# Not the end of a long speech.
ONE_QUESTION = RarePattern(r"(?=.{0,120}\Z)(?P<said>(?:(?![.!?][ \t]+\S).)*)\Z")
FENCE = RarePattern(r"[ \t]*(?:`{3,}|~{3,})[ \t]*(?:markdown|md)?[ \t]*\Z", re.IGNORECASE)
HEADING = RarePattern(r"[ \t]*#{1,3}[ \t]+\S")
QUESTION = RarePattern(r"[ \t]{0,3}###[ \t]+(?P<said>\S.*\?)[ \t]*\Z")

Found = tuple[int, str, tuple[Edit, ...]]


def other_questions(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """The first one under each heading, with the number of those that follow."""
    if not ANY.search(f"\n{text.source.text}"):
        return
    found = sorted([*_in_text(text, plan), *_in_code(text, plan)])
    starts = _starts(plan)
    for _, group in groupby(found, key=lambda each: bisect_right(starts, each[0])):
        each = list(group)
        yield _told(text, plan, each, is_inside=each[0][0] in text.in_notes)


def _told(text: Visible, plan: Outline, found: list[Found], *, is_inside: bool) -> Diagnostic:
    number, said, _ = found[0]
    line = text.source.line(number)
    place = text.source.span(number, len(line) - len(line.lstrip()) + 1)
    where = "a part of the card above, and no card itself" if is_inside else "in no note: no card is made of it"
    message, each = f"this question is {where}", "it"
    if len(found) > 1:
        each = "each"
        where = (
            "parts of the card above, and no cards themselves" if is_inside else "in no note: no card is made of them"
        )
        message = f"these {len(found)} questions are {where}"
    hint = f"write {each} as a heading at the beginning of a line, ### {short(said)}, with the answer under it"
    edits = tuple(edit for _, _, edits in found for edit in edits)
    if edits:
        hint = f"write ### {short(said)}"
    if number in plan.code:
        hint = "delete the ``` lines around it, so that it is no code; a note begins with ### and needs none"
    return Diagnostic(place, QUESTION_OUTSIDE_NOTE, message, hint, edits=edits if len(edits) == len(found) else ())


def _in_text(text: Visible, plan: Outline) -> Iterator[Found]:
    lines = text.source.lines
    starts = _starts(plan)
    forms = [form for mark, form in FORMS if mark.search(text.source.text)]
    skipped = plan.opaque | text.fenced | text.indented | frozenset(starts)
    for number, line in enumerate(lines, start=1):
        asks = "?" in line or (":" in line and FRONT.match(line))
        if not (forms or asks) or number in skipped or not text.lines[number - 1].strip():
            continue
        match = next((match for form in forms if (match := form.match(line))), None)
        if match is None and asks:
            match = _beside(lines, number, is_inside=number in text.in_notes, above=_above(starts, number))
        if match:
            said = match["said"].strip(" \t*_#")
            yield number - (match.re is ABOVE_SIGN.compiled), said, _edits(text, number, match)


def _starts(plan: Outline) -> list[int]:
    return [heading.title.line for heading in plan.headings]


def _above(starts: Sequence[int], number: int) -> int:
    """The line of the last heading above, 0 if there is none."""
    at = bisect_right(starts, number)
    return starts[at - 1] if at else 0


def _beside(lines: tuple[str, ...], number: int, *, is_inside: bool, above: int) -> re.Match[str] | None:
    """A question which one sees by what stands around it."""
    line = lines[number - 1]
    if not is_inside:
        return SUMMARY.match(line)
    below = [words for words in lines[number : number + 4] if words.strip()]
    if SIGN.match(line):
        around = number > above + 1 and number < len(lines) and lines[number].strip()
        return ABOVE_SIGN.match(lines[number - 2]) if around else None
    if (match := FRONT.match(line)) and below and BACK.match(below[0]):
        return match
    if (match := BOLD.match(line)) and int(match["number"]) > 1:
        before = lines[above : number - 1]
        return None if any(map(NUMBERED.match, before)) or not below else match
    return _between_rules(lines, number) if line.rstrip(" *_").endswith("?") else None


def _between_rules(lines: tuple[str, ...], number: int) -> re.Match[str] | None:
    """A question alone between two lines of hyphens."""
    around = (*lines[max(number - 3, 0) : number - 1], *lines[number : number + 2])
    rules = len(around) == 4 and RULE.match(around[0]) and RULE.match(around[3])
    is_alone = rules and not around[1].strip() + around[2].strip()
    return ONE_QUESTION.match(lines[number - 1]) if is_alone else None


def _edits(text: Visible, number: int, match: re.Match[str]) -> tuple[Edit, ...]:
    """Signs of another keyboard have one remedy."""
    if "wide" not in match.re.groupindex:
        return ()
    return (text.edit(text.starts[number - 1], text.starts[number - 1] + match.start("said"), "### "),)


def _in_code(text: Visible, plan: Outline) -> Iterator[Found]:
    """Notes without an id in fenced code that holds nothing else; a card about Markdown may show some."""
    lines = text.source.lines
    starts = _starts(plan)
    for start in sorted(plan.code_starts):
        above = _above(starts, start)
        title = lines[above - 1] if above else ""
        if not FENCE.match(lines[start - 1]) or "markdown" in title.casefold():
            continue
        end = start + 1
        while end in plan.code and end not in plan.code_starts:
            end += 1
        code = [number for number in range(start + 1, end - 1) if lines[number - 1].strip()]
        if code and HEADING.match(lines[code[0] - 1]):
            for number in code[:-1]:
                has_id = "<!--" in lines[number] and "id:" in lines[number]  # `note_in_code` tells it
                if not has_id and (match := QUESTION.match(lines[number - 1])):
                    yield number, match["said"], ()
