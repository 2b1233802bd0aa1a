"""Markdown of mdanki and of markdown-anki-decks: a `##` heading and the text under it. Neither writes an id down: one
makes them anew for each package, the other of the question's text."""

import re
from collections.abc import Iterator

from ankigen.importing.front_matter import front_matter
from ankigen.importing.markdown_notes import Format, MarkdownNote, Page, outside_fences
from ankigen.model.note import Kind

TAGS = re.compile(r"\[#[^\]\n]*\]\([^)\n]*\)(?:\s+\[#[^\]\n]*\]\([^)\n]*\))*\s*")
TAG = re.compile(r"\[#([^\]\n]*)\]")
QUESTION = re.compile(r"<(?:div|section)\b([^>]*)>")
ASKED = re.compile(r"\bdata-question\b")
CLOZE = re.compile(r"\{\{c\d+::")


def looks_like(text: str) -> bool:
    below = front_matter(text).below
    return any(not is_code and line.startswith("## ") for _, line, is_code in outside_fences(below))


def looks_like_mdanki(text: str) -> bool:
    """What only mdanki has: a `%` between front and back, or tags that look like links."""
    if not looks_like(text):
        return False
    lines = (line for _, line, is_code in outside_fences(text) if not is_code)
    return any(line.rstrip() == "%" or TAGS.fullmatch(line) for line in lines)


def notes(page: Page) -> Iterator[MarkdownNote]:
    top = front_matter(page.text)
    lines = [(number + top.line - 1, line, code) for number, line, code in outside_fences(top.below)]
    title = next((line[2:].strip() for _, line, code in lines if not code and line.startswith("# ")), "")
    begins, front, back, in_question = 0, [], [], False  # type: int, list[str], list[str], bool
    for number, line, code in (*lines, (0, "## ", False)):
        asked = None if code else QUESTION.fullmatch(line.strip())
        is_question = asked is not None and ASKED.search(asked[1]) is not None
        if not code and not in_question and (line.startswith("## ") or is_question):
            if begins:
                yield _note(begins, title or page.inside.stem, "\n".join(front), back)
            begins, front, back = number, [] if is_question else [line[3:].strip()], []
            in_question = is_question
        elif in_question and line.strip() in ("</div>", "</section>"):
            in_question = False
        elif in_question:
            front.append(line)
        elif begins and not code and line.rstrip() == "%":
            front, back = [*front, "", *back], []
        elif begins:
            back.append(line)


def _note(line: int, deck: str, front: str, back: list[str]) -> MarkdownNote:
    tags = [TAG.findall(text) for text in back if TAGS.fullmatch(text)]
    text = "\n".join(each for each in back if not TAGS.fullmatch(each)).strip()
    named = tuple("_".join(tag.split()) for found in tags for tag in found if tag.strip())
    kind = Kind.CLOZE if CLOZE.search(front) else Kind.BASIC
    return MarkdownNote(line, deck, kind, (front.strip(), text), tags=named)


MDANKI = Format("mdanki", looks_like_mdanki, notes, breaks=True)
HEADINGS = Format("markdown-anki-decks or mdanki", looks_like, notes)
