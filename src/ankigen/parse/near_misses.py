"""What Markdown forgives and Anki would show. Each is a generator; a new one is a line in `SLIPS`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from ankigen.codes.sources import (
    BROKEN_IMAGE,
    CLOZE_TYPO,
    HEADING_SPACE,
    MISPLACED_METADATA,
    NOTE_IN_CODE,
    OPTION_TYPO,
    UNCLOSED_COMMENT,
    WORD_BULLET,
)
from ankigen.diagnostic import Diagnostic
from ankigen.parse.anki_syntax import anki_marks
from ankigen.parse.mask import Visible
from ankigen.parse.misplaced_ids import misplaced_metadata
from ankigen.parse.outline import Outline

HEADING = re.compile(r"^ {0,3}(#{2,6})(?=[^# \t\n])(.*)", re.MULTILINE)
IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\(((?:[^()<>\n]|\([^()\n]*\))*)\)")
TITLE = re.compile(r"[ \t](?:\"[^\"]*\"|'[^']*'|\([^()]*\))[ \t]*$")
BULLET = re.compile(r"^[ \t]*([•·▪◦‣])[ \t\u00a0]", re.MULTILINE)
BULLET_LINE = re.compile(r"[ \t]*[•·▪◦‣][ \t\u00a0]")

NOTE = re.compile(r" {0,3}### .*\n\s*<!--[ \t]*(?:\{[ \t]*)?id[ \t]*:")

YES, NO = "✓✔☑✅", "✗✘☒❌☐×"
OPTION = re.compile(
    rf"""^\ {{0,3}}[-*+](?:
          [ \t]+\[(?P<mark>|[ \t]{{2,}}|[ \t]*[xX][ \t]+|[ \t]+[xX][ \t]*|[ \t]*[{YES}{NO}]\ufe0f?[ \t]*)\](?=[ \t]|$)
        | \[(?P<near>[ \t]*[xX]?[ \t]*)\](?=[ \t]|$)
        | [ \t]+\[(?P<tight>[ xX])\](?=[^\s(\[:])
        )(?P<rest>.*)""",
    re.MULTILINE | re.VERBOSE,
)

_NUMBER = r"(?:[cC][ \t]{0,9})?\d+(?:[ \t]{0,9},[ \t]{0,9}[cC]?\d+)*"
_TEXT = r"[^{}()\n]*"
CLOZE = re.compile(
    rf"""\{{\{{c\d+(?:,\d+)*::(?P<empty>\s*(?:::{_TEXT})?\}}\}})?
      | \{{\{{[ \t]{{0,9}}(?P<two>{_NUMBER}|[cC])[ \t]{{0,9}}(?:[:：][ \t]?[:：]+)(?P<twice>{_TEXT})
      | \{{\{{[ \t]{{0,9}}(?P<one>[cC][ \t]{{0,9}}\d+(?:,\d+)*)[ \t]{{0,9}}[:：](?P<once>{_TEXT})(?=\}})
      | \{{(?<!\{{\{{)[ \t]{{0,9}}(?P<brace>[cC]\d+(?:,\d+)*)[ \t]{{0,9}}::(?P<braced>{_TEXT})(?=\}})
      | \((?<![\w\]]\()[ \t]{{0,9}}(?P<round>[cC]\d+)::(?P<rounded>{_TEXT})(?=\))""",
    re.VERBOSE,
)


def heading_space(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in HEADING.finditer(text.text):
        title = _short(text.written(match.start(2), match.end(2)).strip())
        message = f"this is not a heading without a space after {match[1]}"
        yield Diagnostic(text.span(match.start(1)), HEADING_SPACE, message, f"write {match[1]} {title}")


def broken_image(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in IMAGE.finditer(text.text):
        alt, inside = (text.written(match.start(group), match.end(group)) for group in (1, 2))
        title = TITLE.search(inside)
        path = inside[: title.start() if title else None].strip()
        if re.search(r"[ \t]", path):
            message = "this is not a picture, because its path has a space"
            hint = f"![{alt}](<{path}>{title[0].rstrip() if title else ''}), or rename the file"
            yield Diagnostic(text.span(match.start()), BROKEN_IMAGE, message, hint)


def cloze_typo(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in CLOZE.finditer(text.text):
        if match["empty"]:
            hint = "write what to hide, such as {{c1::collagen}}"
            yield Diagnostic(text.span(match.start()), CLOZE_TYPO, "this cloze hides nothing", hint)
        for number, words in (("two", "twice"), ("one", "once"), ("brace", "braced"), ("round", "rounded")):
            if match[number] is not None:
                digits = ",".join(re.findall(r"\d+", match[number])) or "1"
                hidden = _short(text.written(match.start(words), match.end(words)).strip()) or "…"
                hint = f"write {{{{c{digits}::{hidden}}}}}"
                yield Diagnostic(text.span(match.start()), CLOZE_TYPO, "Anki does not read this as a cloze", hint)


def option_typo(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in OPTION.finditer(text.text):
        mark = next(group for group in (match["mark"], match["near"], match["tight"]) if group is not None)
        right = "x" if re.search(f"[xX{YES}]", mark) else " "
        rest = _short(text.written(match.start("rest"), match.end("rest")).strip())
        span = text.span(match.start() + len(match[0]) - len(match[0].lstrip()))
        yield Diagnostic(span, OPTION_TYPO, "this line is not an option", f"write - [{right}] {rest}".rstrip())


def word_bullet(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    """The first line of each such list."""
    lines = text.text.split("\n")
    for match in BULLET.finditer(text.text):
        span = text.span(match.start(1))
        if span.line < 2 or not BULLET_LINE.match(lines[span.line - 2]):
            message = f"'{match[1]}' does not make a list in Markdown"
            yield Diagnostic(span, WORD_BULLET, message, "write `- ` for a list")


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
            yield Diagnostic(text.source.span(start), NOTE_IN_CODE, message, "close the code before it")


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:39]}…"


Slip = Callable[[Visible, Outline], Iterator[Diagnostic]]

SLIPS: tuple[Slip, ...] = (
    heading_space,
    misplaced_metadata,
    broken_image,
    cloze_typo,
    option_typo,
    word_bullet,
    anki_marks,
    note_in_code,
)


def slips(text: Visible, plan: Outline) -> tuple[Diagnostic, ...]:
    """Every slip in the text, but for those between the marks of a merge conflict, which is reported already, and for
    an id under a heading that lacks its space."""
    found = [problem for slip in SLIPS for problem in slip(text, plan) if problem.span.line not in plan.conflicts]
    open_comments = {problem.span.line for problem in plan.problems if problem.kind is UNCLOSED_COMMENT}
    ids = {problem.span: problem for problem in found if problem.kind is MISPLACED_METADATA}
    headings = {problem.span for problem in found if problem.kind is HEADING_SPACE}
    return tuple(
        replace(problem, hint=ids[problem.span].hint) if problem.span in ids and problem.span in headings else problem
        for problem in found
        if problem.kind is not MISPLACED_METADATA
        or not (problem.span in headings or problem.span.line in open_comments)
    )
