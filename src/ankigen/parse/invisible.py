"""Characters that nobody sees: no-break and zero-width ones, which undo a mark of the format or hide in a word."""

import re
from collections.abc import Iterator

from ankigen.codes.slips import INVISIBLE_CHARACTER
from ankigen.diagnostic import Diagnostic, Severity
from ankigen.parse.mask import Visible
from ankigen.parse.outline import Outline
from ankigen.parse.slip import beyond_ascii, needs
from ankigen.rare import RarePattern

ODD_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
ZERO_WIDTH = "\u200b\u2060\ufeff\u00ad"
MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c"  # of the direction of text
_ODD = f"[{ODD_SPACES}{ZERO_WIDTH}{MARKS}]"
_SOME = f"[ \t{ODD_SPACES}{ZERO_WIDTH}{MARKS}]"
_RUN = rf"(?=[ \t]*+{_ODD}){_SOME}*+"
_MARK = r"(?:[-*+]|\d{1,9}[.)])"

# Where one of them stands in or beside a mark of the format.
BESIDE_MARK = RarePattern(
    rf"""^(?:(?P<blank>{_RUN})$
          | (?P<before>{_RUN})(?=\#{{1,6}}[ \t]|{_MARK}[ \t]|>|```|~~~|\|)
          | [ \t>]*{_MARK}(?P<after>[ \t]*{_ODD}{_SOME}*)(?=\S)
          | [ \t>]*{_MARK}[ \t]+\[(?P<inside>{_ODD}+)\]
          | [ \t>]*{_MARK}[ \t]+\[[ xX]\](?P<behind>[ \t]*{_ODD}{_SOME}*)(?=\S)
          | \#{{3,4}}[ \t]+\S[^\n]*?(?P<end>(?<=\w)[{ZERO_WIDTH}{MARKS}]+)[ \t]*$)""",
    re.MULTILINE | re.VERBOSE,
)
DELIMITER_ROW = RarePattern(
    rf"^(?=[^\n]*\|)(?=[^\n]*---?)(?=[^\n]*{_ODD})[|:\- \t{ODD_SPACES}{ZERO_WIDTH}{MARKS}]+$", re.MULTILINE
)
FENCE = RarePattern(rf"[ \t]{{0,3}}(?:`{{3,}}|~{{3,}})(?P<odd>{_ODD}+)[ \t]*$")
BEFORE_COMMENT = RarePattern(rf"{_RUN}(?=<!--[ \t]*(?:\{{[ \t]*)?[a-z]+[ \t]*:)")
# Scripts without spaces between words mark with a zero-width space where a line may break.
_NO_SPACES = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
# Behind one at the beginning of a line blanks would make code.
IN_WORD = RarePattern(f"^[{ZERO_WIDTH}]+[ \t]+|(?<!{_NO_SPACES})[{ZERO_WIDTH}]+(?!{_NO_SPACES})", re.MULTILINE)


@beyond_ascii
@needs(_ODD)
def invisible(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Those beside marks, then those in words: one search tells that a text has none."""
    yield from beside_marks(text, plan)
    yield from in_words(text, plan)


def beside_marks(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    for match in BESIDE_MARK.finditer(text.text):
        name = match.lastgroup or ""
        start, end = match.span(name)
        if name == "blank" and text.written(start, end) != match[name]:
            # A comment stands there.
            if before := BEFORE_COMMENT.match(text.written(start, end)):
                yield _before_comment(text, start, before)
            continue
        new = {"blank": "", "inside": " ", "end": "", "before": _indent(match[name])}.get(name, " ")
        odd = next(at for at in range(start, end) if text.text[at] not in " \t")
        char = f"U+{ord(text.text[odd]):04X}"
        message = f"Markdown does not read the mark beside this invisible character ({char})"
        if name == "blank":
            message = "this line looks empty and is not"
        elif name in ("after", "behind") and odd > start:
            message = f"an invisible character ({char}) is in the text"
        yield Diagnostic(text.span(odd), INVISIBLE_CHARACTER, message, _hint(new), edits=(text.edit(start, end, new),))
    for match in DELIMITER_ROW.finditer(text.text):
        new = re.sub(_ODD, " ", match[0])
        message = "Markdown does not read this line as a table's, for its invisible characters"
        yield Diagnostic(
            text.span(match.start()),
            INVISIBLE_CHARACTER,
            message,
            "type the spaces anew",
            edits=(text.edit(match.start(), match.end(), new),),
        )
    for number in sorted(plan.code):
        if fence := FENCE.fullmatch(text.source.line(number)):
            start = text.starts[number - 1] + fence.start("odd")
            message = "this does not end the code, for the invisible character behind it"
            edit = text.edit(start, start + len(fence["odd"]), "")
            yield Diagnostic(text.span(start), INVISIBLE_CHARACTER, message, _hint(""), edits=(edit,))


@needs(f"[{ZERO_WIDTH}]")
def in_words(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    """The first of each line, with a remedy for all of them."""
    last = 0
    known = {at for match in BESIDE_MARK.finditer(text.text) for at in range(*match.span(match.lastgroup or 0))}
    for match in IN_WORD.finditer(text.text):
        span = text.span(match.start())
        line = text.source.line(span.line)
        if span.line == last or match.start() in known:
            continue
        last = span.line
        start = text.starts[span.line - 1]
        edits = tuple(
            text.edit(start + found.start(), start + found.end(), "")
            for found in IN_WORD.finditer(text.text[start : start + len(line)])
        )
        message = f"an invisible character (U+{ord(match[0][0]):04X}) is in the text"
        yield Diagnostic(span, INVISIBLE_CHARACTER, message, _hint(""), Severity.WARNING, edits)


def _before_comment(text: Visible, start: int, before: re.Match[str]) -> Diagnostic:
    odd = start + next(at for at, char in enumerate(before[0]) if char not in " \t")
    message = f"this comment is not read, for the invisible character (U+{ord(text.text[odd]):04X}) before it"
    edits = (text.edit(start, start + before.end(), _indent(before[0])),)
    return Diagnostic(text.span(odd), INVISIBLE_CHARACTER, message, _hint(""), edits=edits)


def _indent(written: str) -> str:
    """The indentation that it was meant to be."""
    return "".join(" " if char in ODD_SPACES else char for char in written if char in f"{ODD_SPACES} \t")


def _hint(new: str) -> str:
    return "delete it and type a space" if new else "delete it"
