"""A card in a frame of its own: its style stays inside, and nothing in it runs or is fetched."""

import html
import re
from functools import lru_cache

from ankigen.card.style import short_style

# The frame's own rules: Anki's margins, and the night colours it gives to cards that have none of their own. Cards are
# drawn a little smaller than in Anki, so that two of them fit beside each other.
BASE = """
html,body{margin:0}
.ankigen-light,.ankigen-night{display:grid;grid-template-columns:minmax(0,1fr);min-height:100vh}
.ankigen-body{zoom:.86;padding:20px;overflow-wrap:anywhere}
.ankigen-body.nightMode{background:#2c2c2c;color:#fcfcfc}
img{max-width:100%;height:auto}
.ankigen-sound{display:inline-block;padding:2px 10px;border:1px solid currentColor;border-radius:99px;font-size:14px}
.ankigen-night{display:none}
@media (prefers-color-scheme:dark){.ankigen-light{display:none}.ankigen-night{display:grid}}
"""
# The card stands in the page twice, so neither can be the body that the style speaks of.
BODY = re.compile(r"(?<![\w.#-])body(?![\w-])")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"


def document(card: str, css: str, number: int) -> str:
    """A card's side as a page of its own, by day and by night; `card` is clean HTML."""
    classes = f"ankigen-body card card{number}"
    return (
        f'<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<style>{BASE}{_own(css)}</style><body>"
        f'<div class="ankigen-light"><div class="{classes}">{card}</div></div>'
        f'<div class="ankigen-night night-mode nightMode night_mode"><div class="{classes} nightMode night_mode">'
        f"{card}</div></div>"
    )


@lru_cache(maxsize=64)
def _own(css: str) -> str:
    """The style for a card that is no page's body."""
    return BODY.sub(".ankigen-body", short_style(css))


def frame(page: str, title: str, heights: tuple[int, int]) -> str:
    """The page in a sandbox. Nothing can measure it without a script, so its heights are estimates."""
    wide, narrow = heights
    return (
        f'<iframe sandbox="" loading="lazy" referrerpolicy="no-referrer" title="{html.escape(title)}" '
        f'style="--wide:{wide}px;--narrow:{narrow}px" srcdoc="{_attribute(page)}"></iframe>'
    )


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;")
