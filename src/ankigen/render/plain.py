"""Text without any Markdown in it: most fields of most cards, which need no parser."""

import html
import re
from functools import lru_cache

# White space other than a plain space is left to Markdown: some of it is stripped, some becomes an entity.
_BLANKS = "\\t\\x0b\\x0c\\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
_SYNTAX = rf"\\`*_~^$\[\]@|&<\n{_BLANKS}"
# No list, heading, quote, rule or table begins a line, no hard break ends it, nothing in it is a link or an entity.
_LINE = (
    r"(?!\d{1,9}[.)](?:[ \n]|\Z)|[-+=](?:[-+= \n]|\Z)|[#>:])"
    rf"[^ {_SYNTAX}](?:[^:{_SYNTAX}]++|&(?= )|<(?=[\d =])|:(?!/))*+(?<! )"
)
PLAIN = re.compile(rf"{_LINE}(?:\n+{_LINE})*\n?\Z")
PARAGRAPHS = re.compile(r"\n\n+")


def plain_block(text: str) -> str | None:
    """The HTML of plain text, None if only Markdown can tell."""
    if not PLAIN.match(text) or "www." in text.lower():
        return None
    return "\n".join(f"<p>{part}</p>" for part in PARAGRAPHS.split(html.escape(text.rstrip("\n"), quote=False)))


@lru_cache  # every note of a file has the same titles above it
def plain_inline(text: str) -> str | None:
    """The same for a heading, which is one line."""
    if "\n" in text or not PLAIN.match(text) or "www." in text.lower():
        return None
    return html.escape(text, quote=False)
