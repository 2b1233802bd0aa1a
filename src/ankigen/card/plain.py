"""The words of a field, without its markup."""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from ankigen.card.masks import with_places
from ankigen.model.cloze import without_clozes
from ankigen.model.media import media_kind

HIDDEN = re.compile(r"(?i)<(style|script)\b")
HIDDEN_END = {name: re.compile(rf"(?i)</{name}\s*>") for name in ("style", "script")}
# What a picture shows or a link leads to is content, not markup. Tags that never end must not be looked through again
# and again: hence the bounds.
NAMED = re.compile(
    r"""(?i)<(?:img|audio|video|source|object)\b[^>]{0,500}?\s(?:src|data)\s{0,9}=\s{0,9}["']?([^"'>]{1,2000})["']?[^>]{0,2000}>"""
)
LINK = re.compile(
    r"""(?i)<a\b[^>]{0,500}?\shref\s{0,9}=\s{0,9}["']?([^"'>\s]{1,2000})["']?[^>]{0,500}>((?:(?!<a\b).){0,2000}?)</a\s*>"""
)
PICTURE = re.compile(r"(?i)<img\b[^>]{0,5000}>")
ATTRIBUTE = re.compile(r"""(?i)\s(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
BREAK = re.compile(
    r"(?i)</?(?:p|div|br|li|ul|ol|dl|dt|dd|tr|table|h[1-6]|hr|pre|blockquote|section|details|summary)\b[^>]{0,5000}>"
)
NEXT_CELL = re.compile(r"(?i)</t[dh]\s{0,9}>\s{0,99}<t[dh]\b[^>]{0,5000}>")
CELL = re.compile(r"(?i)</?t[dh]\b[^>]{0,5000}>")
# What the plainest of fields, which are most, do without.
UNUSUAL = re.compile(r"(?i)<(?:!|a |img|audio|video|source|object|style|script|t[dh])")
TAG = re.compile(r"</?[a-zA-Z][^<>]*+(?:>|(?=<)[^>]{0,5000}>)")
BREAK_MARK = " ¶ "
# A file as ankigen names it.
HASHED = re.compile(r"\[(?:sound:)?([0-9a-f]{32}\.\w{1,5})\]")


def plain(field: str) -> str:
    """One line of plain text; a pilcrow stands between paragraphs, items and rows."""
    if "<" not in field and "&" not in field:
        return printable(" ".join(field.split()))
    field = with_places(field)
    text = _named(field) if UNUSUAL.search(field) else field
    text = BREAK.sub("\n", text.replace("\n", " "))
    lines = (" ".join(line.split()) for line in html.unescape(TAG.sub("", text)).split("\n"))
    return printable(BREAK_MARK.join(line for line in lines if line))


def _named(field: str) -> str:
    """The field with its pictures and links by name, and bars between table cells."""
    text = LINK.sub(_link, NAMED.sub(r" [\1] ", _shown(field)))
    return CELL.sub(" ", NEXT_CELL.sub(" | ", text))


def _shown(field: str) -> str:
    """The field without comments, styles and scripts."""
    parts, at = [], 0
    while (start := field.find("<!--", at)) >= 0 and (end := field.find("-->", start)) >= 0:
        parts.append(field[at:start])
        at = end + 3
    text = "".join((*parts, field[at:]))
    return _without_hidden(text) if "</style" in text.lower() or "</script" in text.lower() else text


def _without_hidden(text: str) -> str:
    parts, at, looked = [], 0, 0
    last = {name: max((match.start() for match in end.finditer(text)), default=0) for name, end in HIDDEN_END.items()}
    while begun := HIDDEN.search(text, looked):
        looked, name = begun.end(), begun[1].lower()
        if last[name] >= looked and (ended := HIDDEN_END[name].search(text, looked)):
            parts.append(text[at : begun.start()])
            at = looked = ended.end()
    return "".join((*parts, text[at:]))


def _link(match: re.Match[str]) -> str:
    """The link's text; its address too if the text does not say it."""
    return match[2] if html.unescape(match[1]) in html.unescape(match[2]) else f"{match[2]} [{match[1]}]"


def plain_pair(old: str, new: str) -> tuple[str, str]:
    """Both texts in plain words, a picture called by what it shows; by its name too if the same is said of another."""
    files = {pair for text in (old, new) for pair in alternative_texts(text)}
    shared = {alt for alt, count in Counter(alt for _, alt in files).items() if count > 1}
    return plain(_described(old, shared)), plain(_described(new, shared))


def _described(field: str, shared: Collection[str] = ()) -> str:
    """The field with what is said of its pictures in their places; a picture of which nothing is said stays."""
    if "<img" not in field.lower():
        return field

    def described(match: re.Match[str]) -> str:
        for name, alt in alternative_texts(match[0]):
            return html.escape(f" [{alt}: {name}] " if alt in shared else f" [{alt}] ")
        return match[0]

    return PICTURE.sub(described, field)


def title(field: str, length: int = 90) -> str:
    """What to call a note by the text of its first field: deletions opened, pictures by what they show, names that are
    hashes left out, cut between words."""
    text = without_clozes(HASHED.sub(_kind, plain(_described(field))).replace("¶", "·"))
    return text if len(text) <= length else text[:length].rpartition(" ")[0].rstrip(" ·,;:") + " …"


def _kind(match: re.Match[str]) -> str:
    kind = media_kind(match[1])
    return f"[{kind.value}]" if kind else match[0]


def alternative_texts(field: str) -> Iterator[tuple[str, str]]:
    """The names of the field's pictures with what it says they show; those of which it says nothing left out."""
    for picture in PICTURE.findall(field):
        found = {name.lower(): html.unescape(one or other) for name, one, other in ATTRIBUTE.findall(picture)}
        if found.get("src") and (alt := title(html.escape(found.get("alt", "")))):
            yield unquote(found["src"]), alt


def printable(text: str) -> str:
    """The text without control characters: a package of someone else must not write to the terminal."""
    if text.isprintable():
        return text
    return "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cs"))
