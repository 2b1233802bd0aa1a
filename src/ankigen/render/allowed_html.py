"""What HTML a card may hold: one table, for nh3 and for the diagnostics alike."""

import re

import nh3

from ankigen.render.media import SCHEMES

# fmt: off
TAGS = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col",
    "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "i", "img", "input", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt",
    "ruby", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "tt", "u", "ul", "var", "wbr",
))
# fmt: on
EVERYWHERE = frozenset({"lang", "dir", "title"})
ATTRIBUTES = {
    "a": frozenset({"href"}),
    "code": frozenset({"class"}),
    "col": frozenset({"span", "align"}),
    "colgroup": frozenset({"span", "align"}),
    "details": frozenset({"open"}),
    "div": frozenset({"class", "align"}),
    "img": frozenset({"src", "alt", "width", "height", "align"}),
    "input": frozenset({"aria-label", "checked", "disabled"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "p": frozenset({"align"}),
    "pre": frozenset({"class"}),
    "span": frozenset({"class"}),
    "table": frozenset({"align"}),
    "td": frozenset({"align", "colspan", "rowspan"}),
    "th": frozenset({"align", "colspan", "rowspan", "scope"}),
}

# Whole elements without attributes, in text whose signs are escaped as nh3 escapes them: it would change nothing.
UNTOUCHED = re.compile(
    "(?:[^&<>\0\r\xa0\ud800-\udfff\ufeff]++|</?(?:p|em|strong|del|sub|sup|code|ul|ol|li|table|thead|tbody|tr|th|td)>|<br>|&(?:amp|lt|gt);)*+"
)


def allows(tag: str, attribute: str, value: str | None) -> bool:
    """Whether nh3 leaves the attribute; URLs aside."""
    if tag == "input" and attribute == "type":
        return value == "checkbox"
    return attribute in EVERYWHERE or attribute in ATTRIBUTES.get(tag, ())


def cleaner() -> nh3.Cleaner:
    """The last word on what is shipped."""
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes={"*": set(EVERYWHERE)} | {tag: set(names) for tag, names in ATTRIBUTES.items()},
        tag_attribute_values={"input": {"type": {"checkbox"}}},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
