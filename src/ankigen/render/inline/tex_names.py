"""Which TeX a formula on a card may use: the tables of `tex_commands.txt`."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files

from ankigen.values import dataclass

# MathJax knows a backslash before whitespace too, which the file cannot show.
BLANKS = frozenset(" \n\t\u00a0")
LONGEST = 30  # letters of a name that could be a slip of the pen


@dataclass(frozen=True, slots=True)
class Names:
    """Names without their backslash; what is not allowed is given with what to write instead."""

    commands: frozenset[str]
    environments: frozenset[str]
    refused: Mapping[str, str]
    refused_environments: Mapping[str, str]
    elsewhere: Mapping[str, str]


@cache
def names() -> Names:
    """All of the file, read once."""
    tables: dict[str, list[str]] = {}
    for line in files(__package__).joinpath("tex_commands.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = tables.setdefault(line.strip("[]"), [])
        elif line and f"{line} "[:2] != "# ":
            lines.append(line)
    return Names(
        commands=frozenset(" ".join(tables["commands"]).split()) | BLANKS,
        environments=frozenset(" ".join(tables["environments"]).split()),
        refused=dict(_pairs(tables["refused"])),
        refused_environments=dict(_pairs(tables["refused environments"])),
        elsewhere=dict(_pairs(tables["elsewhere"])),
    )


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, _, text = line.partition(": ")
        yield name, text


@lru_cache(maxsize=1024)
def advice(name: str) -> str:
    """What to write instead of a command that MathJax does not know."""
    known = names()
    if name in known.elsewhere:
        return f"write {known.elsewhere[name]}"
    close = _nearest(name, known.commands) if name.isalpha() and len(name) <= LONGEST else ""
    if close and name.startswith(close):
        return f"did you mean \\{close}? A space ends the name of a command: \\{close} {name[len(close) :]}"
    return f"did you mean \\{close}?" if close else "write it with commands that MathJax has, or in words"


def environment_advice(name: str) -> str:
    """The same for the name of an environment."""
    close = _nearest(name.rstrip("*"), names().environments) if 0 < len(name) <= LONGEST else ""
    return f"did you mean \\begin{{{close}}}?" if close else "such as aligned, array, cases, matrix, pmatrix"


def _nearest(name: str, known: frozenset[str]) -> str:
    """The known name that is most like it; slips of the pen leave the first letter, which keeps the search short."""
    near = sorted(other for other in known if other[0].lower() == name[:1].lower() and abs(len(other) - len(name)) < 3)
    return next(iter(get_close_matches(name, near, n=1, cutoff=0.7)), "") or _beginning(name, known)


def _beginning(name: str, known: frozenset[str]) -> str:
    """The longest known name that the letters begin with: `\\degreeC`."""
    return next((name[:end] for end in range(len(name) - 1, 1, -1) if name[:end] in known), "")
