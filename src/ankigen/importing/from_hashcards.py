"""Markdown of hashcards: `Q:` and `A:`, or `C:` with what is asked for in [brackets]. It has no ids: a card is known by
the hash of its text."""

import re
from collections.abc import Iterator
from itertools import count as count_from

from ankigen.importing.front_matter import front_matter
from ankigen.importing.markdown_notes import Format, MarkdownNote, Page
from ankigen.model.note import Kind
from ankigen.render.bounds import until_last

MOST_CARDS = 500  # of a note
NAME = re.compile(r"^[ \t]*name[ \t]*=[ \t]*([\"'])(.*?)\1[ \t]*$", re.M)
# Escaped brackets stay, those of pictures are Markdown; any others hide.
BRACKETS = re.compile(r"\\[\[\]]|!\[[^\]]*\]|\[([^\]]*)\]")


def looks_like(text: str) -> bool:
    """Its first line of text begins a card."""
    first = next((line for line in front_matter(text).below.split("\n") if line.strip()), "")
    return first.startswith(("Q:", "C:"))


def notes(page: Page) -> Iterator[MarkdownNote]:
    top = front_matter(page.text)
    named = NAME.search(top.block)
    deck = named[2] if named else page.inside.stem
    mark, begins, texts = "", 0, {"Q": "", "A": "", "C": ""}
    for number, line in enumerate([*top.below.split("\n"), "---"], start=top.line):
        begun = line[0] if line[:2] in ("Q:", "A:", "C:") else ""
        is_end = line.strip() == "---" or begun in ("Q", "C")
        if is_end and mark:
            yield _note(page, begins, deck, mark, texts)
            mark, texts = "", {"Q": "", "A": "", "C": ""}
        if begun:
            if begun == "A" and mark != "Q":
                raise page.error(number, "an answer without a question")
            begins = begins if begun == "A" else number
            mark, texts[begun] = begun, line[2:].strip()
        elif mark and not is_end:
            texts[mark] += f"\n{line}"
        elif line.strip() and not is_end:
            raise page.error(number, "the text belongs to no card: 'Q:' or 'C:' is missing")


def _note(page: Page, line: int, deck: str, mark: str, texts: dict[str, str]) -> MarkdownNote:
    if mark == "Q":
        raise page.error(line, "a question without an answer")
    if mark == "A":
        return MarkdownNote(line, deck, Kind.BASIC, (texts["Q"], texts["A"]))
    numbers = count_from(1)
    text = texts["C"]
    last = until_last(text, "]")  # one that never ends is no bracket
    hidden = BRACKETS.sub(
        lambda match: match[0] if match[1] is None else f"{{{{c{next(numbers)}::{match[1]}}}}}", text[:last]
    )
    hidden += text[last:]
    if (count := next(numbers) - 1) > MOST_CARDS:
        raise page.error(line, f"the card hides {count:,} things, of which Anki could ask for {MOST_CARDS}")
    if "{{c1::" not in hidden:
        raise page.error(line, "the card hides nothing: what is asked for stands in [brackets]")
    return MarkdownNote(line, deck, Kind.CLOZE, (hidden.strip(),))


HASHCARDS = Format("hashcards", looks_like, notes)
