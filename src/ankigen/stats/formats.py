"""The formats of `ankigen stats`."""

from collections.abc import Sequence
from enum import StrEnum

from ankigen.stats.model import DeckStats


class StatsFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    HTML = "html"


def formatted(decks: Sequence[DeckStats], form: StatsFormat, width: int, *, colour: bool, ascii_only: bool) -> str:
    """All decks in one text; what is said of the terminal holds for `text`."""
    # Each format has imports of its own, `rich` among them.
    match form:
        case StatsFormat.TEXT:
            from ankigen.stats.as_text import Screen, as_text

            return as_text(decks, Screen(width, colour, ascii_only))
        case StatsFormat.JSON:
            from ankigen.stats.as_json import as_json

            return as_json(decks)
        case StatsFormat.HTML:
            from ankigen.stats.page import as_page

            return as_page(decks)
