"""No source is too deep or too long to be read."""

import time
from pathlib import Path

import pytest

from ankigen.parse import parse
from ankigen.source import Source


def problems_of(text: str) -> list[tuple[str, str]]:
    parsed = parse(Source(Path("a.md"), "a.md", text))
    return [(str(problem.span), problem.code) for problem in parsed.problems]


@pytest.mark.parametrize(
    "deep", ["[" * 50_000, "[" * 50_000 + "]" * 50_000, "- " * 50_000, "? " * 50_000, "{a: " * 50_000]
)
def test_no_nesting_ends_the_process(deep: str) -> None:
    """libyaml's composer ends the process itself: no exception, no word."""
    assert problems_of(f"---\ntags: [a]\nreference:\n {deep}\n---\n") == [("a.md:2:1", "bad-metadata")]
    (problem,) = problems_of(f"### One\n<!-- tags: {deep} -->\n")
    assert problem[1] == "bad-metadata"


@pytest.mark.parametrize(
    "text",
    [
        "### a" + " " * 200_000 + "b",
        "### " + "# " * 100_000 + "b",
        "### a " + "#" * 200_000 + " b",
        "<!--" * 50_000,
        "### a\n\n" + "`" * 200_000,
        "### a\n" + "- [ ] x\n" * 20_000,
        "### {{c1::" * 20_000,
        "### a\n\n<!--" + " " * 200_000,
        "### a\n\n" + "[$]" * 70_000,
    ],
    ids=range(9),
)
def test_no_text_takes_more_than_a_moment_to_read(text: str) -> None:
    start = time.process_time()
    problems_of(text)
    assert time.process_time() - start < 2
