"""Plain metadata is read without YAML: that must not show."""

import random
import re
from pathlib import Path

from ankigen.model.note import Value
from ankigen.parse.metadata import NOTE_KEYS
from ankigen.parse.yaml_mapping import parse_mapping
from ankigen.source import Fragment, Source

NEVER = re.compile(r"(?!)")
KEYS = ("id", "covers", "type", "review", "tags", "ignore", "ID")
PIECES = (
    *("id: ", "covers: ", "tags: ", "type: ", ": ", ":", ", ", ",", "[", "]", "[S1.1, S2]", "[a]", "{", "}", "[ "),
    *(
        "bone",
        "S2.3",
        "2026-01-31",
        "no",
        "~",
        "1e3",
        "0x1f",
        "é",
        "a/b",
        "a + b",
        "-",
        "- ",
        "+",
        ".",
        "..",
        "#",
        " #",
    ),
    *(" ", "  ", "\n", "\n", "\n ", "\t", "\xa0", "'", '"', "&a", "*a", "!", "|", ">", "%", "@", "?", "`", "--- ", "="),
)


def comment(dice: random.Random) -> str:
    """Metadata as authors write it, with a slip here and there."""
    keys = dice.sample(KEYS, dice.randint(1, 4)) if dice.random() < 0.9 else dice.choices(KEYS, k=3)
    values = ("bone-matrix", "[S1.1, S4.2]", "cloze", "bone and joint", "2026-01-31", "[a]", "", "5 mg.")
    text = dice.choice((", ", "\n", "\n  ", "\n\n")).join(f"{key}: {dice.choice(values)}" for key in keys)
    at = dice.randrange(len(text))
    slip = dice.choice(PIECES) if dice.random() < 0.5 else ""
    return dice.choice((" ", "     ", "\n", "")) + text[:at] + slip + text[at:] + dice.choice((" ", "", "\n"))


def test_a_value_has_its_place() -> None:
    text = Fragment(Source(Path("a.md"), "a.md"), 7, "     id: bone, covers: [S1.1, S2.1]")
    entries, _ = parse_mapping(text, NOTE_KEYS)
    assert entries["id"].values == (Value("bone", text.span(9)),)
    assert [value.span.column for value in entries["covers"].values] == [25, 31]
