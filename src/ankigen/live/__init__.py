"""The cards while they are written: a page in the browser, served to this computer alone, that follows every save.

Comes in: a repository of decks, watched. Goes out: a page, and what changes on it. Know first: `project.Project`.
"""
