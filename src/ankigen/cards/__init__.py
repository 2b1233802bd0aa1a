"""Cards as Anki shows them, as HTML that is safe to be put into a page: what `diff` and `preview` share."""
