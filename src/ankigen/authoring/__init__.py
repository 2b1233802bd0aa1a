"""Helping an author: ids for new notes, safe fixes, checking again on every save.

Comes in: a deck's folder. Goes out: changed sources, or findings. Know first: `watch.Checker`.
"""
