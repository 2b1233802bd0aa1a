"""What Markdown forgives and Anki would show. Each is a generator; a new one is a line in `SLIPS`."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ankigen.codes.lost_text import INDENTED_HEADING
from ankigen.codes.slips import BARE_LINES, BROKEN_IMAGE, EDITOR_MARK, INVISIBLE_CHARACTER, OPTION_TYPO, WORD_BULLET
from ankigen.codes.sources import HEADING_SPACE, MISPLACED_METADATA, NOTE_IN_CODE, SETEXT_HEADING, UNCLOSED_COMMENT
from ankigen.diagnostic import Diagnostic
from ankigen.parse.anki_syntax import anki_marks
from ankigen.parse.answer_labels import ANSWER_LABELS
from ankigen.parse.bare_tex import BARE_TEX
from ankigen.parse.bullets import BULLET_SLIPS
from ankigen.parse.cloze_slips import bracketed, cloze_typo, escaped_clozes, other_braces, third_braces
from ankigen.parse.editor_marks import EDITOR_MARKS
from ankigen.parse.heading_levels import deep_headings
from ankigen.parse.html_slips import HTML_SLIPS
from ankigen.parse.indented_notes import indented_headings, indented_text
from ankigen.parse.invisible import MARKS, ODD_SPACES, ZERO_WIDTH, invisible
from ankigen.parse.leftovers import LEFTOVERS
from ankigen.parse.list_slips import LIST_SLIPS
from ankigen.parse.lost_signs import more_than, plus_minus
from ankigen.parse.mask import Visible, short
from ankigen.parse.misplaced_ids import misplaced_metadata
from ankigen.parse.mojibake import MOJIBAKE_SLIPS
from ankigen.parse.option_forms import OPTION_FORMS
from ankigen.parse.option_slips import OPTION_SLIPS
from ankigen.parse.outline import Outline
from ankigen.parse.outside_notes import text_outside_notes
from ankigen.parse.picture_slips import PICTURE_SLIPS
from ankigen.parse.second_comments import second_comments
from ankigen.parse.slip import Slip, needs
from ankigen.parse.table_slips import TABLE_SLIPS
from ankigen.rare import RarePattern

HEADING = RarePattern(r"^ {0,3}(#{2,6})(?=[^# \t\n])(.*)", re.MULTILINE)
IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\(((?:[^()<>\n]|\([^()\n]*\))*)\)")
# What keeps a heading, or the comment under it, from being read.
HIDE_HEADING = (INVISIBLE_CHARACTER, SETEXT_HEADING)
UNREAD = RarePattern(rf"[ \t{ODD_SPACES}{ZERO_WIDTH}{MARKS}]*(?:#{{1,6}}[ \t]|<!--)")
ANEW = "delete it and type a plain space"
OTHER_TITLE = re.compile(r"[ \t]+(?:=\d*x\d*|[“„][ \t]*(?P<title>[^“”„\"]*)[“”])[ \t]*$")
TITLE = re.compile(r"[ \t](?:\"[^\"]*\"|'[^']*'|\([^()]*\))[ \t]*$")
NOTE = RarePattern(r" {0,3}### .*\n\s*<!--[ \t]*(?:\{[ \t]*)?id[ \t]*:")


@needs(r"##[^# \t\n]")
def heading_space(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in HEADING.finditer(text.text):
        title = short(text.written(match.start(2), match.end(2)).strip())
        message = f"this is not a heading without a space after {match[1]}"
        gap = match.end(1) + (match[2][0] in ODD_SPACES)
        edit = text.edit(match.end(1), gap, " ")
        hint = f"write {match[1]} {title}"
        if match[2][0] in ODD_SPACES:
            odd = f"{unicodedata.name(match[2][0]).lower()} (U+{ord(match[2][0]):04X})"
            message = f"after {match[1]} stands a {odd}, which makes no heading"
            hint = ANEW
        yield Diagnostic(text.span(match.start(1)), HEADING_SPACE, message, hint, edits=(edit,))


def broken_image(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in IMAGE.finditer(text.text):
        alt, inside = (text.written(match.start(group), match.end(group)) for group in (1, 2))
        title = TITLE.search(inside)
        path = inside[: title.start() if title else None].strip()
        if other := OTHER_TITLE.search(path):
            path, said = path[: other.start()].strip(), other["title"]
            message = "this is not a picture: " + (
                "its title stands in curly quotes" if said else "a size stands behind its path"
            )
            right = f"![{alt}]({_in_brackets(path)}" + (f' "{said}")' if said else ")")
            edit = text.edit(match.start(), match.end(), right)
            yield Diagnostic(text.span(match.start()), BROKEN_IMAGE, message, f"write {right}", edits=(edit,))
        elif " " in path or "\t" in path:
            message = "this is not a picture, because its path has a space"
            right = f"![{alt}](<{path}>{title[0].rstrip() if title else ''})"
            edit = text.edit(match.start(), match.end(), right)
            hint = f"write {right}, or rename the file"
            yield Diagnostic(text.span(match.start()), BROKEN_IMAGE, message, hint, edits=(edit,))


def _in_brackets(path: str) -> str:
    return f"<{path}>" if " " in path else path


def note_in_code(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Code that holds a whole note: a fence before it was never closed, or this one is one too many."""
    lines = text.source.lines
    told = 0
    for number in sorted(plan.code):
        if number in plan.code_starts:
            told, start = 0, number
        if not told and NOTE.match("\n".join(lines[number - 1 : number + 2])):
            told = number
            message = f"the note in line {number} is inside the code that starts here, so it is not a note"
            yield Diagnostic(
                text.source.span(start),
                NOTE_IN_CODE,
                message,
                "delete the ``` lines around it, or close the code before it",
            )


SLIPS: tuple[Slip, ...] = (
    heading_space,
    misplaced_metadata,
    second_comments,
    broken_image,
    *PICTURE_SLIPS,
    cloze_typo,
    third_braces,
    escaped_clozes,
    other_braces,
    bracketed,
    *ANSWER_LABELS,
    *OPTION_SLIPS,
    *OPTION_FORMS,
    *BULLET_SLIPS,
    *TABLE_SLIPS,
    *LIST_SLIPS,
    *BARE_TEX,
    *MOJIBAKE_SLIPS,
    invisible,
    *EDITOR_MARKS,
    *LEFTOVERS,
    *HTML_SLIPS,
    anki_marks,
    note_in_code,
    deep_headings,
    indented_headings,
    indented_text,
    text_outside_notes,
    more_than,
    plus_minus,
)


def slips(text: Visible, plan: Outline) -> tuple[Diagnostic, ...]:
    """Every slip in the text, but for those between the marks of a merge conflict, which is reported already, for an id
    under a heading that lacks its space or that is indented, and for what is the same slip told twice."""
    every = [problem for slip in SLIPS for problem in slip(text, plan) if problem.span.line not in plan.conflicts]
    found = _once(every, plan)
    open_comments = sorted(problem.span.line for problem in plan.problems if problem.kind is UNCLOSED_COMMENT)
    starts = [heading.title.line for heading in plan.headings]
    ids = {problem.span: problem for problem in found if problem.kind is MISPLACED_METADATA}
    indented = {edit.span.line for each in found if each.kind is INDENTED_HEADING for edit in each.edits}
    headings = {problem.span for problem in found if problem.kind is HEADING_SPACE}
    followed = _lines_below(text, (each for each in (*found, *plan.problems) if each.kind in HIDE_HEADING))
    return tuple(
        replace(problem, hint=ids[problem.span].hint if problem.hint != ANEW else ANEW, edits=ids[problem.span].edits)
        if problem.kind is HEADING_SPACE and problem.span in ids
        else problem
        for problem in found
        if problem.kind is not MISPLACED_METADATA
        or not (
            problem.span in headings
            or problem.span.line in indented
            or problem.span.line in followed
            or _in_open_comment(problem.span.line, open_comments, starts)
        )
    )


def _once(found: Iterable[Diagnostic], plan: Outline) -> list[Diagnostic]:
    """The slips without what another finding at the same line says better."""
    found = tuple(found)
    options = {problem.span.line for problem in found if problem.kind is OPTION_TYPO}
    lists = options | {problem.span.line for problem in found if problem.kind is WORD_BULLET}
    unclosed = {problem.span.line for problem in plan.problems if problem.code.startswith("unclosed-")}
    ids = {problem.span for problem in found if problem.kind is MISPLACED_METADATA}
    found = tuple(problem for problem in found if problem.kind is not EDITOR_MARK or problem.span not in ids)
    better = {BARE_LINES: lists, WORD_BULLET: options, NOTE_IN_CODE: unclosed}
    return [problem for problem in found if problem.span.line not in better.get(problem.kind, ())]


def _lines_below(text: Visible, found: Iterable[Diagnostic]) -> set[int]:
    """The lines whose id is not read for these slips: their own, and the next but for an empty one between."""
    lines: set[int] = set()
    for problem in found:
        number = problem.span.line
        if problem.kind is SETEXT_HEADING or UNREAD.match(text.source.line(number)):
            empty = number < len(text.source.lines) and not text.source.line(number + 1).strip()
            lines |= {number, number + (2 if empty else 1)}
    return lines


def _in_open_comment(line: int, open_comments: Sequence[int], headings: Sequence[int]) -> bool:
    """Whether a comment that is reported already swallowed the line: it begins between the heading above and here."""
    last = bisect_right(open_comments, line) - 1
    above = bisect_right(headings, line) - 1
    return last >= 0 and open_comments[last] >= (headings[above] if above >= 0 else 0)
