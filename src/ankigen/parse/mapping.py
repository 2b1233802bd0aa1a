"""YAML with places: front matter and the comments under headings hold strings and lists of strings, nothing else."""

import re
from dataclasses import dataclass

import yaml

from ankigen.diagnostic import Diagnostic, nearest
from ankigen.note import Value
from ankigen.source import Fragment, Span

# Base loader: `no`, `1.10` and `188` stay what was typed. The C one is ten times as fast.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# `id: bone, covers: [S1.1]`: block YAML refuses a second key on a line.
SEVERAL_KEYS = re.compile(r",\s*\w+:(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One key with its values; for a mapping, `pairs` instead."""

    key: Value
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
    try:
        node, shift = _compose(text.text)
    except yaml.MarkedYAMLError as error:
        return {}, (_syntax_error(text, error),)
    except yaml.YAMLError as error:
        return {}, (Diagnostic(text.span(), "bad-metadata", f"not valid YAML: {error}".partition("\n")[0]),)
    if node is None:
        return {}, ()
    if not isinstance(node, yaml.MappingNode):
        hint = "write `key: value`, such as `id: bone-matrix`; an ordinary comment goes further down"
        return {}, (Diagnostic(text.span(), "bad-metadata", "this is not `key: value`", hint),)
    return _entries(_Places(text, shift), node, keys)


@dataclass(frozen=True, slots=True)
class _Places:
    text: Fragment
    shift: int

    def span(self, node: yaml.Node) -> Span:
        mark = node.start_mark
        lines = self.text.text.split("\n")
        offset = sum(len(line) + 1 for line in lines[: mark.line]) + mark.column
        return self.text.span(max(0, offset - (self.shift if mark.line == 0 else 0)))

    def value(self, node: yaml.ScalarNode) -> Value:
        return Value(str(node.value).strip(), self.span(node))


def _compose(text: str) -> tuple[yaml.Node | None, int]:
    """The YAML, and how many characters were put in front of it: keys with commas between them need braces."""
    if SEVERAL_KEYS.search(text):
        try:
            return yaml.compose("{" + text + "}", Loader=LOADER), 1
        except yaml.YAMLError:
            return yaml.compose(text, Loader=LOADER), 0
    return yaml.compose(text, Loader=LOADER), 0


def _syntax_error(text: Fragment, error: yaml.MarkedYAMLError) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    lines = text.text.split("\n")
    line = min(mark.line, len(lines) - 1) if mark else 0
    offset = sum(len(before) + 1 for before in lines[:line]) + (min(mark.column, len(lines[line])) if mark else 0)
    hint = 'put quotes around a value that holds : # , [ ] { } or starts with a quote: change: "was: 5 mg"'
    return Diagnostic(text.span(offset), "bad-metadata", f"not valid YAML: {error.problem or error.context}", hint)


def _entries(places: _Places, node: yaml.MappingNode, keys: Keys) -> tuple[dict[str, Entry], tuple[Diagnostic, ...]]:
    entries: dict[str, Entry] = {}
    problems: list[Diagnostic] = []
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if not isinstance(key_node, yaml.ScalarNode) or key not in keys.all:
            message = f"unknown key '{key}'" if isinstance(key_node, yaml.ScalarNode) else "a key must be a word"
            problems.append(Diagnostic(places.span(key_node), "unknown-key", message, nearest(key, keys.all)))
        elif key in entries:
            message = f"'{key}' is given twice"
            problems.append(Diagnostic(places.span(key_node), "duplicate-key", message, "keep one of them"))
        else:
            result = _entry(places, places.value(key_node), value_node, keys)
            if isinstance(result, Entry):
                entries[key] = result
            else:
                problems.append(result)
    return entries, tuple(problems)


def _entry(places: _Places, key: Value, node: yaml.Node, keys: Keys) -> Entry | Diagnostic:
    name = key.text
    if name in keys.mapping:
        if isinstance(node, yaml.MappingNode) and all(
            isinstance(part, yaml.ScalarNode) for pair in node.value for part in pair
        ):
            return Entry(key, pairs=tuple((places.value(left), places.value(right)) for left, right in node.value))
        return Diagnostic(places.span(node), "bad-value", f"'{name}' needs reasons", f"{name}: {{code: reason}}")
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if name in keys.single and isinstance(node, yaml.SequenceNode):
        return Diagnostic(places.span(node), "bad-value", f"'{name}' takes one value, not a list", f"{name}: …")
    scalars = [item for item in nodes if isinstance(item, yaml.ScalarNode)]
    if len(scalars) < len(nodes):
        return Diagnostic(places.span(node), "bad-value", f"'{name}' must be text", 'put quotes around it: "…"')
    values = tuple(places.value(item) for item in scalars)
    if not all(value.text for value in values) or (name in keys.single and not values):
        return Diagnostic(key.span, "bad-value", f"'{name}' has no value", "fill it in or take the key away")
    return Entry(key, values)
