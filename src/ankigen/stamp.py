"""Ids for notes that have none: one line a note, and nothing else in the file changes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from ankigen.note import Note
from ankigen.parse.metadata import comment_under, note_metadata
from ankigen.slug import ascii_slug
from ankigen.source import Fragment, Source

LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
LONGEST = 40


def new_ids(notes: Iterable[Note], taken: Iterable[str]) -> dict[int, str]:
    """An id for each note that lacks one, by the line of its heading; `taken` ones, retired included, are left out."""
    used = set(taken)
    ids: dict[int, str] = {}
    for note in notes:
        if note.metadata.id is None:
            ids[note.span.line] = next(name for name in _names(note.title) if name not in used)
            used.add(ids[note.span.line])
    return ids


def _names(title: str) -> Iterator[str]:
    """Readable ids for a title: `bone-matrix`, `bone-matrix-2`, …"""
    plain = re.sub(r"\{\{c[\d,]+::(.*?)(::.*?)?\}\}", r"\1", title)
    stem = ascii_slug(plain, LONGEST)
    stem = stem if len(stem) > 1 else f"note-{stem}".rstrip("-")
    yield stem
    for number in count(2):
        yield f"{stem}-{number}"


def stamped(data: bytes, source: Source, ids: dict[int, str]) -> bytes:
    """The file with the ids written under their headings. `source` is the same file as it was parsed."""
    lines = LINE.findall(data.decode())
    ends = [end for _, end in lines if end]
    newline = max(set(ends), key=ends.count, default="\n")
    for line, name in sorted(ids.items(), reverse=True):
        found = comment_under(source, line, _next_heading(source, line))
        if found is None:
            text, end = lines[line - 1]
            lines[line - 1 : line] = [(text, end or newline), (f"<!-- id: {name} -->", end)]
        else:
            start = found[0].line
            text, end = lines[start - 1]
            lines[start - 1 : start] = _into_comment(found[0], text, end or newline, name)
    return "".join(text + end for text, end in lines).encode()


def _next_heading(source: Source, line: int) -> int:
    """The last line before the next heading: a comment behind it is not this note's."""
    for number in range(line + 1, len(source.lines) + 1):
        if re.match(r" {0,3}#{1,4}(\s|$)", source.line(number)):
            return number - 1
    return len(source.lines)


def _into_comment(comment: Fragment, text: str, end: str, name: str) -> list[tuple[str, str]]:
    """The comment's first line with the id, in the first form that leaves the rest of it as it was."""
    head, mark, rest = text.partition("<!--")
    before = note_metadata(comment)[0]
    below = " " * len(head + mark)
    forms = [
        [(f"{head}{mark} id: {name},{rest}", end)],
        [(f"{head}{mark} id: {name}", end), (f"{below}{rest}", end)],
        [(text, end), (f"{_indent_of_keys(comment)}id: {name}", end)],
    ]
    if not rest.strip():
        forms.reverse()
    following = comment.text.partition("\n")[1:]
    for form in forms:
        lines = [line.replace(mark, "    ") if number == 0 else line for number, (line, _) in enumerate(form)]
        lines[-1] = lines[-1].partition("-->")[0]
        after, problems = note_metadata(replace(comment, text="\n".join(lines) + "".join(following)))
        if not problems and after.id and _texts(after) == _texts(before) | {name}:
            return form
    return forms[0]


def _indent_of_keys(comment: Fragment) -> str:
    keys = [line for line in comment.text.split("\n")[1:] if line.strip()]
    return keys[0][: len(keys[0]) - len(keys[0].lstrip())] if keys else ""


def _texts(metadata: object) -> set[str]:
    """Every value of the metadata, to see that none was lost."""
    return set(re.findall(r"Value\(text='((?:[^'\\]|\\.)*)'", repr(metadata)))
