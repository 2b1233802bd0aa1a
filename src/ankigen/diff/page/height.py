"""How high a card will be: an estimate from its markup, because without a script nothing can measure it."""

from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from unicodedata import east_asian_width

from ankigen.diff.page.picture import picture_size

LEAST, MOST = 104, 900
# Frames show cards a little smaller than Anki does, so that two fit beside each other.
ZOOM = 0.86
# The room inside a card in CSS pixels and the size of its letters: beside another card, and on a phone.
WIDE, NARROW = (560, 19), (350, 18)
PADDING, NARROW_PADDING = 76, 56
HIGHEST_PICTURE = 420
VOID = {"img", "br", "hr", "input", "wbr", "col"}
INLINE = {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "img", "input", "ins", "kbd"}
INLINE |= {"mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr"}
# Space in and around an element: that of ankigen's classes, and what browsers give to tags. CSS pixels.
SPACE = {"fold": 64, "aside": 44, "label": 4, "about": 45, "report": 26, "gone": 26, "text": 8, "option": 24, "hr": 16}
SPACE |= {"pre": 24, "td": 0, "tr": 17, "input": 30, "typed": 20, "ankigen-sound": 8, "options-front": 20, "solved": 16}
# Space behind an element; between two, the larger counts. Classes go before tags.
BEHIND = {
    "p": 16,
    "ul": 16,
    "ol": 16,
    "dl": 16,
    "table": 16,
    "pre": 16,
    "blockquote": 16,
    "hr": 20,
    "li": 4,
    "option": 8,
}
BEHIND |= {"title": 8, "label": 0, "h1": 16, "h2": 16, "h3": 16, "h4": 8, "h5": 8, "h6": 8}
# How large letters are beside those of the card, and what the element takes from the width in CSS pixels.
LETTERS = {"question": 1.16, "back-question": 0.9, "title": 0.84, "answer": 1.05, "solved": 0.9, "about": 0.79}
LETTERS |= {"report": 0.79, "label": 0.79, "pre": 0.84, "table": 0.9}
INSET = {"aside": 36, "option": 68, "li": 30, "about": 90, "pre": 24, "blockquote": 19, "gone": 34}
# The share of its height that a letter is wide.
LETTER, LINE = 0.5, 1.5


def heights(cards: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """How high the frames of these cards must be: equally high beside each other, each its own height on a phone."""
    wide = max(_height(card, *WIDE, PADDING) for card in cards)
    return tuple((wide, _height(card, *NARROW, NARROW_PADDING)) for card in cards)


def _height(card: str, width: int, letter: int, padding: int) -> int:
    ruler = _Ruler(width, letter)
    ruler.feed(card)
    ruler.close()
    return round(max(LEAST, min(MOST, ZOOM * (padding + ruler.height()) + 4)))


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that has not ended: what it is called, the size of its letters, and the width left in it."""

    tag: str
    names: tuple[str, ...]
    letter: float
    width: float


class _Ruler(HTMLParser):
    """Adds up lines, pictures and the space between them. What is folded is not seen."""

    def __init__(self, width: int, letter: int) -> None:
        super().__init__()
        self.open = [_Open("", (), letter, width)]
        self.total = self.gap = 0.0
        self.line = 0.0
        self.pictures: list[tuple[float, float]] = []
        self.cells = 0.0
        self.folded = 0

    def height(self) -> float:
        self.break_line()
        return self.total

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "details" or self.folded:
            self.folded += tag == "details"
            if self.folded > 1 or tag != "details":
                return
        if tag not in INLINE:
            self.break_line()
        values = dict(attrs)
        names = self.names(tag, (values.get("class") or "").split())
        if tag == "img":
            self.pictures.append(picture_size(values))
        self.add(sum(SPACE.get(name, 0) for name in names))
        if tag in VOID:
            self.gap = max(self.gap, BEHIND.get(tag, 0))
            return
        around = self.open[-1]
        scale = next((LETTERS[name] for name in names if name in LETTERS), None)
        letter = self.open[0].letter * scale if scale else around.letter
        self.open.append(_Open(tag, names, letter, around.width - sum(INSET.get(name, 0) for name in names)))

    def names(self, tag: str, classes: list[str]) -> tuple[str, ...]:
        inside = [name for element in self.open for name in element.names]
        if tag == "li" and "options" in inside:
            return ("option",)
        if "question" in classes and "back" in inside:
            return ("back-question", "text")
        return (*classes, tag)

    def handle_endtag(self, tag: str) -> None:
        if self.folded:
            self.folded -= tag == "details"
            if self.folded or tag != "details":
                return
        if tag not in INLINE:
            self.break_line()
        if tag == "tr":
            self.add(self.text_height(self.cells, share=0.7))
            self.cells = 0
        element = self.open[-1]
        if element.tag == tag and len(self.open) > 1:
            self.open.pop()
            behind = next((BEHIND[name] for name in element.names if name in BEHIND), 0)
            self.gap = 0 if "text" in element.names else max(self.gap, behind)

    def handle_data(self, data: str) -> None:
        if self.folded:
            return
        inside = {name for element in self.open for name in (element.tag, *element.names)}
        if {"about", "dt"} <= inside:
            return  # stands beside its <dd>
        if "pre" in inside:
            for number, line in enumerate(data.split("\n")):
                if number:
                    self.break_line(blank=True)
                self.line += 1.2 * _units(line)
        elif words := " ".join(data.split()):
            self.line += _units(words) + 1

    def add(self, height: float) -> None:
        if height:
            self.total += height + self.gap
            self.gap = 0

    def break_line(self, blank: bool = False) -> None:
        """What stood in the line so far gets its height."""
        if self.line and self.open[-1].tag in ("td", "th"):
            self.cells += self.line + 26 / (LETTER * self.open[-1].letter)
        elif self.line or blank:
            self.add(self.text_height(self.line))
        self.line = 0
        for width, height in self.pictures:
            fit = min(1, self.open[-1].width / width, HIGHEST_PICTURE / height)
            self.add(max(fit * height + 8, self.text_height(1)))
        self.pictures.clear()

    def text_height(self, units: float, share: float = 1) -> float:
        """The height of so much text, in lines of which a share of the width is filled where they are broken."""
        letter, width = self.open[-1].letter, max(80, self.open[-1].width)
        long = units * LETTER * letter
        # A line that is broken between words stays a little shorter than the rest.
        lines = 1 if long <= width else -(-long // (share * width - 2 * letter))
        return lines * LINE * letter


def _units(text: str) -> int:
    """The width of the text in Latin letters."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
