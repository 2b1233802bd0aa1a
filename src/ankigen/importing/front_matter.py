"""The block between `---` lines at the top of other tools' Markdown."""

import re
from collections.abc import Mapping
from dataclasses import field

from ankigen.parse.yaml_mapping import other_mapping
from ankigen.values import dataclass

BLOCK = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The block's text, the text below it, and the number of the line on which that begins."""

    block: str
    below: str
    line: int
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, key: str) -> str:
        """The key's first value, empty if there is none."""
        return next(iter(self.values.get(key, ())), "")


def front_matter(text: str) -> FrontMatter:
    """What stands at the top of a file; keys only where it is YAML."""
    match = BLOCK.match(text)
    if not match:
        return FrontMatter("", text, 1)
    try:
        values = other_mapping(match[1])
    except ValueError:
        values = {}
    return FrontMatter(match[1], text[match.end() :], text.count("\n", 0, match.end()) + 1, values)
