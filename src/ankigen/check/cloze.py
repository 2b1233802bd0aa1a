"""Cloze deletions: each must be closed, numbered, and in a place where Anki looks for it."""

import re
from collections.abc import Iterator

from ankigen.codes.choices import OPTIONS_IN_CLOZE
from ankigen.codes.notes import CLOZE_IN_FIELD, CLOZE_IN_OTHER_KIND, CLOZE_NUMBER, NO_CLOZE, UNCLOSED_CLOZE
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.model.cloze import DEEPEST, OPEN, Cloze, clozes, without_comments
from ankigen.model.deck import Deck
from ankigen.model.note import Kind, Note
from ankigen.rare import RarePattern
from ankigen.source import Fragment

# Anki makes no card for a number above this (rslib/src/cloze.rs, MAX_CLOZE).
LARGEST_NUMBER = 500
OPTION = RarePattern(r"^ {0,3}[-*+][ \t]+\[([ xX])\][ \t]", re.MULTILINE)
HTML = RarePattern(r"`{3,}\{=html\}")
# One brace, or braces that a backslash or a number makes to text.
OTHER_END = RarePattern(
    OPEN.pattern + r"[^{}\n&]*[^{}\n&\\](?P<end>\\?\}\\?\}?|(?:&(?:#125|#[xX]7[dD]|rcub|rbrace);){1,2})"
)


def _texts(note: Note) -> tuple[Fragment, ...]:
    """Where the note may hide something. HTML of an own type is Anki's: nobody wrote it here."""
    if note.own is None:
        return (note.front, note.body)
    hides = note.own.hides_in()
    fed = {note.own.heading: note.front, note.own.body: note.body} | dict(note.own_fields)
    return tuple(text for name, text in fed.items() if name in hides and not HTML.match(text.text))


def _first(text: Fragment) -> re.Match[str] | None:
    return OPEN.search(without_comments(text.text)) if "{{c" in text.text else None


def _found(deck: Deck) -> Iterator[tuple[Fragment, Cloze]]:
    for note in deck.notes:
        if note.kind.is_cloze:
            for text in _texts(note):
                for cloze in clozes(without_comments(text.text)):
                    yield text, cloze


def no_cloze(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        if note.kind is Kind.CLOZE and not note.own and not any(_first(text) for text in _texts(note)):
            hint = "hide a part of it, such as {{c1::collagen}}, or remove `type: cloze`"
            yield Diagnostic(note.span, NO_CLOZE, "this cloze note hides nothing", hint)
        elif note.picture and note.picture.masks and not _first(note.body):
            hint = "hide a label: - {{c1::Pulmonary artery}} `41 22 9 7`"
            yield Diagnostic(note.span, NO_CLOZE, "every label of this picture is always shown", hint)


def unclosed_cloze(deck: Deck) -> Iterator[Diagnostic]:
    for text, cloze in _found(deck):
        if cloze.end is None:
            message, hint = "this cloze is never closed", "end it with }}"
            edits: tuple[Edit, ...] = ()
            if cloze.too_deep:
                message = f"this cloze is inside {DEEPEST} others: Anki reads none so deep"
                hint = "end some of those before it with }}"
            elif end := OTHER_END.match(text.text, cloze.start):
                why = {"\\": "a backslash makes text of its end", "&": "a code makes text of its end"}
                because = next((words for sign, words in why.items() if sign in end["end"]), "a brace is missing")
                hint = f"{because}: write {end[0].removesuffix(end['end'])}}}}}"
                edits = (Edit(text.span(end.start("end")), end["end"], "}}"),)
            yield Diagnostic(text.span(cloze.start), UNCLOSED_CLOZE, message, hint, edits=edits)


def cloze_number(deck: Deck) -> Iterator[Diagnostic]:
    for text, cloze in _found(deck):
        for number in cloze.numbers:
            if not 0 < number <= LARGEST_NUMBER:
                message = f"Anki makes no card for the cloze number {number}"
                yield Diagnostic(text.span(cloze.start), CLOZE_NUMBER, message, f"use 1 to {LARGEST_NUMBER}")


def cloze_in_other_kind(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        if note.kind.is_cloze or note.own:
            continue
        parts = (*_texts(note), *(option.text for option in note.options), note.explanation)
        for text in parts:
            if text is not None and (match := _first(text)):
                message = f"a cloze in a {note.kind} note is shown with its braces"
                hint = "remove the braces, or make the note `type: cloze`"
                yield Diagnostic(text.span(match.start()), CLOZE_IN_OTHER_KIND, message, hint)


def cloze_in_other_field(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        for name, text in note.fields:
            if match := _first(text):
                hint = "only the heading and the text under it can hide something"
                message = f"a cloze in '{name}' is shown with its braces"
                yield Diagnostic(text.span(match.start()), CLOZE_IN_FIELD, message, hint)


def options_in_cloze(deck: Deck) -> Iterator[Diagnostic]:
    """A task list of which some are ticked: a list of things to do has none, or is done from the top."""
    for note in deck.notes:
        if note.kind is not Kind.CLOZE or "[" not in note.body.text:
            continue
        found = list(OPTION.finditer(without_comments(note.body.text)))
        ticked = [at for at, match in enumerate(found) if match[1] != " "]
        from_the_top = ticked == list(range(len(ticked)))
        if len(found) > len(ticked) > 0 and (len(ticked) == 1 or not from_the_top):
            message = "a note with a cloze is no choice: the card shows which option is ticked"
            hint = "take the braces away for a choice, or the boxes for a cloze"
            yield Diagnostic(note.body.span(found[0].start()), OPTIONS_IN_CLOZE, message, hint)
