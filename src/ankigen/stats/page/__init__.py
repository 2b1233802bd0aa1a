"""The numbers as one page that needs nothing else: no script, no network; by day and night, on a phone or a desk."""

from ankigen.stats.page.document import as_page

__all__ = ["as_page"]
