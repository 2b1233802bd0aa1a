"""A field that is HTML as Anki holds it: a fenced block of `{=html}`, the sign by which Pandoc and Quarto know it.

Cards that came from Anki may have what Markdown cannot say: colours, styles, tables without a head. Such a field is
shipped as it is, but for scripts and whatever else no card of ours may hold.
"""

import re
from collections import Counter
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

import nh3

from ankigen.codes.markdown import UNSAFE_HTML
from ankigen.codes.media import MEDIA_MISSING, MEDIA_REMOTE
from ankigen.diagnostic import Diagnostic, Severity
from ankigen.model.rendered import MediaReference, Rendered
from ankigen.rare import RarePattern
from ankigen.render.allowed_html import TAGS
from ankigen.render.bounds import DEEPEST, SOUND, is_too_deep, without_torn_tag
from ankigen.render.media import SCHEMES
from ankigen.source import Fragment

FENCE = RarePattern(r"(`{3,})\{=html\}[ \t]*\n(.*)\n\1[ \t]*", re.DOTALL)
MEDIA = "media/"
NAMED = RarePattern(rf'\bsrc="([^"]*)"|{SOUND}')
# fmt: off
MORE_TAGS = frozenset((
    "address", "article", "aside", "audio", "canvas", "data", "figcaption", "font", "footer", "header", "hgroup",
    "label", "main", "math", "meter", "nav", "progress", "section", "source", "strike", "tfoot", "time", "track",
    "video",
))
EVERYWHERE = frozenset((
    "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "checked", "class", "color", "colspan",
    "controls", "dir", "disabled", "face", "headers", "height", "href", "id", "lang", "name", "open", "reversed",
    "role", "rowspan", "scope", "size", "span", "src", "start", "style", "tabindex", "title", "type", "valign",
    "value", "width",
))
# fmt: on
# A style may not fetch anything, nor cover what is around the card.
FETCHES = RarePattern(r"(?i)url\s*\(|image-set|@import|expression\s*\(|position\s*:\s*fixed")


def html_of(text: str) -> str | None:
    """The HTML of a fragment that is one `{=html}` block and nothing else; None if it is not."""
    match = FENCE.fullmatch(text) if text.startswith("```") else None
    return match[2] if match else None


def fenced(html: str) -> str:
    """The HTML as such a block."""
    ticks = "`" * max(3, *(len(run) + 1 for run in re.findall("`{3,}", html)), 3)
    return f"{ticks}{{=html}}\n{html}\n{ticks}"


def html_field(text: Fragment, html: str) -> Rendered:
    """The HTML of such a block, cleaned; whatever is not allowed in it is an error at its place."""
    if is_too_deep(html):
        message = f"more than {DEEPEST:,} elements stand one in the other, or never end"
        return Rendered("", (), (Diagnostic(text.span(), UNSAFE_HTML, message, "write fewer, and end each"),))
    safe, lost = clean_html(html)
    problems = []
    for what in lost:
        at = max(text.text.lower().find(what.partition(" in ")[0].strip("<>")), 0)
        message = f"{what} is not allowed on a card, in HTML either"
        problems.append(Diagnostic(text.span(at), UNSAFE_HTML, message, "remove it"))
    paths = [unescape(one or other) for one, other in NAMED.findall(safe)]
    for path in dict.fromkeys(path for path in paths if path and not path.startswith(MEDIA)):
        at = max(text.text.find(path), 0)
        if "//" in path:
            message, hint = f"'{path}' is loaded from the network", "put the file into media/ and name it there"
            problems.append(Diagnostic(text.span(at), MEDIA_REMOTE, message, hint, Severity.WARNING))
        else:
            message = f"'{path}' is not shipped: only learners who have it already see it"
            hint = f"put it at media/{path}, and write media/{path}"
            problems.append(Diagnostic(text.span(at), MEDIA_MISSING, message, hint, Severity.WARNING))
    media = tuple(MediaReference(path, text.span()) for path in dict.fromkeys(paths) if path.startswith(MEDIA))
    return Rendered(safe, media, tuple(problems))


@lru_cache(maxsize=4096)
def clean_html(html: str) -> tuple[str, tuple[str, ...]]:
    """The HTML as a card may hold it, and what that leaves out."""
    if "<" not in html and "&" not in html:
        return html, ()
    safe = _cleaner().clean(html)
    if safe == html:
        return safe, ()
    return safe, tuple(sorted(_census(html) - _census(safe)))


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS | MORE_TAGS),
        clean_content_tags={"script", "style"},
        attributes={"*": set(EVERYWHERE)},
        attribute_filter=_attribute,
        generic_attribute_prefixes={"data-", "aria-"},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "input" and name == "type":
        return value if value == "checkbox" else None
    return None if name == "style" and FETCHES.search(value) else value


class _Census(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[f"<{tag}>"] += 1
        self.found.update(f"{name} in <{tag}>" for name, _ in attrs)


def _census(html: str) -> Counter[str]:
    census = _Census()
    # An unclosed comment would be looked for again at each `<`; the cleaner drops comments anyway.
    without = re.sub(r"<!--.*?(?:-->|\Z)", "", html, flags=re.DOTALL)
    # A declaration is dropped as well, and html.parser breaks off at some of them.
    census.feed(without_torn_tag(re.sub("<(?=[!?])", "", without)))
    census.close()
    census.found.pop("<tbody>", None)  # browsers put it in where it is missing
    return census.found
