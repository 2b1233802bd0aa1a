"""What a command found out the last time, so that what has not changed is not done again. It can be deleted any time.

Comes in: what a command reads. Goes out: what came of it, if nothing changed. Know first: `outcome.remembered`.
"""
