"""Compile Markdown cards into versioned Anki decks that update cleanly."""

__version__ = "0.1.0"
