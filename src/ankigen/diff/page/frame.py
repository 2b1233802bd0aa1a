"""A card in a shadow root of its own: its style stays inside, and nothing in it runs or is fetched."""

import re
from functools import lru_cache
from html import escape

from ankigen.card.formulas import MATH, formula_style
from ankigen.card.style import short_style

# The root's own rules: nothing of the page's style, Anki's margins, and the night colours it gives to cards that have
# none of their own. Cards are drawn a little smaller than in Anki, so that two of them fit beside each other.
BASE = """
:host{all:initial;display:block}
.ankigen-body{zoom:.86;padding:20px;overflow-wrap:break-word;background:#fff;color:#000}
.ankigen-body.nightMode{background:#2c2c2c;color:#fcfcfc;color-scheme:dark}
img{max-width:100%;height:auto}
.ankigen-sound{display:inline-block;padding:2px 10px;border:1px solid currentColor;border-radius:99px;font-size:14px}
.ankigen-night{display:none}
@media (prefers-color-scheme:dark){.ankigen-light{display:none}.ankigen-night{display:block}}
"""
# The card is on the page twice, by day and by night, so neither can be the body that its style speaks of.
BODY = re.compile(r"(?<![\w.#-])body(?![\w-])")
ROOT = re.compile(r"(?<![\w.#-])(?::root|html)(?![\w.#\[:-])")
NIGHT = re.compile(r"\.night(?:_m|-m|M)ode\b")
# The card itself is what is light or dark where its style is in a file.
NIGHT_COLOURS = ".ankigen-body{background:#2c2c2c;color:#fcfcfc;color-scheme:dark}"
# A card is as high as the one beside it.
AS_HIGH = ":host{display:grid;grid-template-columns:minmax(0,1fr)}"


def root(card: str, css: str, number: int) -> str:
    """A card's side by day and by night, with its style; `card` is clean HTML."""
    classes = f"ankigen-body card card{number}"
    return (
        f"<style>{BASE}{formula_style() if MATH in card else ''}{_own(css)}</style>"
        f'<div class="ankigen-light"><div class="{classes}">{card}</div></div>'
        f'<div class="ankigen-night night-mode nightMode night_mode"><div class="{classes} nightMode night_mode">'
        f"{card}</div></div>"
    )


@lru_cache(maxsize=64)
def _own(css: str) -> str:
    """The style for a card that is not a page's body."""
    return ROOT.sub(":host", BODY.sub(".ankigen-body", short_style(css)))


def file_style(css: str) -> str:
    """The style of cards that stand on a page once, by day and by night, as a file that their shadow roots load."""
    own = formula_style() + _own(css)
    night = NIGHT.sub(".ankigen-body", own)
    return f"{BASE}{AS_HIGH}\n{own}\n@media (prefers-color-scheme:dark){{\n{NIGHT_COLOURS}\n{night}\n}}\n".lstrip()


def root_with(style: str, card: str, number: int) -> str:
    """A card's side whose style is a file; `card` is clean HTML, `style` the file's address."""
    return f'<link rel="stylesheet" href="{escape(style)}"><div class="ankigen-body card card{number}">{card}</div>'


def frame(inside: str, title: str) -> str:
    """A shadow root, which browsers make of the markup alone. A style inside can reach the element that holds the root,
    but not the frame around that, which keeps everything in its place."""
    return (
        f'<div class="frame" role="group" tabindex="0" aria-label="{escape(title)}">'
        f'<div><template shadowrootmode="open">{inside}</template></div></div>'
    )
