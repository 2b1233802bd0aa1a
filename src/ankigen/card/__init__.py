"""A card as Anki shows it, as HTML that is safe to be put into a page: what `diff` and `preview` share."""
