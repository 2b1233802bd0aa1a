"""Links and images: what the `]` of a bracket makes of the nodes since its `[`."""

import re
from xml.etree.ElementTree import Element

from ankigen.codes.markdown import MISSING_DEFINITION
from ankigen.model.media import media_kind
from ankigen.rare import RarePattern
from ankigen.render.findings import Findings
from ankigen.render.inline.emphasis import Delimited, emphasise
from ankigen.render.inline.references import LABEL, References, destination, encode, normal_label, title
from ankigen.render.inline.tree import Node, fill, literal, plain
from ankigen.render.media import check_link, image
from ankigen.render.placed_text import PlacedText
from ankigen.values import dataclass

BLANKS = re.compile(r"[ \t\n]*")
WORDS = RarePattern(r"[^\W\d_A-Z]{4}")
FAR = 200  # characters that tell what brackets are about
APART = re.compile(r"^!\s\Z", re.MULTILINE)
FORMULA = RarePattern(r"[=∝×·/^]|\d\s*\[")
LABEL_WORD = RarePattern(r"\d{1,3}|[^\W\d_]*[a-z]{3}[\w -]*")


@dataclass(slots=True)
class Bracket:
    """A `[` or `![`: the index of its node and the offset after it."""

    image: bool
    node: int
    start: int
    active: bool = True
    followed: bool = False  # another bracket opened after it: it cannot be a reference's label


@dataclass(frozen=True, slots=True)
class Target:
    url: str
    title: str
    end: int


def _blanks(text: str, start: int) -> int:
    match = BLANKS.match(text, start)
    return match.end() if match else start


def _inline_target(text: str, start: int) -> Target | None:
    """`(url "title")` at `start`."""
    if not text.startswith("(", start):
        return None
    at = _blanks(text, start + 1)
    url, end = destination(text, at) or ("", at)
    begin = _blanks(text, end)
    named = title(text, begin) if begin > end else None
    after = _blanks(text, named[1]) if named else begin
    if not text.startswith(")", after):
        return None
    return Target(url, named[0] if named else "", after + 1)


def target(text: str, at: int, opener: Bracket, references: References) -> Target | None:
    """Where the bracket that closes at `at` leads."""
    if found := _inline_target(text, at + 1):
        return found
    label = LABEL.match(text, at + 1)
    end = at + 1
    name = ""
    if label:
        name, end = label[1], label.end()
    elif not opener.followed:
        name = text[opener.start : at]
        if text.startswith("[]", at + 1):
            end += 2
    known = references.get(normal_label(name)) if name.strip() else None
    return Target(*known, end) if known else None


class Links:
    """Closes brackets for one text."""

    def __init__(self, text: PlacedText, references: References, findings: Findings) -> None:
        self.text = text
        self.references = references
        self.findings = findings
        self.open: list[Bracket] = []

    def opened(self, image: bool, node: int, start: int) -> None:
        if self.open:
            self.open[-1].followed = True
        self.open.append(Bracket(image, node, start))

    def within(self) -> bool:
        """Whether a bracket is open in which GFM looks for no bare URLs."""
        return any(bracket.active for bracket in self.open)

    def closed(self, nodes: list[Delimited], at: int) -> int | None:
        """Make a link of the nodes since the bracket; gives the offset after it, None if there is no link."""
        if not self.open:
            return None
        opener = self.open.pop()
        found = target(self.text, at, opener, self.references) if opener.active else None
        if found is None:
            self._missing(opener, at)
            return None
        inside = emphasise(nodes[opener.node + 1 :], self.text)
        del nodes[opener.node :]
        nodes.append(self._node(opener, found, inside))
        if not opener.image:
            for outer in self.open:
                outer.active = outer.active and outer.image
        return found.end

    def _missing(self, opener: Bracket, at: int) -> None:
        """`![x][label]`, `[words][label]` and `[words][]` of a label that nobody defines; `[H+][A-]` is chemistry."""
        words = self.text[opener.start : min(at, opener.start + FAR)]
        found = LABEL.match(self.text, at + 1)
        collapsed = self.text.startswith("[]", at + 1) and not opener.followed and at - opener.start <= FAR
        label = found[1] if found else words if collapsed else ""
        if not label.strip():
            return
        if opener.image or (WORDS.search(words) and self._is_meant(words, label, opener.start - 1)):
            what = "picture" if opener.image else "address"
            hint = f"write it into the file: [{label}]: {'media/x.png' if opener.image else 'https://…'}"
            place = self.text.at(opener.start - (2 if opener.image else 1))
            self.findings.report(place, MISSING_DEFINITION, f"nothing says which {what} [{label}] is", hint)

    def _is_meant(self, words: str, label: str, start: int) -> bool:
        """Whether it is a link beyond doubt: two words in brackets may also be concentrations, as in
        `K = [ligand][receptor]/[complex]`."""
        if label == words:
            return True
        if not LABEL_WORD.fullmatch(label):
            return False
        begin = max(0, start - FAR)
        line = self.text[max(begin, self.text.rfind("\n", begin, start) + 1) : start + FAR].partition("\n")[0]
        return " " in words or not (label.isdigit() or FORMULA.search(line))

    def _node(self, opener: Bracket, found: Target, inside: list[Node]) -> Node:
        place = self.text.at(opener.start - (2 if opener.image else 1))
        if opener.image:
            return image(found.url, plain(inside), found.title, place, self.findings)
        # A space after a picture's ! is the parser's to tell.
        if not APART.search(self.text, max(0, opener.start - 4), opener.start - 1) or not media_kind(found.url):
            check_link(found.url, place, self.findings, str(self.text[opener.start - 1 : found.end]))
        link = Element("a", {"href": literal(encode(found.url))})
        if found.title:
            link.set("title", literal(found.title))
        return fill(link, inside)
