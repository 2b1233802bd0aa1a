"""Every kind of finding is documented, has a golden case, and keeps its name for ever."""

import ast
import re
from datetime import date
from inspect import cleandoc
from pathlib import Path

import pytest

import ankigen
from ankigen.authoring.stamp import missing_ids
from ankigen.compile.pipeline import compile_deck
from ankigen.diagnostic import Code
from ankigen.explain import CODES, reference, rules
from ankigen.parse import parse
from ankigen.parse.stamp import stamped
from ankigen.project.load import load_deck
from ankigen.project.paths import find_decks, read_source

SOURCE = Path(ankigen.__file__).parent
ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases"
RELEASED = Path(__file__).with_name("codes.txt")
DOCUMENTED = [code for code, _ in CODES.values()]
# Its examples lack just what `stamp` would write.
UNSTAMPED = ("missing-id", "misplaced-metadata", "unclosed-comment")


def written() -> list[str]:
    """The name of every `Code(…)` in the source."""
    found = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Code":
                assert isinstance(node.args[0], ast.Constant), path
                found.append(str(node.args[0].value))
    return found


def test_every_code_is_documented_once() -> None:
    assert sorted(written()) == sorted(CODES)
    assert len(CODES) == sum(len(group.codes) for group in {id(group): group for _, group in CODES.values()}.values())


def test_a_name_is_never_changed_or_taken_away(request: pytest.FixtureRequest) -> None:
    """Scripts, `ignore` lists and dashboards rely on the names; new ones are added to the list."""
    known = RELEASED.read_text().split()
    if request.config.getoption("--update-cases"):
        RELEASED.write_text("\n".join(sorted({*known, *CODES})) + "\n")
    assert sorted(CODES) == RELEASED.read_text().split()
    assert set(known) <= set(CODES)


def test_every_code_has_a_case() -> None:
    cases = "\n".join(path.read_text(encoding="utf-8") for path in CASES.rglob("*.md"))
    shown = set(re.findall(r"^(?:[>!] )?\S.*?:\d+:\d+: (?:error|warning|info)\[([a-z0-9-]+)\]: ", cases, re.M))
    shown |= set(re.findall(r"^\d+:\d+ (?:error|warning|info) ([a-z0-9-]+)$", cases, re.M))
    assert set(CODES) - shown == {"dead-link"}, "that one has a test with a server"


@pytest.mark.parametrize("code", DOCUMENTED, ids=lambda code: code.name)
def test_a_code_says_what_it_means_and_why_it_matters(code: Code) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code.name)
    assert code.what.endswith((".", ")."))
    assert code.why.rstrip("`)").endswith((".", "?"))
    assert code.bad or code.case or code.name == "dead-link"
    assert not code.case or (CASES / f"{code.case}.md").is_file()


@pytest.mark.parametrize("code", [code for code in DOCUMENTED if code.bad], ids=lambda code: code.name)
def test_its_example_is_true(code: Code, deck: Path) -> None:
    assert code.name in found_in(deck, code, code.bad)
    if code.good:
        assert code.name not in found_in(deck, code, code.good)


def found_in(root: Path, code: Code, example: str) -> set[str]:
    """The codes that a deck with the example has; notes get the ids that they lack."""
    (paths,) = find_decks(root, ())
    source = paths.cards / "a.md"
    text = cleandoc(example) + "\n"
    (paths.cards / "media").mkdir(exist_ok=True)
    (paths.cards / "media" / "example.png").write_bytes(b"x")
    (paths.cards / "media" / "growth plate.png").write_bytes(b"x")
    match code.file:
        case "deck.toml":
            lines = 'name = "Deck"\nuid = "deck-0000"\ntag = "deck"\nsource = "A book"\n'.splitlines(keepends=True)
            key = text.partition(" ")[0]
            paths.settings.write_text("".join(line for line in lines if not line.startswith(key)) + text)
        case "objectives.md":
            (paths.cards / "objectives.md").write_text(text)
        case _:
            source.write_text(text)
            if code.name not in UNSTAMPED:
                read = read_source(source)[0]
                ids = missing_ids({read: parse(read).notes}, load_deck(paths).deck.history)[read]
                source.write_bytes(stamped(source.read_bytes(), read, ids))
    return {problem.code for problem in compile_deck(load_deck(paths), today=date(2026, 11, 25)).findings}


def test_the_reference_is_made_of_them(request: pytest.FixtureRequest) -> None:
    pages = {"diagnostics.md": reference(), "rules.md": RULES_PAGE.format(rules())}
    for name, text in pages.items():
        path = ROOT / "docs" / name
        if request.config.getoption("--update-cases"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text, "pytest tests/test_codes.py --update-cases writes it"


RULES_PAGE = """\
# What a good editor would say

Beside mistakes of form, which every command refuses, `ankigen check` knows rules of good cards. Each has a level, and
examples in [diagnostics.md](diagnostics.md#editorial-rules); `ankigen explain RULE` shows them on the terminal. A note
silences a rule with its reason: `ignore: {{enumeration: "the order is the fact"}}`. A deck sets levels and limits in
its `deck.toml`:

```toml
[check]
absolute-word = "off"    # off, info, warning or error

[check.limits]
answer-words = 20        # a warning above it
review-months = 12

[check.glossary]
FOP = "fibrodysplasia ossificans progressiva" # need not be written out in every note
```

{}"""
