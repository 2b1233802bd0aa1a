"""CSS in an SVG: whatever would make a browser load something, however it is written."""

import re
from collections.abc import Iterator

from ankigen.compile.svg.addresses import is_own, is_raster, shortened, starts_like
from ankigen.compile.svg.names import BINDINGS, FUNCTIONS, RULES

# The tokens of CSS Syntax Level 3 as far as they matter; all other characters are passed over one by one.
ESCAPE = r"\\(?:[0-9a-fA-F]{1,6}+[ \t\n]?|[^\n0-9a-fA-F])"
NAME = rf"(?:[\w-]|[^\x00-\x7f]|{ESCAPE})++"
STRING = r""""(?:[^"\\\n]|\\[\s\S])*+"?|'(?:[^'\\\n]|\\[\s\S])*+'?"""
TOKEN = re.compile(
    rf"""(?P<skipped>/\*[\s\S]*?(?:\*/|\Z)|<!--|-->|{STRING})|@(?P<rule>{NAME})|(?P<function>{NAME})\(|(?P<name>{NAME})|(?P<end>[;{{])"""
)
ADDRESS = re.compile(rf"""\s*+(?P<address>{STRING}|(?:[^\s"'()\\]|{ESCAPE})*+)\s*+\)""")
ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n]?|(\n)|([\s\S]))")
COULD = ", which could load or run anything"
FONTS = tuple(
    f"data:{kind}" for kind in ("font/", "application/font-", "application/x-font-", "application/octet-stream")
)


def loads(css: str, *, known_only: bool = True) -> Iterator[tuple[int, str]]:
    """What the style sheet, declarations or value would load, and what could load or run anything, with its offset.

    With `known_only` a function must be a known one. Values that are not CSS may look as if they held others.
    """
    css = re.sub(r"\r\n?|\f", "\n", css)
    rule = ""
    for token in TOKEN.finditer(css):
        kind = token.lastgroup or ""
        name = _plain(token[kind]).lower()
        match kind:
            case "rule":
                rule = name
                if name not in RULES:
                    yield token.start(), f"has @{name}{COULD}"
            case "function" if name == "url":
                address = ADDRESS.match(css, token.end())
                text = _plain(address["address"].strip("\"'")) if address else css[token.end() : token.end() + 60]
                if rule != "namespace" and not (address and _stands_alone(text)):
                    yield token.start(), f"loads '{shortened(text)}'"
            case "function" if name not in FUNCTIONS and (known_only or name.endswith("image-set")):
                yield token.start(), f"has {name}(){COULD}"
            case "name" if name in BINDINGS:
                yield token.start(), f"has {name}{COULD}"
            case "end":
                rule = ""
            case _:  # a string, a comment, a name that does nothing
                pass


def _stands_alone(address: str) -> bool:
    return is_own(address) or is_raster(address) or starts_like(address, FONTS)


def _plain(text: str) -> str:
    """The text without its escapes."""
    return ESCAPED.sub(_character, text) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    digits, newline, other = escape.groups()
    if digits:
        number = int(digits, 16)
        return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    return "" if newline else other
