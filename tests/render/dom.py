"""Compare HTML as browsers see it: nesting, attributes and text, not how they are written."""

import re
from html.parser import HTMLParser

VOID = frozenset({"br", "col", "hr", "img", "input", "wbr"})
BLOCKS = frozenset(
    (
        *("blockquote", "br", "dd", "details", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "input"),
        *("li", "ol", "p", "pre", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)

Token = tuple[str, ...]


class _Reader(HTMLParser):
    """Collects tags and texts; comments and what Pygments adds are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []
        self.pre = 0
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs if name != "aria-label"}  # ours, for screen readers
        if tag == "pre":
            self.pre += 1
            self.language = values.pop("lang", "")  # GitHub's parser names the language here, the spec at the <code>
        elif tag == "span" and self.pre:
            return
        elif tag == "code" and self.language:
            values["class"], self.language = f"language-{self.language}", ""
        self.tokens.append(("<", tag, *(f"{name}={value}" for name, value in sorted(values.items()))))

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self.pre -= 1
        if not (tag == "span" and self.pre) and tag not in VOID:
            self.tokens.append(("/", tag))

    def handle_data(self, data: str) -> None:
        text = data if self.pre else re.sub(r"[ \t\n\r\f]+", " ", data)
        if self.tokens and self.tokens[-1][0] == "text":
            text = self.tokens.pop()[1] + text
        self.tokens.append(("text", text, "pre" if self.pre else ""))


def dom(html: str) -> list[Token]:
    """The HTML as tags and texts in order; white space that no browser shows is left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    edge = ("<", "p")
    tokens = []
    for before, token, after in zip([edge, *reader.tokens], reader.tokens, [*reader.tokens[1:], edge], strict=False):
        if token[0] != "text" or token[2]:
            tokens.append(token)
        elif text := _trimmed(re.sub(" +", " ", token[1]), before[1] in BLOCKS, after[1] in BLOCKS):
            tokens.append(("text", text))
    return tokens


def _trimmed(text: str, left: bool, right: bool) -> str:
    text = text.lstrip(" ") if left else text
    return text.rstrip(" ") if right else text
