"""A note type's style as a page around its cards can use it."""

import re
from functools import lru_cache

# What never ends goes on to the end, as browsers have it of comments.
COMMENT = re.compile(r"""("(?:\\.|[^"\\])*+(?:"|\\?\Z)|'(?:\\.|[^'\\])*+(?:'|\\?\Z))|/\*.*?(?:\*/|\Z)""", re.DOTALL)
# A share of the height would be one of the page's, or of our estimate of it: it is taken from a window of this height.
SHARE = re.compile(r"(max-height\s*:\s*)(\d+(?:\.\d+)?)vh")
WINDOW = 700


@lru_cache(maxsize=64)
def short_style(css: str) -> str:
    """The style without comments; it cannot end the element it is in."""
    text = SHARE.sub(lambda match: f"{match[1]}{float(match[2]) * WINDOW / 100:g}px", css)
    text = COMMENT.sub(lambda match: match[1] or "", text)
    return re.sub(r"(?<!\s)\s*\n\s*", "\n", text).replace("</", "<\\/")
