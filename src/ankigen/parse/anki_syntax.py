"""Marks that work in Anki's own editor, but not in Markdown."""

import re
from collections.abc import Iterator

from ankigen.codes.slips import ANKI_MARK
from ankigen.diagnostic import Diagnostic, Severity
from ankigen.model.formula import TEX
from ankigen.parse.mask import THING, Visible
from ankigen.parse.outline import Outline
from ankigen.rare import RarePattern

SOUND = re.compile(r"\[sound:([^\[\]\n]*)\]", re.IGNORECASE)
# Anki looks for these over several lines too; another note's field is another matter.
LATEX = re.compile(r"\[(latex|\$\$?)\](?:(?!\[/?(?:latex|\$)|\n#)[\s\S])*?\[/\1\]", re.IGNORECASE)
# A backslash before a bracket is an escape: Markdown takes it away.
_INSIDE = r"(?:(?!\\[()\[\]]|\n[ \t]*\n)[\s\S])+"
MATHJAX = re.compile(rf"\\\((?P<inline>{_INSIDE})\\\)|\\\[(?P<display>{_INSIDE})\\\]")
# "\[sic\]" and "\(2020\)" are right as they are; so are links and names such as a_b.
MATH = RarePattern(rf"{TEX.pattern}|[={{}}<>]|[ \t]\+[ \t]")
FOOTNOTE = RarePattern(r"\^\w[\w-]{0,30}")
PROSE = RarePattern(r"(?<![\\A-Za-z])[a-z]{3,}|\*")  # then only a command of TeX tells a formula
ESCAPE = RarePattern(r"\\[^A-Za-z\s]")
OTHER = RarePattern(r"\]\(|://|=>|\{\d*,\d*\}")  # a link, code, a regular expression


def anki_marks(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in SOUND.finditer(text.text):
        hint = f"write ![](media/{match[1].strip()}), with the file in media/"
        yield Diagnostic(text.span(match.start()), ANKI_MARK, "Anki's [sound:…] ships no file", hint)
    for match in LATEX.finditer(text.source.text):
        if text.text[match.start()] != "[":  # it stands in code or in a comment
            continue
        message = f"Anki would take [{match[1]}] for a formula that each learner's computer has to typeset"
        yield Diagnostic(text.span(match.start()), ANKI_MARK, message, "write formulas as $x^2$ or $$x^2$$")
    for match in MATHJAX.finditer(text.source.text):
        seen = text.text[match.start() : match.end()]
        inside = (match["inline"] or match["display"]).strip()
        in_code = not seen.startswith(THING * 2) or not set(seen[2:-2]) - {THING, " ", "\n"}
        is_math = _is_math(ESCAPE.sub("", inside))
        if FOOTNOTE.fullmatch(inside) and match["display"] and not in_code:
            message = "the backslashes make text of this footnote's mark"
            edits = (text.edit(match.start(), match.end(), f"[{inside}]"),)
            hint = f"write [{inside}]"
            yield Diagnostic(text.span(match.start()), ANKI_MARK, message, hint, Severity.WARNING, edits)
        elif is_math and not in_code:
            message = f"Markdown turns {match[0][:2]} and {match[0][-2:]} into plain brackets"
            hint = f"write ${inside}$" if match["inline"] else f"write $${inside}$$"
            yield Diagnostic(text.span(match.start()), ANKI_MARK, message, hint, Severity.WARNING)


def _is_math(inside: str) -> bool:
    if OTHER.search(inside):
        return False
    return bool(TEX.search(inside) or (MATH.search(inside) and not PROSE.search(inside)))
