"""A card as Anki shows it, as HTML that is safe to be put into a page: what `diff` and `preview` share.

Comes in: a note and its note type. Goes out: HTML of both sides. Know first: `template.card_sides`.
"""
