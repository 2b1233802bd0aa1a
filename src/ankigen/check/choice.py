"""A choice has two or more options, and one of them is right."""

from collections.abc import Iterator

from ankigen.codes.notes import NO_RIGHT_ANSWER, TOO_FEW_OPTIONS, TOO_MANY_OPTIONS, TWO_RIGHT_ANSWERS
from ankigen.diagnostic import Diagnostic
from ankigen.model.deck import Deck
from ankigen.model.note import Kind

MOST = 26  # letters


def task_list_options(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        if note.kind is Kind.CHOICE and len(note.options) < 2:
            hint = "write each option as a line: - [ ] wrong, - [x] right"
            yield Diagnostic(note.span, TOO_FEW_OPTIONS, "a choice needs two or more options", hint)
        for option in note.options[MOST:]:
            hint = "leave out the less plausible ones: three to five are best"
            yield Diagnostic(option.text.span(), TOO_MANY_OPTIONS, f"a choice has at most {MOST} options", hint)


def right_answer(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        right = [option for option in note.options if option.right]
        if note.options and not right:
            yield Diagnostic(note.span, NO_RIGHT_ANSWER, "no option is marked right", "mark it: - [x] …")
        for extra in right[1:]:
            hint = "leave one [x]; several true statements are better asked one by one"
            yield Diagnostic(extra.text.span(), TWO_RIGHT_ANSWERS, "a second option is marked right", hint)
