"""Differences as one page that needs nothing else: no script, no network, old and new cards side by side."""

from ankigen.diff.page.document import as_page

__all__ = ["as_page"]
