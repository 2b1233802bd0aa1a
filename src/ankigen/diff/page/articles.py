"""The notes of a comparison one by one: their words, and their cards as they were and as they are."""

from collections.abc import Callable, Iterator
from html import escape

from ankigen.card.plain import printable
from ankigen.diagnostic import plural
from ankigen.diff.labels import RISK_LABELS
from ankigen.diff.lines import Line, note_lines, tagged
from ankigen.diff.model import NoteChange, NoteDiff
from ankigen.diff.page.cards import Gallery, Pair
from ankigen.diff.page.frame import frame
from ankigen.diff.word_diff import Piece

# Beyond so many characters of cards a browser grows slow.
ALL_CARDS = 24_000_000


class Articles:
    """Shows notes with the cards of one gallery, until the room for cards is used up; then in words alone. `about` is
    what else is said of a note, as HTML, and `read` gives the note whose words are shown."""

    def __init__(
        self,
        gallery: Gallery,
        about: Callable[[NoteDiff], str] = lambda note: "",
        read: Callable[[NoteDiff], NoteDiff] = lambda note: note,
    ) -> None:
        self.gallery = gallery
        self.about = about
        self.read = read
        self.room = ALL_CARDS

    def article(self, note: NoteDiff) -> Iterator[str]:
        name = f"<code>{escape(note.id)}</code> " if note.id else ""
        labels = "".join(f' <em class="risk">{escape(RISK_LABELS[risk])}</em>' for risk in note.risks)
        yield f"<article>\n<h3>{name}{escape(note.title or note.guid)}{labels}</h3>{self.about(note)}"
        lines = "".join(_line(line) for line in note_lines(self.read(note)))
        if lines:
            yield f'<dl class="words">{lines}</dl>'
        if self.room > 0:
            yield from self.cards(note)
        yield "</article>"

    def cards(self, note: NoteDiff) -> Iterator[str]:
        """The cards that look different, all but the first folded; of a note that only moved, the first too."""
        pairs = [self.pair(pair, note.id or note.title) for pair in self.gallery.pairs(note)]
        open_ones = 0 if note.change is NoteChange.MOVED else 1
        yield from pairs[:open_ones]
        if more := pairs[open_ones:]:
            label = plural(len(more), "more card" if open_ones else "card")
            yield f"<details><summary>{label}</summary>{''.join(more)}</details>"

    def pair(self, pair: Pair, name: str) -> str:
        """Old beside new; of a card that is only on one side, question beside answer."""
        self.room -= pair.size
        old, new, name = pair.old, pair.new, f"card {pair.number} of {printable(name)}"
        if old and new:
            answers = _row(name, old=old.answer, new=new.answer)
            if old.question == new.question:
                return answers
            questions = _row(name, old=old.question, new=new.question)
            return f"{answers}<details><summary>Question side</summary>{questions}</details>"
        sides, which = (new, "new") if new else (old, "old")
        if sides is None:
            return ""
        return f'<div class="{which}">{_row(name, question=sides.question, answer=sides.answer)}</div>'


def _row(name: str, **looks: str) -> str:
    """Two sides next to each other, each under its caption."""
    figures = (
        f'<figure class="{side}"><figcaption>{side.title()}</figcaption>'
        f"{frame(look, f'{side.title()}: {name}')}</figure>"
        for side, look in looks.items()
    )
    return f'<div class="pair">{"".join(figures)}</div>'


def _line(line: Line) -> str:
    return f"<div><dt>{escape(line.name)}</dt><dd>{pieces_html(line.pieces)}</dd></div>"


def pieces_html(pieces: tuple[Piece, ...]) -> str:
    """Old and new words as HTML."""
    return tagged(pieces, escape)
