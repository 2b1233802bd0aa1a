"""Link destinations, titles and reference definitions by CommonMark's grammar."""

import re
from html.entities import html5
from urllib.parse import quote

from markdown.util import STX

from ankigen.rare import RarePattern
from ankigen.render.placed_text import PlacedText
from ankigen.values import dataclass

References = dict[str, tuple[str, str]]

LABEL = re.compile(r"\[((?:[^\\\[\]]|\\.){1,999})\]", re.DOTALL)
ANGLED = RarePattern(r"<((?:[^<>\n\\]|\\.)*)>")
BARE = re.compile(r"(?:[^\\()\x00-\x20]|\\[!-/:-@\[-`{-~]|\\)+")
DEEPEST = 32  # parentheses in a bare destination, as CommonMark's own parsers have it
TITLE = RarePattern(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'|\(((?:[^()\\]|\\.)*)\)', re.DOTALL)
BLANKS = RarePattern(r"[ \t]*\n?[ \t]*")
REST_OF_LINE = RarePattern(r"[ \t]*(?:\n|$)")
ESCAPE_OR_ENTITY = re.compile(r"\\([!-/:-@\[-`{-~])|&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
UNSAFE_IN_URL = re.compile(r"[^\w\-.+!*'(),%#@?=;:/&$~\U000F0000-\U000FFFFF]+|[^\W\U000F0000-\U000FFFFF\x00-\x7f]+")
BLANK_LINE = RarePattern(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Definition:
    """`[label]: url "title"`; `end` is the offset after it."""

    label: str
    url: str
    title: str
    end: int


def normal_label(label: str) -> str:
    return " ".join(label.split()).casefold()


def character(entity: str) -> str:
    """What an HTML entity stands for, or the entity itself where HTML knows none of that name."""
    if entity[1] != "#":
        return html5.get(entity[1:], entity)
    code = int(entity[3:-1], 16) if entity[2] in "xX" else int(entity[2:-1])
    # The last planes hold our cloze markers, and Python-Markdown's own begin with STX: an entity must not forge one.
    return chr(code) if 0 < code < 0xF0000 and code != ord(STX) and not 0xD800 <= code < 0xE000 else "\ufffd"


def unescape(text: str) -> str:
    """Backslash escapes and entities resolved, as in link destinations, titles and info strings."""
    return ESCAPE_OR_ENTITY.sub(lambda match: match[1] or character(match[0]), text)


def encode(url: str) -> str:
    """Percent-encode what a URL cannot hold; what is encoded stays."""
    return UNSAFE_IN_URL.sub(lambda match: quote(match[0]), url)


def destination(text: str, start: int) -> tuple[str, int] | None:
    """The link destination at `start` and the offset after it."""
    if text.startswith("<", start):
        angled = ANGLED.match(text, start)
        return (unescape(angled[1]), angled.end()) if angled else None
    at, depth = start, 0
    while at < len(text):
        if bare := BARE.match(text, at):
            at = bare.end()
        elif text[at] == "(" and depth < DEEPEST:
            depth += 1
            at += 1
        elif text[at] == ")" and depth:
            depth -= 1
            at += 1
        else:
            break
    return (unescape(text[start:at]), at) if at > start and not depth else None


def title(text: str, start: int) -> tuple[str, int] | None:
    """The link title at `start` and the offset after it."""
    match = TITLE.match(text, start)
    if match is None or BLANK_LINE.search(match[0]):
        return None
    return unescape(match[match.lastindex or 1]), match.end()


def skip_blanks(text: str, start: int) -> int:
    """The offset after spaces and at most one line end."""
    match = BLANKS.match(text, start)
    return match.end() if match else start


def definition(text: PlacedText, start: int = 0) -> Definition | None:
    """The link reference definition that begins there."""
    label = LABEL.match(text, start)
    if label is None or not label[1].strip() or not text.startswith(":", label.end()):
        return None
    target = destination(text, skip_blanks(text, label.end() + 1))
    if target is None:
        return None
    url, end = target
    begin = skip_blanks(text, end)
    named = title(text, begin) if begin > end else None
    for heading, after in ((named or ("", -1)), ("", end)):
        rest = REST_OF_LINE.match(text, after) if after >= 0 else None
        if rest:
            return Definition(normal_label(label[1]), url, heading, rest.end())
    return None
