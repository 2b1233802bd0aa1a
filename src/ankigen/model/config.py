"""A deck's settings: `deck.toml`."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import field, fields
from itertools import chain
from typing import Any

from ankigen.codes.settings import BAD_TOML, BAD_VALUE, MISSING_KEY, UNKNOWN_KEY
from ankigen.diagnostic import Diagnostic, nearest
from ankigen.model.ids import UID
from ankigen.model.lint_settings import CheckSettings, check_settings
from ankigen.rare import RarePattern
from ankigen.source import Fragment, Source, Span
from ankigen.values import dataclass

TAG = re.compile(r"[^\s\"'`:,\x00-\x1f]+(?:::[^\s\"'`:,\x00-\x1f]+)*")
LANGUAGE = RarePattern(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
# The note types are called so in Anki.
FAMILY = RarePattern(r"(?!\s).{2,60}(?<!\s)")


# Where released packages are kept: committed with the rest, or only beside each release on the web.
IN_GIT, RELEASE_ASSETS = "git", "release-assets"


@dataclass(frozen=True, slots=True)
class DeckConfig:
    """What deck.toml says. `name` is the Anki deck's full name, `uid` the namespace of every id, `type` the
    type of notes that state none (empty: their form decides), `family` what ankigen's note types are called after if
    the deck shares them with others, `packages` where released packages are kept."""

    name: str
    uid: str
    tag: str
    language: str = "en"
    description: str = ""
    authors: tuple[str, ...] = ()
    license: str = ""
    source: str = ""
    report_url: str = ""
    audience: str = ""
    type: str = ""
    family: str = ""
    packages: str = IN_GIT
    check: CheckSettings = field(default_factory=CheckSettings)


REQUIRED = ("name", "uid", "tag")
LISTS = ("authors",)
# Lines of deck.toml as somebody writes them who knows front matter, or whose editor sets typographic quotes.
COLON = RarePattern(r"\s*([A-Za-z_]+)\s*:\s*(.*\S)")
CURLY = RarePattern(r"\s*([A-Za-z_]+)\s*=\s*(\[?\s*[“”„‘’‚].*\S)")
BARE = RarePattern(r"\s*([a-z_]+)\s*=\s*([^\W\d][^\"'=]*[^\W])\s*$")


def parse_config(source: Source, slug: str) -> tuple[DeckConfig | None, tuple[Diagnostic, ...]]:
    """The settings and what is wrong with them; None if the file is not TOML.

    A setting that is missing or cannot be used has its default: the deck's folder (`slug`) for name and tag, an empty
    uid, so that the rest of the deck can still be checked.
    """
    try:
        table = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        return None, (_syntax_error(source, error),)
    names = {each.name for each in fields(DeckConfig)} - {"check"}
    check, in_check = check_settings(source, table.pop("check", {}), names)
    found = {key: tuple(_key_problems(source, key, value)) for key, value in table.items()}
    missing = _missing_keys(source, table)
    usable: dict[str, Any] = {
        key: tuple(value) if key in LISTS else value for key, value in table.items() if not found[key]
    }
    config = DeckConfig(**{"name": slug, "uid": "", "tag": slug, **usable}, check=check)
    return config, (*chain.from_iterable(found.values()), *missing, *in_check)


LINES = 'each line is a setting such as name = "My deck", a table such as [check], or a remark that begins with #'
# What tomllib says, and what it means to somebody who has never heard of TOML.
IN_WORDS = (
    ("Illegal character '\\n'", "a text goes on over the end of its line", "end it with its quote, in the same line"),
    ("Unterminated string", "a text has no end", "end it with the quote that it begins with"),
    ("Unescaped '\\'", "a backslash stands in this text", "write / instead, or put the text between ' and '"),
    ("Invalid hex value", "a backslash stands in this text", "write / instead, or put the text between ' and '"),
    ("Cannot overwrite", "this setting is given twice", "keep one of them"),
    ("Cannot declare", "this table is given twice", "write all its settings under one of them"),
    ("Unclosed array", "this list has no end", "end it with ]"),
    ("Invalid value", "this value cannot be read", 'text needs quotes: name = "My deck"'),
)


def _syntax_error(source: Source, error: tomllib.TOMLDecodeError) -> Diagnostic:
    place = re.search(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)", str(error))
    line, column = (int(place[1]), int(place[2])) if place and place[1] else (len(source.lines), 1)
    message = str(error)[: place.start()] if place else str(error)
    written = source.line(line)
    if slip := COLON.match(written):
        hint = f"write {slip[1]} = {_value_of(slip[2])}"
        return Diagnostic(
            source.span(line, slip.start(1) + 1), BAD_TOML, f"= belongs after '{slip[1]}', no colon", hint
        )
    if slip := CURLY.match(written):
        hint = f"use straight quotes: {slip[1]} = {_value_of(slip[2])}"
        return Diagnostic(source.span(line, column), BAD_TOML, "these quotes are curly", hint)
    if slip := BARE.match(written):
        hint = f"text needs quotes: {slip[1]} = {_value_of(slip[2])}"
        return Diagnostic(source.span(line, column), BAD_TOML, f"not valid TOML: {message}", hint)
    said, hint = next((words[1:] for words in IN_WORDS if words[0] in message), (message, LINES))
    if written.lstrip().startswith(("//", "--", "<!--", ";")):
        said, hint = "this is no setting", "a remark begins with #"
    return Diagnostic(source.span(line, column), BAD_TOML, f"not valid TOML: {said}", hint)


def _value_of(written: str) -> str:
    """A value as it was meant: text in straight quotes, anything else as it is."""
    if re.match(r"[\[{\"'0-9]|true$|false$", written):
        return re.sub("[“”„]", '"', written)
    return f'"{written.strip("“”„‘’‚")}"'


def _key_problems(source: Source, key: str, value: Any) -> Iterator[Diagnostic]:
    known = tuple(field.name for field in fields(DeckConfig))
    if key not in known:
        yield Diagnostic(key_place(source, key), UNKNOWN_KEY, f"'{key}' is not a key of deck.toml", nearest(key, known))
    elif key in LISTS and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        yield Diagnostic(key_place(source, key), BAD_VALUE, f"'{key}' is not a list of strings", f'{key} = ["…"]')
    elif key not in LISTS and not isinstance(value, str):
        example = value if type(value) in (int, float) else "…"
        yield Diagnostic(key_place(source, key), BAD_VALUE, f"'{key}' is not a string", f'{key} = "{example}"')
    elif problem := _bad_value(key, value):
        yield Diagnostic(key_place(source, key), BAD_VALUE, *problem)


def _missing_keys(source: Source, table: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for key in REQUIRED:
        if key not in table:
            yield Diagnostic(source.whole(), MISSING_KEY, f"deck.toml has no '{key}'", f'add a line: {key} = "…"')


def _bad_value(key: str, value: Any) -> tuple[str, str] | None:
    match key:
        case "name" if not all(part.strip() for part in value.split("::")):
            return "the deck's name has an empty part", 'name = "Parent::Child", or without ::'
        case "name" if not value.isprintable():
            return "the deck's name has a control character or a line break", "write it on one line"
        case "uid" if not UID.fullmatch(value):
            return f"'{value}' is not a uid", "4 to 64 lower-case letters, digits and hyphens; `ankigen new` makes one"
        case "tag" if not TAG.fullmatch(value):
            return (
                f"'{value}' cannot be a tag in Anki",
                'no spaces, quotes, commas or single colons: tag = "calc-vs-oss"',
            )
        case "language" if not LANGUAGE.fullmatch(value):
            return f"'{value}' is not a language code", 'such as "en" or "pt-BR"'
        case "family" if not FAMILY.fullmatch(value) or not value.isprintable():
            return f"'{value}' cannot be a family", 'up to 60 characters on one line: family = "Dentistry Exampleton"'
        case "report_url" if not re.match(r"(https?://|mailto:)[^\s<>\"'{}]*(\{id\}[^\s<>\"'{}]*)*$", value):
            return f"'{value}' is not a web address", "https://…, with {id} where the note's id belongs"
        case "packages" if value not in (IN_GIT, RELEASE_ASSETS):
            return f"'{value}' is not where packages can be", f'"{IN_GIT}" or "{RELEASE_ASSETS}"'
        case _:
            return None


def key_place(source: Source, key: str) -> Span:
    """Where a key is; tomllib does not say."""
    for number, line in enumerate(source.lines, start=1):
        if match := re.match(rf"\s*(\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*[]=.]", line):
            return source.span(number, match.end() - len(match.group().lstrip()) + 1)
    return source.span()


def description_text(source: Source, config: DeckConfig) -> Fragment:
    """The description with its place: after the quotes, or on the lines under them."""
    place = key_place(source, "description")
    line = source.line(place.line)
    if line.rstrip().endswith(('"""', "'''")) and "\n" in config.description:
        return Fragment(source, place.line + 1, config.description)
    quote = min((at for at in map(line.find, "\"'") if at >= 0), default=0)
    return Fragment(source, place.line, config.description, quote + 2)
