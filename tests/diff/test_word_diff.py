"""Two texts word by word, in the form of `git diff --word-diff`."""

import random

import pytest

from ankigen.card.plain import plain, title
from ankigen.diff.lines import text_pieces
from ankigen.diff.word_diff import Edit, Piece, word_diff


def shown(pieces: tuple[Piece, ...]) -> str:
    marks = {Edit.SAME: ("", ""), Edit.REMOVED: ("[-", "-]"), Edit.ADDED: ("{+", "+}")}
    return "".join(marks[piece.edit][0] + piece.text + marks[piece.edit][1] for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Tissue damage or inflammation",
            "Tissue injury or inflammation",
            "Tissue [-damage-]{+injury+} or inflammation",
        ),
        ("a b", "a b", "a b"),
        ("", "new text", "{+new text+}"),
        ("old", "", "[-old-]"),
        ("a b", "a", "a [-b-]"),
        ("a b c", "a x y c", "a [-b-]{+x y+} c"),
        ("10 mg", "10.5 mg", "[-10-]{+10.5+} mg"),
        ("H₂O, ice", "H₂O; ice", "H₂O[-,-]{+;+} ice"),
        ("{{c1::one}} two", "{{c1::one}} {{c2::two}}", "{{c1::one}} {+{{c2::+}two{+}}+}"),
    ],
)
def test_changed_words_are_marked(old: str, new: str, expected: str) -> None:
    assert shown(word_diff(old, new)) == expected


def test_the_pieces_make_up_both_texts() -> None:
    dice = random.Random(1)
    for _ in range(2_000):
        old, new = (" ".join(dice.choices(("a", "b", "c.", "d,e"), k=dice.randrange(9))) for _ in range(2))
        pieces = word_diff(old, new)
        for text, other in ((old, Edit.ADDED), (new, Edit.REMOVED)):
            made = "".join(piece.text for piece in pieces if piece.edit is not other)
            assert made.split() == text.split() or made.replace(" ", "") == text.replace(" ", "")


def test_long_texts_that_have_nothing_in_common_are_not_compared_word_by_word() -> None:
    pieces = word_diff("a " * 5_000, "b " * 5_000)
    assert [piece.edit for piece in pieces] == [Edit.REMOVED, Edit.ADDED, Edit.SAME][: len(pieces)]


def test_unchanged_text_far_from_a_change_is_left_out() -> None:
    text = shown(text_pieces("word " * 100 + "old " + "word " * 100, "word " * 100 + "new " + "word " * 100))
    assert "[-old-]{+new+}" in text
    assert len(text) < 200
    assert text.startswith("…")
    assert text.endswith("…")


def test_where_only_the_markup_differs_the_markup_is_shown() -> None:
    assert shown(text_pieces("<b>x</b>", "<i>x</i>")) == "<[-b-]{+i+}>x</[-b-]{+i+}>"


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("<p>One</p><p>Two</p>", "One ¶ Two"),
        ("a<br>b &amp; c", "a ¶ b & c"),
        ("H<sub>2</sub>O", "H2O"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 | 2"),
        ('<img src="x.png" alt="A">', "[x.png]"),
        ('<a href="https://e.org">e</a>', "e [https://e.org]"),
        ('<a href="https://e.org">https://e.org</a>', "https://e.org"),
        ("a <!-- b --> c<script>d</script>", "a c"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ],
)
def test_a_field_as_plain_text(field: str, expected: str) -> None:
    assert plain(field) == expected


def test_a_title_is_short_and_has_no_clozes() -> None:
    assert title("<p>{{c1::Bone {{c2::matrix::hint}}}} is made</p>") == "Bone matrix is made"
    assert len(title("word " * 100)) < 95
