"""Lists whose bullets are no bullets of Markdown: an office program's, or without the space behind them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ankigen.codes.slips import BULLET_SPACE, WORD_BULLET
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.parse.mask import Visible, short
from ankigen.parse.outline import Outline, indentation
from ankigen.parse.slip import Match, Slip, beginning, beyond_ascii, needs, runs
from ankigen.rare import RarePattern

# Bullets that nobody writes in prose, and those that need a second line of their kind.
_SIGNS = "•·▪◦‣●○◆➢➤❖\uf0b7\uf0a7\uf0d8\uf076\uf0a8"
_BULLET = f"([{_SIGNS}])[ \t\u00a0]+(?=\\S)"
_DASH = "([–—])[ \t\u00a0]+(?=\\S)"
_LETTER_O = "(o)[ \t\u00a0]+(?=\\S)"
BULLET, DASH, LETTER_O = (RarePattern(f"[ \t]*+{form}") for form in (_BULLET, _DASH, _LETTER_O))
ANY = beginning(f"[ \t]*+(?:{_BULLET}|{_DASH}|{_LETTER_O}|([§■])[ \t\u00a0]+(?=\\S))")
CAPITAL = RarePattern(r"[^\W\d_a-z]")
NUMBER = RarePattern(r"\d")  # behind a dash it may be a negative one

# Ticks and crosses, which say right and wrong of facts as well as of options.
_TICKS = "□■▢☐☑☒✓✔✅✗✘❌"
_PICTURES = "\u2600-\u2610\u2613-\u27bf\u2b1b-\u2b55\U0001f300-\U0001faff"
TICK = beginning(
    f"[ \t]*+((?![{_SIGNS}])[{_TICKS}{_PICTURES}]|[0-9](?=\ufe0f?\u20e3))\ufe0f?\u20e3?[ \t\u00a0]+(?=\\S)"
)
HARD_BREAK = RarePattern(r"(?:[ ]{2,}|\\|<br ?/?>)$")

CLOSE = beginning(
    rf"""[ \t]*(?:
          (?P<sign>[{_SIGNS}])(?=[^\W_])(?![A-Z]{{1,3}}\d*(?!\w))  # •OH is a radical
        | (?P<dash>[-–*])(?=[^\W\d_])
        | (?P<number>\d{{1,2}})(?P<point>[.)])(?=[^\W\d_]{{2}})
        | (?P<right>(?P<same>[-*])|(?P<next>\d{{1,2}})[.)])[ \t]+(?=\S)
        )""",
    re.VERBOSE,
)


def word_bullet(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """The first line of each such list, with a remedy for all of them."""
    for run in runs(text, plan, ANY, 1):
        found = tuple(_without_words(run))
        if not any(match[1] for match, _ in found) and not _is_of_one_kind(found):
            continue
        match, start = found[0]
        char = match[0].strip()
        told = char if char.isprintable() else f"U+{ord(char):04X}"
        message = f"'{told}' does not make a list in Markdown"
        negative = any(each[2] and NUMBER.match(each.string, each.end()) for each, _ in found)
        signs = {each[0].strip() for each, _ in found}
        hint = "write `- ` for a list" + (", with two spaces more at each deeper level" if len(signs) > 1 else "")
        if negative:
            number = re.split(r"[ \t\u00a0]", match.string[match.end() :])[0]
            hint = f"write `- {number}` for an item of a list, `−{number}` without a space for a negative number"
        edits = () if negative else tuple(_nested(text, found))
        place = text.span(start + len(match[0]) - len(match[0].lstrip()))
        yield Diagnostic(place, WORD_BULLET, message, hint, edits=edits)


def _without_words(run: Sequence[Match]) -> Iterator[Match]:
    """The lines without those whose `o` may be a word, as in Portuguese: a bullet has a tab or more blanks behind it,
    stands below another level's bullet, or the next line begins with the same and a capital as well."""
    listed = len(run) > 1 and all(match[3] and CAPITAL.match(match.string, match.end()) for match, _ in run)
    above = False
    for match, start in run:
        above = above or match[1] is not None
        if listed or above or not match[3] or match[0].lstrip() not in ("o ", "o\u00a0"):
            yield match, start


def _is_of_one_kind(found: Sequence[Match]) -> bool:
    """Whether signs that alone are no bullets make a list: two lines at least, and neither laws nor boxes."""
    signs = {match[0].strip() for match, _ in found}
    return len(found) > 1 and ("■" not in signs or signs == {"■"}) and "§" not in signs


def _nested(text: Visible, found: Sequence[Match]) -> Iterator[Edit]:
    """The items as Markdown writes them. Office programs give each level a bullet of its own."""
    levels: list[tuple[int, str]] = []
    base = ""
    for match, start in found:
        blanks = match[0][: len(match[0]) - len(match[0].lstrip())]
        level = indentation(f"{blanks}x"), match[0].strip()
        if level in levels:
            del levels[levels.index(level) + 1 :]
        else:
            levels = [above for above in levels if above[0] <= level[0]] + [level]
        if len(levels) == 1:
            base = blanks
        deep = base + "  " * (len(levels) - 1)
        kept = len(deep) if blanks == deep else 0
        yield text.edit(start + kept, start + match.end(), f"{deep[kept:]}- ")


@beyond_ascii
@needs(f"[{_TICKS}{_PICTURES}\u20e3]")
def ticks(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Lines with ticks or crosses that run together: a list of facts, or options."""
    for found in runs(text, plan, TICK, 2):
        marks = [match[1] for match, _ in found]
        if is_choice(marks) or set(marks) == {"■"}:
            continue  # `boxes` and `word_bullet` tell of those
        for (match, start), (_, after) in pairwise(found):
            adjacent = text.text.find("\n", start) + 1 == after
            if adjacent and not HARD_BREAK.search(match.string):
                message = f"'{match[0].strip()}' does not make a list in Markdown: the lines run together"
                hint = f"write `- ` before each for a list: - {match[0].strip()} …"
                if match[1] in _TICKS:
                    hint = (
                        f"write `- {match[1]} ` before each for a list; for a choice, `- [x] ` before the right option "
                        "and `- [ ] ` before the others"
                    )
                yield Diagnostic(text.span(start + match.start(1)), WORD_BULLET, message, hint)
                break


def is_choice(marks: Sequence[str]) -> bool:
    """Whether drawn boxes are options beyond doubt: one is ticked, and the others are empty."""
    return any(
        sum(mark in full for mark in marks) == 1 and all(mark in full + empty for mark in marks)
        for full, empty in (("☑☒", "☐"), ("■", "□▢"))
    )


@needs(rf"\n[ \t]*+(?:[{_SIGNS}–*-][^\W\d_]|\d{{1,2}}[.)][^\W\d_])")
def bullet_space(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
    """Two lines at least, one of them perhaps with its space."""
    for found in runs(text, plan, CLOSE, 2):
        for same in _alike(found):
            close = [(match, start) for match, start in same if not match["right"]]
            if not close or (close[0][0]["sign"] is None and not _is_list(text, close, same)):
                continue
            match, start = close[0]
            mark = match[0].strip()
            at = start + len(match[0]) - len(match[0].lstrip())
            words = short(text.written(start + match.end(), start + len(match.string)).strip())
            right = "- " if match["sign"] or mark == "–" else f"{mark} "
            small = mark in "-–" and any(each.string[each.end()].islower() for each, _ in close)
            hint = f"write {right}{words}"
            if small:
                hint += f"; if the {'hyphen' if mark == '-' else 'dash'} belongs to the word, write - {mark}{words}"
            edits = () if small else tuple(_with_space(text, close))
            message = f"'{mark}' without a space after it does not make a list: the lines run together"
            yield Diagnostic(text.span(at), BULLET_SPACE, message, hint, edits=edits)


def _with_space(text: Visible, close: Sequence[Match]) -> Iterator[Edit]:
    for match, start in close:
        mark = match[0].strip()
        at = start + len(match[0]) - len(match[0].lstrip())
        right = "- " if match["sign"] or mark == "–" else f"{mark} "
        yield text.edit(at, start + match.end(), right)


def _alike(found: Sequence[Match]) -> Iterator[Sequence[Match]]:
    """The lines of one list: with the same bullet, or numbers that go on."""
    same: list[Match] = []
    for match, start in found:
        if same and not _goes_on(same[-1][0], match):
            if len(same) > 1:
                yield tuple(same)
            same = []
        same.append((match, start))
    if len(same) > 1:
        yield tuple(same)


def _goes_on(above: re.Match[str], match: re.Match[str]) -> bool:
    first, second = above["number"] or above["next"], match["number"] or match["next"]
    if first and second:
        return int(second) == int(first) + 1
    bullets = [each["sign"] or each["dash"] or each["same"] for each in (above, match)]
    return bullets[0] is not None and bullets[0] == bullets[1]


def _is_list(text: Visible, close: Sequence[Match], same: Sequence[Match]) -> bool:
    """Whether the lines are no suffixes, emphasis or ends of sentences but items that run together."""
    match = close[0][0]
    if match["number"]:
        first = same[0][0]
        return int(first["number"] or first["next"]) == 1
    lines = [text.span(start).line for _, start in same]
    if match["dash"] == "*":  # not emphasis, which may go on over some lines
        near = {line + away for line in lines for away in (-1, 1)}
        beside = all(text.span(start).line in near for _, start in close)
        return beside and not any("*" in each.string[each.end() :] for each, _ in close)
    return all(each.string[each.end()].isupper() for each, _ in close) or any(
        second == first + 1 and not HARD_BREAK.search(above.string)
        for first, second, (above, _) in zip(lines, lines[1:], same, strict=False)
    )


BULLET_SLIPS: tuple[Slip, ...] = (word_bullet, ticks, bullet_space)
