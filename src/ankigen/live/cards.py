"""The cards of one note, as Anki shows them: only of the note that somebody looks at."""

from ankigen.apkg.snapshot import Card
from ankigen.apkg.snapshot import Note as AnkiNote
from ankigen.card.as_anki import as_anki
from ankigen.card.formulas import MATH, formula_font, formula_style
from ankigen.card.safe import Cleaner
from ankigen.card.style import short_style
from ankigen.card.template import card_sides
from ankigen.live.view import View
from ankigen.model.content import Content
from ankigen.model.note import Kind
from ankigen.model.notetypes import NOTE_ID, REVISION
from ankigen.preview.cards import ShownCard
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """A note's cards as clean HTML, and the style of its note type."""

    cards: tuple[ShownCard, ...]
    style: str


def show(view: View, content: Content) -> Shown:
    """The cards of a note of this deck; pictures have the addresses under which the server has them."""
    note_type = as_anki(view.note_types[content.kind])
    cleaner = Cleaner({name: view.media_address(name) for name in content.media})
    ours = {REVISION: view.revision_of(content), NOTE_ID: content.id} if content.kind in tuple(Kind) else {}
    texts = {**content.fields, **ours}
    cards = tuple(Card(ordinal, 0, view.name) for ordinal in content.ordinals)
    note = AnkiNote(
        guid=content.guid,
        id=0,
        note_type=note_type.id,
        mod=0,
        tags=content.tags,
        fields=tuple(texts.get(name, "") for name in note_type.field_names),
        cards=cards,
    )
    sides = ((card.ordinal + 1, *card_sides(note, note_type, card)) for card in cards)
    shown = tuple(ShownCard(number, cleaner.clean(front), cleaner.clean(back)) for number, front, back in sides)
    drawn = any(MATH in side for card in shown for side in (card.question, card.answer))
    return Shown(shown, short_style(note_type.css) + (formula_style() + formula_font() if drawn else ""))
