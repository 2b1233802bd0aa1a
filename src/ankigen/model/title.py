"""A heading as a person says it: the one spelling of a note's title, wherever it is named."""

import re
from html import unescape

from ankigen.model.cloze import without_clozes, without_comments
from ankigen.rare import RarePattern
from ankigen.source import clean

# What most headings are.
PLAIN = re.compile(r"[^\\`*_~^\[\]<>&{}\ue000-\uf8ff]*")
ESCAPED = RarePattern(r"\\([!-/:-@\[-`{-~])")
IMAGE = RarePattern(r"!\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
LINK = RarePattern(r"\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
TAG = RarePattern(r"</?[A-Za-z][^<>]*>")
CODE = RarePattern(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
STRONG = RarePattern(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1")
EMPHASIS = RarePattern(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]+?)(?<=[^\s*_])\1(?![\w*])")
SCRIPT = RarePattern(r"([~^])([^\s~^]{1,40})\1(?!\d)")
LONGEST = 1000  # characters of a heading: more is no title
HELD = 0xE000  # private characters stand for what is escaped


def title_words(heading: str) -> str:
    """The words of a heading in Markdown: no marks, no clozes, on one line."""
    if PLAIN.fullmatch(heading):
        return " ".join(clean(heading).split())
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[1] if match.re is ESCAPED.compiled else match[2])
        return chr(HELD + len(held) - 1) if len(held) < 6000 else match[0]

    text = CODE.sub(hold, ESCAPED.sub(hold, without_clozes(without_comments(heading[:LONGEST]))))
    text = LINK.sub(r"\1", IMAGE.sub(r"\1", TAG.sub("", text)))
    text = EMPHASIS.sub(r"\2", STRONG.sub(r"\2", SCRIPT.sub(r"\2", text)))
    text = unescape(text)
    for number, words in enumerate(held):
        text = text.replace(chr(HELD + number), words)
    return " ".join(clean(text).split())
