"""Links that lead nowhere any more."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from ankigen.diagnostic import Code, Severity
from ankigen.lint.note_text import Review
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.model.note import Note
from ankigen.source import Fragment, Span

ADDRESS = re.compile(r"https?://[^\s<>\"|\\^`{}]+", re.IGNORECASE)
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|<!--.*?-->", re.DOTALL)


DEAD_LINK = Code(
    "dead-link",
    "A link leads to a page or a host that is gone. Only `check --online` asks.",
    why="A reference that cannot be opened is not a reference. What may be back tomorrow is left alone.",
    level=Severity.WARNING,
)


@rule(DEAD_LINK, Scope.NETWORK)
def dead_link(review: Review) -> Iterator[Finding]:
    for url, span in links(review.deck.notes):
        if url in review.dead:
            hint = "find where the page has moved to, or name another reference"
            yield Finding(span, f"{url} is dead: {review.dead[url]}", hint)


def links(notes: Iterable[Note]) -> Iterator[tuple[str, Span]]:
    """Every address that a card links to, and where it is; one of front matter once."""
    shared: dict[str, Span] = {}
    for note in notes:
        for text in _texts(note):
            yield from ((url, text.span(at)) for url, at in addresses(text.text))
        for value in (note.metadata.source, note.metadata.reference):
            yield from ((url, value.span) for url, _ in addresses(value.text if value else "") if value)
        for value in (note.file_source, note.file_reference):
            shared |= {url: value.span for url, _ in addresses(value.text if value else "") if value}
    yield from shared.items()


def _texts(note: Note) -> Iterator[Fragment]:
    yield from (note.front, note.body, *(option.text for option in note.options))
    yield from (text for _, text in note.fields)
    if note.explanation:
        yield note.explanation


def addresses(text: str) -> Iterator[tuple[str, int]]:
    """The http addresses in Markdown, with their offsets; those in code and comments are not links."""
    if "://" not in text:
        return
    shown = CODE.sub(lambda match: " " * len(match[0]), text)
    match = ADDRESS.search(shown)
    while match:
        address = _trimmed(match[0])
        yield unescape(address), match.start()
        match = ADDRESS.search(shown, match.start() + len(address))


def _trimmed(address: str) -> str:
    """Up to the bracket that closes the link around it, and without the sentence's own punctuation."""
    depth = 0
    for at, char in enumerate(address):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            address = address[:at]
            break
    return address.partition("]")[0].rstrip("?!.,:;*_~'")
