"""The headings of a source, and which of its lines are text: ATX headings only, none inside code or comments."""

import re
from dataclasses import field

from ankigen.codes.sources import MERGE_CONFLICT, SETEXT_HEADING, UNCLOSED_COMMENT, UNCLOSED_FENCE, UNCLOSED_HTML
from ankigen.diagnostic import Code, Diagnostic, Edit
from ankigen.rare import RarePattern
from ankigen.source import Fragment, Source
from ankigen.values import dataclass

HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)(.*)$")
ID_COMMENT = RarePattern(r" {0,3}<!--[ \t]*(?:\{[ \t]*)?id[ \t]*:")
OPENERS = ("`", "~", "<")  # what code and comments begin with
# What a line begins with that is more than text; code in an item begins further on.
SPECIAL = frozenset("#`~<>=-")
FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
# Code that begins on an item's own line; its lines are indented, but a heading may be so too.
ITEM_FENCE = RarePattern(r"( {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+)(`{3,}(?=[^`]*$)|~{3,})")
COMMENT = re.compile(r" {0,3}<!--")
COMMENT_END = re.compile(".*-->")
# Dashes that word processors make of hyphens, one hyphen, or none.
LIKE_END = RarePattern(r"(?:[ \t]*(?<![-–—])[-–—][-–—]?[ \t]?|(?<=\w)[ \t]+)[>›＞]\Z")
RAW = RarePattern(r" {0,3}<(pre|script|style|textarea)(?:[\s>]|$)", re.IGNORECASE)
CONFLICT = re.compile(r"(<{7}|>{7})(?: |$)")
RULE = re.compile(r" {0,3}(?:=+|--+)[ \t]*$")
NO_PARAGRAPH = RarePattern(
    r" {0,3}(?:>|\||[-+*] |\d+[.)] |#{1,6}(?: |$)|<|`{3}|~{3}|(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$)|[ ]{4}|\t|.*\|.*\|"
)


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    title: Fragment


@dataclass(frozen=True, slots=True)
class Outline:
    """A source's headings of level 1 to 4 in order, and the numbers of its lines inside code or comments.

    `code` are those inside code alone, which begins at `code_starts`; `conflicts` those between the marks that git
    leaves in a merge.
    """

    headings: tuple[Heading, ...]
    opaque: frozenset[int]
    code: frozenset[int]
    code_starts: frozenset[int]
    conflicts: frozenset[int]
    problems: tuple[Diagnostic, ...]


def outline(source: Source, first: int) -> Outline:
    """Read the source from line `first` on."""
    headings: list[Heading] = []
    opaque: set[int] = set()
    code: set[int] = set()
    starts: set[int] = set()
    conflicts = _Conflicts(source)
    problems: list[Diagnostic] = []
    done = first - 1
    for number in _special_lines(source):
        if number <= done:
            continue
        if heading := _heading(source, number):
            headings.append(heading)
            continue
        end = _end_of_block(source, number, problems)
        if end is not None:
            opaque.update(range(number, end + 1))
            if not COMMENT.match(source.line(number)):
                code.update(range(number, end + 1))
                starts.add(number)
            done = end
            continue
        is_mark = conflicts.read(number, problems)
        if not is_mark and RULE.match(source.line(number)) and _is_paragraph(source, number - 1, first, opaque):
            problems.append(_setext(source, number))
    return Outline(
        tuple(headings),
        frozenset(opaque),
        frozenset(code),
        frozenset(starts),
        frozenset(conflicts.lines),
        tuple(problems),
    )


def _special_lines(source: Source) -> list[int]:
    """The lines that may be more than text."""
    has_code = "```" in source.text or "~~~" in source.text
    return [
        number
        for number, line in enumerate(source.lines, start=1)
        if line.lstrip(" ")[:1] in SPECIAL or (has_code and ("```" in line or "~~~" in line))
    ]


def last_line_under(source: Source, plan: Outline, at: int) -> int:
    """The last line before the heading that follows the one of this index."""
    return plan.headings[at + 1].title.line - 1 if at + 1 < len(plan.headings) else len(source.lines)


def lines_in_notes(source: Source, plan: Outline) -> frozenset[int]:
    """The lines of all notes, their headings included."""
    found: set[int] = set()
    start = 0
    for heading in plan.headings:
        if heading.level < 4:
            found.update(range(start, heading.title.line) if start else ())
            start = heading.title.line if heading.level == 3 else 0
    found.update(range(start, len(source.lines) + 1) if start else ())
    return frozenset(found)


def text_between(source: Source, plan: Outline, first: int, last: int) -> bool:
    """Whether any of these lines holds more than comments."""
    comments = plan.opaque - plan.code
    return any(source.line(number).strip() and number not in comments for number in range(first, last + 1))


@dataclass(slots=True)
class _Conflicts:
    """The lines of merge conflicts, as far as they were read; `start` is where an open one began."""

    source: Source
    lines: set[int] = field(default_factory=set)
    start: int | None = None

    def read(self, number: int, problems: list[Diagnostic]) -> bool:
        """Whether the line is one of the marks; a conflict is reported where it begins."""
        line = self.source.line(number)
        mark = CONFLICT.match(line)
        if mark is None:
            return self.start is not None and line == "======="
        if mark[1][0] == "<":
            self.start = number
            problems.append(conflict(self.source, number))
        elif self.start is not None:
            self.lines.update(range(self.start, number + 1))
            self.start = None
        return True


def conflict(source: Source, number: int) -> Diagnostic:
    hint = "keep one side and delete the three marker lines"
    return Diagnostic(source.span(number), MERGE_CONFLICT, "git left a conflict here", hint)


def _heading(source: Source, number: int) -> Heading | None:
    line = source.line(number)
    match = HEADING.match(line) if "#" in line[:4] else None
    if match is None or len(match[1]) > 4:
        return None
    return Heading(len(match[1]), Fragment(source, number, _without_closing(match[2]), match.start(2) + 1))


def _without_closing(title: str) -> str:
    """The title without the spaces and number signs that may close a heading."""
    title = title.rstrip(" \t")
    opened = title.rstrip("#")
    return opened.rstrip(" \t") if not opened or opened[-1] in " \t" else title


def _end_of_block(source: Source, number: int, problems: list[Diagnostic]) -> int | None:
    """The last line of the code or comment that starts on this line, None if none does."""
    line = source.line(number)
    if ("```" in line or "~~~" in line) and (item := ITEM_FENCE.match(line)):
        return _end_of_item_code(source, number, len(item[1].expandtabs(4)), item[2])
    if line.lstrip(" ")[:1] not in OPENERS:
        return None
    if COMMENT.match(line):
        here = "-->" in line
        end = number if here else _find(source, number, COMMENT_END, problems, UNCLOSED_COMMENT, "comment", "-->")
        text = "\n".join(source.lines[number - 1 : end])
        if holds_comment(text[: text.find("-->") + 1]):
            problems.append(unclosed_comment(source, number))
        return end
    if fence := FENCE.match(line):
        mark = re.escape(fence[1][0])
        closing = re.compile(rf" {{0,3}}{mark}{{{len(fence[1])},}}[ \t]*$")
        return _find(source, number + 1, closing, problems, UNCLOSED_FENCE, "code", fence[1])
    if raw := RAW.match(line):
        closing = re.compile(rf".*</{raw[1]}>", re.IGNORECASE)
        return _find(source, number, closing, problems, UNCLOSED_HTML, f"<{raw[1]}>", f"</{raw[1]}>")
    return None


def _end_of_item_code(source: Source, number: int, indent: int, fence: str) -> int:
    """The line that closes the code, else the last one of the item: rendering reports what is never closed."""
    closing = re.compile(rf"[ \t]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
    end = number
    for at in range(number + 1, len(source.lines) + 1):
        line = source.line(at)
        if line.strip() and indentation(line) < indent:
            break
        end = at
        if closing.match(line):
            break
    return end


def indentation(line: str) -> int:
    """In columns; a tab goes on to the next fourth one."""
    if not line.startswith((" ", "\t")):
        return 0
    line = line.expandtabs(4)
    return len(line) - len(line.lstrip(" "))


def _find(
    source: Source, number: int, closing: re.Pattern[str], problems: list[Diagnostic], code: Code, what: str, end: str
) -> int:
    for at in range(number, len(source.lines) + 1):
        if closing.match(source.line(at)):
            return at
    start = number - 1 if code is UNCLOSED_FENCE else number
    problems.append(_never_closed(source, start, code, f"the {what} that starts here is never closed", end))
    return len(source.lines)


def holds_comment(text: str) -> bool:
    """Whether a comment, written as far as its end, has another one's beginning in it: that one's end closed it."""
    return text.count("<!--") > 1


def unclosed_comment(source: Source, number: int) -> Diagnostic:
    message = "the comment that starts here goes on over the next heading or comment"
    return _never_closed(source, number, UNCLOSED_COMMENT, message, "-->")


def _never_closed(source: Source, number: int, code: Code, message: str, end: str) -> Diagnostic:
    """With the remedy if a comment of one line ends with what looks like its end."""
    line = source.line(number).rstrip()
    if (
        code is UNCLOSED_COMMENT
        and not line.endswith("-->")
        and (like := LIKE_END.search(line, max(line.find("<!--") + 4, len(line) - 6)))
    ):
        edits = (Edit(source.span(number, like.start() + 1), like[0], " -->"),)
        hint = f"end it with --> instead of {like[0].strip()}"
        return Diagnostic(source.span(number), code, message, hint, edits=edits)
    return Diagnostic(source.span(number), code, message, f"end it with {end}")


def _is_paragraph(source: Source, number: int, first: int, opaque: set[int]) -> bool:
    line = source.line(number)
    return number >= first and number not in opaque and bool(line.strip()) and not NO_PARAGRAPH.match(line)


def _setext(source: Source, number: int) -> Diagnostic:
    message = "this line turns the line above it into a heading"
    hint = "write headings with #, or put an empty line above this line"
    title = source.line(number - 1)
    below = next((source.line(at) for at in range(number + 1, len(source.lines) + 1) if source.line(at).strip()), "")
    edits: tuple[Edit, ...] = ()
    if ID_COMMENT.match(below) and (number < 3 or not source.line(number - 2).strip()):
        hint = f"an id stands under it: write ### {title.strip()} and delete this line"
        edits = (
            Edit(source.span(number - 1), f"{title}\n", ""),
            Edit(source.span(number), source.line(number), f"### {title.strip()}"),
        )
    return Diagnostic(source.span(number), SETEXT_HEADING, message, hint, edits=edits)
