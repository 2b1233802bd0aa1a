"""What must not stand in a formula, because Anki's MathJax would run, load or define something, or cannot draw it.

MathJax has no safe mode: what a formula may do is decided here, by the names of its commands. No command of the
allowed ones defines another, so that the names a formula is written with are all that it can use.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from ankigen.codes.markdown import TEX_COMMENT, TEX_IN_TEXT, UNKNOWN_TEX_COMMAND, UNPAIRED_BRACE, UNSAFE_FORMULA
from ankigen.diagnostic import Severity
from ankigen.rare import RarePattern
from ankigen.render.findings import Finding
from ankigen.render.inline.tex_modes import Mode, Sign, signs
from ankigen.render.inline.tex_names import BLANKS, advice, environment_advice, names
from ankigen.render.inline.tex_sizes import DEEPEST, overgrown, too_deep, too_large, too_large_environment

# Clozes, as `cloze_markers` writes them: Anki takes them out, and MathJax reads what is left as one.
BOUNDARY = re.compile("[\U000f0000-\U000f7fff]")
CUT = RarePattern("[\U000f0010-\U000f7fff]|\U000f0001[A-Za-z]")
HINT = RarePattern("\U000f0000[^\U000f0001\U000f0010-\U000f7fff]*(?=\U000f0001)")
MOST = 10  # findings on one formula
NOTHING = -2  # after a command that is not allowed, what follows is written anew anyway

DOUBLED = RarePattern(r"[A-Za-z]{3,}|ce(?=\{)")
LETTERS = RarePattern(r"[A-Za-z]+")
ENVIRONMENT = RarePattern(r"\s*\{([^{}]*)\}")
MODEL = r"(?:\s*\[(?:named|rgb|RGB|gray)\])?"
COLOUR = r"\s*\{\s*(?:[A-Za-z]+|#[0-9A-Fa-f]{3,8}|[\d., ]+)\s*\}"
COLOURED = {
    **dict.fromkeys(("color", "textcolor", "cellcolor", "rowcolor", "columncolor"), RarePattern(MODEL + COLOUR)),
    "colorbox": RarePattern(COLOUR),
    "fcolorbox": RarePattern(COLOUR * 2),
}
CANCELS = frozenset({"cancel", "bcancel", "xcancel", "cancelto"})
OPTIONS = RarePattern(r"\s*\[")
# What a backslash before these makes inside \text{…} too.
TYPED = frozenset("${}")
INSIDE_TEXT = {
    **{char: f"write {char} there" for char in "%&#_"},
    **dict.fromkeys((*BLANKS, *",;:>"), "write a space there"),
}


def problems(tex: str) -> Iterator[Finding]:
    """What is wrong with the TeX between a formula's delimiters, by offset in it; clozes are private characters.

    The worst come first: no number of warnings hides an error.
    """
    return islice(sorted(_problems(tex), key=lambda found: found.kind.level is not Severity.ERROR), MOST)


def _problems(tex: str) -> Iterator[Finding]:
    too_much = next(overgrown(tex), None)
    if too_much:
        yield too_much
        return
    reported = set()
    for found in _read(tex):
        reported.add(found.at)
        yield found
    if BOUNDARY.search(tex):
        # What Anki's back shows: neither marks nor hints, and the letters on both sides of a mark as one word.
        hints = {at for match in HINT.finditer(tex) for at in range(match.start(), match.end())}
        kept = [at for at, char in enumerate(tex) if at not in hints and not BOUNDARY.match(char)]
        for found in _read("".join(tex[at] for at in kept)):
            at = kept[found.at] if kept else 0
            if at not in reported:
                yield Finding(at, found.kind, found.message, found.hint)


def _read(tex: str) -> Iterator[Finding]:
    found = list(signs(tex))
    yield from _names(tex, found)
    yield from _braces(found)


def _names(tex: str, found: Iterable[Sign]) -> Iterator[Finding]:
    followers = -1  # what is deeper belongs to a command that is reported: its names need no report of their own
    for sign in found:
        if sign.text == "%" and sign.mode is Mode.MATH:
            yield from _comment(tex, sign.start)
        if not sign.name:
            continue
        if sign.name == "\\" and sign.mode is Mode.MATH:
            yield from _doubled(tex, sign)
        followers = -1 if sign.depth <= followers else followers
        for problem in _command(tex, sign):
            if problem.kind is not UNKNOWN_TEX_COMMAND:
                yield problem
            elif followers == -1:
                yield problem
                followers = sign.depth
        if sign.name in names().refused:
            followers = NOTHING


def _doubled(tex: str, sign: Sign) -> Iterator[Finding]:
    """`\\\\frac`, as programs and chatbots double each backslash: a new line, and a word."""
    word = DOUBLED.match(tex, sign.end)
    if word and word[0] in names().commands:
        message = f"\\\\{word[0]} begins a new line, and shows the word '{word[0]}'"
        yield Finding(sign.start, UNKNOWN_TEX_COMMAND, message, f"write \\{word[0]}, with one backslash")


def _braces(found: Iterable[Sign]) -> Iterator[Finding]:
    opened: list[int] = []
    for sign in found:
        if sign.text == "{" and sign.depth == DEEPEST:
            yield too_deep(sign.start)
            return
        if sign.text == "{":
            opened.append(sign.start)
        elif sign.text == "}" and opened:
            opened.pop()
        elif sign.text == "}":
            yield _unpaired(sign.start)
    if opened:
        yield _unpaired(opened[0])


def _unpaired(at: int) -> Finding:
    hint = "pair it, or write \\{ or \\} for the sign"
    return Finding(at, UNPAIRED_BRACE, "this brace of the formula has no partner", hint)


def _command(tex: str, sign: Sign) -> Iterator[Finding]:
    name, known = sign.name, names()
    if name in known.refused:
        yield _refused(name, sign.start)
    elif BOUNDARY.match(name) or (name not in known.commands and CUT.match(tex, sign.end)):
        hint = "hide the whole command: {{c1::\\alpha}}"
        yield Finding(sign.start, UNKNOWN_TEX_COMMAND, "a cloze cuts through a command of the formula", hint)
    elif sign.mode is Mode.TEXT and name not in TYPED:
        yield _in_text(name, sign.start)
        yield from _arguments(tex, sign)  # a cloze may hide the \text that they stand in
    elif name not in known.commands:
        message = f"Anki's MathJax does not know \\{name}, and would show it in red"
        yield Finding(sign.start, UNKNOWN_TEX_COMMAND, message, advice(name))
    elif name == "bond" and sign.mode is not Mode.CHEMISTRY:
        yield Finding(sign.start, UNKNOWN_TEX_COMMAND, "\\bond is known inside \\ce{…} only", "write \\ce{A\\bond{-}B}")
    else:
        yield from _arguments(tex, sign)


def _refused(name: str, at: int) -> Finding:
    return Finding(at, UNSAFE_FORMULA, f"\\{name} is not allowed in a formula", names().refused[name])


def _in_text(name: str, at: int) -> Finding:
    hint = INSIDE_TEXT.get(name) or f"end the words before it: \\text{{…}}\\{name}"
    if name not in names().commands:
        hint = advice(name)
    return Finding(at, TEX_IN_TEXT, f"inside \\text{{…}} Anki shows \\{name} as it is typed", hint)


def _arguments(tex: str, sign: Sign) -> Iterator[Finding]:
    """What is wrong with what follows a command that is allowed."""
    name, at, end = sign.name, sign.start, sign.end
    if name == "begin":
        yield from _environment(tex, at, end)
    elif name == "\\" and (word := LETTERS.match(tex, end)) and word[0] in names().refused:
        # Some commands take one character from what follows, and then the second backslash begins a command.
        yield _refused(word[0], end - 1)
    elif name in COLOURED and not COLOURED[name].match(tex, end):
        hint = "a name or a number: \\color{red}, \\textcolor{#c00}{…}, \\color[rgb]{0.8,0,0}"
        yield Finding(at, UNSAFE_FORMULA, f"what follows \\{name} is not a colour", hint)
    elif name in CANCELS and OPTIONS.match(tex, end):
        yield Finding(at, UNSAFE_FORMULA, f"\\{name} takes no options on a card", f"write \\{name}{{…}}")
    yield from too_large(tex, name, at, end)


def _environment(tex: str, at: int, end: int) -> Iterator[Finding]:
    match, known = ENVIRONMENT.match(tex, end), names()
    name = match[1] if match else ""
    if name in known.refused_environments:
        message = f"the environment {name} is not allowed in a formula"
        yield Finding(at, UNSAFE_FORMULA, message, known.refused_environments[name])
    elif match is None or name not in known.environments:
        what = f"the environment '{name}'" if name else "an environment without a name"
        message = f"Anki's MathJax does not know {what}, and would show the formula as it is typed"
        yield Finding(at, UNKNOWN_TEX_COMMAND, message, environment_advice(name))
    else:
        yield from too_large_environment(tex, name, at, match.end())


def _comment(tex: str, at: int) -> Iterator[Finding]:
    """A percent sign that was meant as one: not a comment on a line of its own, nor one that joins two lines."""
    before = tex[tex.rfind("\n", 0, at) + 1 : at].strip()
    last = not tex[at + 1 :].partition("\n")[0].strip()
    if "\n" in tex and (not before or (last and not before[-1].isdigit())):
        return
    yield Finding(at, TEX_COMMENT, "TeX takes % and the rest of the line for a comment", "write \\%")
