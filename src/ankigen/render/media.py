"""Images, audio and video: what a card shows, and where links may lead."""

import re
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from ankigen.codes.markdown import RELATIVE_LINK, UNSAFE_HTML
from ankigen.model.anki_marks import OURS
from ankigen.model.media import is_played, media_kind
from ankigen.rare import RarePattern
from ankigen.render.findings import Findings
from ankigen.render.inline.tree import Node, literal

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
PICTURE_IN_LINK = RarePattern(r"\[[ ]*(!\[[^\[\]\n]*\]\([^()\n]*\))[ ]*\]\([^()\n]*\)")
SCHEMES = frozenset({"http", "https", "mailto"})


def scheme(url: str) -> str:
    match = SCHEME.match(re.sub(r"[\x00-\x20]", "", url))
    return match[1].lower() if match else ""


def source(url: str, at: int, findings: Findings) -> str:
    """The file a `src` names, as its path; reported to the findings."""
    kind = scheme(url)
    if len(kind) > 1 and kind not in ("http", "https"):  # one letter is a drive of Windows
        findings.report(
            at, UNSAFE_HTML, f"{kind}: addresses cannot hold media", "put the file into the deck's media folder"
        )
        return url
    path = url if len(kind) > 1 else unquote(url)
    findings.media.append((path, at))
    return path


def image(url: str, alt: str, title: str, at: int, findings: Findings) -> Node:
    """`<img>`, or Anki's `[sound:…]` for audio and video."""
    path = source(url, at, findings)
    if is_played(path):
        return f"{OURS}sound:{path}]"
    element = Element("img", {"src": literal(path), "alt": literal(alt)})
    if title:
        element.set("title", literal(title))
    return element


LETTERS = re.compile(r"[^\W\d_]{2}")
WORD_NOTE = re.compile(r"#_(?:ftn|edn)(?:ref)?(\d{1,4})")  # as office programs link their notes


def check_link(url: str, at: int, findings: Findings, written: str = "") -> None:
    """Report an address that cannot be opened; `written` is the link as Markdown, if it is that."""
    kind = scheme(url)
    if not kind and media_kind(unquote(url)):
        message = f"this links to '{unquote(url)}' and does not show it"
        if inside := PICTURE_IN_LINK.fullmatch(written):
            hint = "the picture is shown already: delete the link around it"
            findings.report(at, RELATIVE_LINK, message, hint, (written, inside[1]))
        elif written and "![" not in written:
            findings.report(at, RELATIVE_LINK, message, f"write ! before it: !{written}", ("", "!"))
        else:
            findings.report(at, RELATIVE_LINK, message, "write ![what one sees](media/…) to show it")
    elif not kind:
        message, hint = (
            f"Anki cannot open '{url}': the link leads nowhere on a card",
            "write the whole https:// address",
        )
        if not LETTERS.search(url):
            hint = f"{hint}; for brackets that are no link, write a backslash before them: \\["
        if note := WORD_NOTE.fullmatch(url):
            hint = f"write [^{note[1]}] for a footnote, and on a line of its own [^{note[1]}]: …"
        findings.report(at, RELATIVE_LINK, message, hint)
    elif kind not in SCHEMES:
        findings.report(at, UNSAFE_HTML, f"a link may not use {kind}:", "use https:, http: or mailto:")
