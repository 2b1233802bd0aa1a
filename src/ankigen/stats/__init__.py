"""A deck in numbers: what it holds, what it teaches, who has looked at it, and how old it is.

Comes in: a deck's folder. Goes out: `DeckStats`, as text, JSON or a page. Know first: `model.DeckStats`.
"""

from ankigen.stats.collect import survey
from ankigen.stats.model import DeckStats

__all__ = ["DeckStats", "survey"]
