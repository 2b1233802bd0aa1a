"""Judge the HTML an author wrote: whatever the sanitiser would remove is an error at its place."""

import re
from collections import Counter
from html import escape
from html.parser import HTMLParser

from ankigen.codes.markdown import UNSAFE_HTML
from ankigen.render.allowed_html import TAGS, allows
from ankigen.render.bounds import without_torn_tag
from ankigen.render.findings import Findings
from ankigen.render.media import check_link, source
from ankigen.render.placed_text import PlacedText

Attributes = list[tuple[str, str | None]]

# What is HTML and not allowed; an author who writes any other name in angle brackets means the signs.
FORBIDDEN = """
applet area article aside audio base body button canvas center data datalist dialog dir embed fieldset font footer form
frame frameset head header hgroup html iframe input label legend link main map marquee math menu meta meter nav noframes
noscript object optgroup option output param picture portal progress script search section select slot source style svg
template textarea title track tt video big strike nobr image plaintext xmp listing acronym basefont bgsound blink
"""
SWITCHES = """
allowfullscreen async autoplay border checked compact controls defer disabled hidden ismap loop multiple muted noshade
nowrap open readonly required reversed selected
"""
WORDS_OF_HTML = frozenset(SWITCHES.split())
# fmt: off
# With what they hold; what has no end.
WHOLE = frozenset(("applet", "canvas", "data", "datalist", "embed", "head", "iframe", "math", "object",
    "script", "style", "svg", "template", "title"))
FILMS = frozenset(("audio", "bgsound", "video", "source", "track"))
ALONE = frozenset(("area", "base", "basefont", "bgsound", "frame", "input", "keygen", "link", "meta",
    "param", "image"))
INSTEAD = {"strike": "<s>", "acronym": "<abbr>"}
# What chatbots write around what they think and what they say.
CHATBOTS = frozenset(("think", "thinking", "thought", "thoughts", "reasoning", "reflection", "analysis",
    "scratchpad", "answer", "response"))
# fmt: on
ELEMENTS = frozenset((*TAGS, *FORBIDDEN.split()))


def _without(tag: str) -> str:
    """What to do instead of an element."""
    if tag in FILMS:
        return "put the file into the deck's media folder, and write ![](media/…)"
    if tag in INSTEAD:
        return f"write {INSTEAD[tag]}"
    if tag == "math":
        return "write the formula between dollars instead of all up to </math>: $…$"
    if tag in WHOLE:
        return f"delete it, up to </{tag}>"
    return "delete this tag" if tag in ALONE else f"delete this tag and </{tag}>: the words between them stay"


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

    def refuse(self, at: int, what: str, hint: str = "delete it") -> None:
        self.findings.report(self.text.at(at), UNSAFE_HTML, f"{what} is not allowed on a card", hint)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        written = self.get_starttag_text() or ""
        if tag not in ELEMENTS or _are_words(attrs):
            self._no_element(tag, written)
            return
        if tag not in TAGS:
            self.refuse(self.here, f"<{tag}>", _without(tag))
            return
        for name, value in attrs:
            place = re.search(rf"[\s/\"']({re.escape(name)})(?=[\s=>/])", written, re.IGNORECASE)
            self._attribute(tag, name, value, self.here + (place.start(1) if place else 0))
        if tag == "img":
            self._image(dict(attrs), len(written))

    def handle_endtag(self, tag: str) -> None:
        if tag not in ELEMENTS:
            self._no_element(tag, f"</{tag}>")

    def _no_element(self, tag: str, written: str) -> None:
        """What is in angle brackets and no HTML: mostly a sign for "less than", with words up to the next one."""
        if ":" in tag:
            hint = "delete it: office programs leave it behind"
            self.findings.report(self.text.at(self.here), UNSAFE_HTML, f"{written[:40]} is not allowed on a card", hint)
            return
        ends = written.startswith("</")
        if ends and tag in self.findings.pairs:
            return  # told where it begins
        message = f"'{written.partition(chr(10))[0][:40]}' is read as HTML and would not be shown"
        hint = "write &lt; for the sign <, or a space after it"
        edit: tuple[str, str] | None = ("<", "&lt;")
        if tag in self.findings.pairs:
            hint = f"delete <{tag}> and </{tag}>, with the words between them if those are not for learners"
            edit = None
        elif ends or tag in CHATBOTS:
            hint, edit = "delete it; if learners are to see it, write &lt; for the sign <", None
        self.findings.report(self.text.at(self.here), UNSAFE_HTML, message, hint, edit)

    def _attribute(self, tag: str, name: str, value: str | None, at: int) -> None:
        if not allows(tag, name, value):
            self.refuse(at, f"{name} in <{tag}>", f"delete {name}" + ("=…" if value is not None else ""))
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
        judge.feed(without_torn_tag(text[:end]))
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


def _are_words(attributes: Attributes) -> bool:
    """Whether they are the words of a sentence: several, none has a value, and none is one of HTML's own."""
    return len(attributes) > 1 and all(value is None and name not in WORDS_OF_HTML for name, value in attributes)


class _Census(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.feed(without_torn_tag(html[: _end_of_closed(html)]))
        self.close()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.found[f"<{tag}>"] += 1
        self.found.update(f"{name} in <{tag}>" for name, _ in attrs)


def lost(before: str, after: str) -> list[str]:
    """What HTML an author wrote and the sanitiser dropped, such as a `<td>` outside a table."""
    return sorted(_Census(before).found - _Census(after).found)
