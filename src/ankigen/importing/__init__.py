"""A deck that lives in Anki becomes a deck's folder, and the learners who have it keep their reviews.

Comes in: an Anki package. Goes out: a deck's folder, and a ledger that begins with what learners have. Know first:
`plan.Plan`.
"""
