"""A site for learners: what there is, what changed, and how to get it. Files alone, which any web server hands out.

Comes in: the decks of a repository. Goes out: a folder of pages, packages, feeds and `decks.json`. Know first:
`model.SiteDeck`.
"""

from ankigen.site.make import Made, make_site

__all__ = ["Made", "make_site"]
