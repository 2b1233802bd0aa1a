"""The cards of today's sources as learners will see them: one page for each deck, without scripts and network.

Comes in: a deck's folder, or a package. Goes out: a page. Know first: `cards.Preview`.
"""

from ankigen.preview.deck import preview_deck, preview_package, preview_reviews

__all__ = ["preview_deck", "preview_package", "preview_reviews"]
