"""The cards of today's sources as learners will see them: one page a deck, without scripts and without network."""

from ankigen.preview.deck import preview_deck

__all__ = ["preview_deck"]
