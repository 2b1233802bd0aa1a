"""The page of all decks."""

from collections.abc import Iterator, Sequence
from html import escape

from ankigen.card.plain import title
from ankigen.diagnostic import plural
from ankigen.site.describe import Described, first_paragraph
from ankigen.site.page.parts import Frame, address, day, document, of_deck, size, text

EXCERPT = 240


def index_page(decks: Sequence[Described], assets: str) -> str:
    names = ", ".join(item.deck.name for item in decks[:5])
    return document("Decks for Anki", f"Decks for Anki: {names}", "\n".join(_body(decks)), Frame(assets, ""))


def _body(decks: Sequence[Described]) -> Iterator[str]:
    yield '<main class="index">\n<header>\n<h1>Decks for Anki</h1>'
    yield (
        "<p>Flashcards that stay right: when a card is corrected, you import the new version, and your reviews stay. "
        '<a href="feed.xml">A feed</a> tells of every new version.</p>\n</header>'
    )
    yield '<ul class="decks">'
    names = [item.deck.name for item in decks]
    for item in decks:
        yield _deck(item, names.count(item.deck.name) > 1)
    yield "</ul>\n</main>"


def _deck(item: Described, doubled: bool) -> str:
    deck, last = item.deck, item.deck.last
    link = address(deck.slug, "index.html")
    file = address(deck.slug, deck.whole.path.name)
    beside = f' <span class="quiet">{text(deck.slug)}</span>' if doubled else ""
    about = escape(title(first_paragraph(item.description), EXCERPT))
    return (
        f'<li>\n<h2 {of_deck(deck)}><a href="{link}">{text(deck.name)}</a>{beside}</h2>\n'
        f"<p {of_deck(deck)}>{about}</p>\n"
        f'<p class="quiet">{plural(item.cards, "card")}. Version {text(last.version)}, {day(last.day)}. '
        f"{item.reviewed}</p>\n"
        f'<p class="links"><a href="{link}">See the deck</a> <a href="{file}" download>Download {text(last.version)} '
        f'<span class="quiet">{size(deck.whole.size)}</span></a></p>\n</li>'
    )
