"""The cards of today's sources as learners will see them: one page for each deck, without scripts and network.

Comes in: a deck's folder. Goes out: a page. Know first: `cards.Preview`.
"""

from ankigen.preview.deck import preview_deck

__all__ = ["preview_deck"]
