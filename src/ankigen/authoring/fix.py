"""What can be fixed mechanically without changing what a card says: ids, composed Unicode, whitespace in metadata."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import unified_diff
from unicodedata import is_normalized, normalize

from ankigen.authoring.stamp import known_ids, missing_ids
from ankigen.compile.pipeline import Identity, find_identity
from ankigen.model.note import Note, Value
from ankigen.parse import parse
from ankigen.parse.metadata import comment_under, front_matter
from ankigen.parse.outline import outline
from ankigen.parse.stamp import stamped
from ankigen.project.atomic import write_file
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths, decode, read_source
from ankigen.source import Source, Span

LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
KEPT = re.compile(r"[^\n]*\n|[^\n]+")
TRAILING = re.compile(r"[ \t]+\Z")
# A file's or a page's name: composed, it may be the name of another.
NAME = re.compile(r"\]\([^)]*\)?|\w+://\S+|(?:src|href)\s*=\S+")
COMPOSED, TRIMMED = "Unicode composed (NFC)", "trailing whitespace removed"


@dataclass(frozen=True, slots=True)
class Fixed:
    """One source before and after, and what was done to it: the place in the old file, and words."""

    source: Source
    before: bytes
    after: bytes
    done: tuple[tuple[Span, str], ...]


def fix_deck(paths: DeckPaths) -> tuple[Fixed, ...]:
    """Fix the deck's sources, each file whole or not at all. Raises AnkigenError if one cannot be written."""
    fixed = plan(paths)
    for item in fixed:
        write_file(item.source.path, item.after)
    return fixed


def plan(paths: DeckPaths) -> tuple[Fixed, ...]:
    """What there is to fix, file by file. Ids need the deck's settings and its ledger; the rest does not."""
    loaded = load_deck(paths)
    files = [_tidied(source) for source, problem in map(read_source, paths.sources()) if problem is None]
    notes = {item.source: parse(_again(item)).notes for item in files}
    if loaded.faults:
        return tuple(item for item in files if item.done)
    identity = find_identity(loaded)
    ids = missing_ids(notes, loaded.deck.history, known_ids(identity.lost))
    old = dict(_given_back(identity))
    restored = (_with_old_ids(item, old) for item in files)
    return tuple(item for item in (_with_ids(file, ids.get(file.source, {})) for file in restored) if item.done)


def diff(item: Fixed) -> str:
    """The change as a unified diff; line endings, which are kept, are all shown as line feeds."""
    old, new = (KEPT.findall(_again(replace(item, after=data)).text) for data in (item.before, item.after))
    lines = unified_diff(old, new, f"a/{item.source.shown}", f"b/{item.source.shown}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _again(item: Fixed) -> Source:
    """The source as it is after fixing."""
    source, _ = decode(Source(item.source.path, item.source.shown), item.after)
    return source


def _given_back(identity: Identity) -> Iterator[tuple[Value, str]]:
    """The ids as written of notes that say the very same as learners have under another id, and that one."""
    pairs = [(found.note, found.record) for found in identity.lost if found.note and found.exact]
    for note, record in [*pairs, *((each.note, each.other) for each in identity.swapped)]:
        if note.metadata.id:
            yield note.metadata.id, record.id


def _with_old_ids(item: Fixed, ids: Mapping[Value, str]) -> Fixed:
    lines = LINE.findall(item.after.decode())
    done: list[tuple[Span, str]] = []
    for value, name in ids.items():
        at = value.span.column - 1
        text, end = lines[value.span.line - 1] if value.span.source.path == item.source.path else ("", "")
        if text[at:].startswith(value.text):
            lines[value.span.line - 1] = (text[:at] + name + text[at + len(value.text) :], end)
            done.append((value.span, f"id {value.text} → {name}, as learners have it"))
    after = "".join(text + end for text, end in lines).encode()
    return replace(item, after=after, done=(*item.done, *done)) if done else item


def _with_ids(item: Fixed, ids: Mapping[int, str]) -> Fixed:
    if not ids:
        return item
    after = stamped(item.after, _again(item), dict(ids))
    done = (*item.done, *((item.source.span(line), f"id {name}") for line, name in ids.items()))
    return replace(item, after=after, done=tuple(sorted(done, key=lambda entry: entry[0].line)))


def _tidied(source: Source) -> Fixed:
    """The source with its lines tidied, if its notes stay what they were."""
    before = source.path.read_bytes()
    lines = LINE.findall(before.decode())
    done: list[tuple[Span, str]] = []
    for number in _lines_of_metadata(source):
        text, end = lines[number - 1]
        if TRAILING.search(text):
            lines[number - 1] = (TRAILING.sub("", text), end)
            done.append((source.span(number, len(text.rstrip(" \t")) + 1), TRIMMED))
    for number, (text, end) in enumerate(lines, start=1):
        if not is_normalized("NFC", text) and all(is_normalized("NFC", name[0]) for name in NAME.finditer(text)):
            lines[number - 1] = (normalize("NFC", text), end)
            done.append((source.span(number, _first_change(text)), COMPOSED))
    after = "".join(text + end for text, end in lines).encode()
    item = Fixed(source, before, after, tuple(done))
    return (
        item
        if _contents(parse(_again(item)).notes) == _contents(parse(source).notes)
        else Fixed(source, before, before, ())
    )


def _first_change(text: str) -> int:
    """The column of the first character that composing changes."""
    pairs = zip(text, normalize("NFC", text), strict=False)
    return next((at for at, (old, new) in enumerate(pairs, start=1) if old != new), 1)


def _lines_of_metadata(source: Source) -> Iterator[int]:
    """The lines of front matter and of comments under headings: YAML, whose trailing whitespace means nothing."""
    first = front_matter(source)[0].next_line
    yield from range(1, first)
    headings = [heading.title.line for heading in outline(source, first).headings if heading.level < 4]
    for line, following in zip(headings, [*headings[1:], len(source.lines) + 1], strict=True):
        if found := comment_under(source, line, following - 1):
            yield from range(found[0].line, found[1] + 1)


def _contents(notes: tuple[Note, ...]) -> list[object]:
    """All that the notes say, composed; places are left out."""
    return [normalize("NFC", repr(_texts(note))) for note in notes]


def _texts(note: Note) -> tuple[object, ...]:
    data = note.metadata
    single = (data.id, data.type, data.guid, data.source, data.reference, data.review, data.reviewed, data.origin)
    shared = (data.change, note.file_source, note.file_reference)
    ignored = (part for pair in data.ignore for part in pair)
    several = (*data.tags, *data.covers, *data.ask, *ignored, *note.file_tags, *note.file_ask)
    options = [(option.right, option.text.text) for option in note.options]
    texts = (note.front, note.body, note.explanation, *(text for _, text in note.fields))
    return (
        note.kind,
        [value and value.text for value in (*single, *shared, *several)],
        options,
        [text and text.text for text in texts],
        [(section.title.text, section.slug) for section in note.sections],
    )
