"""What the pages have in common: the frame around them, and how dates, sizes and addresses are written."""

from datetime import date
from html import escape
from urllib.parse import quote

from ankigen.card.plain import printable
from ankigen.page import page
from ankigen.site.assets import SCRIPT, STYLE
from ankigen.site.model import Published, SiteDeck
from ankigen.values import dataclass

# What a page may load is the site's own; scripts are files, so that nothing on a card could ever run.
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "form-action 'none'; base-uri 'none'"
)
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect x='9' y='3' width='19' "
    "height='23' rx='4' fill='%239cc0c6'/%3E%3Crect x='4' y='7' width='19' height='22' rx='4' fill='%230c4a58'/%3E"
    "%3C/svg%3E"
)
FOOTER = (
    "<footer><p>These pages load nothing from elsewhere, set no cookies and count nobody. "
    "They are made from the decks’ sources with ankigen.</p></footer>"
)
# Not the locale's: the same pages everywhere.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around a page: where the assets are, and from where the page looks (`up` leads to the site's root).
    `feed` is the address of the feed that belongs to it."""

    assets: str
    up: str
    feed: str = "feed.xml"
    searched: bool = False


def document(title: str, about: str, body: str, frame: Frame) -> str:
    """The whole HTML file. Title and about are plain text, body is HTML."""
    assets = f"{frame.up}{frame.assets}"
    script = f'<script src="{assets}/{SCRIPT}" defer></script>\n' if frame.searched else ""
    head = (
        f'<meta name="description" content="{text(about)}">\n'
        f'<link rel="icon" href="{ICON}">\n<link rel="stylesheet" href="{assets}/{STYLE}">\n'
        f'<link rel="alternate" type="application/atom+xml" title="New versions" href="{frame.feed}">\n'
        f'<link rel="alternate" type="application/json" href="{frame.up}decks.json">\n{script}'
    )
    return page(text(title), "", f"{body}\n{FOOTER}", policy=POLICY, head=head)


def text(words: str) -> str:
    """Words as HTML, without control characters."""
    return escape(printable(words))


def address(*parts: str) -> str:
    """The relative address of a file by the names on the way to it, as HTML."""
    return escape(plain_address(*parts))


def plain_address(*parts: str) -> str:
    """The relative address of a file by the names on the way to it."""
    return "/".join(quote(part, safe="") for part in parts)


def of_deck(deck: SiteDeck) -> str:
    """Attributes of what is written in the deck's language."""
    return f'lang="{escape(deck.config.language)}" dir="auto"'


def day(value: date) -> str:
    return f'<time datetime="{value.isoformat()}">{value.day} {MONTHS[value.month - 1]} {value.year}</time>'


def size(number: int) -> str:
    """Bytes as people say them."""
    if number < 1_000_000:
        return f"{max(1, -(-number // 1000)):,} kB"
    return f"{number / 1_000_000:,.1f} MB"


def summary(release: Published) -> str:
    """What a release brought, in words; the same in pages and feeds."""
    safety = len(release.said.safety)
    corrected = f"{release.corrected:,} corrected"
    if safety and release.corrected:
        corrected += f" ({safety:,} for safety)"
    parts = [
        f"{release.new:,} new" if release.new else "",
        corrected if release.corrected else "",
        f"{release.retired:,} retired" if release.retired else "",
    ]
    return ", ".join(filter(None, parts)) or "no note changed"


def page_of_release(release: Published) -> str:
    """The file of a version's page."""
    return f"{release.version}.html"
