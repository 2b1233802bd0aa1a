"""The formats of `ankigen diff`."""

from collections.abc import Sequence
from enum import StrEnum

from ankigen.diff.as_json import as_json
from ankigen.diff.as_markdown import as_markdown
from ankigen.diff.as_text import Style, as_text
from ankigen.diff.model import Diff
from ankigen.diff.page import as_page


class DiffFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


def formatted(diffs: Sequence[Diff], form: DiffFormat, style: Style) -> str:
    """All comparisons in one text; `style` colours the parts of `text`."""
    match form:
        case DiffFormat.TEXT:
            return "\n".join(as_text(diff, style) for diff in diffs)
        case DiffFormat.JSON:
            return as_json(diffs)
        case DiffFormat.MARKDOWN:
            return "\n".join(as_markdown(diff) for diff in diffs)
        case DiffFormat.HTML:
            return as_page(diffs)
