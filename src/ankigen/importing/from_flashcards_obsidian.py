"""Markdown of flashcards-obsidian: `#card` after a question, `::` between the sides, ==clozes==. Its ids (`^1634…`) are
the numbers of notes in their owner's collection; the guid by which Anki finds a note is not written down."""

import re
from collections.abc import Iterator

from ankigen.importing.front_matter import front_matter
from ankigen.importing.markdown_notes import Format, MarkdownNote, Page, outside_fences, set_aside
from ankigen.model.note import Kind

ID = re.compile(r"(?<!\s)\s*\^\d{13}\s*$")
CARD = re.compile(r"#card(?P<way>[-/](?:reverse|spaced))?(?=[ \t]*(?:#|$))")
LIST_MARK = re.compile(r"(?:[-+*]|\d+\.|#{1,6})?[ \t]*")
CLOZE = re.compile(r"==(.+?)==|(?<!\{)\{(?:(\d):)?([^{}\n]+)\}(?!\})")
# The tags at the end of a line, from its last letter on: from the front, each could be the first.
TAGS = re.compile(r"[ \t]*+(?:[\w/-]++#[ \t]++)*+")
CLOSE_TAGS = re.compile(r"[ \t]*+(?:[\w/-]++#[ \t]*+)*+")
KEPT = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$|`[^`\n]*`")


def looks_like(text: str) -> bool:
    return (
        bool(front_matter(text).one("cards-deck"))
        or re.search(r"(?:^|[ \t])#card(?:[-/ \t]|$)", text, re.M) is not None
    )


def notes(page: Page) -> Iterator[MarkdownNote]:
    top = front_matter(page.text)
    deck = top.one("cards-deck") or page.inside.stem
    of_file = tuple(tag.lstrip("#") for value in top.values.get("tags", ()) for tag in value.split())
    lines = [(number + top.line - 1, line, code) for number, line, code in outside_fences(top.below)]
    at, before = 0, []  # type: int, list[str]
    while at < len(lines):
        number, line, code = lines[at]
        at += 1
        if code or not line.strip() or ID.fullmatch(line):
            before = []
            continue
        begin = _tags_begin(line, CLOSE_TAGS)
        if match := CARD.search(line, begin):
            question = "\n".join((*before, line[: match.start()])).strip().lstrip("#").strip()
            answer: list[str] = []
            while at < len(lines) and not answer and not lines[at][1].strip():
                at += 1
            while at < len(lines) and lines[at][1].strip() and not ID.fullmatch(lines[at][1]):
                answer.append(lines[at][1])
                at += 1
            tags = (*of_file, *_tags(line[match.end() :]))
            kind = Kind.REVERSED if "reverse" in (match["way"] or "") else Kind.BASIC
            lost = "had no back, which is empty now" if "spaced" in (match["way"] or "") else ""
            yield MarkdownNote(number, deck, kind, (question, "\n".join(answer)), tags=tags, lost=lost)
            before = []
            continue
        before.append(line)
        yield from _on_one_line(number, ID.sub("", line), deck, of_file)


def _on_one_line(number: int, line: str, deck: str, of_file: tuple[str, ...]) -> Iterator[MarkdownNote]:
    text, back = set_aside(KEPT, line)
    begin = _tags_begin(text, TAGS)
    tags = (*of_file, *_tags(text[begin:]))
    if sides := _sides(text):
        front, mark, answer = sides
        end = _tags_begin(answer, TAGS)
        kind = Kind.REVERSED if mark == ":::" else Kind.BASIC
        tags = (*of_file, *_tags(answer[end:]))
        yield MarkdownNote(number, deck, kind, (back(front).strip(), back(answer[:end]).strip()), tags=tags)
    elif "==" in text or "{" in text:
        hidden = CLOZE.sub(lambda m: f"{{{{c{m[2] or 1}::{m[1] or m[3]}}}}}", text[:begin])
        if "{{c" in hidden:
            yield MarkdownNote(number, deck, Kind.CLOZE, (back(hidden).strip().lstrip("#-+* "),), tags=tags)


def _sides(line: str) -> tuple[str, str, str] | None:
    """Front, mark and back of a note on one line; what begins an item or a heading belongs to none of them."""
    line = line.strip(" \t")
    mark = LIST_MARK.match(line)
    for text in (line[mark.end() :] if mark else line, line):
        if (at := text.find("::", 1)) > 0:
            way = ":::" if text.startswith(":::", at) and len(text) > at + 3 else "::"
            if len(text) > at + len(way):
                return text[:at], way, text[at + len(way) :].lstrip(" \t")
    return None


def _tags_begin(line: str, tags: re.Pattern[str]) -> int:
    match = tags.match(line[::-1])
    return len(line) - (match.end() if match else 0)


def _tags(text: str) -> tuple[str, ...]:
    return tuple(tag.strip().replace("/", "::") for tag in text.split("#") if tag.strip())


FLASHCARDS_OBSIDIAN = Format("flashcards-obsidian", looks_like, notes, breaks=True, wiki=True)
