"""CommonMark's inlines, with GitHub's strikethrough and bare addresses, and formulas."""
