"""The nouns: what an author writes, what a deck is, what was released, what Anki gets. Nothing here reads a file.

Comes in: nothing. Goes out: frozen values that every stage passes on. Know first: `note.Note`.
"""
