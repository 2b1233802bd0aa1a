"""Picture notes: each label is hidden as a whole, or always shown; and what covers what is known."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ankigen.check.empty import is_empty
from ankigen.codes.pictures import BAD_MASK, EMPTY_LABEL, PARTLY_HIDDEN, SHOWN_PLACE
from ankigen.diagnostic import Diagnostic, Edit, nearest
from ankigen.model.cloze import clozes, without_clozes
from ankigen.model.deck import Deck
from ankigen.model.note import Kind, Note
from ankigen.model.picture import Covered
from ankigen.rare import RarePattern
from ankigen.source import Fragment

# An item with a cloze and, behind it, a place: the id of a shape, or at least four numbers.
PLACED = RarePattern(
    r"^[ \t]{0,3}[-*+][ \t]+[^`\n]*\{\{c\d[^`\n]*\}\}[^`\n]*"
    r"`(?:#[\w.:-]+|(?:[a-z]+[ \t]+)?\d[\d.]*%?(?:[ \t,]+\d[\d.]*%?){3,})`[ \t]*$",
    re.MULTILINE,
)


def bad_mask(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        stated = note.metadata.mask
        if stated and note.kind is not Kind.PICTURE:
            message = f"'mask' is for picture notes, and this one is {note.kind}"
            yield Diagnostic(stated.span, BAD_MASK, message, "add type: picture, or remove mask")
        elif stated and stated.text not in tuple(Covered):
            message = f"'{stated.text}' is not a way to mask a picture"
            yield Diagnostic(stated.span, BAD_MASK, message, nearest(stated.text, Covered))


def shown_place(deck: Deck) -> Iterator[Diagnostic]:
    """Places of masks in a cloze note with a picture, told at the first one."""
    for note in deck.notes:
        text = note.body.text
        if note.kind is not Kind.CLOZE or note.own or "![" not in text or "`" not in text:
            continue
        if match := PLACED.search(text):
            place = note.body.span(text.index("`", match.start()))
            message = "the card shows this place as code: only a picture note hides what is there"
            released = deck.history.notes.get(note.id)
            if released and released.kind != Kind.PICTURE:
                hint = "delete the places; learners have it as a cloze note, and a picture note needs a new id"
                yield Diagnostic(place, SHOWN_PLACE, message, hint)
            else:
                stated = note.metadata.type
                hint = f"write type: picture {f'instead of type: {stated.text}' if stated else 'behind the id'}"
                yield Diagnostic(place, SHOWN_PLACE, message, hint, edits=_as_picture(note))


def _as_picture(note: Note) -> tuple[Edit, ...]:
    """The type behind the id, if the metadata stand on one line and state none."""
    stated = note.metadata.id
    line = stated.span.source.line(stated.span.line) if stated else ""
    if stated is None or note.metadata.type or not line.rstrip().endswith("-->"):
        return ()
    end = stated.span.column - 1 + len(stated.text)
    if line[stated.span.column - 1 : end] != stated.text or line[end : end + 1] not in (" ", ","):
        return ()
    return (Edit(replace(stated.span, column=end + 1), "", ", type: picture"),)


def partly_hidden_label(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        if note.picture is None:
            continue
        if any(cloze.end is not None for cloze in clozes(note.front.text)):
            hint = "hide the labels in the list"
            yield Diagnostic(note.span, PARTLY_HIDDEN, "the heading of a picture note hides nothing", hint)
        for mask in note.picture.masks:
            if is_empty(without_clozes(mask.label.text)):
                hint = "write what it covers before its place: - {{c1::Pulmonary artery}} `41 22 9 7`"
                yield Diagnostic(mask.label.span(), EMPTY_LABEL, "this mask has no label", hint)
            elif why := _partly(mask.label):
                hint = "put the cloze around the whole label, with one number: {{c1::Pulmonary artery}}"
                yield Diagnostic(mask.label.span(), PARTLY_HIDDEN, why, hint)


def _partly(label: Fragment) -> str:
    """Why the label is hidden in part; empty if it is hidden as a whole, shown, or not closed, which is reported."""
    found = clozes(label.text)
    if not found or any(cloze.end is None for cloze in found):
        return ""
    if len(found) > 1 or len(found[0].numbers) > 1:
        return "this label has more than one cloze number"
    if found[0].start or found[0].end != len(label.text) - 2:
        return "a part of this label is outside its cloze"
    return ""
