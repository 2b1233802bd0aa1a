"""The pages of all cards: a section each, question beside answer."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from urllib.parse import quote

from ankigen.card.formulas import with_formulas
from ankigen.card.plain import printable
from ankigen.model.note import Review
from ankigen.site.browser import CardPage, ShownNote
from ankigen.site.describe import Described
from ankigen.site.model import SiteDeck
from ankigen.site.page.deck import contents, search, sides
from ankigen.site.page.parts import Frame, address, day, document, of_deck, text

# What is said of a note whose authors do not call it sound.
REVIEWS = {Review.IMPRECISE: "its source is imprecise", Review.CONTESTED: "contested"}


def cards_page(item: Described, pages: Sequence[CardPage], at: int, assets: str) -> str:
    """The page at this place among the pages."""
    deck, page = item.deck, pages[at]
    about = f"Cards of {deck.name}: {page.title}"
    body = "\n".join(_body(deck, pages, at))
    return document(f"{page.title}: {deck.name}", about, body, Frame(assets, "../", searched=True))


def contents_page(item: Described, pages: Sequence[CardPage], assets: str) -> str:
    """The page of all pages."""
    deck = item.deck
    body = (
        '<main>\n<nav class="crumbs" aria-label="Above"><a href="../index.html">All decks</a> '
        f'<a href="index.html" {of_deck(deck)}>{text(deck.name)}</a></nav>\n'
        f"<h1>All cards</h1>\n{search()}\n{contents(deck, pages)}\n</main>"
    )
    return document(f"All cards: {deck.name}", f"All cards of {deck.name}", body, Frame(assets, "../", searched=True))


def _body(deck: SiteDeck, pages: Sequence[CardPage], at: int) -> Iterator[str]:
    page = pages[at]
    yield '<main class="browser">\n<nav class="crumbs" aria-label="Above"><a href="../index.html">All decks</a> '
    yield f'<a href="index.html" {of_deck(deck)}>{text(deck.name)}</a></nav>'
    yield f"<h1 {of_deck(deck)}>{text(page.title)}</h1>\n{search()}"
    if any(with_formulas(card.answer).left for note in page.notes for card in note.cards):
        yield '<p class="quiet">A formula is shown here as it is written: this page cannot draw it, Anki does.</p>'
    above: tuple[str, ...] = ()
    for note in page.notes:
        below = note.headings[note.headings.index(page.section) + 1 :] if page.section in note.headings else ()
        if below and below != above:
            yield f"<h2 {of_deck(deck)}>{text(' › '.join(below))}</h2>"
        above = below
        yield from _note(deck, note, 3 if below else 2)
    yield from _ways(deck, pages, at)
    yield "</main>"


def _ways(deck: SiteDeck, pages: Sequence[CardPage], at: int) -> Iterator[str]:
    """To the pages before and after."""
    if len(pages) == 1:
        return
    yield '<nav class="ways-on" aria-label="Other sections">'
    for word, number in (("Before", at - 1), ("Next", at + 1)):
        if 0 <= number < len(pages):
            link = address(pages[number].file)
            name = f"<span {of_deck(deck)}>{text(pages[number].title)}</span>"
            yield f'<a href="{link}"><span class="quiet">{word}</span> {name}</a>'
    yield "</nav>"


def _note(deck: SiteDeck, note: ShownNote, level: int) -> Iterator[str]:
    name = escape(printable(note.id))
    yield f'<article class="note" id="note-{name}">\n<h{level} {of_deck(deck)}>{text(note.title)}</h{level}>'
    yield f'<p class="facts">{" ".join(_facts(deck, note))}</p>'
    yield from sides(note)
    yield "</article>"


def _facts(deck: SiteDeck, note: ShownNote) -> Iterator[str]:
    name, record = printable(note.id), note.record
    yield f'<a href="#note-{quote(name)}"><code>{escape(name)}</code></a>'
    if record.updated != record.added:
        yield f'<span>corrected in <a href="{address(f"{record.updated}.html")}">{escape(record.updated)}</a></span>'
    signature = note.checked.signature if note.checked else None
    yield f"<span>{_signed(signature.initials, signature.day) if signature else 'not signed by a reviewer'}</span>"
    if words := REVIEWS.get(note.checked.review) if note.checked and note.checked.review else "":
        yield f"<span>{words}</span>"
    if report := report_address(deck, note.id):
        yield f'<a href="{report}" rel="noopener noreferrer">Report a mistake</a>'


def _signed(initials: str, when: date) -> str:
    return f"signed by {text(initials)}, {day(when)}"


def report_address(deck: SiteDeck, name: str) -> str:
    """Where a mistake in this note is reported, as HTML; empty if the deck has no such address."""
    return escape(deck.config.report_url.replace("{id}", quote(name, safe="")))
