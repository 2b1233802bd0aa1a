"""Headings at another level than was meant: the text under them would be on no card, or on another's."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ankigen.codes.lost_text import FIELD_LEVEL, LOST_SIGN, QUESTION_OUTSIDE_NOTE
from ankigen.diagnostic import Diagnostic, Edit, Severity, plural
from ankigen.model.note import ExtraField
from ankigen.model.slug import slug
from ankigen.parse.mask import Visible, short
from ankigen.parse.metadata import comment_under
from ankigen.parse.outline import Heading, Outline, last_line_under, text_between
from ankigen.parse.slip import needs
from ankigen.rare import RarePattern
from ankigen.source import Source

FIELDS = {name.casefold(): str(name) for name in ("Answer", *ExtraField)}
# What a section may be called too.
SECTIONS = frozenset(("Answer", "Extra", "Source", "Reference"))
# "# of branches: 3" is an answer.
NUMBER_OF = RarePattern(r"of[ \t]+[a-z]")
DEEP = RarePattern(r"^ {0,3}(#{5,6})[ \t]+(.*?)[ \t#]*$", re.MULTILINE)


def as_meant(source: Source, plan: Outline) -> tuple[Outline, tuple[Diagnostic, ...]]:
    """The outline with its headings as they were meant, and which of them were written otherwise."""
    headings: list[Heading] = []
    problems: list[Diagnostic] = []
    in_note = False
    for at, heading in enumerate(plan.headings):
        name = FIELDS.get(heading.title.text.strip(" \t*_:").casefold(), "") if heading.level < 4 and in_note else ""
        if in_note and heading.level == 1 and NUMBER_OF.match(heading.title.text):
            problems.append(_number_of(heading))
        elif name and _is_field(source, plan, at):
            problems.append(_field_level(source, heading, name))
            headings.append(replace(heading, level=4, title=replace(heading.title, text=name)))
        else:
            in_note = heading.level == 3 or (in_note and heading.level > 3)
            headings.append(heading)
    return (replace(plan, headings=tuple(headings)) if problems else plan), tuple(problems)


def _is_field(source: Source, plan: Outline, at: int) -> bool:
    """Whether a heading inside a note is neither a note, which has metadata, nor a section, which has no text."""
    return not is_stated(source, plan, at) and (plan.headings[at].level == 3 or has_text(source, plan, at))


def is_stated(source: Source, plan: Outline, at: int) -> bool:
    """Whether the author says in a comment what the heading of this index is."""
    found = comment_under(source, plan.headings[at].title.line, last_line_under(source, plan, at))
    return found is not None and ":" in found[0].text


def has_text(source: Source, plan: Outline, at: int) -> bool:
    """Whether text stands right under the heading of this index, before the next one."""
    return text_between(source, plan, plan.headings[at].title.line + 1, last_line_under(source, plan, at))


def _number_of(heading: Heading) -> Diagnostic:
    place = heading.title.source.span(heading.title.line, heading.title.source.line(heading.title.line).index("#") + 1)
    message = "'#' at the beginning of a line begins a section: this text would be on no card"
    hint = f"write \\# {short(heading.title.text)}"
    return Diagnostic(place, LOST_SIGN, message, hint, Severity.ERROR, edits=(Edit(place, "#", "\\#"),))


def _field_level(source: Source, heading: Heading, name: str) -> Diagnostic:
    line = source.line(heading.title.line)
    column = line.index("#")
    place = source.span(heading.title.line, column + 1)
    if heading.level == 3:
        message = f"'{name}' is a field of a note: with three number signs it would be a card of its own"
        hint = f"write #### {name}; a card of that name needs an id under it"
    else:
        message = f"'{name}' is a field of a note: with {plural(heading.level, 'number sign')} its text is on no card"
        hint = f"write #### {name}; a section of that name needs <!-- tag: {slug(name)} --> under it"
    sure = heading.level == 3 or name not in SECTIONS
    edits = (Edit(place, line[column:], f"#### {name}"),) if sure else ()
    return Diagnostic(place, FIELD_LEVEL, message, hint, edits=edits)


@needs("#####", r"(?:\A|\n) {0,3}#####")
def deep_headings(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Fields and questions with five or six number signs."""
    for match in DEEP.finditer(text.text):
        place = text.span(match.start(1))
        if place.line not in text.in_notes or place.line in plan.opaque:
            continue
        title, signs = text.written(*match.span(2)), len(match[1])
        name = FIELDS.get(title.strip(" \t*_:").casefold())
        if name:
            message = f"'{name}' is a field of a note: with {signs} number signs it is a heading in the text above"
            hint = f"write #### {name}; for a heading inside the text, write **{name}**"
            yield Diagnostic(place, FIELD_LEVEL, message, hint, Severity.WARNING)
        elif " " in title and title.rstrip("*_ ").endswith("?"):
            message = f"this question has {signs} number signs: it is a part of the card above, and no card itself"
            hint = f"write ### {short(title)}; for a heading inside the answer, write it in bold: **…**"
            yield Diagnostic(place, QUESTION_OUTSIDE_NOTE, message, hint)
