"""HTML out of a package, made safe to be shown: no scripts, no frames, nothing that is fetched."""

import html
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

import nh3

from ankigen.apkg.reader import Package, media_data
from ankigen.card.formulas import with_formulas
from ankigen.render.bounds import SOUND as PLAYED_SOUND
from ankigen.render.bounds import is_too_deep
from ankigen.values import dataclass

CARD_TAGS = (
    "main section article aside header footer nav figure figcaption details summary label input font center big u mark"
    " ruby rt rp rb style button"
)
CARD_ATTRIBUTES = (
    "class id style lang dir title align valign color face size width height colspan rowspan scope start type value"
    " open alt src href reversed checked disabled border cellpadding cellspacing bgcolor"
)
WORD_TAGS = (
    "a abbr b bdi bdo blockquote br caption code dd del dl dt em hr i ins kbd li mark ol p pre q s small strong sub sup"
    " table tbody td th thead tr u ul"
)
HEADING, HEADING_END = re.compile(r"(?i)<h[1-6]\b[^<>]*>"), re.compile(r"(?i)</h[1-6]\s*>")
SCHEMES = {"http", "https", "mailto"}
SOURCE = re.compile(r"""(?i)<img\b[^<>]*?(?:<(?!img\b)[^<>]*?)*?\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
MAIN = re.compile(r"<(/?)main\b")
SOUND = re.compile(rf"{PLAYED_SOUND}|(?i:<(?:audio|video)\b([^<>]*)>)")
PLAYED = re.compile(r"""(?i)\ssrc\s*=\s*["']?([^"'>]+)""")
# Not Python's own table, which knows webp on some machines only.
PICTURE_TYPES = {
    "avif": "avif",
    "bmp": "bmp",
    "gif": "gif",
    "ico": "x-icon",
    "jpeg": "jpeg",
    "jpg": "jpeg",
    "png": "png",
    "svg": "svg+xml",
    "tif": "tiff",
    "tiff": "tiff",
    "webp": "webp",
}
# The outline of a picture's mask, as ankigen writes it. The cleaner knows no SVG, in which much can be hidden: this one
# form, without double quotes and with numbers alone, is taken out before and put back afterwards.
MASK_DRAWN = "<svg viewBox='0 0 100 100' preserveAspectRatio='none'><polygon points='{}'/></svg>"
MASK = re.compile(re.escape(MASK_DRAWN).replace(r"\{\}", r"([\d., -]{0,4000})"))
MASK_MARK = "\U0010fffd"
MASK_MARKED = re.compile(MASK_MARK)
LONGEST_SIDE = 400_000


@dataclass(frozen=True, slots=True)
class Room:
    """What a picture may weigh to go into a page, and all of them together, in bytes."""

    largest: int
    all: int


# Of a page that is one file.
ROOM = Room(largest=10_000_000, all=60_000_000)


def pictures(package: Package | None, texts: Iterable[str], room: Room) -> dict[str, str]:
    """The pictures that the fields name and for which there is room, as data: addresses by name."""
    names = {name for text in texts for name in _names(text)}
    return as_addresses(media_data(package, sorted(names), room.largest) if package and names else {}, room)


def as_addresses(data: Mapping[str, bytes], room: Room) -> dict[str, str]:
    """Those of the files that are pictures and for which there is room, as data: addresses by name."""
    found: dict[str, str] = {}
    total = 0
    for name, content in data.items():
        kind = PICTURE_TYPES.get(name.rpartition(".")[2].lower())
        total += len(content)
        if kind and total <= room.all:
            found[name] = f"data:image/{kind};base64,{b64encode(content).decode()}"
    return found


def picture_names(texts: Iterable[str]) -> list[str]:
    """The names of the pictures that the fields show, sorted; of those not of a known type none."""
    names = {name for text in texts for name in _names(text)}
    return sorted(name for name in names if name.rpartition(".")[2].lower() in PICTURE_TYPES)


def clean_text(text: str) -> str:
    """HTML that stands in a page as words: without pictures, styles and whatever could look like the page's own."""
    if is_too_deep(text):
        return html.escape(text)
    text = HEADING_END.sub("</b></p>", HEADING.sub("<p><b>", text))
    return nh3.clean(text, tags=set(WORD_TAGS.split()), url_schemes=SCHEMES)


def _names(text: str) -> Iterable[str]:
    for match in SOURCE.finditer(text):
        raw = html.unescape(match[1] or match[2] or match[3] or "")
        yield from (raw, unquote(raw))


class Cleaner:
    """Cleans the cards of one package, whose pictures it knows."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = known
        self.cleaner = nh3.Cleaner(
            tags=nh3.ALLOWED_TAGS | set(CARD_TAGS.split()),
            clean_content_tags={"script", "iframe", "object", "noscript", "template"},
            attributes={"*": set(CARD_ATTRIBUTES.split()), "input": {"aria-label"}},
            attribute_filter=self._attribute,
            url_schemes=SCHEMES,
            link_rel="noopener noreferrer",
        )

    def clean(self, card: str) -> str:
        """One side of a card, safe to be put on a page, which has a <main> of its own; formulas are drawn."""
        if len(card) > LONGEST_SIDE:
            return "<p><i>This side is too long to be shown here.</i></p>"
        if is_too_deep(card):
            return "<p><i>This side is nested too deep to be shown here.</i></p>"
        corners = MASK.findall(card)
        cleaned = self.cleaner.clean(MASK.sub(MASK_MARK, SOUND.sub(_sound, card.replace(MASK_MARK, ""))))
        drawn = iter(corners)
        masked = MASK_MARKED.sub(lambda _: MASK_DRAWN.format(next(drawn, "")), MAIN.sub(r"<\1div", cleaned))
        return with_formulas(masked).html

    def _attribute(self, tag: str, attribute: str, value: str) -> str | None:
        if attribute == "src":
            return self.known.get(value) or self.known.get(unquote(value))
        if tag == "input" and attribute == "type":
            return value if value in ("text", "checkbox") else "text"
        return value


def _sound(match: re.Match[str]) -> str:
    source = PLAYED.search(match[2] or "")
    name = match[1] or (source[1] if source else "")
    return f'<span class="ankigen-sound">♪ {html.escape(html.unescape(name))}</span>'
