"""What a good editor would say about a deck: one family of rules a file.

Comes in: a `Deck`, and the HTML of its notes. Goes out: diagnostics. Know first: `rule.Rule`.
"""
