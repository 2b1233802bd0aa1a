"""Front matter, the comment under a note's heading and the one under a section's."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from ankigen.codes.sources import BAD_FRONT_MATTER
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.model.note import Metadata, Value
from ankigen.parse.outline import CONFLICT, conflict
from ankigen.parse.yaml_mapping import Entry, Keys, parse_mapping
from ankigen.rare import RarePattern
from ankigen.source import Fragment, Source
from ankigen.values import dataclass

SINGLE = ("id", "type", "source", "reference", "review", "reviewed", "origin", "change", "guid", "mask")
NOTE_KEYS = Keys(single=SINGLE, several=("tags", "covers", "ask"), mapping=("ignore",))
FILE_KEYS = Keys(single=("type", "source", "reference"), several=("tags", "ask"))
SECTION_KEYS = Keys(single=("tag",))

# One number sign begins a remark in YAML.
DASHES = re.compile(r"[ \t]*[–—―−-]{1,5}[ \t]*")
KEY = RarePattern(r"[ \t]*(?:$|#|-[ \t]|[a-z]+:)")
SETTING = RarePattern(r"[ \t]*[a-z]+:")
TOML = RarePattern(r"[ \t]*([\w-]+)[ \t]*=[ \t]*(?=[\"'\[\d])")
ABOVE = re.compile(r" {0,3}(?:##?[ \t]+\S|<!--(?:(?!-->).)*-->[ \t]*$)")  # a title, or a comment for authors
MOST_LINES = 30  # of front matter
HEADING = re.compile(r"^ {0,3}#{2,6}[ \t]", re.MULTILINE)
COMMENT = re.compile(r"[ ]{0,3}<!--(.*?)-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What holds for every note of a file, and the first line after it; `misplaced` are its lines if it stands below
    the title, which is then read as text."""

    tags: tuple[Value, ...] = ()
    type: Value | None = None
    source: Value | None = None
    reference: Value | None = None
    ask: tuple[Value, ...] = ()
    next_line: int = 1
    misplaced: range = range(0)


def front_matter(source: Source) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    """The YAML between two `---` lines at the very top of the file."""
    if source.line(1).rstrip() == "+++":
        return _toml(source)
    if source.line(1).rstrip() != "---":
        return _further_down(source) or (FrontMatter(), tuple(_dashes(source)))
    for end in range(2, len(source.lines) + 1):
        if source.line(end).rstrip() in ("---", "..."):
            break
    else:
        return FrontMatter(), (_unclosed(source),)
    for number in range(2, end):
        if CONFLICT.match(source.line(number)):
            return FrontMatter(next_line=end + 1), (conflict(source, number),)
    return _read(source, 1, end)


def _read(source: Source, start: int, end: int) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    """What stands between two lines."""
    text = Fragment(source, start + 1, "\n".join(source.lines[start : end - 1]))
    entries, problems = parse_mapping(text, FILE_KEYS)
    return FrontMatter(
        tags=_several(entries, "tags"),
        type=_one(entries, "type"),
        source=_one(entries, "source"),
        reference=_one(entries, "reference"),
        ask=_several(entries, "ask"),
        next_line=end + 1,
    ), problems


def _unclosed(source: Source) -> Diagnostic:
    """Front matter without an end, or a line of hyphens that was not meant to begin any."""
    under = takewhile(lambda line: not line.strip() or KEY.match(line), source.lines[1:MOST_LINES])
    if any(SETTING.match(line) for line in under):
        hint = "end it with a line of three hyphens: ---"
        return Diagnostic(source.span(), BAD_FRONT_MATTER, "front matter is never closed", hint)
    message = "a line of hyphens at the very top begins front matter, but no setting stands under it"
    edits = (_gone(source, 1),)
    return Diagnostic(source.span(), BAD_FRONT_MATTER, message, "delete the line", edits=edits)


def _toml(source: Source) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    """Front matter as Hugo and Zola write it."""
    last = min(len(source.lines), MOST_LINES)
    end = next((number for number in range(2, last + 1) if source.line(number).rstrip() == "+++"), 0)
    lines = range(2, end)
    if not end or not any(TOML.match(source.line(number)) for number in lines):
        return FrontMatter(), ()
    edits: list[Edit] = []
    for number in (1, *lines, end):
        line = source.line(number)
        known = TOML.match(line)
        if known:
            edits.append(Edit(source.span(number, known.end(1) + 1), line[known.end(1) : known.end()], ": "))
        elif line.rstrip() == "+++":
            edits.append(Edit(source.span(number), line, "---"))
    sure = all(TOML.match(line) or not line.strip() for line in source.lines[1 : end - 1])
    message = "front matter between +++ is TOML, and is not read"
    hint = "write it between lines of --- with colons, such as tags: [bone]"
    found = Diagnostic(source.span(), BAD_FRONT_MATTER, message, hint, edits=tuple(edits) if sure else ())
    return FrontMatter(next_line=end + 1), (found,)


def _dashes(source: Source) -> Iterator[Diagnostic]:
    """Front matter between the dashes that word processors make of hyphens."""
    if not DASHES.fullmatch(source.line(1)):
        return
    for end in range(2, min(len(source.lines), MOST_LINES) + 1):
        if DASHES.fullmatch(source.line(end)) or source.line(end).rstrip() == "---":
            edits = tuple(Edit(source.span(at), source.line(at), "---") for at in (1, end))
            hint = "write three hyphens: ---"
            yield Diagnostic(source.span(), BAD_FRONT_MATTER, "this does not begin front matter", hint, edits=edits)
            return
        if not KEY.match(source.line(end)):
            return


def _further_down(source: Source) -> tuple[FrontMatter, tuple[Diagnostic, ...]] | None:
    """Front matter below empty lines or the file's title, where it is text: read as it was meant, and reported."""
    written = (number for number in range(1, min(len(source.lines), MOST_LINES) + 1) if source.line(number).strip())
    start = next(written, 0)
    title = start if ABOVE.match(source.line(start)) else 0
    start = next(written, 0) if title else start
    end = _end_of_settings(source, start)
    if not end or start == 1:
        return None
    matter, problems = _read(source, start, end)
    message = "this is front matter, and is not read: it does not begin in line 1"
    if title:
        lines = range(start, end + 1)
        matter = replace(matter, next_line=1, misplaced=lines)
        inner = (source.line(number) for number in range(start + 1, end))
        block = "\n".join(["---", *inner, "---", "", source.line(title)])
        edits = (Edit(source.span(title), source.line(title), block), *(_gone(source, number) for number in lines))
        hint = f"move it above the {'comment' if source.line(title).lstrip().startswith('<') else 'title'}"
    else:
        edits = tuple(_gone(source, number) for number in range(1, start))
        hint = "delete the empty lines above it"
    return matter, (Diagnostic(source.span(start), BAD_FRONT_MATTER, message, hint, edits=edits), *problems)


def _gone(source: Source, number: int) -> Edit:
    """To take a line away, with its end if it has one."""
    end = "\n" if number < len(source.lines) else ""
    return Edit(source.span(number), f"{source.line(number)}{end}", "")


def _end_of_settings(source: Source, start: int) -> int:
    """The line that ends the settings which begin on this line, 0 if they are none."""
    known = False
    if not DASHES.fullmatch(source.line(start)):
        return 0
    for number in range(start + 1, min(len(source.lines), start + MOST_LINES) + 1):
        line = source.line(number)
        if DASHES.fullmatch(line):
            return number if known else 0
        if not KEY.match(line):
            return 0
        known = known or line.partition(":")[0].strip() in FILE_KEYS.all
    return 0


def comment_under(source: Source, heading_line: int, last: int) -> tuple[Fragment, int] | None:
    """The text of the comment right under a heading, with the line it ends on; blank lines may come between."""
    lines = source.lines
    line = heading_line + 1
    while line <= last and not lines[line - 1].strip():
        line += 1
    if line > last or not lines[line - 1].lstrip(" ").startswith("<!--"):
        return None
    match = COMMENT.match(lines[line - 1]) or COMMENT.match("\n".join(lines[line - 1 : last]))
    if match is None:
        return None
    # Spaces stand in for what is before the text, so that keys may be written under each other.
    return Fragment(source, line, " " * match.start(1) + match[1]), line + match[0].count("\n")


def is_unclosed(text: Fragment) -> bool:
    """Whether a note's comment goes on to another one's end: it holds that one's beginning, or a heading."""
    return "<!--" in text.text or HEADING.search(text.text) is not None


def note_metadata(text: Fragment) -> tuple[Metadata, tuple[Diagnostic, ...]]:
    """What the comment under a note's heading says."""
    entries, problems = parse_mapping(text, NOTE_KEYS)
    single = {key: entry.values[0] for key, entry in entries.items() if key in SINGLE}
    ignore = entries["ignore"].pairs if "ignore" in entries else ()
    tags, covers, ask = (_several(entries, key) for key in NOTE_KEYS.several)
    return Metadata(**single, tags=tags, covers=covers, ask=ask, ignore=ignore), problems


def section_slug(text: Fragment) -> tuple[Value | None, tuple[Diagnostic, ...]]:
    """The `tag` that the comment under a section's heading gives, if any."""
    entries, problems = parse_mapping(text, SECTION_KEYS)
    return _one(entries, "tag"), problems


def _one(entries: dict[str, Entry], key: str) -> Value | None:
    return entries[key].values[0] if key in entries else None


def _several(entries: dict[str, Entry], key: str) -> tuple[Value, ...]:
    return entries[key].values if key in entries else ()
