"""The golden cases of the editorial rules, `cases/lint/*.md`; their form is told in `cases/README.md`.

`=== review` expects what `ankigen check` says on 2023-11-14 of a deck with a source, `=== review release` the same with
--release.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ankigen.compile.parts import compile_parts
from ankigen.compile.pipeline import compile_deck
from ankigen.diagnostic import Diagnostic
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths, find_decks
from ankigen.project.shelf import Place, with_shelf
from ankigen.report import Format, report
from tests.test_cases import unescape

CASES = sorted((Path(__file__).parents[1] / "cases" / "lint").glob("*.md"))
SETTINGS = 'name = "Deck"\nuid = "deck-0000"\ntag = "deck"\nsource = "Some book"\n'
TODAY = date(2023, 11, 14)


def blocks(text: str) -> list[tuple[str, str]]:
    """The blocks of a case: what stands behind `===`, and the lines under it."""
    parts = (part.partition("\n") for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:])
    return [(head.strip(), body.rstrip("\n")) for head, _, body in parts]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_review_gives_what_the_case_expects(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(tmp_path)
    text = path.read_text(encoding="utf-8")
    actual = text.partition("=== ")[0] + "\n".join(play(tmp_path, blocks(text)))
    if request.config.getoption("--update-cases"):
        path.write_text(actual, encoding="utf-8")
    assert actual == text


def play(root: Path, parts: list[tuple[str, str]]) -> Iterator[str]:
    """The blocks with what they really give."""
    write(root, "deck.toml", SETTINGS)
    for head, body in parts:
        verb, _, how = head.partition(" ")
        if verb == "review":
            body = told(root, release=how == "release")
        else:
            name, _, size = head.partition(" size ")
            name = name.removesuffix(" escaped")
            write(root, name, "\0" * int(size) if size else body + "\n")
            if head.endswith(" escaped"):
                (root / "cards/deck" / name).write_bytes(unescape(body))
        yield f"=== {head}\n" + (f"{body}\n" if body else "")


def write(root: Path, name: str, text: str) -> None:
    path = root / (name if name.startswith("decks/") else f"cards/deck/{name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def told(root: Path, release: bool) -> str:
    # The media of these cases are no media.
    problems = [problem for problem in findings(root, release) if not problem.code.startswith("media-")]
    for problem in problems:
        line = problem.span.source.line(problem.span.line)
        assert problem.message
        assert 1 <= problem.span.column <= len(line) + 1, problem
    return report(problems, Format.TEXT) or "nothing"


def findings(root: Path, release: bool) -> tuple[Diagnostic, ...]:
    return tuple(problem for paths in find_decks(root, ()) for problem in both_ways(paths, release))


def both_ways(paths: DeckPaths, release: bool) -> tuple[Diagnostic, ...]:
    """The findings on the whole deck, which its parts give too if it is in order, made and kept."""
    whole = compile_deck(load_deck(paths), today=TODAY, release=release).findings
    look = partial(compile_parts, paths, today=TODAY, release=release)
    with TemporaryDirectory() as folder:
        place = Place(Path(folder) / "shelf", "1")
        for parts in (with_shelf(place, lambda shelf: look(shelf)) for _ in range(2)):
            assert parts is None or parts.findings == whole
    return whole
