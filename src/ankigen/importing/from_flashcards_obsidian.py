"""Markdown of flashcards-obsidian: `#card` after a question, `::` between the sides, ==clozes==. Its ids (`^1634…`) are
the numbers of notes in their owner's collection; the guid by which Anki finds a note is not written down."""

import re
from collections.abc import Iterator

from ankigen.importing.front_matter import front_matter
from ankigen.importing.markdown_notes import Format, MarkdownNote, Page, outside_fences
from ankigen.model.note import Kind

ID = re.compile(r"\s*\^\d{13}\s*$")
CARD = re.compile(r"(.*?)[ \t]*#card(?P<way>[-/](?:reverse|spaced))?(?P<tags>(?:[ \t]*#[\w/-]+)*)[ \t]*$")
INLINE = re.compile(
    r"[ \t]*(?:[-+*]|\d+\.|#{1,6})?[ \t]*(.+?)[ \t]*(:::?)[ \t]*(.+?)(?P<tags>(?:[ \t]+#[\w/-]+)*)[ \t]*$"
)
CLOZE = re.compile(r"==(.+?)==|(?<!\{)\{(?:(\d):)?([^{}\n]+)\}(?!\})")
TAGS = re.compile(r"(?:[ \t]+#[\w/-]+)+[ \t]*$")
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
        if match := CARD.fullmatch(line):
            question = "\n".join((*before, match[1])).strip().lstrip("#").strip()
            answer: list[str] = []
            while at < len(lines) and not answer and not lines[at][1].strip():
                at += 1
            while at < len(lines) and lines[at][1].strip() and not ID.fullmatch(lines[at][1]):
                answer.append(lines[at][1])
                at += 1
            tags = (*of_file, *_tags(match["tags"]))
            kind = Kind.REVERSED if "reverse" in (match["way"] or "") else Kind.BASIC
            lost = "had no back, which is empty now" if "spaced" in (match["way"] or "") else ""
            yield MarkdownNote(number, deck, kind, (question, "\n".join(answer)), tags=tags, lost=lost)
            before = []
            continue
        before.append(line)
        yield from _on_one_line(number, ID.sub("", line), deck, of_file)


def _on_one_line(number: int, line: str, deck: str, of_file: tuple[str, ...]) -> Iterator[MarkdownNote]:
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\ue000{len(kept) - 1}\ue001"

    def back(text: str) -> str:
        return re.sub("\ue000(\\d+)\ue001", lambda match: kept[int(match[1])], text).strip()

    text = KEPT.sub(keep, line)
    if match := INLINE.fullmatch(text):
        kind = Kind.REVERSED if match[2] == ":::" else Kind.BASIC
        tags = (*of_file, *_tags(match["tags"]))
        yield MarkdownNote(number, deck, kind, (back(match[1]), back(match[3])), tags=tags)
    elif "==" in text or "{" in text:
        said = TAGS.search(text)
        hidden = CLOZE.sub(lambda m: f"{{{{c{m[2] or 1}::{m[1] or m[3]}}}}}", TAGS.sub("", text))
        if "{{c" in hidden:
            tags = (*of_file, *_tags(said[0] if said else ""))
            yield MarkdownNote(number, deck, Kind.CLOZE, (back(hidden).lstrip("#-+* "),), tags=tags)


def _tags(text: str) -> tuple[str, ...]:
    return tuple(tag.strip().replace("/", "::") for tag in text.split("#") if tag.strip())


FLASHCARDS_OBSIDIAN = Format("flashcards-obsidian", looks_like, notes, breaks=True, wiki=True)
