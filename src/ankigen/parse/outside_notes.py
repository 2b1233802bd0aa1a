"""Text that belongs to no note, and looks as if it was meant for one."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from ankigen.codes.lost_text import QUESTION_OUTSIDE_NOTE, SECTION_WITHOUT_NOTES
from ankigen.diagnostic import Diagnostic, plural
from ankigen.parse.heading_levels import has_text, is_stated
from ankigen.parse.mask import Visible, short
from ankigen.parse.other_questions import other_questions
from ankigen.parse.outline import Heading, Outline, last_line_under, text_between
from ankigen.source import Source

# `## Card 1`, as chatbots number what they write.
CARD = re.compile(r"\W*(?:(?:flash|anki )?card|note|question|q)[ \t]*[#№]?[ \t]*\d{1,3}\W*", re.IGNORECASE)
LABELLED = re.compile(
    r"""^[ \t]*(?:[-*+>][ \t]+|\d{1,3}[.)][ \t]+)?(?:
          (?:\*\*|__)?(?:Q|Question|QUESTION|Front|FRONT)(?:[ \t]*\d{1,3})?(?:\*\*|__)?[ \t]*:(?P<said>.*\S)
        | (?:\*\*|__)(?P<bold>(?:(?![.!?][ \t])[^*_\n]){1,120}\?)(?:\*\*|__)[ \t]*$)""",
    re.MULTILINE | re.VERBOSE,
)
ANSWER_TITLE = re.compile(r"\W*answer[ \t]*[#№]?[ \t]*\d{0,3}\W*", re.IGNORECASE)
LOST_CARD = re.compile(
    r"(?P<cloze>\{\{c\d+::)|\n[ \t]{0,3}[-*+][ \t]+\[[ xX]\][ \t][^\n]*\n[ \t]{0,3}[-*+][ \t]+\[[ xX]\][ \t]"
)
# Sections that are about the deck.
ABOUT = frozenset(
    ("bibliography", "further reading", "literature", "notes for authors", "references", "sources", "to do", "todo")
)


def text_outside_notes(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Questions in no note; and sections without any note, unless they hold such a question."""
    questions = (*_questions(text, plan), *other_questions(text, plan), *_cards(text, plan), *_split_cards(text, plan))
    yield from questions
    yield from _sections_without_notes(text, plan, sorted(problem.span.line for problem in questions))


def _questions(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Sections that were meant as notes, and questions in the text of sections."""
    source = text.source
    first = plan.headings[0].title.line if plan.headings else len(source.lines) + 1
    yield from _labelled(text, 1, first - 1)
    for at, heading in enumerate(plan.headings):
        if heading.level > 2:
            continue
        if not (_is_question(heading.title.text) and has_text(source, plan, at)):
            yield from _labelled(text, heading.title.line + 1, last_line_under(source, plan, at))
        elif not is_stated(source, plan, at):
            yield _section_for_note(source, heading)


def _cards(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """The first cloze, or the first options, in each part of the text that is in no note."""
    starts = [heading.title.line for heading in plan.headings]
    levels = (0, *(heading.level for heading in plan.headings))
    for level, first, last in zip(levels, [1, *starts], [*starts, len(text.starts) + 1], strict=True):
        if level > 2:
            continue
        end = text.starts[last - 1] if last <= len(text.starts) else len(text.text)
        if match := LOST_CARD.search(text.text, max(text.starts[first - 1] - 1, 0), end):
            what, each = ("this cloze is", "it") if match["cloze"] else ("these options are", "them")
            place = text.span(match.start() + len(match[0]) - len(match[0].lstrip()))
            hint = "write a heading above it: ### and the question, or what the card is about"
            yield Diagnostic(place, QUESTION_OUTSIDE_NOTE, f"{what} in no note: no card is made of {each}", hint)


def _split_cards(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """`## Question?` and under it `### its answer`, more than once; and `### Answer 3`."""
    found = tuple(_sections_that_ask(plan.headings))
    for heading in found if len(found) > 1 else ():
        message = "this question is a section's title: the card would ask only for what is under it"
        hint = f"write ### {short(heading.title.text.strip())}, and the answer under it without ###"
        yield Diagnostic(heading.title.span(), QUESTION_OUTSIDE_NOTE, message, hint)
    for heading in plan.headings:
        if heading.level == 3 and ANSWER_TITLE.fullmatch(heading.title.text):
            message = f"'{heading.title.text}' begins a card of its own"
            hint = "write the answer right under its question, or #### Answer for a question of several paragraphs"
            yield Diagnostic(heading.title.span(), QUESTION_OUTSIDE_NOTE, message, hint)


def _sections_that_ask(headings: Sequence[Heading]) -> Iterator[Heading]:
    """Sections with a question for a title and a single note, which asks nothing."""
    for at, heading in enumerate(headings[:-1]):
        note = headings[at + 1]
        if heading.level != 2 or note.level != 3 or not _asks(heading) or _asks(note):
            continue
        after = next((headings[to] for to in range(at + 2, len(headings)) if headings[to].level < 4), None)
        if after is None or after.level < 3:
            yield heading


def _asks(heading: Heading) -> bool:
    return heading.title.text.rstrip(" *_").endswith("?")


def _is_question(title: str) -> bool:
    return title.rstrip(" *_").endswith("?") or CARD.fullmatch(title) is not None


def _section_for_note(source: Source, heading: Heading) -> Diagnostic:
    line = source.line(heading.title.line)
    place = source.span(heading.title.line, line.index("#") + 1)
    message = (
        f"this heading has {plural(heading.level, 'number sign')} and begins a section: the text under it is on no card"
    )
    title = heading.title.text
    question = "the question" if CARD.fullmatch(title) else short(title)
    hint = f"for a card write ### {question}; what is for authors only goes into a comment: <!-- … -->"
    return Diagnostic(place, QUESTION_OUTSIDE_NOTE, message, hint)


def _labelled(text: Visible, first: int, last: int) -> Iterator[Diagnostic]:
    """The first question in these lines, which are in no note."""
    if first > last:
        return
    start = text.starts[first - 1]
    end = text.starts[last] if last < len(text.starts) else len(text.text)
    found = list(LABELLED.finditer(text.text, start, end))
    if found:
        match = found[0]
        words = short(text.written(*match.span("said" if match["said"] else "bold")).strip(" \t*_#"))
        begin = match.start() + len(match[0]) - len(match[0].lstrip())
        message, each = "this question is in no note: no card is made of it", "it"
        if len(found) > 1:
            message, each = f"these {len(found)} questions are in no note: no card is made of them", "each"
        rest = "with the answer under it; a remark for authors goes into <!-- … -->"
        hint = f"write {each} as a heading, ### {words}, {rest}"
        yield Diagnostic(text.span(begin), QUESTION_OUTSIDE_NOTE, message, hint)


def _sections_without_notes(text: Visible, plan: Outline, told: Sequence[int]) -> Iterator[Diagnostic]:
    """The outermost sections that have text, but no note; the first alone in a file without any."""
    headings, last = plan.headings, len(text.source.lines)
    has_notes = any(heading.level == 3 for heading in headings)
    end = 0
    for at, heading in enumerate(headings):
        if heading.level > 2 or heading.title.line <= end or (at + 1 < len(headings) and headings[at + 1].level > 2):
            continue
        stop = next((to for to in range(at + 1, len(headings)) if headings[to].level <= heading.level), len(headings))
        inside = headings[at:stop]
        until = headings[stop].title.line - 1 if stop < len(headings) else last
        asked = bisect_left(told, heading.title.line) < bisect_right(told, until)
        if asked or any(other.level > 2 for other in inside) or not _is_lost(text.source, plan, inside, until):
            continue
        end = until
        message = "no note is in this section: its text is on no card"
        hint = (
            "a note begins with ### and its question; what is for authors only may stay, best in a comment: <!-- … -->"
        )
        yield Diagnostic(heading.title.span(), SECTION_WITHOUT_NOTES, message, hint)
        if not has_notes:
            return


def _is_lost(source: Source, plan: Outline, inside: Sequence[Heading], until: int) -> bool:
    """Whether a section has text, and is not about the deck."""
    titles = [heading.title.text.strip(" *_:").casefold() for heading in inside]
    starts = [heading.title.line for heading in inside]
    stops = [*starts[1:], until + 1]
    some = any(text_between(source, plan, a + 1, b - 1) for a, b in zip(starts, stops, strict=True))
    return some and not ABOUT.intersection(titles)
