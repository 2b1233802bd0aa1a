"""Word lists: text files beside the rules, one or more words a line, `#` for remarks."""

from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of `name`.txt without its remarks; blank ones are kept, since they may divide groups."""
    text = files("ankigen.lint").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))


@cache
def word_list(name: str) -> frozenset[str]:
    """Every word of `name`.txt."""
    return frozenset(word for line in lines(name) for word in line.split())
