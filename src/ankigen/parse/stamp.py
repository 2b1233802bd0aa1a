"""Ids for notes that have none: one line a note, and nothing else in the file changes."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count, pairwise
from types import MappingProxyType

from ankigen.model.cloze import without_clozes
from ankigen.model.note import Metadata, Note
from ankigen.model.slug import ascii_slug
from ankigen.parse.mask import visible
from ankigen.parse.metadata import NOTE_KEYS, comment_under, front_matter, is_unclosed, note_metadata
from ankigen.parse.misplaced_ids import misplaced
from ankigen.parse.other_signs import meant
from ankigen.parse.outline import outline
from ankigen.parse.yaml_mapping import REMARK
from ankigen.rare import RarePattern
from ankigen.source import LINE, USUAL_ENDS, Fragment, Source, Span

KEY = RarePattern(r"[^\s:]\s*:(\s|$)")
ID_KEY = RarePattern(r"(?i)(?:^|[\s,{\"'])(?:(?:note|card)[ _-]?)?(?:id|di|ids)[\"']?\s*[:=]")
ONE_ID = RarePattern(r"\s*[a-z0-9]+(?:-[a-z0-9]+)+\s*")
# `id; bone-matrix`, `bone-matrix (id)`
ID_WORD = RarePattern(r"(?i)(?<![\w-])id(?![\w-])[^\n]*[a-z0-9]-[a-z0-9]|[a-z0-9]-[a-z0-9][^\n]*(?<![\w-])id(?![\w-])")
LONGEST = 40
NO_LINES: Mapping[int, str] = MappingProxyType({})


def new_ids(notes: Iterable[Note], taken: Iterable[str], own: Mapping[int, str] = NO_LINES) -> dict[int, str]:
    """An id for each note that lacks one, by the line of its heading; `taken` ones, retired included, are left out.

    The notes on the lines of `own` get those ids; one that is empty is for its author to decide.

    A note whose metadata cannot be read gets none: its id may stand in there, or where nobody reads it. Nor does a
    heading without words: it may be no note at all.
    """
    used = set(taken)
    notes = tuple(notes)
    elsewhere = _with_id_elsewhere(notes)
    ids: dict[int, str] = {}
    names: dict[str, Iterator[str]] = {}  # those of each stem, as far as they are not used
    for note in notes:
        given = own.get(note.span.line)
        if note.metadata.id is not None or note.span in elsewhere or given == "" or note.asks_nothing:
            continue
        if not _is_broken(_comment(note.span.source, note.span.line, note.text_line - 1)):
            stem = _stem(note.title)
            free = names.setdefault(stem, _names(stem))
            ids[note.span.line] = given or next(name for name in free if name not in used)
            used.add(ids[note.span.line])
    return ids


def _with_id_elsewhere(notes: tuple[Note, ...]) -> set[Span]:
    """The places of the notes under whose heading an id stands that is not read."""
    found: set[Span] = set()
    for source in dict.fromkeys(note.span.source for note in notes):
        first = front_matter(source)[0].next_line
        plan = outline(source, first)
        starts = {note.span.line: note.span for note in notes if note.span.source == source}
        lines = sorted(starts)
        for each in misplaced(visible(source, first, plan), plan):
            at = bisect_right(lines, each.place.line)
            found.update(starts[line] for line in (*lines[max(at - 1, 0) : at], each.below) if line in starts)
    return found


def _stem(title: str) -> str:
    stem = ascii_slug(without_clozes(title), LONGEST)
    return stem if len(stem) > 1 else f"note-{stem}".rstrip("-")


def _names(stem: str) -> Iterator[str]:
    """Readable ids for titles of one stem: `bone-matrix`, `bone-matrix-2`, …"""
    yield stem
    for number in count(2):
        yield f"{stem}-{number}"


def stamped(data: bytes, source: Source, ids: dict[int, str]) -> bytes:
    """The file with the ids written under their headings. `source` is the same file as it was parsed."""
    lines = LINE.findall(data.decode())
    ends = [end for _, end in lines if end in USUAL_ENDS]
    newline = max(dict.fromkeys(ends), key=ends.count, default="\n")
    headings = [heading.title.line for heading in outline(source, front_matter(source)[0].next_line).headings]
    last_lines = dict(pairwise([*headings, len(source.lines) + 1]))
    for line, name in sorted(ids.items(), reverse=True):
        comment = _comment(source, line, last_lines[line] - 1)
        if comment is None or _is_remark(comment):
            text, end = lines[line - 1]
            lines[line - 1 : line] = [(text, end or newline), (f"<!-- id: {name} -->", end)]
        else:
            text, end = lines[comment.line - 1]
            lines[comment.line - 1 : comment.line] = _into_comment(comment, text, end or newline, name)
    return "".join(text + end for text, end in lines).encode()


def _comment(source: Source, line: int, last: int) -> Fragment | None:
    """The metadata of the note whose heading stands on this line; words without a key are not metadata."""
    found = comment_under(source, line, last)
    if found is None:
        return None
    text = found[0].text
    has_key = KEY.search(text) or ID_KEY.search(text) or meant(text, NOTE_KEYS.all)
    return found[0] if has_key or ONE_ID.fullmatch(text) or ID_WORD.search(text) else None


def _is_broken(comment: Fragment | None) -> bool:
    """Whether an id may be hidden in metadata that gives none."""
    if comment is None:
        return False
    problems = note_metadata(comment)[1]
    unreadable = any(problem.code == "bad-metadata" for problem in problems)
    mistyped = any(edit.new == "id" for problem in problems for edit in problem.edits)
    named = ID_KEY.search(comment.text) or ID_WORD.search(comment.text)
    return unreadable or mistyped or is_unclosed(comment) or named is not None


def _is_remark(comment: Fragment) -> bool:
    """Whether it holds no setting at all, only what looks like keys."""
    metadata, problems = note_metadata(comment)
    return metadata == Metadata() and all(problem.hint == REMARK for problem in problems)


def _into_comment(comment: Fragment, text: str, end: str, name: str) -> list[tuple[str, str]]:
    """The comment's first line with the id, in the first form that leaves the rest of it as it was."""
    head, mark, rest = text.partition("<!--")
    before, known_problems = note_metadata(comment)
    below = " " * len(head + mark)
    forms = [
        [(f"{head}{mark} id: {name},{rest}", end)],
        [(f"{head}{mark} id: {name}", end), (f"{below}{rest}", end)],
        [(text, end), (f"{_indent_of_keys(comment)}id: {name}", end)],
    ]
    if not rest.strip():
        forms.reverse()
    if rest.lstrip().startswith("{"):
        forms.insert(0, [(f"{head}{mark} {{id: {name}, {rest.lstrip()[1:]}", end)])
    following = comment.text.partition("\n")[1:]
    for form in forms:
        lines = [line.replace(mark, "    ") if number == 0 else line for number, (line, _) in enumerate(form)]
        lines[-1] = lines[-1].partition("-->")[0]
        after, problems = note_metadata(replace(comment, text="\n".join(lines) + "".join(following)))
        if len(problems) == len(known_problems) and after.id and _texts(after) == _texts(before) | {name}:
            return form
    return forms[0]


def _indent_of_keys(comment: Fragment) -> str:
    keys = [line for line in comment.text.split("\n")[1:] if line.strip()]
    return keys[0][: len(keys[0]) - len(keys[0].lstrip())] if keys else ""


def _texts(metadata: object) -> set[str]:
    """Every value of the metadata, to see that none was lost."""
    return set(re.findall(r"Value\(text='((?:[^'\\]|\\.)*)'", repr(metadata)))
