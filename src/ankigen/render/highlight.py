"""Code, coloured by Pygments where it knows the language; cloze markers stay out of the lexer's sight."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from ankigen.render.cloze_markers import MARKER
from ankigen.render.inline.tree import fill

if TYPE_CHECKING:
    from pygments.token import _TokenType

Token = tuple[str, str]  # CSS class, text


def code_block(text: str, language: str) -> Element:
    """`<pre><code>` with the language's class, as GitHub writes it."""
    pre = Element("pre")
    code = SubElement(pre, "code")
    if language:
        code.set("class", f"language-{language}")
    fill(code, (_node(css, part) for css, part in _tokens(text, language)))
    return pre


def _node(css: str, text: str) -> Element | str:
    if not css:
        return text
    span = Element("span", {"class": css})
    fill(span, [text])
    return span


def _tokens(text: str, language: str) -> Iterator[Token]:
    if not language:
        return iter([("", text)])
    # Pygments is loaded for decks that show code alone: it costs more than a small build.
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return iter([("", text)])
    tokens = ((_css(kind), part) for kind, part in lexer.get_tokens(MARKER.sub("", text)))
    merged = ((css, "".join(part for _, part in same)) for css, same in groupby(tokens, itemgetter(0)))
    return _with_markers(merged, text)


def _css(kind: "_TokenType") -> str:
    """Pygments' short class for a kind of token, or for the kind it is a sort of."""
    from pygments.token import STANDARD_TYPES, Whitespace

    while kind not in STANDARD_TYPES and kind.parent:
        kind = kind.parent
    return "" if kind is Whitespace else STANDARD_TYPES[kind]


def _with_markers(tokens: Iterator[Token], text: str) -> Iterator[Token]:
    """Put the markers back between the tokens, splitting those they stood in."""
    at = 0
    for css, part in tokens:
        while part:
            if marker := MARKER.match(text, at):
                yield "", marker[0]
                at += 1
                continue
            following = MARKER.search(text, at)
            size = min(len(part), following.start() - at if following else len(part))
            yield css, part[:size]
            part, at = part[size:], at + size
    yield "", text[at:]
