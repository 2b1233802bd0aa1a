"""Nothing a learner sees may be empty."""

import re
from collections.abc import Iterator

from ankigen.codes.notes import EMPTY_BACK, EMPTY_FIELD, EMPTY_FRONT, EMPTY_OPTION
from ankigen.diagnostic import Diagnostic
from ankigen.model.cloze import OPEN
from ankigen.model.deck import Deck
from ankigen.model.note import Kind, Note
from ankigen.rare import RarePattern

# What draws a line, an empty list, an empty quote or nothing at all.
LONGEST = 200
NO_WORDS = re.compile(r"[ \t]{0,3}(?:(?:[-*_][ \t]*){3,}|[-*+]|\d{1,9}[.)]|>|(?:<br ?/?>|&nbsp;|[\s\u00a0])*)[ \t]*\Z")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
SECTION = RarePattern(r" {0,3}(##?)[ \t]")


def is_empty(text: str) -> bool:
    """Whether nothing of the text would be shown."""
    return not (COMMENT.sub("", text) if "<!--" in text else text).strip()


def says_nothing(text: str) -> bool:
    """Whether nothing of the text but lines and marks without words would be shown."""
    return len(text) < LONGEST and all(NO_WORDS.match(line) for line in COMMENT.sub("", text).split("\n"))


def empty_front(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        if note.asks_nothing and not note.own:
            rest = ", or delete this line" if is_empty(note.body.text) else ""
            yield Diagnostic(note.span, EMPTY_FRONT, "the heading is empty", f"write the question after ###{rest}")


def empty_answer(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        if note.own:
            continue  # which of its fields must be filled is for its templates to say
        if note.asks_nothing or not (is_empty(note.body.text) or says_nothing(note.body.text)):
            continue
        if note.kind not in (Kind.CLOZE, Kind.CHOICE, Kind.PICTURE):
            yield Diagnostic(note.span, EMPTY_BACK, "the back is empty", _hint(note))
        elif note.kind is Kind.CLOZE and is_empty(note.body.text) and not OPEN.search(note.front.text):
            hint = "write the text with its {{c1::…}} under the heading"
            yield Diagnostic(note.span, EMPTY_BACK, "the text is empty", hint)


def _hint(note: Note) -> str:
    """What to do; what stands there may be the answer, and a heading or a mark because of its sign."""
    if written := COMMENT.sub("", note.body.text).strip():
        mark = written.split("\n")[0].strip()
        return (
            f"write \\{mark} for the sign itself, or the answer"
            if len(mark) == 1
            else f"write the answer above the {mark}"
        )
    source = note.span.source
    lines = range(note.text_line, len(source.lines) + 1)
    below = next((number for number in lines if source.line(number).strip()), 0)
    if match := SECTION.match(source.line(below)):
        return f"write the answer under the heading; if line {below} is the answer, delete its {match[1]}"
    return "write the answer under the heading"


def empty_field(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        for name, text in note.fields:
            if is_empty(text.text):
                yield Diagnostic(
                    text.span(), EMPTY_FIELD, f"'{name}' is empty", "write its text, or remove its heading"
                )
        for option in note.options:
            if is_empty(option.text.text):
                yield Diagnostic(option.text.span(), EMPTY_OPTION, "this option is empty", "write its text")
