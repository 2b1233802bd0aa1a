"""A deck's page: what it is, how to get it, and what an update will do."""

from collections.abc import Iterator, Sequence
from html import escape

from ankigen.card.plain import title
from ankigen.diagnostic import plural
from ankigen.preview.cards import ShownCard
from ankigen.site.browser import CardPage, ShownNote
from ankigen.site.describe import Described, first_paragraph
from ankigen.site.model import SiteDeck
from ankigen.site.page.parts import (
    Frame,
    address,
    day,
    document,
    of_deck,
    page_of_release,
    size,
    summary,
    text,
)
from ankigen.site.page.teaching import reviewing, teaching
from ankigen.site.page.updating import importing, updating

CONTENTS = {
    "import": "How to import it",
    "update": "I have an older version",
    "changes": "What changed",
    "cards": "All cards",
    "teaches": "What it teaches",
    "review": "Who reviewed it",
}
CONTENT = 160
# The page of all pages of cards, for a deck that has more of them than its own page should list.
CARDS, MOST_PAGES = "cards.html", 100


def deck_page(item: Described, pages: Sequence[CardPage], assets: str) -> str:
    deck = item.deck
    about = title(first_paragraph(item.description), CONTENT) or f"{deck.name}: {plural(item.cards, 'card')} for Anki"
    return document(deck.name, about, "\n".join(_body(item, pages)), Frame(assets, "../", searched=True))


def _body(item: Described, pages: Sequence[CardPage]) -> Iterator[str]:
    deck = item.deck
    yield '<main class="deck">\n<nav class="crumbs" aria-label="Above"><a href="../index.html">All decks</a></nav>'
    yield f"<h1 {of_deck(deck)}>{text(deck.name)}</h1>"
    yield from _get(item)
    yield f'<div class="about" {of_deck(deck)}>{item.description}</div>'
    yield '<nav class="contents" aria-label="On this page"><ul>'
    for name, label in CONTENTS.items():
        if name != "teaches" or deck.sections is not None:
            yield f'<li><a href="#{name}">{label}</a></li>'
    yield "</ul></nav>"
    yield f'<section id="import">\n<h2>{CONTENTS["import"]}</h2>\n{importing()}\n</section>'
    yield f'<section id="update">\n<h2>{CONTENTS["update"]}</h2>'
    yield from updating(item)
    yield f'</section>\n<section id="changes">\n<h2>{CONTENTS["changes"]}</h2>'
    yield from _changes(item)
    yield f'</section>\n<section id="cards">\n<h2>{CONTENTS["cards"]}</h2>'
    yield from _cards(item, pages)
    yield "</section>"
    if deck.sections is not None:
        yield f'<section id="teaches">\n<h2>{CONTENTS["teaches"]}</h2>\n{teaching(deck.sections)}\n</section>'
    yield f'<section id="review">\n<h2>{CONTENTS["review"]}</h2>'
    yield from reviewing(item)
    yield "</section>\n</main>"


def _get(item: Described) -> Iterator[str]:
    """The one thing that most people come for."""
    deck, last = item.deck, item.deck.last
    yield '<aside class="get" aria-label="Download">'
    yield f'<a class="button" href="{address(deck.whole.path.name)}" download>Download {text(last.version)}</a>'
    yield (
        f"<p><b>{plural(item.cards, 'card')}</b> from {plural(item.notes, 'note')}, {size(deck.whole.size)}<br>"
        f"{day(last.day)}</p>"
    )
    yield f'<p class="{"quiet" if item.signed == item.notes else "care"}">{item.reviewed}</p>'
    if dangerous := [release for release in deck.releases if release.said.safety]:
        found, notes = dangerous[-1], plural(len(dangerous[-1].said.safety), "note")
        link = f'<a href="{address(page_of_release(found))}">see which</a>'
        yield f'<p class="care">{text(found.version)} corrected {notes} for safety: {link}.</p>'
    yield "<dl>"
    if deck.config.audience:
        yield f"<div><dt>For</dt><dd {of_deck(deck)}>{text(deck.config.audience)}</dd></div>"
    if deck.config.authors:
        yield f"<div><dt>By</dt><dd>{text(', '.join(deck.config.authors))}</dd></div>"
    if deck.config.license:
        yield f"<div><dt>Licence</dt><dd>{_licence(deck.config.license)}</dd></div>"
    yield f'<div><dt>SHA-256</dt><dd><code class="digest">{deck.whole.sha256}</code></dd></div>'
    yield "</dl>\n</aside>"


def _licence(name: str) -> str:
    """The licence's name, a link where Creative Commons has a page of it."""
    parts = name.upper().split("-")
    known = parts[0] == "CC" and parts[-1] in ("3.0", "4.0") and all(p in ("BY", "NC", "SA", "ND") for p in parts[1:-1])
    if not known or "BY" not in parts:
        return text(name)
    middle = "-".join(parts[1:-1]).lower()
    return f'<a href="https://creativecommons.org/licenses/{middle}/{parts[-1]}/">{text(name)}</a>'


def _changes(item: Described) -> Iterator[str]:
    deck = item.deck
    yield '<ol class="releases" reversed>'
    for release in reversed(deck.releases):
        file = "its package is not kept here"
        if release.package:
            link = address(release.package.path.name)
            label = f"{text(release.version)}, {size(release.package.size)}"
            file = f'<a href="{link}" download>Download {label}</a>'
        page = address(page_of_release(release))
        yield (
            f'<li><a href="{page}"><b>{text(release.version)}</b></a> <span>{day(release.day)}</span> '
            f"<span>{escape(summary(release))}</span> <span>{file}</span></li>"
        )
    yield '</ol>\n<p class="quiet">The newest version has everything; an older one is only for those who compare. '
    yield '<a href="feed.xml">The feed</a> tells of new versions.</p>'


def _cards(item: Described, pages: Sequence[CardPage]) -> Iterator[str]:
    deck = item.deck
    yield f"<p>{plural(item.cards, 'card')}, question and answer, as Anki shows them.</p>"
    yield search()
    yield contents(deck, pages[:MOST_PAGES])
    if len(pages) > MOST_PAGES:
        yield f'<p><a href="{CARDS}">All {len(pages):,} pages of cards</a></p>'
    if pages:
        yield f"<h3>One of them</h3>\n{sides(pages[0].notes[0])[0]}"


def contents(deck: SiteDeck, pages: Sequence[CardPage]) -> str:
    """A list of pages of cards."""
    items = "\n".join(
        f'<li><a href="{address(page.file)}" lang="{escape(deck.config.language)}">{text(page.title)}</a>'
        f" <small>{plural(page.cards, 'card')}</small></li>"
        for page in pages
    )
    return f'<ul class="sections">\n{items}\n</ul>'


def sides(note: ShownNote) -> list[str]:
    """The note's cards, question beside answer."""
    several = len(note.cards) > 1
    return [_sides(card, f"ShownCard {card.number}: " if several else "") for card in note.cards]


def _sides(card: ShownCard, which: str) -> str:
    both = (("question", card.question), ("answer", card.answer))
    figures = (
        f"<figure><figcaption>{f'{which}{name}'.capitalize()}</figcaption>"
        f'<div class="frame"><div><template shadowrootmode="open">{inside}</template></div></div></figure>'
        for name, inside in both
    )
    return f'<div class="sides">{"".join(figures)}</div>'


def search() -> str:
    """Where the script puts its search; nothing without it."""
    return (
        '<form class="search" role="search" hidden><label for="search">Search the cards</label>'
        '<input id="search" type="search" autocomplete="off" data-index="search-index.js">'
        '<p role="status"></p><ol></ol></form>'
    )
