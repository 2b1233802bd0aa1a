"""YAML with places: front matter and the comments under headings hold strings and lists of strings, nothing else."""

import re
from collections.abc import Iterable, Set
from dataclasses import replace
from difflib import get_close_matches

import yaml

from ankigen.codes.settings import BAD_VALUE, UNKNOWN_KEY
from ankigen.codes.sources import BAD_METADATA, DUPLICATE_KEY
from ankigen.diagnostic import Diagnostic, Edit, nearest
from ankigen.model.note import Value
from ankigen.parse.metadata_remedy import in_words, remedy
from ankigen.parse.other_signs import in_plain_signs, third_hyphen
from ankigen.parse.unseen_signs import unseen
from ankigen.rare import RarePattern
from ankigen.source import Fragment, Span
from ankigen.values import dataclass

# Base loader: `no`, `1.10` and `188` stay what was typed. The C one is ten times as fast.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DEEPEST = 100
# What may be the outcome of a slip between the keys or in a value.
TELLING = (BAD_METADATA, UNKNOWN_KEY, BAD_VALUE)
# What word processors make of quotes: around a whole value, or at either end of a list's item.
CURLY = RarePattern(r"[“”„‘’‚][^“”„]*[“”„‘’]")
CURLY_END = RarePattern(r"[“”„‘‚].*|.*[“”„]")
OF_A_NOTE = RarePattern(r"^(?:note|card)[ _-]?(?=.)|[ _-]")
# `idd`, `uid`, `1d`, Cyrillic letters, and what an id is called elsewhere, before what looks like one.
LIKE_ID_KEY = RarePattern("[a-zі1]{0,2}[dԁ]|i[a-z]{1,2}|name|slug|identifier")
LIKE_ID = RarePattern("[a-z0-9]+(?:-[a-z0-9]+)*")
SURE = 0.75
NO_PAIR = "this is not `key: value`"
REMARK = "a remark for authors belongs further down, in a comment below the one with the settings"
OTHER_COMMA = RarePattern("[;，；、]")
# `id: bone, covers: [S1.1]`: block YAML refuses a second key on a line.
READINGS = (("", ""), ("{", "}"))
PAIR = RarePattern(r"([a-z]++): ([a-z][a-z0-9-]*+)")
WORDS = RarePattern(rf" *{PAIR.pattern}(?:, {PAIR.pattern})* *")
SEVERAL_KEYS = re.compile(r"^[^{]*,\s*\w+:(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a key is given: its values; for a mapping, `pairs` instead."""

    values: tuple[Value, ...] = ()
    pairs: tuple[tuple[Value, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys a place allows: with one value, with several, with a mapping."""

    single: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    mapping: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return self.single + self.several + self.mapping


def parse_mapping(text: Fragment, keys: Keys) -> tuple[dict[str, Entry], tuple[Diagnostic, ...]]:
    """The entries by key; a broken one is left out and reported."""
    if (words := _words(text, keys)) is not None:
        return words, ()
    if told := unseen(text, keys.all) or third_hyphen(text, keys.all):
        return {}, (told,)
    entries, problems = _read(text, keys)
    if any(problem.kind in TELLING for problem in problems):

        def reads(words: str) -> bool:
            read, mistakes = _read(replace(text, text=words), keys)
            return bool(read) and not mistakes

        if found := remedy(text, keys.all, keys.several, reads):
            problem, wrong = found
            return {key: entry for key, entry in entries.items() if key not in wrong}, (problem,)
        if told := in_plain_signs(text, keys.all):
            return {}, (told,)
    return entries, problems


def _words(text: Fragment, keys: Keys) -> dict[str, Entry] | None:
    """The entries of metadata in which all values are words, as in nearly every note: YAML reads the same in them, but
    takes long to do so. None for others, and for what needs a finding."""
    if not WORDS.fullmatch(text.text):
        return None
    pairs = tuple(PAIR.finditer(text.text))
    entries = {pair[1]: Entry((Value(pair[2], text.span(pair.start(2))),)) for pair in pairs if pair[1] in keys.single}
    return entries if len(entries) == len(pairs) else None


def _read(text: Fragment, keys: Keys) -> tuple[dict[str, Entry], tuple[Diagnostic, ...]]:
    """The same as YAML has it."""
    text = replace(text, text=text.text.replace("\u00a0", " "))
    try:
        node, shift = _compose(text.text)
    except yaml.YAMLError as error:
        hint = "remove the character, or write it without deep nesting"
        return {}, (Diagnostic(text.span(), BAD_METADATA, f"not valid YAML: {error}".partition("\n")[0], hint),)
    if isinstance(node, yaml.MarkedYAMLError):
        return {}, (_syntax_error(text, node, shift),)
    if node is None:
        return {}, ()
    if not isinstance(node, yaml.MappingNode):
        words = text.text.strip()
        if "id" in keys.all and "-" in words and LIKE_ID.fullmatch(words):
            edits = (Edit(text.span(text.text.index(words)), words, f"id: {words}"),)
            return {}, (Diagnostic(text.span(), BAD_METADATA, NO_PAIR, f"write id: {words}", edits=edits),)
        hint = "write `key: value`, such as `id: bone-matrix`; put an ordinary comment further down"
        return {}, (Diagnostic(text.span(), BAD_METADATA, NO_PAIR, hint),)
    return _entries(_Places(text, shift), node, keys)


@dataclass(frozen=True, slots=True)
class _Places:
    text: Fragment
    shift: int

    def span(self, node: yaml.Node) -> Span:
        mark = node.start_mark
        if mark.line == 0:
            return self.text.span(max(0, mark.column - self.shift))
        return Span(self.text.source, self.text.line + mark.line, mark.column + self.text.indent + 1)

    def value(self, node: yaml.ScalarNode) -> Value:
        return Value(str(node.value).strip(), self.span(node))


def _compose(text: str) -> tuple[yaml.Node | yaml.MarkedYAMLError | None, int]:
    """The YAML, and how many characters were put in front of it: keys with commas between them need braces.

    Where neither reading is right, the error of the one that was meant: with commas, if it is all on one line and goes
    further so. Raises YAMLError if it cannot be read at all.
    """
    errors: list[tuple[yaml.MarkedYAMLError, int]] = []
    for before, after in reversed(READINGS) if SEVERAL_KEYS.search(text) else READINGS:
        try:
            _refuse_deep_nesting(before + text + after)
            return yaml.compose(before + text + after, Loader=LOADER), len(before)
        except yaml.MarkedYAMLError as error:
            errors.append((error, len(before)))
    return min(errors, key=lambda found: found[1]) if "\n" in text.strip() else max(errors, key=lambda e: _place(*e))


def _refuse_deep_nesting(text: str) -> None:
    """libyaml's composer calls itself at each level: some 30,000 of them end the process."""
    if sum(map(text.count, "[{-?:")) < DEEPEST:
        return
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise yaml.YAMLError(f"nested more than {DEEPEST} levels deep")


def _place(error: yaml.MarkedYAMLError, shift: int) -> tuple[int, int]:
    """Line and column of the error in the text, from 0."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return 0, 0
    return mark.line, mark.column - (shift if mark.line == 0 else 0)


def _syntax_error(text: Fragment, error: yaml.MarkedYAMLError, shift: int) -> Diagnostic:
    lines = text.text.split("\n")
    line, column = _place(error, shift)
    line = min(line, len(lines) - 1)
    offset = sum(len(before) + 1 for before in lines[:line]) + min(column, len(lines[line]))
    return Diagnostic(text.span(offset), BAD_METADATA, *in_words(error.problem or error.context or ""))


def _entries(places: _Places, node: yaml.MappingNode, keys: Keys) -> tuple[dict[str, Entry], tuple[Diagnostic, ...]]:
    entries: dict[str, Entry] = {}
    problems: list[Diagnostic] = []
    given = {str(key_node.value) for key_node, _ in node.value}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        first, _, rest = key.partition(" ")
        if first in keys.all and rest and isinstance(key_node, yaml.ScalarNode):
            message, hint = f"a colon is missing after '{first}'", f"write {first}: {rest}"
            problems.append(Diagnostic(places.span(key_node), UNKNOWN_KEY, message, hint))
        elif not isinstance(key_node, yaml.ScalarNode) or key not in keys.all:
            problems.append(_unknown(places.span(key_node), key_node, value_node, keys, given))
        elif key in entries:
            message = f"'{key}' is given twice"
            problems.append(Diagnostic(places.span(key_node), DUPLICATE_KEY, message, "keep one of them"))
        else:
            result = _entry(places, places.value(key_node), value_node, keys)
            if isinstance(result, Entry):
                entries[key] = result
            else:
                problems.append(result)
    return entries, tuple(problems)


def _unknown(place: Span, node: yaml.Node, value: yaml.Node, keys: Keys, given: Set[str]) -> Diagnostic:
    """With the remedy for a key that is known in another form: `ID`, `note-id`, `tag`."""
    if not isinstance(node, yaml.ScalarNode):
        return Diagnostic(place, UNKNOWN_KEY, "a key must be a word", nearest(str(node.value), keys.all))
    key = node.value
    plain = OF_A_NOTE.sub("", key.casefold())
    meant = next((word for word in (plain, f"{plain}s", plain.removesuffix("s")) if word in keys.all), "")
    if not meant and "id" in keys.all and LIKE_ID_KEY.fullmatch(plain) and LIKE_ID.fullmatch(str(value.value)):
        meant = "id"
    if not meant or meant in given:
        hint = nearest(key, keys.all)
        is_words = key[:1].isalpha() and (" " in str(value.value) or key != plain)
        if is_words and "id" in keys.all and not get_close_matches(plain, keys.all, n=1, cutoff=SURE):
            hint = REMARK
        return Diagnostic(place, UNKNOWN_KEY, f"unknown key '{key}'", hint)
    edits = (Edit(place, key, meant),) if not node.style else ()
    return Diagnostic(place, UNKNOWN_KEY, f"unknown key '{key}'", f"did you mean '{meant}'?", edits=edits)


def _entry(places: _Places, key: Value, node: yaml.Node, keys: Keys) -> Entry | Diagnostic:
    name = key.text
    if name in keys.mapping:
        if isinstance(node, yaml.MappingNode) and all(
            isinstance(part, yaml.ScalarNode) for pair in node.value for part in pair
        ):
            pairs = tuple((places.value(left), places.value(right)) for left, right in node.value)
            return _curly(name, (right for _, right in pairs), CURLY) or Entry(pairs=pairs)
        return Diagnostic(places.span(node), BAD_VALUE, f"'{name}' needs reasons", f"{name}: {{code: reason}}")
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if name in keys.single and isinstance(node, yaml.SequenceNode):
        return Diagnostic(places.span(node), BAD_VALUE, f"'{name}' takes one value, not a list", f"{name}: …")
    scalars = [item for item in nodes if isinstance(item, yaml.ScalarNode)]
    if len(scalars) < len(nodes):
        return Diagnostic(places.span(node), BAD_VALUE, f"'{name}' must be text", 'put quotes around it: "…"')
    values = tuple(places.value(item) for item in scalars)
    if not all(value.text for value in values) or (name in keys.single and not values):
        return Diagnostic(key.span, BAD_VALUE, f"'{name}' has no value", "write a value, or remove the key")
    unquoted = (value for value, item in zip(values, scalars, strict=True) if not item.style)
    if name in keys.several and (found := next((value for value in unquoted if OTHER_COMMA.search(value.text)), None)):
        right = ", ".join(part.strip() for part in OTHER_COMMA.split(found.text) if part.strip())
        message = f"the values of '{name}' are separated by commas"
        return Diagnostic(found.span, BAD_VALUE, message, f"write {name}: [{right}]")
    return _curly(name, values, CURLY_END if isinstance(node, yaml.SequenceNode) else CURLY) or Entry(values)


def _curly(name: str, values: Iterable[Value], quoted: RarePattern) -> Diagnostic | None:
    """The first value in quotes that YAML takes for letters."""
    for value in values:
        if quoted.fullmatch(value.text):
            message = f"the curly quotes become part of '{name}'"
            return Diagnostic(value.span, BAD_VALUE, message, "use straight quotes, or none")
    return None


def other_mapping(text: str) -> dict[str, tuple[str, ...]]:
    """The front matter of another tool's source: each key's values as they were typed. Raises ValueError if it is not a
    mapping."""
    try:
        _refuse_deep_nesting(text)
        read = yaml.load(text, Loader=LOADER)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError("its front matter is not YAML") from error
    if not isinstance(read, dict):
        if read is None:
            return {}
        raise ValueError("its front matter is not a list of keys")
    found = {}
    for key, value in read.items():
        listed = value if isinstance(value, list) else [value]
        found[str(key)] = tuple(item for item in listed if isinstance(item, str) and item)
    return found
