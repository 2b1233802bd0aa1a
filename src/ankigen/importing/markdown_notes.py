"""What readers of other tools' Markdown share: notes with Markdown in their fields become notes as Anki has them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from ankigen.apkg.snapshot import Card, Deck, Note, NoteType, Snapshot
from ankigen.compile.own_fields import unwrapped
from ankigen.diagnostic import AnkigenError, plural
from ankigen.importing.foreign import LARGEST_MEDIA, FolderMedia, Foreign, Meets, one_line
from ankigen.importing.stock_types import STOCK, stock_type
from ankigen.model.media import is_played, media_kind
from ankigen.model.note import Kind
from ankigen.project.paths import shown
from ankigen.render import Renderer
from ankigen.render.bounds import DEEPEST, is_too_deep
from ankigen.source import Fragment, Source, clean
from ankigen.values import dataclass

# Each ends before the next one begins: what is opened and never closed must not be looked through again and again.
IMAGE = re.compile(
    r"!\[([^\[\]\n]*(?:(?<!!)\[[^\[\]\n]*)*)\]\((?:<([^<>\n]*)>|([^()\s]*(?:\([^()\s]*\)[^()\s]*)*))"
    r"(?:[ \t]+[\"'(](?:[^!\n]|!(?!\[))*?)?\)"
)
EMBEDDED = re.compile(r"!\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")
LINKED = re.compile(r"(?<!!)\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
TAG = re.compile(r"(<img\b[^<>\n]*?(?:<(?!img\b)[^<>\n]*?)*?\ssrc=)(\"[^\"\n]*\"|'[^'\n]*')", re.I)
SOUND = re.compile(r"\[sound:(?!\])([^\[\]\n<>]*(?:\[(?!sound:)[^\[\]\n<>]*)*)\]")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# A line that begins or belongs to a block, in which the end of a line means no break.
BLOCK = re.compile(r"\s*(?:[-+*>|#]|\d{1,9}[.)]|\$\$|:?-{3,})|.*\|.*\||\s*$")
MOST_FILES = 100_000

# What stands for a part that is set aside; nobody types these.
SIGN_BEGIN, SIGN_END = "\ue000", "\ue001"
SIGN = re.compile(f"{SIGN_BEGIN}(\\d+){SIGN_END}")


@dataclass(frozen=True, slots=True)
class MarkdownNote:
    """A note: the fields of the stock type of its kind, then those named by `more`, in Markdown. `own` is its note type
    where the tool says that, `guid` its guid if the file does; `lost` is what of it has no place in a deck."""

    line: int
    deck: str
    kind: Kind
    fields: tuple[str, ...]
    more: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    guid: str = ""
    own: NoteType | None = None
    lost: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A file: its path below the folder that is read, its name in messages, and its text."""

    path: Path
    inside: PurePosixPath
    shown: str
    text: str

    def error(self, line: int, message: str) -> AnkigenError:
        return AnkigenError(f"{self.shown}:{line}: {message}")


@dataclass(frozen=True, slots=True)
class Format:
    """A tool's Markdown. `breaks` says that the end of a line is one on the card, `wiki` that links are Obsidian's."""

    name: str
    looks_like: Callable[[str], bool]
    notes: Callable[[Page], Iterator[MarkdownNote]]
    breaks: bool = False
    wiki: bool = False


def read_pages(path: Path, pages: Iterable[Page], kind: Format, salt: str) -> Foreign:
    """The notes of all pages. Raises AnkigenError if one cannot be read."""
    folder = path if path.is_dir() else path.parent
    reading = _Reading(kind, salt, folder)
    files = []
    for page in pages:
        files.append(page.path)
        for note in kind.notes(page):
            reading.add(page, note)
    if not reading.notes:
        raise AnkigenError(f"{shown(path)}: has no notes")
    return reading.foreign(shown(path), tuple(files))


@dataclass()
class _Reading:
    kind: Format
    salt: str
    folder: Path
    notes: dict[str, Note] = field(default_factory=dict)
    types: dict[object, NoteType] = field(default_factory=dict)
    kinds: dict[int, Kind] = field(default_factory=dict)
    meets: dict[int, Meets] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    renderer: Renderer = field(default_factory=Renderer)
    names: dict[Path, str] = field(default_factory=dict)

    def add(self, page: Page, note: MarkdownNote) -> None:
        item = note.own or self.stock(note)
        self.types[item.id] = item
        self.meets[item.id] = Meets.DEFAULTS if note.own else Meets.NEW
        values = [self.html(page, note.line, text, cloze=note.kind is Kind.CLOZE) for text in note.fields]
        values += [""] * (len(item.fields) - len(values))
        number = len(self.notes) + 1
        guid = note.guid or f"note {number}"
        if guid in self.notes:
            raise page.error(
                note.line, f"the id '{guid}' is used twice: Anki would keep both notes, and update only one"
            )
        self.notes[guid] = Note(
            guid, number, item.id, 0, tuple(sorted(set(note.tags))), tuple(values), (Card(0, 0, one_line(note.deck)),)
        )
        if note.lost:
            self.lost[note.lost] += 1

    def stock(self, note: MarkdownNote) -> NoteType:
        key = (note.kind, note.more)
        if key not in self.types:
            (stock,) = (item for item in STOCK if item.kind is note.kind)
            self.types[key] = stock_type(stock, self.salt, note.more)
            self.kinds[self.types[key].id] = note.kind
        return self.types[key]

    def foreign(self, name: str, files: tuple[Path, ...]) -> Foreign:
        decks = sorted({card.deck for note in self.notes.values() for card in note.cards})
        if len({deck.partition("::")[0] for deck in decks}) > 1:  # parts of what the folder is
            above = self.folder.resolve().name
            decks = [f"{above}::{deck}" for deck in decks]
            for guid, note in self.notes.items():
                self.notes[guid] = replace(note, cards=tuple(replace(c, deck=f"{above}::{c.deck}") for c in note.cards))
        by_number = {item.id: item for item in self.types.values()}
        found = tuple(Deck(number, deck, "") for number, deck in enumerate(decks, start=1))
        media = FolderMedia({name: path for path, name in self.names.items()})
        remarks = tuple(f"{plural(count, 'note')} {what}" for what, count in self.lost.items())
        snapshot = Snapshot(found, by_number, self.notes, {})
        return Foreign(name, f"Markdown of {self.kind.name}", files, snapshot, media, self.meets, self.kinds, remarks)

    def html(self, page: Page, line: int, text: str, *, cloze: bool) -> str:
        """A field as Anki has it: files are named without their folders."""
        if not text.strip():
            return ""
        if is_too_deep(text):
            raise page.error(line, f"the note has more than {DEEPEST:,} elements one in the other, or not ended")
        fragment = Fragment(Source(page.path, page.shown), line, self.prepared(page, text.strip("\n")))
        return unwrapped(self.renderer.block(fragment, cloze=cloze).html)

    def prepared(self, page: Page, text: str) -> str:
        if self.kind.breaks:
            text = with_breaks(text)
        if self.kind.wiki:
            text = LINKED.sub(lambda match: match[2] or match[1], text)
            text = EMBEDDED.sub(lambda match: self.embedded(page, match), text)
        text = SOUND.sub(r"![](<\1>)", text)
        text = IMAGE.sub(lambda match: self.image(page, match), text)
        return TAG.sub(lambda match: f'{match[1]}"{self.name(page, match[2][1:-1])}"', text)

    def embedded(self, page: Page, match: re.Match[str]) -> str:
        target, size = match[1].strip(), (match[2] or "").strip()
        if media_kind(target) is None:
            return match[1]
        name = self.name(page, target)
        return f'<img src="{name}" width="{size}">' if size.isdecimal() and not is_played(name) else f"![](<{name}>)"

    def image(self, page: Page, match: re.Match[str]) -> str:
        target = match[2] if match[2] is not None else match[3]
        return f"![{match[1]}](<{self.name(page, target)}>)"

    def name(self, page: Page, target: str) -> str:
        """The file's name in Anki; what is not in the folder is left as it is, and missing later."""
        path = self.find(page, target)
        if path is None:
            return target
        if path not in self.names:
            taken = set(self.names.values())
            stem, parent = clean(path.name), clean(path.parent.name)
            names = (stem, f"{parent}-{stem}", *(f"{number}-{stem}" for number in range(2, MOST_FILES)))
            self.names[path] = next(name for name in names if name not in taken)
        return self.names[path]

    def find(self, page: Page, target: str) -> Path | None:
        if "://" in target or target.startswith("data:") or not target:
            return None
        root = self.folder.resolve()
        inside = target.removeprefix("@/").lstrip("/")
        for written in (inside, unquote(inside)):
            for folder in (page.path.parent, self.folder, self.folder / "media"):
                path = (folder / written).resolve()
                # Nobody's Markdown may take files of the rest of this computer along.
                if path.is_relative_to(root) and path.is_file() and path.stat().st_size <= LARGEST_MEDIA:
                    return path
        return self.by_name.get(PurePosixPath(inside).name) if self.kind.wiki else None

    @cached_property
    def by_name(self) -> Mapping[str, Path]:
        """Every file of the folder by its name alone, as Obsidian finds them."""
        found: dict[str, Path] = {}
        for number, path in enumerate(sorted(self.folder.resolve().rglob("*"))):
            if number >= MOST_FILES:
                break
            if path.is_file() and media_kind(path.name) is not None:
                found.setdefault(path.name, path)
        return found


def with_breaks(text: str) -> str:
    """The text with a mark wherever the end of a line is a break."""
    lines = text.split("\n")
    fence = ""
    for at, line in enumerate(lines):
        if match := FENCE.match(line):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
            continue
        last = at + 1 == len(lines)
        if fence or last or BLOCK.match(line) or BLOCK.match(lines[at + 1]) or FENCE.match(lines[at + 1]):
            continue
        lines[at] = line.rstrip(" \\") + "\\"
    return "\n".join(lines)


def outside_fences(text: str) -> Iterator[tuple[int, str, bool]]:
    """The lines with their numbers from 1, and whether each stands in a block of code."""
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        match = FENCE.match(line)
        if match and fence and match[1].startswith(fence):
            yield number, line, True
            fence = ""
            continue
        if match and not fence:
            fence = match[1]
        yield number, line, bool(fence)


def set_aside(pattern: re.Pattern[str], text: str) -> tuple[str, Callable[[str], str]]:
    """The text with a sign instead of each match, and what puts the matches back."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"{SIGN_BEGIN}{len(kept) - 1}{SIGN_END}"

    def back(changed: str) -> str:
        return SIGN.sub(lambda match: kept[int(match[1])], changed)

    return pattern.sub(keep, text.translate({ord(SIGN_BEGIN): None, ord(SIGN_END): None})), back
