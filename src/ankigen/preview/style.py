"""The cards' own style, for many cards on one page that is not a card."""

import re
from collections.abc import Mapping, Sequence

from ankigen.card.formulas import MATH, formula_font, formula_style
from ankigen.card.style import short_style

# Rules for windows up to a width in px. A card in a phone's width has them in a wide window too. (Container queries
# would say so more simply, and take a browser a minute for a thousand notes.)
NARROW = re.compile(r"@media\s*\(\s*max-width\s*:\s*(\d+)px\s*\)\s*\{((?:[^{}]*\{[^{}]*\})*\s*)\}")
PHONE_WIDTH = 400
PHONE = ":where(:root:has(#phone:checked))"
# Anki marks the page at night; here a switch does, or the system where the switch leaves it to it.
NIGHT = re.compile(r"\.night_?[mM]ode\b")
ASKED, SYSTEM = ":root:has(#night:checked)", ":root:has(#system:checked)"


def page_style(styles: Sequence[str], pictures: Mapping[str, str], own: str, body: str) -> str:
    """The style of a page of cards, with what draws its formulas if it has any; `own` is that of its kind of page."""
    return card_style(styles, pictures) + own + (formula_font() + formula_style() if MATH in body else "")


def card_style(styles: Sequence[str], pictures: Mapping[str, str]) -> str:
    """The styles by day and by night, and the pictures, each once however many cards show it."""
    own = "\n".join(NARROW.sub(_on_phone, short_style(style)) for style in styles)
    dark = f"@media (prefers-color-scheme:dark){{\n{NIGHT.sub(SYSTEM, own)}\n}}"
    shown = (f'[data-picture="{name}"]{{content:url("{address}")}}' for name, address in sorted(pictures.items()))
    return "\n".join((NIGHT.sub(ASKED, own), dark, *shown, ""))


def _on_phone(match: re.Match[str]) -> str:
    return f"{match[0]}\n{PHONE}{{{match[2]}}}" if int(match[1]) >= PHONE_WIDTH else match[0]
