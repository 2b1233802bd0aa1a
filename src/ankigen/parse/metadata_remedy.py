"""What is wrong with metadata in an author's words, with the remedy: the parts are found by the keys that are known."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise

from ankigen.codes.sources import BAD_METADATA
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.rare import RarePattern
from ankigen.source import Fragment
from ankigen.values import dataclass

# What may say anything, a comma or another key's name included.
FREE = ("source", "reference", "change", "origin")
LONGEST = 4_000
PLAIN = RarePattern(r"\w[\w ./+:-]*(?<![ :])")
# What YAML would have around several keys on a line.
BRACES = RarePattern(r"\A(\s*)\{(.*)\}(\s*)\Z")
LIST = RarePattern(r"\[.*\]")
SEMICOLON = RarePattern("[;，；、]")  # also the commas of East Asian keyboards
CURLY = RarePattern(r"[“”„‘’‚]([^“”„]*)[“”„‘’]")
INNER_KEY = RarePattern(r",\s*([A-Za-z]\w*)(?=:\s|\s+\S|\s*$)(:?)")

Reads = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class _Part:
    """A key with its value, and where each begins and ends in the text; `gap` is what separates it from the one before
    it, `mark` what stands between the two."""

    key: str
    value: str
    start: int
    value_start: int
    value_end: int
    gap: str
    mark: str


@dataclass(frozen=True, slots=True)
class _Change:
    """To write `new` for what stands there, and why; `sure` if nothing else can have been meant. `key` is the one whose
    value it is."""

    start: int
    end: int
    new: str
    message: str
    hint: str
    sure: bool = True
    key: str = ""


def remedy(
    text: Fragment, keys: tuple[str, ...], several: tuple[str, ...], reads: Reads
) -> tuple[Diagnostic, frozenset[str]] | None:
    """What is wrong with metadata that cannot be read and what to write instead, with the keys whose values it is;
    None if nobody can tell. `reads` says of a text whether it can be read without a mistake."""
    text = replace(text, text=BRACES.sub(r"\1 \2 \3", text.text))
    parts = _parts(text.text, keys) if len(text.text) < LONGEST else []
    if not parts or text.text[: parts[0].start].strip():
        return None
    one_line = "\n" not in text.text.strip()
    changes = [*_separators(parts), *(_marks(parts))] if one_line else [*_columns(text.text, parts), *_marks(parts)]
    for part in parts:
        alone = f"{part.key}: {part.value}"
        if not reads(f"{{{alone}}}" if one_line else alone):
            changes += _value(part, keys, several)
    changes.sort(key=lambda change: change.start)
    if not changes or not reads(_applied(text.text, changes)):
        return None
    first = changes[0]
    sure = all(change.sure for change in changes)
    edits = tuple(Edit(text.span(change.start), text.text[change.start : change.end], change.new) for change in changes)
    found = Diagnostic(text.span(first.start), BAD_METADATA, first.message, first.hint, edits=edits if sure else ())
    return found, frozenset(change.key for change in changes)


def _parts(text: str, keys: tuple[str, ...]) -> list[_Part]:
    key = re.compile(rf"(?<![^\s,;])({'|'.join(keys)})(?![\w-])(\s*[:=][ \t]*)")
    found = list(key.finditer(text))
    parts: list[_Part] = []
    for number, match in enumerate(found):
        until = found[number + 1].start() if number + 1 < len(found) else len(text)
        value = text[match.end() : until].rstrip()
        if number + 1 < len(found):
            value = value.rstrip(",;").rstrip()
        before = parts[-1].value_end if parts else match.start()
        end = match.end() + len(value)
        parts.append(_Part(match[1], value, match.start(), match.end(), end, text[before : match.start()], match[2]))
    return parts


def _separators(parts: list[_Part]) -> Iterator[_Change]:
    """What stands between the keys of one line, where it is no comma."""
    for before, part in pairwise(parts):
        if part.gap.strip() == ";":
            hint = f"write {before.key}: {before.value}, {part.key}: {part.value}"
            at = before.value_end + part.gap.index(";")
            yield _Change(at, at + 1, ",", "keys are separated by a comma, not by a semicolon", hint)
        elif not part.gap.strip():
            hint = f"write {before.key}: {before.value}, {part.key}: {part.value}"
            sure = before.key not in FREE or before.value.endswith(("]", '"', "'"))
            sure = sure and not before.value.endswith(".")
            hint = hint if sure else f'{hint}; or put quotes around the whole value: {before.key}: "…"'
            message = f"a comma is missing before '{part.key}'"
            yield _Change(before.value_end, before.value_end, ",", message, hint, sure)


def _marks(parts: list[_Part]) -> Iterator[_Change]:
    """What stands between key and value, where it is not a colon and a space."""
    for part in parts:
        if part.mark != ":" and part.mark.strip() == ":" and part.mark.endswith((" ", "\t")):
            continue
        end = part.value_start
        hint = f"write {part.key}: {part.value}"
        if "=" in part.mark:
            sure = PLAIN.fullmatch(part.value) is not None and " " not in part.value
            yield _Change(
                part.start + len(part.key), end, ": ", f"a colon belongs after '{part.key}', not =", hint, sure
            )
        elif part.value:
            yield _Change(part.start + len(part.key), end, ": ", f"a space is missing after '{part.key}:'", hint)


def _columns(text: str, parts: list[_Part]) -> Iterator[_Change]:
    """Keys on lines of their own that do not stand under each other."""
    indents = [(text.rfind("\n", 0, part.start) + 1, part) for part in parts]
    lines = [(begin, part) for begin, part in indents if not text[begin : part.start].strip()]
    if not lines:
        return
    usual = next((text[begin : part.start] for begin, part in lines if "\t" not in text[begin : part.start]), "")
    for begin, part in lines:
        indent = text[begin : part.start]
        if indent != usual:
            message = f"a tab stands before '{part.key}'" if "\t" in indent else f"'{part.key}' is not below the others"
            yield _Change(
                begin, part.start, usual, message, "begin all keys in the same column, with spaces before them"
            )


def _value(part: _Part, keys: tuple[str, ...], several: tuple[str, ...]) -> list[_Change]:
    """A value that cannot be read, in brackets or in quotes."""
    if "\n" in part.value:
        return []
    inner = [(match[1], match[2]) for match in INNER_KEY.finditer(part.value)]
    if any(key in keys or (colon and _is_slip(key, keys)) for key, colon in inner):
        return []
    if part.key in several:
        return _as_list(part)
    if part.key == "reviewed" and "," in part.value:
        new = " ".join(part.value.replace(",", " ").split())
        return [_changed(part, new, "'reviewed' has no comma between date and initials", f"write reviewed: {new}")]
    if part.key not in FREE or not part.value or (part.value[0] in "\"'" and part.value.count(part.value[0]) % 2):
        return []
    curly = CURLY.fullmatch(part.value)
    quoted = _quoted(curly[1] if curly else part.value)
    message = f"the value of '{part.key}' needs quotes"
    if "," in part.value:
        message = f"the comma ends the value of '{part.key}'"
    elif ": " in part.value:
        message = f"the value of '{part.key}' has a colon"
    elif curly:
        return []
    sure = not any(colon and key.islower() for key, colon in inner)
    return [_changed(part, quoted, message, f"put quotes around the value: {part.key}: {quoted}", sure)]


def _as_list(part: _Part) -> list[_Change]:
    inside = part.value[1:-1] if LIST.fullmatch(part.value) else part.value
    items = [item.strip().lstrip("#") for item in re.split(r"[,;，；、]|\s(?=#)", inside) if item.strip()]
    if part.key == "tags":
        items = ["-".join(item.split()) for item in items]
    if not items or any(":" in item.replace("::", "") or set(item) & set("[]{}\"'") for item in items):
        return []
    new = f"[{', '.join(item if PLAIN.fullmatch(item) else _quoted(item) for item in items)}]"
    if "#" in part.value:
        message = f"'{part.key}' is written without #, which begins a remark"
    elif SEMICOLON.search(inside):
        message = f"the values of '{part.key}' are separated by commas"
    else:
        message = f"several values of '{part.key}' need brackets"
    return [_changed(part, new, message, f"write {part.key}: {new}")]


def _changed(part: _Part, new: str, message: str, hint: str, sure: bool = True) -> _Change:
    return _Change(part.value_start, part.value_end, new, message, hint, sure, part.key)


def _quoted(value: str) -> str:
    """In straight quotes; those that it has are its own."""
    if '"' in value and "'" not in value:
        return f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is_slip(word: str, keys: tuple[str, ...]) -> bool:
    return bool(get_close_matches(word.casefold(), keys, n=1, cutoff=0.75))


def _applied(text: str, changes: list[_Change]) -> str:
    for change in reversed(changes):
        text = text[: change.start] + change.new + text[change.end :]
    return text


QUOTES = 'put quotes around a value that holds : # , [ ] { } or starts with a quote: change: "was: 5 mg"'
COLUMN = "begin all keys in the same column, with spaces before them"
# What libyaml says, and what it means to somebody who has never heard of YAML.
WORDS = (
    ("',' or ']'", "a [ is never closed", "end it with ]"),
    ("',' or '}'", "a part of it is not `key: value`", QUOTES),
    ("mapping values are not allowed", "a value has a colon", QUOTES),
    ("unexpected end of stream", "a quote is never closed", "end the value with the quote that it begins with"),
    ("<document start>", "its keys do not begin in the same column", COLUMN),
    ("expected key", "a line of it is not `key: value`, or not below the others", COLUMN),
    ("tab character", "it has a tab", COLUMN),
    ("cannot start any token", "a value begins with a sign that needs quotes", QUOTES),
    ("alias", "a value begins with a sign that needs quotes", QUOTES),
    ("anchor", "a value begins with a sign that needs quotes", QUOTES),
    ("alphabetic or numeric", "a value begins with a sign that needs quotes", QUOTES),
    ("tag handle", "a value begins with a sign that needs quotes", QUOTES),
)


def in_words(problem: str) -> tuple[str, str]:
    """Why metadata cannot be read, and what to do."""
    found = ((words, hint) for mark, words, hint in WORDS if mark in problem)
    said, hint = next(found, ("a line of it is not `key: value`", QUOTES))
    return f"this metadata cannot be read: {said}", hint
