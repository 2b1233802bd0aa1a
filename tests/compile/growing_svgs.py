"""Drawings that are one thing again and again: so many characters, or so many of the thing."""

from collections.abc import Callable

from .hostile_svgs import HEAD, svg

GROWING: dict[str, Callable[[int], bytes]] = {
    "elements in elements": lambda n: HEAD.encode() + b">" + b"<g>" * n,
    "elements in a row": lambda n: svg("<g/>" * n).encode(),
    "ids and uses": lambda n: svg("".join(f'<g id="a{k}"/><use href="#a{k}"/>' for k in range(n))).encode(),
    "uses of the next part": lambda n: svg(
        "".join(f'<g id="a{k}"><use href="#a{k + 1}"/></g>' for k in range(n))
    ).encode(),
    "attributes": lambda n: svg("", " ".join(f'a{k}="x"' for k in range(n))).encode(),
    "namespaces": lambda n: svg("", " ".join(f'xmlns:a{k}="urn:{k}"' for k in range(n))).encode(),
    "a comment": lambda n: svg(f"<!--{'- ' * n}-->").encode(),
    "comments before it": lambda n: ("<!-- -->" * n + svg("")).encode(),
    "blanks before it": lambda n: ("<!-- -->" + " " * n + "<!DOCTYPE").encode(),
    "a text": lambda n: svg("x &lt; " * n).encode(),
    "a path": lambda n: svg(f'<path d="{"M0 0" * n}"/>').encode(),
    "a style sheet": lambda n: svg(f"<style>{'a { fill: url(#a) }' * n}</style>").encode(),
    "comments in a style sheet": lambda n: svg(f"<style>{'/*' * n}</style>").encode(),
    "quotes in a style sheet": lambda n: svg("<style>" + "'\\\n" * n + "</style>").encode(),
    "brackets in a style sheet": lambda n: svg(f"<style>{'(' * n}</style>").encode(),
    "addresses in a style sheet": lambda n: svg(f"<style>{'url(' * n}</style>").encode(),
    "escapes in a style sheet": lambda n: svg("<style>" + "\\75 " * n + "</style>").encode(),
    "names in a style sheet": lambda n: svg(f"<style>{'a' * n}</style>").encode(),
    "dashes in a style sheet": lambda n: svg(f"<style>{'-' * n}</style>").encode(),
    "backslashes in an attribute": lambda n: svg("", f'style="a: x({chr(92) * n}"').encode(),
    "an address": lambda n: svg(f'<image href="data:image/png;base64,{"A&#10;" * n}"/>').encode(),
    "drawings in addresses": lambda n: svg('<image href="data:image/svg+xml,%3Cg/>"/>' * n).encode(),
    "entities": lambda n: (
        "<!DOCTYPE svg [" + "".join(f"<!ENTITY e{k} ''>" for k in range(n)) + "]>" + svg("")
    ).encode(),
    "references to an entity": lambda n: ("<!DOCTYPE svg [<!ENTITY e 'xxxxxxxx'>]>" + svg("&e;" * n)).encode(),
    "instructions": lambda n: svg("<?xpacket?>" * n).encode(),
    "no XML": lambda n: b"<" * n,
    "a prolog without end": lambda n: b"<!-- " + b"-- " * n,
}
