"""The golden cases below `cases/`: their form is told in `cases/README.md`."""

import json
import os
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ankigen.compile.parts import compile_parts
from ankigen.compile.pipeline import compile_deck
from ankigen.diagnostic import AnkigenError, Diagnostic
from ankigen.model.content import DeckContent
from ankigen.model.note import Note, Value
from ankigen.parse import parse
from ankigen.parse.mask import THING
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths, all_decks, read_source
from ankigen.project.shelf import Place, Shelf, with_shelf
from ankigen.project.strays import strays
from ankigen.report import Format, report
from ankigen.source import Fragment
from tests.apkg.contents import contents
from tests.samples import PNG

Run = Callable[..., tuple[int, str, str]]

CASES = Path(__file__).parent / "cases"
STAGES = (
    "parse",
    "check",
    "note_types",
    "project",
    "stamp",
    "media",
    "config",
    "ledger",
    "release",
    "cli",
    "diff",
    "import",
    "verify",
    "site",
)
FILES = sorted(path for stage in STAGES for path in (CASES / stage).glob("*.md"))
SETTINGS = 'name = "Deck"\nuid = "deck-0000"\ntag = "deck"\nsource = "A book"\n'
ESCAPE = re.compile(rb"\\(x[0-9a-f]{2}|[rnt\\]|\n)")
PLAIN = {b"r": b"\r", b"n": b"\n", b"t": b"\t", b"\\": b"\\", b"\n": b""}
CHECKSUM = re.compile(r'"sha256": "[0-9a-f]{64}"')
MADE_BY = re.compile(r'"made_by": "[^"]*"')
ANNOTATION = re.compile(r"::(error|warning|notice) file=([^:,]+),line=\d+,col=\d+,title=[a-z0-9-]+::.+")


@dataclass(frozen=True)
class Block:
    """`=== HEAD` and the lines under it, without the blank ones at their end."""

    head: str
    body: str

    def __str__(self) -> str:
        return f"=== {self.head}\n" + (f"{self.body}\n" if self.body else "")


def read_case(text: str) -> tuple[str, list[Block]]:
    """What a case says of itself, and its blocks."""
    about, *blocks = re.split(r"^=== ", text, flags=re.MULTILINE)
    heads = (block.partition("\n") for block in blocks)
    return about, [Block(head.strip(), body.rstrip("\n")) for head, _, body in heads]


def write_case(about: str, blocks: list[Block]) -> str:
    return about + "\n".join(map(str, blocks))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case_gives_what_it_expects(
    path: Path, tmp_path: Path, ankigen: Run, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    text = path.read_text(encoding="utf-8")
    about, blocks = read_case(text)
    monkeypatch.chdir(tmp_path)
    actual = write_case(
        about, list(Player(tmp_path, ankigen, any(b.head.startswith("deck.toml") for b in blocks)).play(blocks))
    )
    if request.config.getoption("--update-cases"):
        path.write_text(actual, encoding="utf-8")
    else:
        assert actual == text


class Player:
    """Plays a case in a folder: writes its files, and does what its other blocks ask for."""

    def __init__(self, root: Path, ankigen: Run, own_settings: bool) -> None:
        self.root = root
        self.folder = root
        self.ankigen = ankigen
        self.own_settings = own_settings

    def play(self, blocks: list[Block]) -> Iterator[Block]:
        """The blocks with what they really give."""
        for block in blocks:
            verb, *rest = shlex.split(block.head)
            match verb:
                case "check":
                    yield Block(block.head, check(self.root))
                case "parse":
                    yield Block(block.head, dump_source(self.path(rest[0])))
                case "package":
                    yield Block(block.head, contents(self.path(rest[0])))
                case "run":
                    yield Block(block.head, "\n".join(self.run(block.body)))
                case "show":
                    yield Block(block.head, show(self.path(rest[0]), "escaped" in rest))
                case _:
                    self.write(verb, block.body, rest)
                    yield block

    def path(self, name: str) -> Path:
        """Names stand for files of the deck, unless they start at the repository's root."""
        return self.root / (name if name.startswith(("./", "cards/", "decks/")) else f"cards/deck/{name}")

    def write(self, name: str, body: str, how: list[str]) -> None:
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        settings = self.root / "cards" / "deck" / "deck.toml"
        if not self.own_settings and not settings.exists():
            settings.parent.mkdir(parents=True, exist_ok=True)
            settings.write_text(SETTINGS)
        match how:
            case []:
                path.write_text(body + "\n" if body else "", encoding="utf-8")
            case ["escaped"]:
                path.write_bytes(unescape(body))
            case ["picture", *size]:
                path.write_bytes(PNG)
                os.truncate(path, int(size[0]) if size else len(PNG))
            case ["folder"]:
                path.mkdir()
            case ["link", target]:
                path.symlink_to(target)
            case ["size", size]:
                with path.open("wb") as file:
                    file.truncate(int(size))
            case _:
                raise ValueError(f"no such kind of file: {' '.join(how)}")

    def run(self, transcript: str) -> Iterator[str]:
        for line in transcript.splitlines():
            if line.startswith("$ "):
                yield line
                yield from self.command(shlex.split(line[2:]))

    def command(self, words: list[str]) -> Iterator[str]:
        settings = dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
        match [word for word in words if not re.match(r"[A-Z_]+=", word)]:
            case ["cd", folder]:
                self.folder = (self.folder / folder).resolve()
                self.folder.mkdir(exist_ok=True)
            case ["rm", name]:
                (self.folder / name).unlink()
            case ["mv", old, new]:
                (self.folder / old).rename(self.folder / new)
            case ["ls"]:
                yield from (f"> {path.relative_to(self.root)}" for path in files(self.root))
            case ["ankigen", *args]:
                code, out, err = self.ankigen(*args, cwd=self.folder, env=settings)
                yield from (f"> {line}".rstrip() for line in out.replace(str(self.root), "ROOT").splitlines())
                yield from (f"! {line}".rstrip() for line in err.replace(str(self.root), "ROOT").splitlines())
                if code:
                    yield f"exit {code}"
            case _:
                raise ValueError(f"no such command: {shlex.join(words)}")


def unescape(body: str) -> bytes:
    def byte(match: re.Match[bytes]) -> bytes:
        return PLAIN[match[1]] if match[1] in PLAIN else bytes.fromhex(match[1][1:].decode())

    return ESCAPE.sub(byte, body.encode() + b"\n")


def escape(data: bytes) -> str:
    """The bytes as `unescape` takes them."""
    text = re.sub(rb"[\\\x00-\x08\x0b-\x1f\x7f]|\xef\xbb\xbf", _escaped, data).decode("utf-8", "backslashreplace")
    if text.endswith("\n") and not text.endswith("\n\n"):
        return text[:-1]
    lines = text.rstrip("\n")
    return lines + "\\n" * (len(text) - len(lines)) + "\\"


def _escaped(match: re.Match[bytes]) -> bytes:
    named = {b"\\": b"\\\\", b"\r": b"\\r"}
    return named.get(match[0]) or b"".join(b"\\x%02x" % byte for byte in match[0])


def show(path: Path, escaped: bool) -> str:
    """The file's text without checksums of packages, which another zlib packs otherwise; or its very bytes."""
    if escaped:
        return escape(path.read_bytes())
    text = CHECKSUM.sub('"sha256": "…"', path.read_text(encoding="utf-8").rstrip("\n"))
    return MADE_BY.sub('"made_by": "…"', text)


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if not path.is_dir())


def snapshot(root: Path) -> dict[str, tuple[int, int, int]]:
    """Every file and folder as the disk knows it: a file that was written anew shows."""
    stats = ((path, path.lstat()) for path in sorted(root.rglob("*")))
    return {str(path): (stat.st_ino, stat.st_mtime_ns, stat.st_size) for path, stat in stats}


def check(root: Path) -> str:
    """The findings on every deck as people see them; along the way, what must hold for all findings."""
    before = snapshot(root)
    try:
        problems = findings(root)
    except AnkigenError as error:
        assert snapshot(root) == before
        return f"ankigen: {error}".replace(str(root), "ROOT")
    for problem in problems:
        assert_place_is_in_its_file(problem)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", problem.code)
        assert problem.message
    assert_formats_can_be_read(problems)
    assert findings(root) == problems
    assert snapshot(root) == before
    assert_line_ends_do_not_matter(root, problems)
    assert_parts_say_the_same(root)
    return report(problems, Format.TEXT) or "nothing"


def findings(root: Path) -> tuple[Diagnostic, ...]:
    decks = [compile_deck(load_deck(paths)).problems for paths in all_decks(root)]
    return (*strays(root), *(problem for problems in decks for problem in problems))


TODAY = date(2026, 5, 31)


def assert_parts_say_the_same(root: Path) -> None:
    """A deck compiled source by source, from an empty shelf and from a full one, is the deck compiled at once."""
    with TemporaryDirectory() as folder:
        for paths in all_decks(root):
            place = Place(Path(folder) / paths.slug, "1")
            for release in (False, True):
                whole = compile_deck(load_deck(paths), today=TODAY, release=release)
                parts = with_shelf(place, partial(_from_parts, paths, release=release))
                if parts is not None:
                    content = whole.content()
                    assert content is not None, "what the whole deck refuses, its parts refuse"
                    assert parts == (_texts(content), whole.problems, whole.style)


def _from_parts(paths: DeckPaths, shelf: Shelf, *, release: bool) -> object:
    parts = compile_parts(paths, shelf, today=TODAY, release=release)
    return parts and (_texts(parts.content()), parts.problems, parts.style)


def _texts(content: DeckContent) -> DeckContent:
    """With the fields of its notes, which parts read when they are wanted."""
    return replace(content, notes=tuple(note._replace(fields=dict(note.fields)) for note in content.notes))


def assert_place_is_in_its_file(problem: Diagnostic) -> None:
    path, line, column = problem.span.source.path, problem.span.line, problem.span.column
    readable = path.is_file() and problem.code not in ("too-large", "unreadable")
    text = path.read_bytes().decode("utf-8-sig", "replace") if readable else ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 1 <= line <= len(lines), problem
    assert 1 <= column <= len(lines[line - 1]) + 1, problem
    said = (problem.message, problem.hint, *(edit.new for edit in problem.edits))
    assert THING not in "".join(said), "it shows what the author wrote, code and formulas included"


def assert_formats_can_be_read(problems: tuple[Diagnostic, ...]) -> None:
    data = json.loads(report(problems, Format.JSON))
    assert [(item["path"], item["line"], item["column"], item["code"]) for item in data] == [
        (problem.span.source.shown, problem.span.line, problem.span.column, problem.code) for problem in problems
    ]
    annotations = report(problems, Format.GITHUB).splitlines()
    assert len(annotations) == len(problems)
    assert all(map(ANNOTATION.fullmatch, annotations))


def assert_line_ends_do_not_matter(root: Path, problems: tuple[Diagnostic, ...]) -> None:
    expected = [(str(problem.span), problem.code, problem.message) for problem in problems]
    texts = [path for path in files(root) if path.suffix == ".md" and not path.is_symlink()]
    sources = {path: path.read_bytes() for path in texts if path.stat().st_size < 10**6}
    for start, end in ((b"", b"\r\n"), (b"", b"\r"), (b"\xef\xbb\xbf", b"\n")):
        for path, data in sources.items():
            if b"\r" not in data and not data.startswith((b"\xef", b"\xff")):
                path.write_bytes(start + data.replace(b"\n", end))
        assert [(str(problem.span), problem.code, problem.message) for problem in findings(root)] == expected
    for path, data in sources.items():
        path.write_bytes(data)


def dump_source(path: Path) -> str:
    """The notes of a source, and what is wrong with its form, for people to read."""
    source, problem = read_source(path)
    parsed = parse(source)
    assert parse(source) == parsed
    problems = (problem,) if problem else parsed.problems
    parts = [*("\n".join(dump(note)) for note in parsed.notes), report(problems, Format.TEXT)]
    return "\n\n".join(part for part in parts if part) or "nothing"


def dump(note: Note) -> Iterator[str]:
    yield f"{place(note.front)} {note.kind}: {note.front.text}"
    for section in note.sections:
        yield f"  section: {section.title.text} ({section.slug})"
    values = {name: getattr(note.metadata, name) for name in note.metadata.__dataclass_fields__}
    file = {"file type tags": note.file_tags, "file source": note.file_source, "file reference": note.file_reference}
    file |= {"file ask": note.file_ask}
    for name, value in (values | file).items():
        if text := dump_value(value):
            yield f"  {name}: {text}"
    yield from dump_fragment("body", note.body)
    for option in note.options:
        yield from dump_fragment(f"option [{'x' if option.right else ' '}]", option.text)
    if note.stem:
        yield from dump_fragment("stem", note.stem)
    for mask in note.picture.masks if note.picture else ():
        places = ", ".join(
            f"{where.form} {where.shape or where.numbers} ({where.span.line}:{where.span.column})"
            for where in mask.places
        )
        yield from dump_fragment(f"mask {places}", mask.label)
    if note.explanation:
        yield from dump_fragment("explanation", note.explanation)
    for field, fragment in note.fields:
        yield from dump_fragment(field.value, fragment)


def dump_value(value: object) -> str:
    match value:
        case Value():
            return f"{value.text} ({value.span.line}:{value.span.column})"
        case tuple():
            return ", ".join(map(dump_value, value))
        case _:
            return ""


def dump_fragment(name: str, fragment: Fragment) -> Iterator[str]:
    yield f"  {name} ({place(fragment)})"
    yield from (f"    | {line}".rstrip() for line in fragment.text.split("\n") if fragment.text)


def place(fragment: Fragment) -> str:
    span = fragment.span()
    return f"{span.line}:{span.column}"


def test_the_cases_form_is_kept() -> None:
    for path in FILES:
        about, blocks = read_case(path.read_text(encoding="utf-8"))
        assert about.strip(), f"{path} does not say what it shows"
        assert blocks, f"{path} has no blocks"


def test_escapes_round_trip() -> None:
    for data in (b"", b"\n", b"a\r\nb\r", b"\xef\xbb\xbf\\x\n", b"\xff\n", b"\0\t\x1f", "é\n\n".encode()):
        assert unescape(escape(data)) == data


def test_every_stage_has_cases() -> None:
    assert {path.parent.name for path in FILES} == set(STAGES)
