"""The fields of a note of one of the author's own types: as its source says, and nothing is put in beside."""

import re
from collections.abc import Iterator

from ankigen.codes.note_types import NO_CARD
from ankigen.diagnostic import Diagnostic
from ankigen.model.cloze import one_number_each
from ankigen.model.note import Note
from ankigen.model.own_type import OwnType, ordinals
from ankigen.model.rendered import Rendered
from ankigen.rare import RarePattern
from ankigen.render.html_field import html_field, html_of
from ankigen.source import Fragment

# Elements that may hold paragraphs of their own.
BLOCK = RarePattern(r"<(/?)(p|ul|ol|dl|table|blockquote|div|details|center|figure|h[1-6])\b[^>]*>", re.IGNORECASE)


def own_texts(note: Note, own: OwnType) -> Iterator[tuple[str, Fragment, bool]]:
    """What feeds each field: its name, the text, and whether that is a heading, which has no blocks."""
    stated = dict(note.own_fields)
    for name in own.fields:
        if name in stated:
            yield name, stated[name], False
        elif name == own.heading:
            yield name, note.front, True
        elif name == own.body:
            yield name, note.body, False


def as_html(text: Fragment) -> Rendered | None:
    """A field that is HTML already; None if it is Markdown."""
    html = html_of(text.text)
    return None if html is None else html_field(text, html)


def unwrapped(html: str) -> str:
    """The field without `<p>` around its text, if no two paragraphs follow each other: so Anki's own editor writes it,
    and so the author's template expects it. A list or table beside has margins of its own."""
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p") == 1:
        return html[3:-4]
    depth = 0
    starts: list[int] = []
    ends: list[int] = []
    for match in BLOCK.finditer(html):
        closing, tag = match[1], match[2].lower()
        if tag == "p" and depth == 0 and match[0] in ("<p>", "</p>"):
            (ends if closing else starts).append(match.start())
        elif tag != "p":
            depth += -1 if closing else 1
    if len(starts) != len(ends) or any(
        not html[end + 4 : start].strip() for end, start in zip(ends, starts[1:], strict=False)
    ):
        return html
    kept: list[str] = []
    at = 0
    for start, end in zip(starts, ends, strict=True):
        kept.extend((html[at:start], html[start + 3 : end]))
        at = end + 4
    return "".join((*kept, html[at:]))


def with_single_numbers(html: str) -> str:
    return one_number_each(html) if "{{c" in html else html


def without_card(note: Note, own: OwnType, fields: dict[str, str]) -> Iterator[Diagnostic]:
    """A note of which Anki would make no card."""
    if not ordinals(own.note_type, fields) and own.has_sound_fronts():
        if own.note_type.cloze:
            hint = "hide a part of its text, such as {{c1::collagen}}"
        else:
            needed = ", ".join(name for name in own.fields if name in own.on_fronts())
            hint = f"its fronts show {needed}: write one of them"
        yield Diagnostic(note.span, NO_CARD, "Anki makes no card of this note", hint)
