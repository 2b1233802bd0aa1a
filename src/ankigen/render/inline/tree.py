"""Put text and elements into an ElementTree node."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

Node = Element | str


def literal(text: str) -> str:
    """Text that Python-Markdown's serialiser shows as it is: it takes `&copy;` for an entity otherwise."""
    return text.replace("&", "&amp;")


def fill(parent: Element, nodes: Iterable[Node]) -> Element:
    """Make the nodes the content of an element that has no text yet."""
    last: Element | None = None
    texts: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            texts.append(node)
            continue
        _text(parent, last, texts)
        texts = []
        parent.append(node)
        last = node
    _text(parent, last, texts)
    return parent


def _text(parent: Element, last: Element | None, texts: list[str]) -> None:
    if not texts:
        return
    text = literal("".join(texts))
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def plain(nodes: Iterable[Node]) -> str:
    """The text alone, on one line, as an image's alt text takes it; an image inside gives its own."""
    text = "".join(
        node if isinstance(node, str) else (node.get("alt") or "".join(node.itertext())).replace("&amp;", "&")
        for node in nodes
    )
    return text.replace("\n", " ")
