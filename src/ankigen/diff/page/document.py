"""The page around the cards."""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from ankigen.card.formulas import MATH, formula_font
from ankigen.card.plain import printable
from ankigen.card.safe import ROOM, Room
from ankigen.diagnostic import plural
from ankigen.diff.labels import BREAKING, DECKS, MEDIA, NOTE_TYPES, NOTES, RISKS, media_name
from ankigen.diff.lines import counts, listed, text_pieces
from ankigen.diff.model import DeckChange, Diff, NoteChange, Risk
from ankigen.diff.page.articles import Articles, pieces_html
from ankigen.diff.page.cards import MOST_NOTES, Gallery, Looks
from ankigen.diff.page.pictures import PagePictures
from ankigen.page import page
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """The whole HTML file, and how many pictures it has no room for."""

    html: str
    left_out: int


def as_page(diffs: Sequence[Diff], room: Room = ROOM) -> Page:
    """All comparisons on one page."""
    pictures = PagePictures(room)
    looks = Looks(pictures.of, pictures.side)
    title = escape(printable(", ".join(f"{diff.title}: {diff.old.name} → {diff.new.name}" for diff in diffs)))
    style = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    body = "\n".join(line for number, diff in enumerate(diffs) for line in _Page(diff, number, looks).lines())
    style += "".join(pictures.rules) + (formula_font() if MATH in body else "")
    return Page(page(title, style, body), len(pictures.left_out))


class _Page:
    """One comparison; `number` keeps the ids of several on one page apart."""

    def __init__(self, diff: Diff, number: int, looks: Looks) -> None:
        self.diff = diff
        self.number = number
        self.gallery = Gallery(diff, looks)
        self.articles = Articles(self.gallery)

    def lines(self) -> Iterator[str]:
        yield '<main class="diff">'
        yield from self.header()
        yield from self.dangers()
        for title, found in (("Decks", self.decks()), ("Note types", self.note_types()), ("Media", self.media())):
            if items := "\n".join(found):
                yield f'<section class="parts">\n<h2>{title}</h2>\n<ul class="plain">\n{items}\n</ul>\n</section>'
        for change, number in counts(self.diff):
            yield from self.notes(change, number)
        yield "</main>"

    def header(self) -> Iterator[str]:
        diff = self.diff
        names = f"<b>{escape(printable(diff.old.name))}</b> → <b>{escape(printable(diff.new.name))}</b>"
        yield f'<header>\n<h1>{escape(printable(diff.title))}</h1>\n<p class="versions">{names}</p>'
        unchanged = f"{plural(diff.unchanged, 'note')} unchanged"
        yield f'<p class="unchanged">{"No differences; " if diff.empty else ""}{unchanged}</p>\n</header>'
        found = list(counts(diff))
        if len(found) > 1:
            yield '<fieldset class="filter"><legend>Show</legend>'
            yield self.choice("all", "All", sum(number for _, number in found), " checked")
            yield from (self.choice(change.value, NOTES[change][0], number) for change, number in found)
            yield "</fieldset>"

    def choice(self, value: str, label: str, number: int, checked: str = "") -> str:
        radio = f'<input type="radio" name="show-{self.number}" class="only-{value}"{checked}>'
        return f"<label>{radio}<span>{label} <b>{number:,}</b></span></label>"

    def dangers(self) -> Iterator[str]:
        found = [(risk, len(self.diff.with_risk(risk))) for risk in Risk]
        texts = [RISKS[risk].format(plural(number, "note")) for risk, number in found if number]
        if texts:
            items = "".join(f"<li>{escape(text)}</li>" for text in texts)
            yield f'<section class="danger" aria-label="Careful"><ul>{items}</ul></section>'

    def decks(self) -> Iterator[str]:
        for deck in self.diff.decks:
            words = escape(DECKS[deck.change].format(printable(deck.old)))
            mark = ' class="breaking"' if deck.change is DeckChange.RENAMED else ""
            text = f"<li{mark}><b>{escape(printable(deck.name))}</b> <span>{words}</span>"
            if deck.change is DeckChange.DESCRIPTION:
                text += f'<p class="words">{pieces_html(text_pieces(deck.old, deck.new))}</p>'
            yield text + "</li>"

    def note_types(self) -> Iterator[str]:
        for item in self.diff.note_types:
            mark = ' class="breaking"' if item.change in BREAKING else ""
            text = f"<li{mark}><b>{escape(printable(item.name))}</b> <span>{escape(NOTE_TYPES[item.change])}</span>"
            text += "".join(f"<p>{escape(printable(detail))}</p>" for detail in item.details)
            example = self.gallery.example(item)
            if example and example.old != example.new:
                text += f"<details><summary>An example</summary>{self.articles.pair(example, item.name)}</details>"
            yield text + "</li>"

    def media(self) -> Iterator[str]:
        for file in self.diff.media:
            name, more = media_name(file)
            yield f"<li><b>{escape(name)}</b> <span>{escape(more)}; {escape(MEDIA[file.change])}</span></li>"

    def notes(self, change: NoteChange, number: int) -> Iterator[str]:
        title, meaning = NOTES[change]
        yield f'<section class="notes is-{change.value}" id="{change.value}-{self.number}">'
        yield f'<h2>{title} <span>{number:,}</span></h2>\n<p class="meaning">{escape(meaning)}</p>'
        notes, more = listed(self.diff, change, MOST_NOTES)
        for note in notes:
            yield from self.articles.article(note)
        if more:
            yield f'<p class="meaning">… and {more:,} more, which <code>--format text</code> lists.</p>'
        if self.articles.room <= 0:
            yield '<p class="meaning">This page is full: further notes are shown in words alone.</p>'
        yield "</section>"
