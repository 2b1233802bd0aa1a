"""A deck in numbers: what it holds, what it teaches, who has looked at it, and how old it is."""

from ankigen.stats.model import DeckStats
from ankigen.stats.survey import survey

__all__ = ["DeckStats", "survey"]
