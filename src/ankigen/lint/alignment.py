"""Where in the author's Markdown each letter of a card was written.

The HTML and its source are walked through together, from left to right. Nothing is decided here about what is markup:
whatever the HTML does not show is.
"""

import re
from dataclasses import field
from html import unescape
from urllib.parse import unquote

from ankigen.model.cloze import clozes
from ankigen.source import Fragment, Span
from ankigen.values import dataclass

GONE = "\x7f"  # stands for a character of markup
THING = "\ufffc"  # code and formulas: something is there, but no words

TOKEN = re.compile(
    r"""<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<attributes>[^<>"]*(?:"[^"]*"[^<>"]*)*)>
      | \\\((?P<inline>.*?)\\\) | \\\[(?P<display>.*?)\\\] | \[sound:(?P<sound>[^\]]*)\]
      | (?P<open>\{\{c[\d,]+::) | (?P<close>\}\}) | (?P<entity>&(?:\#\w+|\w+);) | (?P<line>\n)
      | (?P<text>[^<&\n\\\[{}]+|[\\\[{}])""",
    re.VERBOSE | re.DOTALL,
)
# Tags between which words do not run together.
BLOCKS = frozenset(
    (
        *("p", "div", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "details", "summary", "section", "aside"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
CODE = re.compile(r"<(code|pre)\b[^>]*>(.*?)</\1>", re.DOTALL)
ATTRIBUTE = re.compile(r'\b(alt|src)="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
HINT = re.compile(r"::([^{}]*)\Z")
ENTITY = re.compile(r"&(?:#\w+|\w+);")
LINK_ENDS = re.compile(r"[^\w\s\[\]]*\](?=[(\[])")
TARGET = re.compile(
    r"""\]\(\s*(?P<path><[^>\n]*>|(?:[^()\s\\]|\\.|\((?:[^()\s\\]|\\.)*\)){0,999})
        (?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)
      | \]\[[^\]\n]{0,999}\]""",
    re.VERBOSE | re.DOTALL,
)
HREF = re.compile(r'\bhref="([^"]*)"')
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
CHECKBOX = re.compile(r"\[[ xX]\]")
# How far ahead a letter is looked for, beyond what is between it and the last one.
FAR = 2000


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a text shows: what is said of it, its path, and its place."""

    alt: str
    path: str
    span: Span


def align(fragment: Fragment, html: str, *, cloze: bool) -> tuple[str, tuple[Picture, ...]]:
    """A mask as long as the fragment's text, with `GONE` where the HTML shows nothing, and the pictures it shows.

    Marks of clozes are markup if the HTML is that of a `cloze`, their hints too.
    """
    reading = _Reading(fragment, cloze)
    reading.read(_without_hints(html) if cloze else html)
    return "".join(reading.mask), tuple(reading.pictures)


@dataclass(slots=True)
class _Reading:
    """Walks through the HTML and its source together; `at` is how far it is in the source."""

    fragment: Fragment
    cloze: bool
    at: int = 0
    end: int = 0  # after the last letter that was found
    apart: bool = False  # whether the next word does not run on from the last one
    mask: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)  # of the links that are open

    @property
    def source(self) -> str:
        return self.fragment.text

    def read(self, html: str) -> None:
        self.mask = [GONE] * len(self.source)
        at = 0
        while match := TOKEN.search(html, at):
            at = match.end()
            if match["tag"] and not match["end"] and (code := CODE.match(html, match.start())):
                self.apart |= match["tag"] == "pre"
                self.thing(unescape(TAG.sub("", code[2])))
                self.apart |= match["tag"] == "pre"
                at = code.end()
            else:
                self.token(match)

    def token(self, match: re.Match[str]) -> None:
        match match.lastgroup:
            case "attributes" | "tag" | "end":
                self.tag(match["tag"].lower(), match)
            case "inline" | "display":
                self.thing(unescape(match[match.lastgroup]).strip(), "$")
            case "sound":
                self.picture("", unescape(match["sound"]))
            case "open" | "close" if self.cloze:
                self.skip(match[0])
            case "open" | "close" | "text":
                self.text(match[0])
            case "entity":
                self.letters(unescape(match["entity"]))
            case _:
                self.apart = True

    def tag(self, name: str, match: re.Match[str]) -> None:
        if name == "img":
            attributes = {key: unescape(value) for key, value in ATTRIBUTE.findall(match["attributes"])}
            self.picture(attributes.get("alt", ""), attributes.get("src", ""))
        elif name == "input":
            if box := CHECKBOX.search(self.source, self.at, self.at + FAR):
                self.at = box.end()
        elif name == "a" and match["end"]:
            if self.targets and (ends := LINK_ENDS.match(self.source, self.at)):
                self.at = ends.end() - 1
                self.over_target(self.targets.pop())
        elif name == "a":
            self.targets += HREF.findall(match["attributes"])[:1] or [""]
            self.over_tag("<a")
        else:
            self.over_tag(f"<{match['end']}{name}")
        self.apart |= name in BLOCKS

    def over_tag(self, begin: str) -> None:
        """Pass over a tag that the author wrote, so that no word is found among its attributes."""
        start = self.source.find("<", self.at, self.at + FAR)
        if start < 0 or self.has_words(self.at, start):
            return
        name = self.source[start : start + len(begin) + 1].lower()
        if name[:-1] == begin and name[-1] in " \t\n/>":
            self.at = self.source.find(">", start) + 1 or len(self.source)

    def has_words(self, start: int, end: int) -> bool:
        return any(map(str.isalnum, self.source[start:end]))

    def over_target(self, address: str) -> None:
        """Pass over the address behind a bracket: the one that the HTML has, or a reference."""
        target = TARGET.match(self.source, self.at)
        if target and (target["path"] is None or _plain(target["path"]) == _plain(unescape(address))):
            self.at = target.end()

    def picture(self, alt: str, path: str) -> None:
        starts = [found for mark in ("![", "<img", "<IMG") if (found := self.ahead(mark)) >= 0]
        if not starts:
            return
        start = min(starts)
        self.pictures.append(Picture(alt.strip(), path, self.fragment.span(start)))
        if self.source[start] == "<":
            self.at = self.source.find(">", start) + 1 or len(self.source)
            return
        closing = self.source.find("](", start)
        self.at = closing if closing >= 0 else start + 2
        self.over_target(path)

    def skip(self, mark: str) -> None:
        """Pass over a mark of a cloze."""
        found = self.ahead(mark)
        self.at = found + len(mark) if found >= 0 else self.at

    def thing(self, inside: str, mark: str = "") -> None:
        """Code or a formula: one sign for all of it."""
        first = inside.strip("\n").split("\n")[0].strip()
        whole, inner = self.ahead(inside), self.ahead(first)
        inner = whole if whole >= 0 else inner
        opening = self.source.rfind("`", self.at, inner) if inner >= 0 else self.ahead("`")
        start = self.ahead(mark) if mark else opening
        start = start if start >= 0 else max(inner, self.at)
        if start < len(self.source):
            self.put(start, THING)
            self.at = whole + len(inside) if whole >= 0 else self.after_lines(inside, max(inner, self.at))
            while self.source.startswith(("`", "$"), self.at):
                self.at += 1

    def ahead(self, text: str) -> int:
        """Where the text is, or -1 if it is not near."""
        return self.source.find(text, self.at, self.at + FAR + len(text)) if text else -1

    def after_lines(self, inside: str, at: int) -> int:
        """After the last line of code in a list or a quote, where its lines are indented."""
        for line in inside.split("\n"):
            found = self.source.find(line.strip(), at, at + FAR + len(line)) if line.strip() else at
            at = found + len(line.strip()) if found >= 0 else at
        return at

    def text(self, text: str) -> None:
        self.over_comments()
        found = self.ahead(text)
        if found >= 0 and self.has_words(self.at, found):
            nearer = self.nearest(text, found)
            if nearer:
                for at, char in zip(nearer, text, strict=True):
                    self.put(at, char)
                return
        if found < 0:
            self.letters(text)
            return
        self.between(found)
        self.mask[found : found + len(text)] = text
        self.at = self.end = found + len(text)

    def nearest(self, text: str, before: int) -> list[int]:
        """Where the letters of a text are that is written with escapes, entities or comments, if that is before the
        place where it is found as it is."""
        at = self.at
        while at < before and not self.step(at, text[0]):
            at = self.after_comment(at)
        places: list[int] = []
        for char in text:
            while at < before and not self.step(at, char):
                if self.source[at] not in "\\ \t" and not self.source.startswith("<!--", at):
                    return []
                at = self.after_comment(at)
            if at >= before:
                return []
            places.append(at)
            at += self.step(at, char)
        return places

    def step(self, at: int, char: str) -> int:
        """How many letters of the source there show this one: as it is, or as an entity; 0 if it is another."""
        if self.source[at] == char:
            return 1
        entity = ENTITY.match(self.source, at) if self.source[at] == "&" else None
        return len(entity[0]) if entity and unescape(entity[0]) == char else 0

    def after_comment(self, at: int) -> int:
        """After the comment that begins there, or after the letter."""
        if not self.source.startswith("<!--", at):
            return at + 1
        end = self.source.find("-->", at + 4)
        return end + 3 if end >= 0 else len(self.source)

    def over_comments(self) -> None:
        while self.source.startswith("<!--", self.at):
            self.at = self.after_comment(self.at)

    def letters(self, text: str) -> None:
        """Letter by letter, where the source has escapes, entities and comments in between."""
        for char in text:
            at, far = self.at, min(self.at + FAR, len(self.source))
            while at < far:
                if step := self.step(at, char):
                    self.put(at, char)
                    self.at = at + step
                    break
                if char.isspace() and not self.source[at].isspace():
                    break  # a space of the card's own
                at = self.after_comment(at)

    def put(self, at: int, char: str) -> None:
        self.between(at)
        self.mask[at] = char
        self.at = self.end = at + 1

    def between(self, start: int) -> None:
        """What keeps two words apart that the card shows on two lines or in two cells."""
        if self.apart and self.end:
            lines = [at for at in range(self.end, start) if self.source[at] == "\n"]
            for at in lines:
                self.mask[at] = "\n"
            if not lines and self.end < start:
                self.mask[self.end] = " "
        self.apart = False


def _plain(address: str) -> str:
    """An address without escapes, to be compared."""
    return unquote(unescape(ESCAPE.sub(r"\1", address.strip().removeprefix("<").removesuffix(">"))))


def _without_hints(html: str) -> str:
    """The HTML of a cloze as its back shows it: without the hints."""
    if "::" not in html:
        return html
    ends = ((cloze.inner, cloze.end) for cloze in clozes(html) if cloze.end is not None)
    hints = ((hint.start(), end) for inner, end in ends if (hint := HINT.search(html, inner, end)))
    for start, end in sorted(hints, reverse=True):
        html = html[:start] + html[end:]
    return html
