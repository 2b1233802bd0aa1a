"""Signs of comparison and of arithmetic that Markdown takes for marks, because they begin a line."""

import re
from collections.abc import Iterator, Sequence

from ankigen.codes.lost_text import LOST_SIGN
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.parse.mask import Visible, short
from ankigen.parse.outline import Outline
from ankigen.parse.slip import needs
from ankigen.rare import RarePattern

PROSE = RarePattern(r"[，。、；]|[.;!?][ \t]+\S.*[.!?]$")  # a quotation that happens to begin with a number
# What may have a sign before it, with or without a number before that.
UNIT = (
    r"(?:mV|mmHg|mm[ ]?Hg|cm[ ]?H2O|cm[ ]?H~2~O|cm[ ]?H₂O|kPa|diopt(?:re|er|ric)s?|dpt|D|°[ ]?[CF]|℃|SDs?|dB|HU"
    r"|Hounsfield|mmol|mEq|meq|eV|log|points?)(?![\w])"
)
YEAR = r"(?:1[5-9]|20)\d\d(?:\b(?![ \t]*(?:[mµn]?g|[mµ]?[lL]|mmol|kcal|kJ|IU|ms|mm|cells)\b))"
ITEM = r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?"
MORE = RarePattern(
    rf"(?P<before>[ \t]{{0,3}}(?:{ITEM})*)(?P<sign>>=?)[ \t]*(?P<rest>(?!{YEAR})[-−+±~≈]?\d(?!\d?[.)][ \t]).*)"
)
PLUS_MINUS = RarePattern(rf"(?P<before>[ \t]{{0,3}}(?:{ITEM})*)(?P<sign>[-+])[ \t]+(?P<rest>\S.*)")
# Searches for one sign are quick, the one for both at the beginning of a line is exact.
MINUS, PLUS = re.compile(r"-[ \t]+[~≈]?\d"), re.compile(r"\+[ \t]+\S")
AT_BEGINNING = re.compile(rf"\n[ \t]{{0,3}}(?:{ITEM})*?[-+][ \t]+(?:[~≈]?\d|(?<=\+[ \t])[ \t]*\S)")
AMOUNT = RarePattern(rf"[~≈]?\d[\d.,]*(?:[ \t]*(?:to|–|-|and|or)[ \t]*[-−+]?[ \t]*\d[\d.,]*)?[ \t]*(?P<unit>{UNIT})?")
INNER = RarePattern(r"(?<=[ \t])-[ \t]+(?=\d)")
TEX = RarePattern(r"\\[A-Za-z]|[_^]\{")
BEGINNINGS = frozenset("-+*0123456789")
ANY_ITEM = RarePattern(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
SHORT = 60


@needs(r">=?[ \t]*[-−+±~≈]?\d", rf"(?:\A|\n)[ \t]{{0,3}}(?:{ITEM})*>=?[ \t]*[-−+±~≈]?\d")
def more_than(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """`> 6.5`, a quotation to Markdown; several lines of a real one do not all begin with a number."""
    lines = text.lines
    told = 0
    for number, line in enumerate(lines, start=1):
        match = MORE.match(line) if ">" in line and number in text.in_notes and number > told else None
        if match is None:
            continue
        last = number
        while last < len(lines) and lines[last].lstrip(" ").startswith(">"):
            last += 1
        told = last
        is_quote = not match["before"].strip() and (
            lines[number - 2].lstrip(" ").startswith(">") or not all(map(MORE.match, lines[number - 1 : last]))
        )
        if not is_quote and not PROSE.search(match["rest"]):
            yield _more_than(text, number, match)


def _more_than(text: Visible, number: int, match: re.Match[str]) -> Diagnostic:
    start = text.starts[number - 1] + match.start("sign")
    rest = short(match["rest"].strip())
    message = f"'{match['sign']}' at the beginning of a line makes a quotation: learners would not see it"
    if match["sign"] == ">=":
        edits: tuple[Edit, ...] = (text.edit(start, start + 2, "≥"),)
        message = "'>' at the beginning of a line makes a quotation: learners would see '=' alone"
        return Diagnostic(text.span(start), LOST_SIGN, message, f"write ≥ {rest}", edits=edits)
    edits = (text.edit(start, start + 1, "\\>"),) if match["before"].strip() else ()
    hint = f"write \\> {rest}, or 'more than' in words"
    hint += "" if edits else "; a quotation begins with a quotation mark: > “…"
    return Diagnostic(text.span(start), LOST_SIGN, message, hint, edits=edits)


def plus_minus(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """`- 70 mV` and `+ Babinski`, which Markdown takes for a list of one item."""
    any_sign = MINUS.search(text.text) or PLUS.search(text.text)
    if not any_sign or not AT_BEGINNING.search(f"\n{text.source.text}"):
        return
    lines = text.lines
    for number, line in enumerate(lines, start=1):
        begins = line.lstrip(" ")[:1] in BEGINNINGS and number in text.in_notes
        match = PLUS_MINUS.match(line) if begins else None
        if match and (sign := _sign(match, lines, number)):
            start = text.starts[number - 1] + match.start("sign")
            message = f"'{match['sign']}' at the beginning of a line makes a list: learners would see a bullet"
            yield Diagnostic(text.span(start), LOST_SIGN, message, sign)


def _sign(match: re.Match[str], lines: Sequence[str], number: int) -> str:
    """What to write, if this was meant for a sign."""
    rest = match["rest"].strip()
    amount = AMOUNT.match(rest)
    nested = match["before"].strip() != ""
    if len(rest) > SHORT or (not nested and not _is_alone(lines, number)):
        return ""
    if match["sign"] == "-":
        above = lines[number - 2].strip() if number > 1 else ""
        follows = above and not above.endswith((":", "-->"))
        whole = amount is not None and amount.end() == len(rest.rstrip(".,;"))
        if amount is None or not (amount["unit"] or (whole and (nested or follows))):
            return ""
        return f"write −{short(INNER.sub('−', rest))} with a minus sign; for a list of one item, leave out the bullet"
    if TEX.search(rest):
        return "in a formula, put the sign at the end of the line above"
    if amount is None and (nested or " " in rest):
        return ""  # an item; a sign stands before a number, or a word such as Babinski
    return f"write \\+ {short(rest)}; for a list of one item, leave out the bullet"


def _is_alone(lines: Sequence[str], number: int) -> bool:
    """Whether no other item stands above or below, whatever blank lines are between."""
    above = next((lines[at] for at in range(number - 2, -1, -1) if lines[at].strip()), "")
    below = next((lines[at] for at in range(number, len(lines)) if lines[at].strip()), "")
    return not (ANY_ITEM.match(above) or ANY_ITEM.match(below) or below.startswith(("  ", "\t")))
