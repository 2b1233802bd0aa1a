"""A card's two sides as Anki makes them from its note type's templates (docs.ankiweb.net/templates)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from ankigen.apkg.snapshot import Card, Note, NoteType, NoteTypeKind, Template
from ankigen.card.cloze import cloze_numbers
from ankigen.card.filters import Shown, filtered, with_typed_answer, without_speech
from ankigen.model.template import Named, Section, Side, is_filled, read_side

CLOZE_NUMBER = re.compile(r"c\+?([0-9]{1,10})")
FRONT_SIDE = "FrontSide"
MESSAGE = "<div>{}</div>"


def card_sides(note: Note, note_type: NoteType, card: Card) -> tuple[str, str]:
    """The question and the answer of a card as HTML that nobody has cleaned yet. Where Anki shows a message instead of
    a card, or of a side, so do we."""
    cloze = note_type.kind is NoteTypeKind.CLOZE
    template = note_type.templates[0 if cloze else min(card.ordinal, len(note_type.templates) - 1)]
    number = card.ordinal + 1
    own = dict(zip(note_type.field_names, note.fields, strict=True))
    fields = {f"c{number}": "1"} | _special(note, note_type, card, template) | own
    sides = _backend_sides(template, fields, number, cloze=cloze)
    return with_typed_answer(*sides, own, number)


def _backend_sides(template: Template, fields: Mapping[str, str], number: int, *, cloze: bool) -> tuple[str, str]:
    """Both sides as they come to the reviewer."""
    front, back = read_side(template.front), read_side(template.back)
    if problem := _problem("Front", front, fields):
        return problem, problem
    question = without_speech(_fill(front, fields, Shown(number, answer=False), ""))
    if message := _no_card(front, fields, number, cloze=cloze):
        return question + message, message
    if problem := _problem("Back", back, fields):
        return problem, problem
    return question, without_speech(_fill(back, fields, Shown(number, answer=True), question))


def _no_card(front: Side, fields: Mapping[str, str], number: int, *, cloze: bool) -> str:
    """What is shown of a card that is empty by now; nothing if it is not."""
    if cloze and not any(number in cloze_numbers(text) for text in fields.values()):
        return MESSAGE.format(f"No cloze {number} found on card.")
    if not cloze and not front.shows([name for name, text in fields.items() if is_filled(text)], made=()):
        return MESSAGE.format("The front of this card is blank.")
    return ""


def _special(note: Note, note_type: NoteType, card: Card, template: Template) -> dict[str, str]:
    """What Anki fills in itself, unless a field has the name."""
    return {
        "Tags": " ".join(note.tags),
        "Type": note_type.name,
        "Deck": card.deck,
        "Subdeck": card.deck.rpartition("::")[2],
        "Card": template.name,
        "CardFlag": "flag0",
        "CardID": str(card.id),
    }


def _problem(name: str, side: Side, fields: Mapping[str, str]) -> str:
    """What is shown instead of both sides if Anki refuses the template; empty if it does not."""
    for problem in _problems(side, fields):
        return MESSAGE.format(escape(f"{name} template has a problem: {problem}."))
    return ""


def _problems(side: Side, fields: Mapping[str, str]) -> Iterator[str]:
    """Why Anki refuses the template, wherever in it that is."""
    for name, _ in side.broken:
        yield f"the section '{name}' is not opened and closed once"
    for part in side.named():
        if part.name not in fields and not _is_allowed(part):
            yield f"there is no field '{part.name}'"


def _is_allowed(part: Named | Section) -> bool:
    """Whether Anki takes the name, though no field has it. An add-on's filter may do without one."""
    if isinstance(part, Named):
        return part.name == FRONT_SIDE or (not part.name and bool(part.filters))
    match = CLOZE_NUMBER.fullmatch(part.name)
    return match is not None and int(match[1]) <= 0xFFFFFFFF


def _fill(side: Side, fields: Mapping[str, str], shown: Shown, front: str) -> str:
    return "".join(_filled(side.parts, fields, shown, front))


def _filled(
    parts: Sequence[str | Named | Section], fields: Mapping[str, str], shown: Shown, front: str
) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Section):
            if is_filled(fields.get(part.name, "")) is not part.if_empty:
                yield from _filled(part.inside, fields, shown, front)
        elif part.name == FRONT_SIDE:
            yield front
        elif part.name:
            yield filtered(fields[part.name], part.filters[::-1], part.name, shown)
