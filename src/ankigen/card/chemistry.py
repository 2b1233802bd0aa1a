"""mhchem's `\\ce{…}` and `\\pu{…}` as plain TeX, as far as decks use them: MathJax knows them, MathML libraries do not.

Formulas, charges, isotopes, states, bonds and reactions with their arrows are read; anything else is not understood,
and the formula is then shown as it is written (mhchem.github.io/MathJax-mhchem).
"""

import re
from collections.abc import Iterator

START = re.compile(r"\\(ce|pu)\s*\{")
ARROWS = {
    "<=>>": r"\xrightleftharpoons",
    "<<=>": r"\xrightleftharpoons",
    "<=>": r"\xrightleftharpoons",
    "<-->": r"\xleftrightarrow",
    "<->": r"\xleftrightarrow",
    "->": r"\xrightarrow",
    "<-": r"\xleftarrow",
    "⇌": r"\xrightleftharpoons",
    "↔": r"\xleftrightarrow",
    "→": r"\xrightarrow",
    "←": r"\xleftarrow",
}
DEEPEST = 8
# What may stand in a formula, one after another; the first that fits counts.
TOKEN = re.compile(
    r"""(?P<arrow><=>>|<<=>|<=>|<-->|<->|->|<-|[⇌↔→←])
    |(?P<gas>(?<!\S)[v^](?!\S))
    |(?P<script>[\^_](?:[0-9.+-]+|[A-Za-z*]|(?=\{)))
    |(?P<fraction>(?<![A-Za-z0-9)\]}])\d+/\d+)
    |(?P<amount>(?<![A-Za-z0-9)\]}])\d+(?:\.\d+)?)
    |(?P<count>\d+)
    |(?P<atoms>[A-Za-z]+)
    |(?P<charge>(?<=[A-Za-z0-9)\]}'])[+-](?![A-Za-z0-9\\]))
    |(?P<bond>(?<=\S)(?:-|=|\#)(?=\S))
    |(?P<plus>[+-])
    |(?P<dot>[.*])
    |(?P<command>\\(?:[A-Za-z]+|[,; ]))
    |(?P<group>\{)
    |(?P<maths>\$[^$]*\$)
    |(?P<plain>[()\[\],;:'/~]|\s+)""",
    re.VERBOSE,
)
BONDS = {"-": "{-}", "=": "{=}", "#": r"{\equiv}"}
QUANTITY = re.compile(
    r"\s*(?P<number>[+-]?\d+(?:[.,]\d+)*(?:(?:\s*-\s*|\s*\+-\s*)\d+(?:[.,]\d+)*)?)?(?:[eE](?P<power>[+-]?\d+))?\s*(?P<unit>.*)",
    re.DOTALL,
)
UNIT = re.compile(
    r"(?P<name>[A-Za-zµμΩ%]+|°[A-Za-z]?|\\mu|\\%)|(?P<power>\^?\{?[+-]?\d+\}?)|(?P<between>/|\s+|[.*]|\\cdot)"
)


class ChemistryError(Exception):
    """There is something in it that is not read here."""


def without_chemistry(tex: str) -> str:
    """The TeX with each `\\ce` and `\\pu` written out. Raises ChemistryError."""
    return "".join(_parts(tex, 0))


def _parts(tex: str, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        raise ChemistryError
    at = 0
    while match := START.search(tex, at):
        end = _closing(tex, match.end())
        inside = tex[match.end() : end]
        yield tex[at : match.start()]
        yield f"{{{_formula(inside, depth) if match[1] == 'ce' else _quantity(inside)}}}"
        at = end + 1
    yield tex[at:]


def _closing(tex: str, at: int, opened: str = "{", closed: str = "}") -> int:
    """Where the bracket ends that was opened right before `at`."""
    depth = 1
    for match in re.compile(rf"\\.|[{re.escape(opened + closed)}]", re.DOTALL).finditer(tex, at):
        depth += {opened: 1, closed: -1}.get(match[0], 0)
        if not depth:
            return match.start()
    raise ChemistryError


def _formula(text: str, depth: int) -> str:
    return "".join(_tokens(text, depth + 1))


def _tokens(text: str, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        raise ChemistryError
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None or match.end() == at:
            raise ChemistryError
        at = match.end()
        match match.lastgroup:
            case "arrow":
                above, at = _label(text, at, depth)
                below, at = _label(text, at, depth)
                yield f"{ARROWS[match[0]]}{f'[{below}]' if below else ''}{{{above}}}"
            case "script":
                inside, at = _script(text, at, match[0][1:])
                alone = match.start() == 0 or text[match.start() - 1].isspace()
                yield f"{'{}' if alone else ''}{match[0][0]}{{{inside}}}"
            case "group":
                end = _closing(text, at)
                yield f"{{{_formula(text[at:end], depth)}}}"
                at = end + 1
            case "command":
                inside, at = _command(text, at, match[0], depth)
                yield inside
            case _:
                following = text[at : at + 1]
                yield _simple(match.lastgroup or "", match[0], "" if following == "-" else r"\,")


def _simple(kind: str, text: str, behind: str) -> str:
    """What stands for itself."""
    match kind:
        case "gas":
            return r"\downarrow " if text == "v" else r"\uparrow "
        case "fraction":
            return r"\tfrac{{{}}}{{{}}}\,".format(*text.split("/"))
        case "amount":
            return text + behind
        case "count":
            return f"_{{{text}}}"
        case "atoms":
            return rf"\mathrm{{{text}}}"
        case "charge":
            return f"^{{{text}}}"
        case "bond":
            return BONDS[text]
        case "dot":
            return r"{\cdot}"
        case "maths":
            return f"{{{text[1:-1]}}}"
        case _:
            return "" if text.isspace() else text


def _label(text: str, at: int, depth: int) -> tuple[str, int]:
    """What stands over or under an arrow, in brackets behind it."""
    if not text.startswith("[", at):
        return "", at
    end = _closing(text, at + 1, "[", "]")
    return _formula(text[at + 1 : end], depth), end + 1


def _script(text: str, at: int, written: str) -> tuple[str, int]:
    """What is set higher or lower: charges, masses, names."""
    if not written:
        end = _closing(text, at + 1)
        written, at = text[at + 1 : end], end + 1
    if not re.fullmatch(r"[\w+\-.*,() ]*|\$[^$]*\$|\\[A-Za-z]+[+-]?", written):
        raise ChemistryError
    if written.startswith(("$", "\\")):
        return written.strip("$"), at
    upright = re.sub(r"[A-Za-z]+", r"\\mathrm{\g<0>}", written)
    return upright.replace(".", r"\bullet ").replace("*", r"\ast "), at


def _command(text: str, at: int, name: str, depth: int) -> tuple[str, int]:
    """Any other command, with what is in braces behind it, as it is."""
    found = name + " "
    if name == r"\ce" and text.startswith("{", at):
        end = _closing(text, at + 1)
        return f"{{{_formula(text[at + 1 : end], depth)}}}", end + 1
    while text.startswith("{", at):
        end = _closing(text, at + 1)
        found += "".join(_parts(text[at : end + 1], depth + 1))
        at = end + 1
    return (rf"\{name[1:]}" if len(name) == 2 else found), at


def _quantity(text: str) -> str:
    """A number with its unit."""
    match = QUANTITY.fullmatch(text)
    if match is None:
        raise ChemistryError
    number = (match["number"] or "").replace("+-", r"\pm ")
    number = re.sub(r"(?<=\d)\s*-\s*(?=\d)", r"\\text{–}", number)
    number = number.replace(",", "{,}")
    if match["power"]:
        number += rf"\times 10^{{{match['power'].removeprefix('+')}}}"
    unit = "".join(_unit(match["unit"].strip()))
    return rf"{number}\,{unit}" if number and unit else number + unit


def _unit(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        match = UNIT.match(text, at)
        if match is None:
            raise ChemistryError
        at = match.end()
        match match.lastgroup:
            case "name":
                name = match[0].lstrip("\\")
                greek = {"mu": "μ", "µ": "μ"}
                yield rf"\mathrm{{{greek.get(name, name).replace('µ', 'μ').replace('%', chr(92) + '%')}}}"
            case "power":
                yield f"^{{{match[0].strip('^{}').removeprefix('+')}}}"
            case _:
                between = match[0].strip()
                yield "/" if between == "/" else r"{\cdot}" if between else r"\,"
