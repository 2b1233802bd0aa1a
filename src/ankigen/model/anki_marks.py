"""What Anki plays, speaks or typesets wherever it stands in a field: only what ankigen puts there may."""

import re

from ankigen.rare import RarePattern

# Stands for the bracket of our own marks until a field is finished; an author's is replaced before.
OURS = "\U0010fffd"
MARK = RarePattern(r"\[(?=/?(?:latex|\$\$?)\]|sound:|anki:)", re.IGNORECASE)


def inert(html: str) -> str:
    """The HTML with no mark of Anki's in it; it looks the same."""
    return MARK.sub("&#91;", html) if "[" in html else html


def with_ours(html: str) -> str:
    """The HTML with no mark but ours."""
    return inert(html).replace(OURS, "[")
