"""From content to a release: what changed, which numbers it gets, what is shipped and written down.

Comes in: content and history. Goes out: an `Edition`, and the files of a release. Know first: `plan.Plan`.
"""
