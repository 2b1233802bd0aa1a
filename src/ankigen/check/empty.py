"""Nothing a learner sees may be empty."""

import re
from collections.abc import Iterator

from ankigen.codes.notes import EMPTY_BACK, EMPTY_FIELD, EMPTY_FRONT, EMPTY_OPTION
from ankigen.diagnostic import Diagnostic
from ankigen.model.cloze import OPEN
from ankigen.model.deck import Deck
from ankigen.model.note import Kind, Note

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def is_empty(text: str) -> bool:
    """Whether nothing of the text would be shown."""
    return not (COMMENT.sub("", text) if "<!--" in text else text).strip()


def empty_front(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        if note.kind is not Kind.CLOZE and not note.own and is_empty(note.front.text) and is_empty(_stem(note)):
            yield Diagnostic(note.span, EMPTY_FRONT, "the heading is empty", "write the question after ###")


def _stem(note: Note) -> str:
    return note.body.text if note.kind is Kind.CHOICE else ""


def empty_answer(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        if note.own:
            continue  # which of its fields must be filled is for its templates to say
        if note.kind not in (Kind.CLOZE, Kind.CHOICE) and is_empty(note.body.text):
            yield Diagnostic(note.span, EMPTY_BACK, "the back is empty", "write the answer under the heading")
        elif note.kind is Kind.CLOZE and is_empty(note.body.text) and not OPEN.search(note.front.text):
            hint = "write the text with its {{c1::…}} under the heading"
            yield Diagnostic(note.span, EMPTY_BACK, "the text is empty", hint)


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
