"""A deck that lives in Anki becomes a deck's folder, and the learners who have it keep their reviews.

Comes in: an Anki package, a text export, a folder of CrowdAnki, or another tool's Markdown. Goes out: a deck's folder,
and a ledger that begins with what learners have, if the file says all of it. Know first: `foreign.Foreign`.
"""
