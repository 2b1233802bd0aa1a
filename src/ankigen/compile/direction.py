"""Latin text in a deck that is written from right to left.

Everything in such a deck begins at the right: "COVID-19 هو مرض" is Arabic although a Latin word begins it, which is why
its first letter (`dir="auto"`) says nothing. What has no Arabic or Hebrew letter at all is marked as left to right, or
its full stop would be shown at its left end.
"""

import unicodedata
from html import unescape

from ankigen.rare import RarePattern

TAG = RarePattern(r"(<[^>]*>)")
BLOCK = RarePattern(
    r"</?(p|h[1-6]|li|ul|ol|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|caption|pre|blockquote|div|details|summary|hr"
    r"|figure|figcaption|center)\b"
)
# Of these the whole paragraph begins at the left. Items and cells stay in line with the others.
PARAGRAPH = RarePattern(r"<(?:p|h[1-6])(?=[ >])")
MARK, PARAGRAPH_MARK = '<span dir="ltr">', RarePattern(rf'({PARAGRAPH.pattern}) dir="ltr"')
# Words of ours in another language are isolated.
NOT_TEXT = RarePattern(r'<bdi lang="en">.*?</bdi>|<[^>]*>|\{\{c[\d,]+::|::[^{}<>]*\}\}|\[sound:[^\]]*\]')


def mark_latin(html: str) -> str:
    """A field of a deck written from right to left, in which each block without a letter of such a script is marked."""
    parts: list[str] = []
    run: list[str] = []
    opened = ""
    for token in TAG.split(html):
        block = BLOCK.match(token)
        if not block:
            run.append(token)
            continue
        parts.extend(_marked(opened, "".join(run)))
        opened, run = token, []
    return "".join((*parts, *_marked(opened, "".join(run))))


def without_marks(html: str) -> str:
    """The field as it was before `mark_latin`; itself if that would not give it back."""
    parts: list[str] = []
    spans: list[bool] = []  # of each open <span>: whether it is a mark
    for token in TAG.split(html):
        if token.startswith("<span"):
            spans.append(token == MARK)
        is_mark = spans.pop() if token == "</span>" and spans else token == MARK
        if not is_mark:
            parts.append(PARAGRAPH_MARK.sub(r"\1", token))
    bare = "".join(parts)
    return bare if mark_latin(bare) == html else html


def _marked(opened: str, run: str) -> tuple[str, str]:
    """A block's tag, empty at the beginning of the field, and the text up to the next one."""
    if opened.startswith("<pre") or " dir=" in opened or not _is_latin(run):
        return opened, run
    if match := PARAGRAPH.match(opened):
        return f'{match[0]} dir="ltr"{opened[match.end() :]}', run
    return opened, f"{MARK}{run}</span>"


def _is_latin(run: str) -> bool:
    """Whether the text has letters, and all of them are written from left to right."""
    letters = {unicodedata.bidirectional(char) for char in unescape(NOT_TEXT.sub("", run)) if char.isalpha()}
    return "L" in letters and letters.isdisjoint(("R", "AL"))
