"""Indented lines that are meant for code, and not words that an author has moved to the right."""

import re

from ankigen.rare import RarePattern

# Commands, options, paths, data.
CODE = RarePattern(
    r"""^[ \t]*(?:[$>#%]|sudo|cd|ls|pwd|mkdir|echo|git|npm|npx|pip3?|python3?|conda|brew|apt(?:-get)?|curl|wget
          |docker|const|def)[ \t]
      | (?:^|[ \t])--?[A-Za-z][\w-]*(?:=|[ \t]|$) | [\w)]\(\) | ["'][\]}:,] | [{};\\] | \w/\w+[./] | ==|:=|=>|->|\|\||&&
      | \b[\w-]+\.(?:md|txt|py|js|json|tex|html|png|csv|ya?ml|sh|exe)\b""",
    re.VERBOSE,
)
SPACED = RarePattern(r"\S {2,}\S|://|\w[(\[]")


def is_code(line: str) -> bool:
    """Whether the line is code beyond doubt."""
    return CODE.search(line) is not None


def may_be_code(line: str) -> bool:
    """The same of a line in a text: commands begin with a small letter and have no others than small ones."""
    words = line.strip()
    return is_code(line) or SPACED.search(line) is not None or (words.isascii() and words == words.lower())
