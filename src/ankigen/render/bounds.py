"""What a stranger's text opens and never closes must not be looked through again and again."""

from ankigen.rare import RarePattern

# As Anki reads it, but that it ends before the next one begins.
SOUND = r"\[sound:([^\[\]]*(?:\[(?!sound:)[^\[\]]*)*)\]"
TAG = RarePattern(r"<(/?)([a-zA-Z][^\s/<>]*)")
BEGUN = RarePattern(r"</?[a-zA-Z]")
VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"))
DEEPEST = 1000  # elements one in the other, and tags that never end


def until_last(text: str, *ends: str) -> int:
    """Where the last of these ends is over; 0 if there is none."""
    return max((at + len(end) for end in ends if (at := text.rfind(end)) >= 0), default=0)


def without_torn_tag(html: str) -> str:
    """The HTML without a tag at its end that never ends, of which browsers show nothing."""
    torn = BEGUN.search(html, html.rfind(">") + 1)
    return html[: torn.start()] if torn else html


def is_too_deep(html: str) -> bool:
    """Whether more elements could be one in the other than anybody means: each is looked through for each tag in it."""
    if html.count("<") <= DEEPEST:
        return False
    depth = 0
    for match in TAG.finditer(html):
        if match[2].lower() not in VOID:
            depth = max(depth - 1, 0) if match[1] else depth + 1
        if depth > DEEPEST:
            return True
    return html.count("<") - html.count(">") > DEEPEST
