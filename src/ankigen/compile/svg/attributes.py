"""What is wrong with one attribute of an element."""

from collections.abc import Iterator
from itertools import islice

from ankigen.compile.svg import faults as kinds
from ankigen.compile.svg.addresses import is_colour_profile, is_link, is_own, is_raster, shortened
from ankigen.compile.svg.faults import Kind
from ankigen.compile.svg.names import (
    ACTIVE_NAMESPACES,
    ADDRESSES,
    ANIMATABLE,
    ANIMATED_VALUES,
    ANIMATIONS,
    PRESENTATION,
    SVG,
    TEXTS,
    XLINK,
    XML,
)
from ankigen.compile.svg.styles import loads

PICTURES = frozenset({"image", "feImage"})

Problem = tuple[Kind, str]


def attribute_problems(tag: str, element: str, namespace: str, name: str, value: str) -> Iterator[Problem]:
    """What the attribute of an SVG element would do; `tag` is the element's name as written."""
    if namespace in ("", SVG):
        yield from _plain(tag, element, name, value)
    elif namespace == XLINK and name == "href":
        yield from _address(tag, element, name, value)
    elif namespace == XML and name == "base" and value.strip():
        yield kinds.ADDRESS, f"says that its parts are in '{shortened(value)}': xml:base of <{tag}>"
    elif namespace in ACTIVE_NAMESPACES:
        yield kinds.SCRIPT, f"holds {ACTIVE_NAMESPACES[namespace]}: {name} of <{tag}>"


def foreign_problems(tag: str, namespace: str, name: str, value: str) -> Iterator[Problem]:
    """What the attribute of an element would do that is neither SVG nor HTML: a link, if anything."""
    if namespace == XLINK and name == "href" and not is_link(value):
        yield kinds.SCRIPT, f"holds a script: the link '{shortened(value)}' of <{tag}>"


def _plain(tag: str, element: str, name: str, value: str) -> Iterator[Problem]:
    if name[:2].lower() == "on":
        yield kinds.SCRIPT, f"holds a script: {name} of <{tag}>"
    elif name in ADDRESSES:
        yield from _address(tag, element, name, value)
    elif element in ANIMATIONS and name == "attributeName":
        if value.strip() not in ANIMATABLE:
            yield kinds.SCRIPT, f"changes '{shortened(value)}' while it is shown: <{tag}>"
    elif name == "style" or name in PRESENTATION or (element in ANIMATIONS and name in ANIMATED_VALUES):
        yield from _style(tag, name, value, known_only=True)
    elif name not in TEXTS and not name.startswith(("data-", "aria-")):
        yield from _style(tag, name, value, known_only=False)


def _style(tag: str, name: str, value: str, *, known_only: bool) -> Iterator[Problem]:
    if "(" in value:  # only functions load
        kind = kinds.STYLE if name == "style" else kinds.ADDRESS
        for _, what in islice(loads(value, known_only=known_only), 1):
            yield kind, f"{what}: {name} of <{tag}>"


def _address(tag: str, element: str, name: str, value: str) -> Iterator[Problem]:
    if is_own(value):
        return
    if element == "a" and name == "href":
        if not is_link(value):
            yield kinds.SCRIPT, f"holds a script: the link '{shortened(value)}' of <{tag}>"
    elif element in PICTURES:
        if not is_raster(value):
            yield kinds.PICTURE, f"loads '{shortened(value)}': {name} of <{tag}>"
    elif element != "color-profile" or not is_colour_profile(value):
        yield kinds.ADDRESS, f"loads '{shortened(value)}': {name} of <{tag}>"
