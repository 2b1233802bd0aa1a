"""What can be fixed mechanically: what has but one remedy, ids, composed Unicode, whitespace in metadata."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path
from unicodedata import is_normalized, normalize

from ankigen.authoring.stamp import known_ids, lost_or_leaving, missing_ids
from ankigen.compile.pipeline import compile_deck
from ankigen.diagnostic import Edit
from ankigen.model.note import Note
from ankigen.parse import parse
from ankigen.parse.metadata import comment_under, front_matter
from ankigen.parse.outline import outline
from ankigen.parse.stamp import stamped
from ankigen.project.atomic import write_file
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths, decode
from ankigen.source import LINE, USUAL_ENDS, Source, Span
from ankigen.values import dataclass

KEPT = re.compile(r"[^\n]*\n|[^\n]+")
TRAILING = re.compile(r"[ \t]+\Z")
# A file's or a page's name: composed, it may be the name of another.
NAME = re.compile(r"\]\([^)]*\)?|\w+://\S+|(?:src|href)\s*=\S+")
SHOWN = {"\n": " ⏎ "}
ROUNDS = 5  # remedies that bring out the next one
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
    edited = _Edited(paths)
    edited.apply_remedies()
    loaded = load_deck(paths, edited.texts)
    files = [_tidied(edited.fixed(source)) for source in loaded.deck.sources if source.text]
    if not loaded.faults:
        notes = {file.source: parse(_again(file)).notes for file in files}
        known = known_ids(lost_or_leaving(loaded), loaded.deck.notes)
        ids = missing_ids(notes, loaded.deck.history, known)
        files = [_with_ids(file, ids.get(file.source, {})) for file in files]
    return tuple(file for file in files if file.done)


class _Edited:
    """The sources with the remedies of what is wrong with them: one may bring out the next."""

    def __init__(self, paths: DeckPaths) -> None:
        self.paths = paths
        self.texts: dict[Path, bytes] = {}
        self.done: dict[Path, list[tuple[Span, str]]] = {}

    def fixed(self, source: Source) -> Fixed:
        before = source.path.read_bytes()
        done = self.done.get(source.path, ())
        return Fixed(source, before, self.texts.get(source.path, before), tuple(done))

    def apply_remedies(self) -> None:
        for _ in range(ROUNDS):
            problems = compile_deck(load_deck(self.paths, self.texts)).problems
            edits: dict[Path, list[Edit]] = {}
            for edit in dict.fromkeys(edit for problem in problems for edit in problem.edits):
                edits.setdefault(edit.span.source.path, []).append(edit)
            if not any([self._apply(path, found) for path, found in edits.items()]):
                return

    def _apply(self, path: Path, edits: list[Edit]) -> bool:
        """Whether one of the edits fits the text."""
        before = self.texts.get(path) or path.read_bytes()
        mark = BOM_UTF8 if before.startswith(BOM_UTF8) else b""
        lines = LINE.findall(before.removeprefix(mark).decode())
        newline = next((end for _, end in lines if end in USUAL_ENDS), "\n")
        done: list[tuple[Span, str]] = []
        last = (0, 0)
        for edit in sorted(edits, key=lambda edit: edit.span.key, reverse=True):
            at, line = edit.span.column - 1, edit.span.line
            text, end = lines[line - 1]
            after = at + len(edit.old)
            if f"{text}\n"[at:after] == edit.old and (line != last[0] or after <= last[1]):
                rest, end = (text[after:], end) if after <= len(text) else ("", "")
                lines[line - 1] = (text[:at] + edit.new.replace("\n", newline) + rest, end)
                done.append((edit.span, _words(edit)))
                last = (line, at)
        self.texts[path] = mark + "".join(text + end for text, end in lines).encode()
        self.done.setdefault(path, []).extend(reversed(done))
        return bool(done)


def _words(edit: Edit) -> str:
    old = edit.old.removesuffix("\n")
    if edit.new.startswith("\n") and not old:
        return f"a line {_visible(edit.new.strip())} added" if edit.new.strip() else "an empty line added"
    if not edit.new and not old.strip():
        return f"{_visible(old)} removed" if old else "an empty line removed"
    if not edit.new:
        return f"{_visible(old)} removed"
    return f"{_visible(old)} → {_visible(edit.new)}" if old else f"{_visible(edit.new)} added"


def _visible(text: str) -> str:
    """Text in which every character can be seen."""
    shown = "".join(char if char.isprintable() else SHOWN.get(char, f"U+{ord(char):04X}") for char in text)
    return f"'{shown}'"


def diff(item: Fixed) -> str:
    """The change as a unified diff; line endings, which are kept, are all shown as line feeds."""
    old, new = (KEPT.findall(_again(replace(item, after=data)).text) for data in (item.before, item.after))
    lines = unified_diff(old, new, f"a/{item.source.shown}", f"b/{item.source.shown}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _again(item: Fixed) -> Source:
    """The source as it is after fixing."""
    source, _ = decode(Source(item.source.path, item.source.shown), item.after)
    return source


def _with_ids(item: Fixed, ids: Mapping[int, str]) -> Fixed:
    if not ids:
        return item
    after = stamped(item.after, _again(item), dict(ids))
    done = (*item.done, *((item.source.span(line), f"id {name}") for line, name in ids.items()))
    return replace(item, after=after, done=tuple(sorted(done, key=lambda entry: entry[0].line)))


def _tidied(file: Fixed) -> Fixed:
    """The source with its lines tidied, if its notes stay what they were."""
    source = _again(file)
    lines = LINE.findall(file.after.decode())
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
    newline = next((end for _, end in lines if end in USUAL_ENDS), "\n")
    for number, (text, end) in enumerate(lines, start=1):
        if end and end not in USUAL_ENDS:
            lines[number - 1] = (text, newline)
            done.append((source.span(number, len(text) + 1), f"{_visible(end)} → a line end"))
    after = "".join(text + end for text, end in lines).encode()
    item = replace(file, after=after, done=(*file.done, *done))
    return item if contents(parse(_again(item)).notes) == contents(parse(source).notes) else file


def _first_change(text: str) -> int:
    """The column of the first character that composing changes."""
    pairs = zip(text, normalize("NFC", text), strict=False)
    return next((at for at, (old, new) in enumerate(pairs, start=1) if old != new), 1)


def _lines_of_metadata(source: Source) -> Iterator[int]:
    """The lines of front matter and of comments under headings: YAML, whose trailing whitespace means nothing."""
    first = front_matter(source)[0].next_line
    yield from range(1, first)
    headings = [heading.title.line for heading in outline(source, first).headings if heading.level < 4]
    for line, following in zip(headings, [*headings, len(source.lines) + 1][1:], strict=True):
        if found := comment_under(source, line, following - 1):
            yield from range(found[0].line, found[1] + 1)


def contents(notes: tuple[Note, ...]) -> list[object]:
    """All that the notes say, composed; places are left out."""
    return [normalize("NFC", repr(_texts(note))) for note in notes]


def _texts(note: Note) -> tuple[object, ...]:
    data = note.metadata
    single = (data.id, data.type, data.guid, data.source, data.reference, data.review, data.reviewed, data.origin)
    shared = (data.change, note.file_source, note.file_reference)
    ignored = (part for pair in data.ignore for part in pair)
    several = (*data.tags, *data.covers, *data.ask, *ignored, *note.file_tags, *note.file_ask)
    options = [(option.right, option.text.text) for option in note.options]
    texts = (note.front, note.stem, note.body, note.explanation, *(text for _, text in note.fields))
    return (
        note.kind,
        [value and value.text for value in (*single, *shared, *several)],
        options,
        [text and text.text for text in texts],
        [(section.title.text, section.slug) for section in note.sections],
    )
