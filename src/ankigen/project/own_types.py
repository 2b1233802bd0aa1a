"""Note types of the author's own: the folders `notetypes/NAME/` of a deck, and those of `cards/` for all its decks."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from ankigen.codes.note_types import BAD_NOTE_TYPE
from ankigen.diagnostic import Diagnostic, nearest
from ankigen.model.ids import schema_id
from ankigen.model.note import Kind
from ankigen.model.note_type import NoteType, Settings, Template
from ankigen.model.own_type import OwnType, TypeFile
from ankigen.model.slug import ascii_slug
from ankigen.project.paths import CARDS, DeckPaths, read_source, shown
from ankigen.project.type_files import named_files, renamed, type_files
from ankigen.rare import RarePattern
from ankigen.source import Source, clean

FOLDER, SETTINGS, STYLE = "notetypes", "notetype.toml", "style.css"
KEY = RarePattern(r"[a-z0-9][a-z0-9-]{0,63}")
LARGEST_ID = 1 << 53
KINDS = ("basic", "cloze")
KEYS = ("id", "name", "kind", "heading", "body", "sort", "paragraphs", "fields", "templates", "files", "anki")
# What Anki keeps beside, by its own names, and the kind of its values.
OF_TYPE = {"latexPre": str, "latexPost": str, "latexsvg": bool, "originalStockKind": int, "originalId": int}
OF_FIELD = {
    **{"font": str, "size": int, "rtl": bool, "sticky": bool, "description": str, "plainText": bool},
    **{"collapsed": bool, "excludeFromSearch": bool, "tag": int, "preventDeletion": bool},
}
OF_TEMPLATE = {"bqfmt": str, "bafmt": str, "bfont": str, "bsize": int}
USUAL_FONT = ("font", "Arial")


def read_own_types(paths: DeckPaths, uid: str) -> tuple[tuple[OwnType, ...], tuple[Diagnostic, ...]]:
    """The note types that the deck's notes can have, by name, and what is wrong with the folders. One in the deck's own
    folder takes the place of one for all decks. `uid` makes the id that is proposed for a type without one."""
    folders: dict[str, Path] = {}
    for home in (paths.root / CARDS / FOLDER, paths.cards / FOLDER):
        found = sorted(home.iterdir()) if home.is_dir() else []
        folders |= {path.name: path for path in found if path.is_dir() and not path.name.startswith(".")}
    readings = [_Reading(folder, uid) for _, folder in sorted(folders.items())]
    types = [reading.own_type() for reading in readings]
    problems = [problem for reading in readings for problem in reading.problems]
    known = [item for item in types if item is not None]
    problems.extend(_shared(known))
    return tuple(known), tuple(problems)


def _shared(types: list[OwnType]) -> Iterator[Diagnostic]:
    """Two types with one id or one name: Anki would take them for one, or rename one of them."""
    ids: dict[int, str] = {}
    names: dict[str, str] = {}
    for item in types:
        number, name = item.note_type.id, item.note_type.name
        for what, other in (("id", ids.get(number)), ("name", names.get(name))):
            if other:
                message = f"the note type '{other}' has the same {what}"
                yield Diagnostic(item.settings.whole(), BAD_NOTE_TYPE, message, f"give one of them another {what}")
        ids[number] = names[name] = item.key


class UnusableError(Exception):
    """The note type cannot be read any further; why is among the problems."""


@dataclass(slots=True)
class _Reading:
    """Reads one folder and keeps what is wrong."""

    folder: Path
    uid: str
    problems: list[Diagnostic] = field(default_factory=list)
    source: Source = field(init=False)

    def own_type(self) -> OwnType | None:
        """The note type; None if it cannot be used."""
        self.source, problem = read_source(self.folder / SETTINGS)
        try:
            if not (self.folder / SETTINGS).exists():
                self.refuse("this folder has no notetype.toml", "it is what makes a folder here a note type")
            if problem:
                self.problems.append(problem)
                raise UnusableError
            return self.read(self.table())
        except UnusableError:
            return None

    def table(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.source.text)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"\s*\(at line (\d+), column (\d+)\)", str(error))
            line, column = (int(place[1]), int(place[2])) if place else (len(self.source.lines), 1)
            message = f"not valid TOML: {str(error)[: place.start()] if place else error}"
            self.problems.append(Diagnostic(self.source.span(line, column), BAD_NOTE_TYPE, message))
            raise UnusableError from error

    def read(self, table: dict[str, Any]) -> OwnType:
        key = self.folder.name
        if not KEY.fullmatch(key) or key in tuple(Kind):
            self.refuse(f"a note type cannot be named '{key}'", "rename its folder: small letters, digits and hyphens")
        for unknown in sorted(set(table) - set(KEYS)):
            self.refuse(f"'{unknown}' is not a key of notetype.toml", nearest(unknown, KEYS), unknown)
        kind = self.value(table, "kind", str, "basic")
        if kind not in KINDS:
            self.refuse(f"'{kind}' is not a kind of note type", 'write kind = "basic" or kind = "cloze"', "kind")
        fields, templates = self.rows(table, "fields"), self.rows(table, "templates")
        names = [clean(self.value(row, "name", str, None, "fields")) for row in fields]
        self.check_names(names, "field")
        sides = [self.sides(row) for row in templates]
        self.check_names([clean(self.value(row, "name", str, None, "templates")) for row in templates], "template")
        if kind == "cloze" and len(templates) != 1:
            self.refuse("a cloze note type has one template", "remove the others", "templates")
        style, problem = read_source(self.folder / STYLE)
        if problem and (self.folder / STYLE).exists():
            self.problems.append(problem)
            raise UnusableError
        sources = [side for pair in sides for side in pair] + [style]
        shipped = self.files(sources, table)
        usual = ("", names[0]) if kind == "cloze" else (names[0], names[1] if len(names) > 1 else "")
        heading, body = (self.one_of(table, what, names, usual[at]) for at, what in enumerate(("heading", "body")))
        note_type = self.note_type(table, names, sides, style, shipped)
        there = {file.name for file in shipped}
        return OwnType(
            key,
            note_type,
            heading,
            body,
            self.source,
            sides=tuple(side for pair in sides for side in pair),
            css=style if style.text else None,
            paragraphs=self.value(table, "paragraphs", bool, False),
            files=shipped,
            missing=tuple(named for source in sources for named in named_files(source) if named.name not in there),
        )

    def note_type(
        self,
        table: dict[str, Any],
        names: list[str],
        sides: Sequence[tuple[Source, Source]],
        style: Source,
        shipped: tuple[TypeFile, ...],
    ) -> NoteType:
        """As Anki gets it: fields of these names, templates of these sides, with their files as they are shipped."""
        return NoteType(
            kind=self.folder.name,
            id=self.id(table),
            name=self.value(table, "name", str, None),
            fields=tuple((name, self.part_id(row)) for name, row in zip(names, table["fields"], strict=True)),
            templates=tuple(
                Template(
                    row["name"],
                    self.part_id(row),
                    renamed(_text(front), shipped),
                    renamed(_text(back), shipped),
                    self.anki(row, OF_TEMPLATE),
                )
                for row, (front, back) in zip(table["templates"], sides, strict=True)
            ),
            css=renamed(_text(style), shipped),
            cloze=table.get("kind") == "cloze",
            sort_field=names.index(self.one_of(table, "sort", names, names[0])),
            settings=self.anki(table, OF_TYPE),
            field_settings=tuple((USUAL_FONT, *self.anki(row, OF_FIELD)) for row in table["fields"]),
        )

    def files(self, sources: list[Source], table: dict[str, Any]) -> tuple[TypeFile, ...]:
        """What templates and style show."""
        known = table.get("files", {})
        if not isinstance(known, dict) or not all(isinstance(value, str) for value in known.values()):
            message = "'files' is not a table of names and checksums"
            self.refuse(message, "remove it; `ankigen import` writes it", "files")
        try:
            return tuple(type_files(self.folder, sources, known))
        except OSError as error:
            place = Path(error.filename or self.folder)
            self.refuse(f"cannot read {shown(place)}: {error.strerror}", "check its permissions")

    def rows(self, table: dict[str, Any], key: str) -> list[dict[str, Any]]:
        """The `[[fields]]` or `[[templates]]`, of which there is at least one."""
        rows = table.get(key, [])
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            self.refuse(f"a note type needs {key}", f'write [[{key}]] and under it name = "…" for each of them', key)
        return list(rows)

    def sides(self, row: dict[str, Any]) -> tuple[Source, Source]:
        """The files of a template."""
        name = self.value(row, "name", str, None, "templates")
        stem = self.value(row, "file", str, ascii_slug(name, 60) or "card", "templates")
        found = []
        for side in ("front", "back"):
            path = self.folder / f"{stem}-{side}.html"
            source, problem = read_source(path)
            if "/" in stem or not path.is_file():
                message = f"the template '{name}' has no file {path.name}"
                self.refuse(message, f"put it at {shown(path)}", "templates")
            if problem:
                self.problems.append(problem)
                raise UnusableError
            found.append(source)
        return found[0], found[1]

    def id(self, table: dict[str, Any]) -> int:
        """The id, which its author states: by it learners' cards find their note type, so it must not be one that is
        made anew in the next deck."""
        if "id" not in table:
            proposed = schema_id(self.uid or self.folder.name, "own", self.folder.name)
            self.refuse("a note type needs an id, which never changes", f"add a line: id = {proposed}")
        number: int = self.value(table, "id", int, None)
        if not 0 < number < LARGEST_ID:
            self.refuse(f"{number} cannot be the id of a note type", "a whole number of up to 15 digits", "id")
        return number

    def part_id(self, row: dict[str, Any]) -> int | None:
        """The id of a field or a template, by which it can be renamed; Anki takes any number."""
        number: int | None = self.value(row, "id", int, None) if "id" in row else None
        return number

    def one_of(self, table: dict[str, Any], key: str, names: list[str], usual: str) -> str:
        name: str = self.value(table, key, str, usual)
        if name and name not in names:
            self.refuse(f"there is no field '{name}'", nearest(name, names), key)
        return name

    def anki(self, table: dict[str, Any], known: Mapping[str, type]) -> Settings:
        """What Anki keeps beside, under its own names."""
        found = table.get("anki", {})
        if not isinstance(found, dict):
            self.refuse("'anki' is not a table", "write anki = { rtl = true }", "anki")
        for key, value in found.items():
            if key not in known or type(value) is not known[key]:
                self.refuse(f"anki.{key} is not a setting that is known here", nearest(key, known), key)
        return tuple(sorted(found.items()))

    def value(self, table: dict[str, Any], key: str, kind: type[Any], usual: Any, place: str = "") -> Any:
        """A value of a key; None as the usual one says that it must be there."""
        value = table.get(key, usual)
        if type(value) is not kind or (kind is str and not value.isprintable()) or (usual is None and value == ""):
            what = {int: "a whole number", bool: "true or false"}.get(kind, "text on one line")
            there = "has no" if key not in table else f"needs {what} as"
            self.refuse(f"the note type {there} '{key}'", f"{key} = …", place or key)
        return value

    def check_names(self, names: list[str], what: str) -> None:
        """What Anki would change in a name, or refuse."""
        for at, name in enumerate(names):
            wrong = name != name.strip() or name[:1] in "#^/" or any(char in name for char in '":{}')
            if wrong and what == "field":
                self.refuse(
                    f"'{name}' cannot be the name of a field in Anki", "no quotes, colons or braces in it", name
                )
            if name.casefold() in (other.casefold() for other in names[:at]):
                self.refuse(f"two {what}s are named '{name}'", "rename one of them", f"{what}s")

    def refuse(self, message: str, hint: str = "", key: str = "") -> NoReturn:
        """Report why this cannot be a note type, and stop."""
        lines = [number for number, line in enumerate(self.source.lines, 1) if key and key in line]
        place = self.source.span(lines[0]) if lines else self.source.whole()
        self.problems.append(Diagnostic(place, BAD_NOTE_TYPE, message, hint))
        raise UnusableError


def _text(source: Source) -> str:
    """A file's text without the line end that editors add."""
    return source.text.removesuffix("\n")
