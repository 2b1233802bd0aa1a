"""The formats of `ankigen diff`."""

from collections.abc import Sequence
from enum import StrEnum

from ankigen.diagnostic import plural
from ankigen.diff.as_json import as_json
from ankigen.diff.as_markdown import as_markdown
from ankigen.diff.as_text import Style, as_text
from ankigen.diff.model import Diff
from ankigen.diff.page import as_page
from ankigen.values import dataclass


class DiffFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Formatted:
    """All comparisons in one text, and what else there is to say of it, a line or nothing."""

    text: str
    remark: str = ""


def formatted(diffs: Sequence[Diff], form: DiffFormat, style: Style) -> Formatted:
    """All comparisons; `style` colours the parts of `text`."""
    match form:
        case DiffFormat.TEXT:
            return Formatted("\n".join(as_text(diff, style) for diff in diffs))
        case DiffFormat.JSON:
            return Formatted(as_json(diffs))
        case DiffFormat.MARKDOWN:
            return Formatted("\n".join(as_markdown(diff) for diff in diffs))
        case DiffFormat.HTML:
            page = as_page(diffs)
            return Formatted(page.html, _too_large(page.left_out) if page.left_out else "")


def _too_large(pictures: int) -> str:
    return f"{plural(pictures, 'picture')} too large for the page, which shows names and descriptions instead"
