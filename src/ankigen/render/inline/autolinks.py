"""GFM's extended autolinks: a bare `https://…`, `www.…` or `name@example.org` in running text."""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown

from ankigen.rare import RarePattern
from ankigen.render.findings import Findings
from ankigen.render.inline.references import encode
from ankigen.render.inline.rule import Handled, Rule
from ankigen.render.inline.tree import fill, literal
from ankigen.render.media import check_link
from ankigen.render.placed_text import place

DOMAIN = RarePattern(r"[\w-]+(?:\.[\w-]+)*")
ENTITY_END = RarePattern(r"&[A-Za-z0-9]+;$")


def trimmed(url: str) -> str:
    """Without the punctuation that ends the sentence, not the URL."""
    while url:
        if url[-1] == ")" and url.count(")") > url.count("("):
            url = url[:-1]
        elif url[-1] == ";" and (entity := ENTITY_END.search(url)):
            url = url[: entity.start()]
        elif url[-1] in "?!.,:*_~'\";":
            url = url[:-1]
        else:
            break
    return url


def _valid_domain(domain: str, dotted: bool) -> bool:
    parts = domain.split(".")
    return (len(parts) > 1 or not dotted) and not any("_" in part for part in parts[-2:])


class BareUrl(Rule):
    in_brackets = False
    trigger = r"(?<![A-Za-z])(?:[hH][tT][tT][pP][sS]?://|[fF][tT][pP]://)|(?<![^\s*_~(\U000F0000-\U000F7FFF])www\."

    def __init__(self, md: Markdown, findings: Findings) -> None:
        super().__init__(md, findings, r"(?i:(https?://|ftp://)|www\.)[^\s<\U000F0000-\U000F7FFF]*")

    def read(self, m: re.Match[str], data: str) -> Handled:
        url = trimmed(m[0])
        domain = DOMAIN.match(url, len(m[1] or ""))
        if domain is None or not _valid_domain(domain[0], dotted=not m[1]):
            return None, None, None
        target = url if m[1] else f"http://{url}"
        check_link(target, place(data, m.start()), self.findings)
        return fill(Element("a", {"href": literal(encode(target))}), [url]), m.start(), m.start() + len(url)


class BareAddress(Rule):
    trigger = r"(?<![A-Za-z0-9.+-])[A-Za-z0-9_.+-]+@"

    def __init__(self, md: Markdown, findings: Findings) -> None:
        super().__init__(md, findings, r"[A-Za-z0-9_.+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+")

    def read(self, m: re.Match[str], data: str) -> Handled:
        if m[0][-1] in "-_":
            return None, None, None
        return fill(Element("a", {"href": literal(f"mailto:{m[0]}")}), [m[0]]), m.start(), m.end()
