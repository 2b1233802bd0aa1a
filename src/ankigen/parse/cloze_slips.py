"""What was meant as a cloze and is none: any `{{` in text that Anki does not read is worth a word."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ankigen.codes.slips import CLOZE_TYPO
from ankigen.diagnostic import Diagnostic, Edit, Severity
from ankigen.model.cloze import OPEN, without_comments
from ankigen.parse.mask import THING, Visible, short
from ankigen.parse.outline import Outline
from ankigen.parse.slip import needs, needs_one
from ankigen.rare import RarePattern

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
    (RarePattern(r"(?<!\()\([ \t]?\(\Z"), RarePattern(r"\)[ \t]?\)")),
    (RarePattern(r"(?<!\{)\{[ \t]{1,2}\{\Z"), RarePattern(r"\}[ \t]{1,2}\}")),
)
THREE = re.compile(r"\{\{c\d+(?:,\d+)*:::[^:}]")
EMPTY_HINT = re.compile(r"\{\{c\d+(?:,\d+)*::(?![\s:])[^{}\n:]+(:{2,}[ \t]*)(?=\}\})")
# More braces behind it. Those of a set, {{{c1::1}}, {{c2::2}}}, have their beginning on the line.
BRACES_BEHIND = RarePattern(r"\{\{c\d+(?:,\d+)*::[^{}\n]+\}\}(\}{1,9})(?!\})")
BRACE_BEFORE = RarePattern(r"\{(?<!\{\{)(?=(\{\{c\d+(?:,\d+)*::[^{}\n]+\}\}))")
# As Pandoc, chatbots and web pages escape it: with backslashes, or with the numbers and names of its signs.
_OPEN, _CLOSE, _COLON = (
    rf"(?:\\?\{sign}|&(?:#0{{0,4}}{ord(sign)}|#[xX]0{{0,4}}{ord(sign):x}|#[xX]0{{0,4}}{ord(sign):X}|{names});)"
    for sign, names in (("{", "lcub|lbrace"), ("}", "rcub|rbrace"), (":", "colon"))
)
ESCAPED = RarePattern(
    rf"(?=[{{\\&])(?P<open>{_OPEN}{_OPEN})(?P<number>[cC]\d+)(?P<colons>{_COLON}{_COLON})"
    rf"(?P<words>(?:(?!{_CLOSE}|{_OPEN})[^\n]){{1,300}})(?P<close>{_CLOSE}{_CLOSE})"
)
HIDES_NOTHING = RarePattern(r"\{\{c\d+(?:,\d+)*::\s*(?:::[^{}]*)?\}\}")

# Two braces that do not begin a cloze as Anki reads it.
_UNSEEN = "[\u200b\u2060\ufeff]?"
_FIRST = rf"\{{(?!\{{c[0-9]+(?:,[0-9]+)*::){_UNSEEN}"
BRACES = re.compile(rf"{_FIRST}\{{")
WIDE = "｛"
ANY_BRACES = RarePattern(rf"(?:{_FIRST}|{WIDE}{_UNSEEN})[{{{WIDE}]")
END = RarePattern(r"\n[ \t]*\n|\n#|[}｝][\u200b\u2060\ufeff]?[}｝]")
LONGEST = 500
# Letters, digits and signs of other alphabets that look like those of a cloze.
LOOKALIKES = str.maketrans(
    "сСϲｃＣⅽ：∶꞉｛｝０１２３４５６７８９",
    "cCccCc:::{}0123456789",
    "\u200b\u200c\u200d\u2060\ufeff\u00ad",
)
# The beginning of a cloze in other signs; `{{1.5 mg}}`, `{{2 mg}}`, `{{C5-C6}}` and `{{1:100}}` are words to hide.
NUMBERED = RarePattern(
    r"""\{\{\s*(?:[cC]\s*\d+\s*(?:[:;|]{1,3}|[.,=–—-]{2,3})
              | \d+\s*(?:[;|]|:(?!\d)))\s*""",
    re.VERBOSE,
)
SPACED = RarePattern(r"\{\{\s*c\s*\d+\s+(?=[^\W\d])")
# Logseq's and Roam's word for it, and `{{c1.::x}}`.
NAMED = RarePattern(r"\{\{\s*(?:[cC]\s*\d+\s*[.)]\s*::|cloze\b[ \t]*[:;|]?)\s*", re.IGNORECASE)
# A letter for the digit one; and the brackets of a link.
LETTER_ONE = RarePattern(r"\{\{\s*[cC]\s*[lI|!]\s*:{1,2}\s*")
BRACKETS = re.compile(r"\[\[[ \t]*[cC][ \t]*(\d+)[ \t]*:{1,2}([^\[\]\n]+)\]\](?!\()")
WORD = RarePattern(r"[^\W\d_]{2}")
WORDS = RarePattern(r"\{\{\s*([^{}]+?)\s*\}\}")
FORMS = (OPEN, NUMBERED, LETTER_ONE, NAMED, SPACED)
TAG = RarePattern(r"<[A-Za-z]")
CLOSING = RarePattern(r"\s*[}｝][\u200b\u2060\ufeff]?[}｝]$")


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
    for match in EMPTY_HINT.finditer(text.text):
        start, end = match.span(1)
        hint = f"write {short(text.written(match.start(), start))}}}}}, or a hint behind the colons"
        message = "the hint of this cloze is empty: the blank would show [] instead of […]"
        edits = (text.edit(start, end, ""),)
        yield Diagnostic(text.span(match.start()), CLOZE_TYPO, message, hint, Severity.WARNING, edits=edits)
    for match in ROUND.finditer(text.text):
        yield _meant(text, match, "round", "rounded")
    for match in SQUARE.finditer(text.text):
        yield _meant(text, match, "square", "squared")


@needs_one(r"\}\}\}", r"\{\{\{")
def third_braces(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    if "}}}" in text.text:
        yield from _braces_behind(text)
    if "{{{" in text.text:
        yield from _braces_before(text)


def _braces_behind(text: Visible) -> Iterator[Diagnostic]:
    for match in BRACES_BEHIND.finditer(text.text):
        begin = max(text.text.rfind("\n", 0, match.start()) + 1, match.start() - LONGEST)
        if not _left_open(text.text[begin : match.start()], "{", "}"):
            which = "third brace" if len(match[1]) == 1 else "other braces"
            message = f"learners would see the {which} behind this cloze"
            edits = (text.edit(*match.span(1), ""),)
            hint = f"write {short(text.written(match.start(), match.start(1)))}"
            yield Diagnostic(text.span(match.start()), CLOZE_TYPO, message, hint, Severity.WARNING, edits)


def _braces_before(text: Visible) -> Iterator[Diagnostic]:
    for match in BRACE_BEFORE.finditer(text.text):
        after = text.text[match.end(1) : match.end() + LONGEST].partition("\n")[0]
        meant = text.written(*match.span(1))
        if after.startswith("}") and not after.startswith("}}"):
            message, hint = "learners would see a brace on either side of this cloze", f"write {short(meant)}"
            yield Diagnostic(text.span(match.start()), CLOZE_TYPO, message, hint, Severity.WARNING)
        elif not _left_open(after[::-1], "}", "{"):
            message, hint = "learners would see the third brace before this cloze", f"write {short(meant)}"
            edits = (text.edit(match.start(), match.end(), ""),)
            yield Diagnostic(text.span(match.start()), CLOZE_TYPO, message, hint, Severity.WARNING, edits)


def _left_open(text: str, opening: str, closing: str) -> bool:
    """Whether a brace of the text has no partner behind it."""
    depth = 0
    for sign in text:
        depth = max(depth + (sign == opening) - (sign == closing), 0)
    return depth > 0


@needs_one(r"\\[{}:]", "&(?:#0*(?:123|58)|#[xX]0*(?:7[bB]|3[aA])|l|c)")
@needs(r"[cC]\d")
def escaped_clozes(text: Visible, _: Outline) -> Iterator[Diagnostic]:
    r"""`\{\{c1::x\}\}` and `&#123;&#123;c1::x&#125;&#125;`, with some of the signs escaped or all."""
    for match in ESCAPED.finditer(text.source.text):
        if _is_escaped_cloze(text, match):
            meant = f"{{{{{match['number'].lower()}::{match['words'].strip()}}}}}"
            edits = (text.edit(match.start(), match.end(), meant),)
            which = "backslashes make" if "\\" in match["open"] + match["colons"] + match["close"] else "codes make"
            message = f"the {which} text of this cloze: the card would show the answer in braces"
            yield Diagnostic(text.span(match.start()), CLOZE_TYPO, message, f"write {short(meant)}", edits=edits)


def _is_escaped_cloze(text: Visible, match: re.Match[str]) -> bool:
    """Whether one of the signs that begin it is escaped, and it stands neither in code nor in a formula."""
    begins_right = match["open"] + match["colons"] == "{{::"  # then it is a cloze without an end
    return not begins_right and text.text[match.start("number")] == match["number"][0]


def _is_escaped(text: str, match: re.Match[str]) -> bool:
    r"""Whether it is `\{{c1: x}}`, of which the author wants the braces, or a cloze that is told as an escaped one."""
    told = "::" not in match[0] or text.startswith("}}", match.end())
    return match["brace"] is not None and told and text.endswith(THING, 0, match.start())


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
    # With backslashes among its braces nobody can tell where it ends.
    edits = () if text.text.endswith(THING, 0, match.start()) else tuple(_edits(text, match, words, digits))
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
    braces = ANY_BRACES if WIDE in text.text else BRACES
    found = [
        match
        for match in braces.finditer(text.text)
        if not any(form.match(text.source.text, match.start()) for form in (CLOZE, BRACE_BEFORE, ESCAPED))
    ]
    values = _Values(text.text) if found and "<" in text.text else None
    for match in found:
        start = match.start()
        if (values and values.hold(start)) or IN_CODE.search(text.text, max(start - LONGEST, 0), start):
            continue
        after = END.search(text.text, match.end(), match.end() + LONGEST)
        end = after.end() if after and after[0][0] in "}｝" else match.end()
        written = text.written(start, end)
        plain = written.translate(LOOKALIKES)
        if opening := next((begun for form in FORMS if (begun := form.match(plain))), None):
            number = ",".join(re.findall(r"\d+", opening[0])) or "1"
            inside = CLOSING.sub("", written[_within(written, opening.end()) :])
            meant = f"{{{{c{number}::{inside}}}}}"
            sure = opening.re is not SPACED.compiled and "\n" not in written and CLOSING.search(written)
            edits = (text.edit(start, end, meant),) if sure else ()
            message = "Anki does not read this as a cloze"
            if opening.re is OPEN:
                message += ": it has signs of another alphabet, or invisible ones"
            yield Diagnostic(text.span(start), CLOZE_TYPO, message, f"write {short(meant)}", edits=edits)
        else:
            words = WORDS.fullmatch(written)
            hint = f"write {{{{c1::{short(words[1]) if words else '…'}}}}} for a cloze; code goes into backticks"
            if words is None or not WORD.search(words[1]):
                hint += ", a formula between dollars"
            if words and TEMPLATE.search(words[1]):
                hint = f"code goes into backticks: `{short(written)}`"
            message = "Anki shows these braces: they are not a cloze"
            yield Diagnostic(text.span(start), CLOZE_TYPO, message, hint, Severity.WARNING)


# What stands before the braces is a command of TeX, which has its own findings, an attribute, or code in HTML.
IN_CODE = RarePattern(r"\\[A-Za-z]+(?:\{[^{}]*\})*[ \t]*\Z|\w=[\"'“][ \t]*\Z|<code\b[^>]*>[^<]*\Z")
TEMPLATE = RarePattern(r"\A[ \t]*[<%#'\"/.&]|\||\(\)|\.\w+[ \t]*\Z")


class _Values:
    """The quoted values of a text's HTML tags, where nobody sees anything."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.limits, *self.quotes = (
            [match.start() for match in re.finditer(signs, text)] for signs in ("[<>\n]", '"', "'")
        )

    def hold(self, at: int) -> bool:
        """Whether an offset is in one: in a tag, where the last quote before it follows an equals sign."""
        tag = _last_before(self.limits, at)
        quotes = (_last_before(places, at) for places in self.quotes)
        return TAG.match(self.text, tag, at) is not None and any(
            quote > tag + 2 and self.text[quote - 1] == "=" for quote in quotes
        )


def _last_before(places: Sequence[int], at: int) -> int:
    """The last of the places before an offset, or one before the text."""
    found = bisect_left(places, at)
    return places[found - 1] if found else -1


def _within(written: str, plain: int) -> int:
    """The offset behind so many characters of the text without lookalikes: an author's words stay as they are."""
    at = 0
    while plain > 0:
        plain -= len(written[at].translate(LOOKALIKES))
        at += 1
    return at
