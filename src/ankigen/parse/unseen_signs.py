"""Metadata with characters that nobody sees: in or beside a key or an id, and tabs where spaces belong."""

import re
from collections.abc import Iterable

from ankigen.codes.sources import BAD_METADATA
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.parse.invisible import MARKS, ZERO_WIDTH
from ankigen.source import Fragment

UNSEEN = f"{ZERO_WIDTH}{MARKS}\u200c\u200d"
ANY = re.compile(f"[{UNSEEN}]")
TAB = re.compile(r"^ *\t[ \t]*(?=-[ \t])", re.MULTILINE)


def unseen(text: Fragment, keys: Iterable[str]) -> Diagnostic | None:
    """What is wrong with metadata of which a key, or the id, has such a character. In other values it does no harm."""
    if ANY.search(text.text):
        odd = f"[{UNSEEN}]*"
        words = "|".join(odd.join(key) for key in keys)
        name = rf"(?<![^\s,{{]){odd}(?:{words}){odd}[ \t]*:"
        value = rf"(?:(?<=id:)|(?<=id:[ ]))[ \t]*[\w{UNSEEN}-]+" if "id" in keys else r"(?!)"
        places = sorted(
            match.start() + found.start()
            for match in re.finditer(f"{name}|{value}", text.text)
            for found in ANY.finditer(match[0])
        )
        if places:
            message = f"an invisible character (U+{ord(text.text[places[0]]):04X}) is in this metadata"
            edits = tuple(Edit(text.span(at), text.text[at], "") for at in places)
            return Diagnostic(text.span(places[0]), BAD_METADATA, message, "delete it", edits=edits)
    if tabs := tuple(TAB.finditer(text.text)):
        message = "a tab stands before an item, where metadata needs spaces"
        edits = tuple(Edit(text.span(tab.start()), tab[0], "  ") for tab in tabs)
        hint = "write two spaces instead of the tab"
        return Diagnostic(text.span(tabs[0].start()), BAD_METADATA, message, hint, edits=edits)
    return None
