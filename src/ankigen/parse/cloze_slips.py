"""What was meant as a cloze and is none: any `{{` in text that Anki does not read is worth a word."""

import re
from collections.abc import Iterator

from ankigen.codes.sources import CLOZE_TYPO
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.model.cloze import OPEN, without_comments
from ankigen.parse.mask import THING, Visible, short
from ankigen.parse.outline import Outline

_NUMBER = r"(?:[cC][ \t]{0,9})?\d+(?:[ \t]{0,9},[ \t]{0,9}[cC]?\d+)*"
_TEXT = r"[^{}()\n]*"
CLOZE = re.compile(
    rf"""\{{\{{c\d+(?:,\d+)*::(?P<empty>\s*(?:::{_TEXT})?\}}\}})?
      | \{{\{{[ \t]{{0,9}}(?P<two>{_NUMBER}|[cC])[ \t]{{0,9}}(?:[:：][ \t]?[:：]+)(?P<twice>{_TEXT})
      | \{{\{{[ \t]{{0,9}}(?P<one>[cC][ \t]{{0,9}}\d+(?:,\d+)*)[ \t]{{0,9}}[:：](?P<once>{_TEXT})(?=\}})
      | \{{(?<!\{{\{{)[ \t]{{0,9}}(?P<brace>[cC]\d+(?:,\d+)*)[ \t]{{0,9}}[:：]{{1,3}}(?P<braced>{_TEXT})(?=\}})""",
    re.VERBOSE,
)
ROUND = re.compile(rf"\((?<![\w\]]\()[ \t]{{0,9}}(?P<round>[cC]\d+)::(?P<rounded>{_TEXT})(?=\))")
# One bracket of a link; a reference of that name is in no text.
SQUARE = re.compile(r"\[(?<![\w\]!]\[)(?<!\[\[)(?P<square>c\d+)::(?P<squared>[^\[\]{}\n]*)(?=\](?![(\[\]]))")
PARTS = (("two", "twice"), ("one", "once"), ("brace", "braced"))
# A second pair of the brackets: ((c1::x)), { {c1::x} }.
OUTER = (
    (re.compile(r"(?<!\()\([ \t]?\(\Z"), re.compile(r"\)[ \t]?\)")),
    (re.compile(r"(?<!\{)\{[ \t]{1,2}\{\Z"), re.compile(r"\}[ \t]{1,2}\}")),
)
THREE = re.compile(r"\{\{c\d+(?:,\d+)*:::[^:}]")
HIDES_NOTHING = re.compile(r"\{\{c\d+(?:,\d+)*::\s*(?:::[^{}]*)?\}\}")

BRACES = re.compile(r"[{｛][\u200b\u2060\ufeff]?[{｛]")
END = re.compile(r"\n[ \t]*\n|\n#|[}｝][\u200b\u2060\ufeff]?[}｝]")
LONGEST = 500
# Letters, digits and signs of other alphabets that look like those of a cloze.
LOOKALIKES = str.maketrans(
    "сСϲｃＣⅽ：∶꞉｛｝０１２３４５６７８９",
    "cCccCc:::{}0123456789",
    "\u200b\u200c\u200d\u2060\ufeff\u00ad",
)
# The beginning of a cloze in other signs; `{{1.5 mg}}`, `{{2 mg}}`, `{{C5-C6}}` and `{{1:100}}` are words to hide.
NUMBERED = re.compile(
    r"""\{\{\s*(?:[cC]\s*\d+\s*(?:[:;|]{1,3}|[.,=–—-]{2,3})
              | \d+\s*(?:[;|]|:(?!\d)))\s*""",
    re.VERBOSE,
)
SPACED = re.compile(r"\{\{\s*c\s*\d+\s+(?=[^\W\d])")
# A letter for the digit one; and the brackets of a link.
LETTER_ONE = re.compile(r"\{\{\s*[cC]\s*[lI|!]\s*:{1,2}\s*")
BRACKETS = re.compile(r"\[\[[ \t]*[cC][ \t]*(\d+)[ \t]*:{1,2}([^\[\]\n]+)\]\](?!\()")
WORDS = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
FORMS = (OPEN, NUMBERED, LETTER_ONE, SPACED)
ATTRIBUTE = re.compile(r"<[A-Za-z][^<>\n]*=(?:\"[^\"<>\n]*|'[^'<>\n]*)$")
CLOSING = re.compile(r"\s*[}｝][\u200b\u2060\ufeff]?[}｝]$")


def cloze_typo(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in CLOZE.finditer(text.text):
        if match["empty"] and HIDES_NOTHING.fullmatch(without_comments(text.written(match.start(), match.end()))):
            hint = "write what to hide, such as {{c1::collagen}}"
            yield Diagnostic(text.span(match.start()), CLOZE_TYPO, "this cloze hides nothing", hint)
        if match["empty"] is None and THREE.fullmatch(text.text[match.start() : match.end() + 2]):
            yield _three(text, match)
        for number, words in PARTS:
            if match[number] is not None and not _is_escaped(text.text, match):
                yield _meant(text, match, number, words)
    for match in ROUND.finditer(text.text):
        yield _meant(text, match, "round", "rounded")
    for match in SQUARE.finditer(text.text):
        yield _meant(text, match, "square", "squared")


def _is_escaped(text: str, match: re.Match[str]) -> bool:
    r"""Whether it is `\{{c1: x}}`, of which the author wants the braces."""
    return match["brace"] is not None and "::" not in match[0] and text[: match.start()].endswith(THING)


def _three(text: Visible, match: re.Match[str]) -> Diagnostic:
    end = text.text.find("}}", match.end())
    number = match[0].removeprefix("{{c").rstrip(":")
    hidden = short(text.written(match.end() + 1, end).strip()) if 0 <= end < match.end() + LONGEST else "…"
    edits = (text.edit(match.end(), match.end() + 1, ""),)
    message = "the third colon is hidden with the words: the answer would begin with it"
    return Diagnostic(text.span(match.start()), CLOZE_TYPO, message, f"write {{{{c{number}::{hidden}}}}}", edits=edits)


def _meant(text: Visible, match: re.Match[str], number: str, words: str) -> Diagnostic:
    """The cloze that was meant, by the groups of its numbers and of what it hides."""
    digits = ",".join(re.findall(r"\d+", match[number])) or "1"
    hidden = short(text.written(match.start(words), match.end(words)).strip()) or "…"
    hint = f"write {{{{c{digits}::{hidden}}}}}"
    edits = tuple(_edits(text, match, words, digits))
    return Diagnostic(text.span(match.start()), CLOZE_TYPO, "Anki does not read this as a cloze", hint, edits=edits)


def _edits(text: Visible, match: re.Match[str], words: str, digits: str) -> Iterator[Edit]:
    """Its beginning as Anki reads it, and its end, where that is another or stands behind blanks."""
    hidden = match[words]
    start, inner = match.start(), match.start(words) + len(hidden) - len(hidden.lstrip())
    end = after = match.end(words)
    if words in ("braced", "rounded", "squared") and not text.text.startswith("}}", end):
        start, after = _around(text.text, start, end) or (start, end + 1)
    yield text.edit(start, inner, f"{{{{c{digits}::")
    last = max(inner, match.start(words) + len(hidden.rstrip()))
    if after > end or (last < end and text.text.startswith("}", end)):
        yield text.edit(last, after, "}}" if after > end else "")


def _around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a second pair of the same brackets around it begins and ends."""
    for before, behind in OUTER:
        outer, closing = before.search(text, max(start - 3, 0), start + 1), behind.match(text, end)
        if outer and closing:
            return outer.start(), closing.end()
    return None


def bracketed(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    for match in BRACKETS.finditer(text.text):
        meant = f"{{{{c{match[1]}::{text.written(*match.span(2)).strip()}}}}}"
        edits = (text.edit(match.start(), match.end(), meant),)
        message = "Anki does not read this as a cloze"
        yield Diagnostic(text.span(match.start()), CLOZE_TYPO, message, f"write {short(meant)}", edits=edits)


def other_braces(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    """Two braces that begin neither a cloze nor one of the slips above."""
    for match in BRACES.finditer(text.text):
        start = match.start()
        if OPEN.match(text.text, start) or CLOZE.match(text.text, start) or _in_attribute(text.text, start):
            continue
        found = END.search(text.text, match.end(), match.end() + LONGEST)
        end = found.end() if found and found[0][0] in "}｝" else match.end()
        written = text.written(start, end)
        plain = written.translate(LOOKALIKES)
        if opening := next((found for form in FORMS if (found := form.match(plain))), None):
            number = ",".join(re.findall(r"\d+", opening[0])) or "1"
            inside = CLOSING.sub("", written[_within(written, opening.end()) :])
            meant = f"{{{{c{number}::{inside}}}}}"
            sure = opening.re is not SPACED and "\n" not in written and CLOSING.search(written)
            edits = (text.edit(start, end, meant),) if sure else ()
            message = "Anki does not read this as a cloze"
            if opening.re is OPEN:
                message += ": it has signs of another alphabet, or invisible ones"
            yield Diagnostic(text.span(start), CLOZE_TYPO, message, f"write {short(meant)}", edits=edits)
        else:
            words = WORDS.fullmatch(written)
            hint = f"write {{{{c1::{short(words[1]) if words else '…'}}}}} for a cloze; code goes into backticks"
            yield Diagnostic(text.span(start), CLOZE_TYPO, "Anki shows these braces: they are not a cloze", hint)


def _in_attribute(text: str, at: int) -> bool:
    """Whether an offset is in the quoted value of an HTML tag, where nobody sees it."""
    return ATTRIBUTE.search(text, text.rfind("\n", 0, at) + 1, at) is not None


def _within(written: str, plain: int) -> int:
    """The offset behind so many characters of the text without lookalikes: an author's words stay as they are."""
    at = 0
    while plain > 0:
        plain -= len(written[at].translate(LOOKALIKES))
        at += 1
    return at
