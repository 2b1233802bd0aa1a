"""Numbers that stay in one line with their units and signs: "pH 7.12", "2,000–2,500 mg", "≥ 6.5 mmol/L".

No style can do it (tried in Chromium: `text-wrap`, `word-break`, `line-break`), so the fields say it.
"""

import re
from collections.abc import Mapping

from ankigen.model.note import Kind

# Parts of a field that are not read as text.
APART = re.compile(
    r"(<(pre|code|kbd|samp)\b.*?</\2>|<[^>]*>|\\\((?:(?!\\[()]).)*\\\)|\\\[(?:(?!\\[][]).)*\\\]|\[sound:[^\]]*\]"
    r"|\{\{c[\d,]+::)",
    re.DOTALL,
)
NUMBER = r"\d+(?:[.,\u202f]\d+)*"
SIGN = r"(?:pH|INR|BMI|GCS|e?GFR|[±×~]|(?:(?:[pPnNr]|HR|OR|RR) )?(?:[≥≤≈=]|&lt;|&gt;))"
UNIT = (
    r"(?:%|‰|°[CF]?|mm ?Hg|cm ?H2O|(?:[kcdmµμnp]|mc)?(?:g|m|[lL]|mol|s|V|Pa|Hz|Gy|Sv|Bq|Eq|[Oo]sm|I?U|cal)[²³23]?"
    r"|kDa|Da|bpm|h|hr|min|d|weeks?|months?|years?|days?|hours?|minutes?|seconds?|units?)"
)
TOGETHER = re.compile(
    rf"(?<![\w.,/])(?:{SIGN} )?{NUMBER}(?: ?[–—−] ?{NUMBER})*(?: {UNIT}(?:/{UNIT})*(?![\w²³/]))?(?![\w²³])"
)
BREAKS = re.compile("[ –—−]")
# What every piece with a break in it holds.
BREAKABLE = re.compile(r"\d(?:(?<= \d)|(?<![\w.,/]\d)[\d.,\u202f]*[ –—−])")
LEFT_ALONE = frozenset(("Source", "Reference", "Section"))


def keep_together(kind: Kind, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields of a note with what belongs together in one piece; a typed answer is compared as it is."""
    alone = LEFT_ALONE | ({"Answer"} if kind is Kind.TYPED else set())
    return {name: text if name in alone else _kept(text) for name, text in fields.items()}


def _kept(html: str) -> str:
    if not BREAKABLE.search(html):
        return html
    parts: list[str] = []
    at = 0
    for match in APART.finditer(html):
        parts.extend((TOGETHER.sub(_piece, html[at : match.start()]), match[0]))
        at = match.end()
    return "".join((*parts, TOGETHER.sub(_piece, html[at:])))


def _piece(match: re.Match[str]) -> str:
    return f'<span class="nowrap">{match[0]}</span>' if BREAKS.search(match[0]) else match[0]
