"""Places in files: lines and columns as their author counts them."""

from pathlib import Path

import pytest

from ankigen.source import Fragment, Source, clean

SOURCE = Source(Path("a.md"), "a.md", "one\ntwo\n\n  three\n")


def test_lines_count_from_one() -> None:
    assert SOURCE.lines == ("one", "two", "", "  three", "")
    assert (SOURCE.line(1), SOURCE.line(0), SOURCE.line(6)) == ("one", "", "")


def test_a_fragment_leaves_blank_lines_out() -> None:
    fragment = SOURCE.fragment(3, 5)
    assert (fragment.line, fragment.text) == (4, "  three")
    assert SOURCE.fragment(3, 3).text == ""


@pytest.mark.parametrize(
    ("offset", "place"),
    [
        *((0, "a.md:1:5"), (2, "a.md:1:7"), (3, "a.md:2:3"), (5, "a.md:2:5")),
        *((6, "a.md:3:1"), (8, "a.md:4:2"), (10, "a.md:5:2")),
    ],
)
def test_a_place_in_a_fragment_that_was_moved_left(offset: int, place: str) -> None:
    """As far as its lines are indented: one goes on without that, one has a space, one a tab."""
    source = Source(Path("a.md"), "a.md", "- [ab\n  cd\ne\n f\n\tg")
    assert str(Fragment(source, 1, "ab\ncd\ne\nf\ng", column=5, indent=2).span(offset)) == place


def test_clean_text_has_nothing_that_anki_refuses() -> None:
    assert clean("a\x1fb\x00c\td\ne\x7f") == "abc\td\ne"
    assert clean("e\u0301") == "é"
