"""Judge the HTML an author wrote: whatever the sanitiser would remove is an error at its place."""

import re
from collections import Counter
from html import escape
from html.parser import HTMLParser

from ankigen.codes.markdown import UNSAFE_HTML
from ankigen.render.allowed_html import TAGS, allows
from ankigen.render.findings import Findings
from ankigen.render.media import check_link, source
from ankigen.render.placed_text import PlacedText

Attributes = list[tuple[str, str | None]]


class _Judge(HTMLParser):
    """Reads one piece of HTML; `edits` are the tags to write anew."""

    def __init__(self, text: PlacedText, findings: Findings) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.findings = findings
        self.edits: list[tuple[int, int, str]] = []
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    @property
    def here(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def refuse(self, at: int, what: str) -> None:
        self.findings.report(self.text.at(at), UNSAFE_HTML, f"{what} is not allowed on a card")

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag not in TAGS:
            self.refuse(self.here, f"<{tag}>")
            return
        written = self.get_starttag_text() or ""
        for name, value in attrs:
            place = re.search(rf"[\s/\"']({re.escape(name)})(?=[\s=>/])", written, re.IGNORECASE)
            self._attribute(tag, name, value, self.here + (place.start(1) if place else 0))
        if tag == "img":
            self._image(dict(attrs), len(written))

    def _attribute(self, tag: str, name: str, value: str | None, at: int) -> None:
        if not allows(tag, name, value):
            self.refuse(at, f"{name} in <{tag}>")
        elif name == "href":
            check_link(value or "", self.text.at(at), self.findings)

    def _image(self, attributes: dict[str, str | None], length: int) -> None:
        """An image names its file as Markdown's images do."""
        at = self.text.at(self.here)
        if attributes.get("src"):
            attributes["src"] = source(attributes["src"] or "", at, self.findings)
        written = "".join(f' {name}="{escape(value or "")}"' for name, value in attributes.items())
        self.edits.append((self.here, self.here + length, f"<img{written}>"))

    def handle_decl(self, decl: str) -> None:
        self.refuse(self.here, f"<!{decl[:20]}>")

    def unknown_decl(self, data: str) -> None:
        self.refuse(self.here, f"<![{data[:20]}")

    def handle_pi(self, data: str) -> None:
        self.refuse(self.here, f"<?{data[:20]}")


def checked(text: PlacedText, findings: Findings) -> str:
    """The HTML with its images' paths decoded; what may not be shipped is reported to the findings."""
    findings.raw_html = True
    judge = _Judge(text, findings)
    end = _end_of_closed(text)
    if text.startswith("<?", end):  # a comment that never ends is reported already
        judge.refuse(end, "<?")
    try:
        judge.feed(text[:end])
        judge.close()
    except AssertionError:  # so html.parser meets a marked section that it does not know: <![x
        judge.unknown_decl(text[judge.here + 3 :].partition("\n")[0])
    html = str(text)
    for start, end, written in reversed(judge.edits):
        html = html[:start] + written + html[end:]
    return html


def _end_of_closed(html: str) -> int:
    """Where the first comment or instruction begins that never ends: html.parser would look for each one's end anew."""
    comment = html.find("<!--", html.rfind("-->") + 1)
    instruction = html.find("<?", html.rfind(">") + 1)
    return min(at if at >= 0 else len(html) for at in (comment, instruction))


class _Census(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.feed(html[: _end_of_closed(html)])
        self.close()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.found[f"<{tag}>"] += 1
        self.found.update(f"{name} in <{tag}>" for name, _ in attrs)


def lost(before: str, after: str) -> list[str]:
    """What HTML an author wrote and the sanitiser dropped, such as a `<td>` outside a table."""
    return sorted(_Census(before).found - _Census(after).found)
