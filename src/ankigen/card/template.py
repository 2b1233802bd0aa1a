"""Anki's templates, as far as a card has to be shown: conditions, fields, filters (docs.ankiweb.net/templates)."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from ankigen.apkg.snapshot import Card, Note, NoteType, NoteTypeKind
from ankigen.card.cloze import cloze_html
from ankigen.card.plain import plain, without_clozes

TAG = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
EMPTY = re.compile(r"(?is)(?:\s|</?(?:br|div) ?/?>)*")
CLOZE_NUMBER = re.compile(r"c(\d+)")
READING = re.compile(r" ?([^ >]+?)\[(.+?)\]")


@dataclass(frozen=True, slots=True)
class Face:
    """One side of a card: what its template may name. `number` is the card's, from 1; `compared` says that Anki shows
    the typed answer beside the right one where the question has an input box."""

    fields: Mapping[str, str]
    number: int
    answer: bool = False
    compared: bool = False


def card_sides(note: Note, note_type: NoteType, card: Card) -> tuple[str, str]:
    """The question and the answer of a card as HTML that nobody has cleaned yet."""
    cloze = note_type.kind is NoteTypeKind.CLOZE
    template = note_type.templates[0 if cloze else min(card.ordinal, len(note_type.templates) - 1)]
    special = {
        "Tags": html.escape(" ".join(note.tags)),
        "Type": html.escape(note_type.name),
        "Deck": html.escape(card.deck),
        "Subdeck": html.escape(card.deck.rpartition("::")[2]),
        "Card": html.escape(template.name),
        "CardFlag": "",
    }
    fields = special | dict(zip(note_type.field_names, note.fields, strict=True))
    face = Face(fields, card.ordinal + 1)
    repeated = render(template.front, replace(face, compared=True))
    back = replace(face, fields=fields | {"FrontSide": repeated}, answer=True, compared=True)
    return render(template.front, face), render(template.back, back)


def render(template: str, face: Face) -> str:
    """The template filled. A condition that is never closed ends with the template."""
    parts: list[str] = []
    conditions: list[tuple[str, bool]] = []
    shown = True
    for index, piece in enumerate(_pieces(template)):
        if index % 2 == 0:
            parts.append(piece if shown else "")
            continue
        sign, name = piece[:1], piece[1:].strip()
        if sign in ("#", "^"):
            conditions.append((name, _is_filled(name, face) is (sign == "#")))
            shown = shown and conditions[-1][1]
        elif sign == "/":
            if conditions and conditions[-1][0] == name:
                conditions.pop()
                shown = all(holds for _, holds in conditions)
        elif shown and sign != "!":
            parts.append(_field(piece, face))
    return "".join(parts)


@lru_cache(maxsize=256)
def _pieces(template: str) -> tuple[str, ...]:
    """Text and tags in turn, the tags without the whitespace around them: the same for every note of a type."""
    return tuple(piece.strip() if index % 2 else piece for index, piece in enumerate(TAG.split(template)))


def _is_filled(name: str, face: Face) -> bool:
    if match := CLOZE_NUMBER.fullmatch(name):
        return int(match[1]) == face.number
    return not EMPTY.fullmatch(face.fields.get(name, ""))


def _field(tag: str, face: Face) -> str:
    """A field behind its filters, which work from right to left."""
    *filters, name = [part.strip() for part in tag.split(":")]
    if name not in face.fields:
        return "" if name == "FrontSide" or "tts" in tag else f"{{unknown field {html.escape(name)}}}"
    text = face.fields[name]
    for word in reversed(filters):
        text = _filtered(word, text, name, face)
    return text


def _filtered(word: str, text: str, name: str, face: Face) -> str:
    match word.split(" ")[0]:
        case "cloze":
            return cloze_html(text, face.number, answer=face.answer)
        case "cloze-only":
            return plain(cloze_html(text, face.number, answer=face.answer))
        case "type":
            return _typed(text, face)
        case "hint":
            return _hint(text, name)
        case "text":
            return html.escape(plain(text).replace("¶", " "))
        case "furigana":
            return READING.sub(r"<ruby>\1<rt>\2</rt></ruby>", text)
        case "kanji":
            return READING.sub(r"\1", text)
        case "kana":
            return READING.sub(r"\2", text)
        case "tts":
            return ""
        case _:
            return text


def _typed(text: str, face: Face) -> str:
    if not face.compared:
        return '<input type="text" id="typeans" disabled>'
    return f'<code id="typeans">{html.escape(without_clozes(plain(text)))}</code>'


def _hint(text: str, name: str) -> str:
    if not text.strip():
        return ""
    return f"<details class=hint><summary>{html.escape(name)}</summary>{text}</details>"
