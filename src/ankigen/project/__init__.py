"""A project on disk: where things are, how they are read once, and how they are written whole or not at all.

Comes in: a folder. Goes out: a loaded deck. Know first: `load.Loaded`.
"""
