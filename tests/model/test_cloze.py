"""Anki's cloze grammar (rslib/src/cloze.rs)."""

import pytest

from ankigen.model.cloze import DEEPEST, OPEN, cloze_numbers, clozes, hidden_texts, without_clozes, without_comments


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", ()),
        ("{{c1::a}}", (1,)),
        ("{{c2::a}} {{c1::b}} {{c2::c}}", (1, 2)),
        ("{{c1::a::hint}}", (1,)),
        ("{{c1::}}", (1,)),
        ("{{c1,3::a}}", (1, 3)),
        ("{{c1::a {{c2::b}} c}}", (1, 2)),
        ("{{c3::{{c2::{{c1::x}}}}}}", (1, 2, 3)),
        ("{{c1::a\nb}}", (1,)),
        ("{{c01::a}}", (1,)),
        ("{{c0::a}}", ()),
        ("{{c1::a", ()),
        ("{{c1::a}", ()),
        ("{{c1::a {{c2::b}}", (2,)),
        ("}} {{c1::a}} }}", (1,)),
        ("{{c::a}} {{c1:a}} {c1::a} {{C1::a}} {{ c1::a}} {{c1 ::a}} {{c-1::a}} {{c1,::a}}", ()),
        ("{{c١::a}}", ()),
        ("{{c" + "0" * 5000 + "7::a}}", (7,)),
    ],
)
def test_card_numbers(text: str, numbers: tuple[int, ...]) -> None:
    assert cloze_numbers(text) == numbers


def test_places_of_nested_clozes() -> None:
    outer, inner, lost = clozes("{{c1::a {{c2::b}} c}} {{c3::d")
    assert (outer.numbers, outer.start, outer.inner, outer.end) == ((1,), 0, 6, 19)
    assert (inner.numbers, inner.start, inner.inner, inner.end) == ((2,), 8, 14, 15)
    assert (lost.numbers, lost.start, lost.inner, lost.end) == ((3,), 22, 28, None)


def test_numbers_too_large_for_python_are_too_large_for_anki() -> None:
    (cloze,) = clozes("{{c" + "9" * 10_000 + "::a}}")
    assert cloze.numbers[0] > 500


def test_an_opening_is_found_where_a_cloze_starts() -> None:
    match = OPEN.search("see {{c12::x")
    assert match
    assert (match.start(), match[1]) == (4, "12")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{c1::a}} b", "a b"),
        ("{{c1::a::hint}} b", "a b"),
        ("{{c1::a {{c2::b::h}} c::h}}", "a b c"),
        ("{{c1::open", "{{c1::open"),
        ("{{c1::" * DEEPEST + "x" + "}}" * DEEPEST, "x"),
        ("{{c1::" * 1200 + "x" + "}}" * 1200, "x" + "}}" * (1200 - DEEPEST)),
    ],
)
def test_a_text_without_its_clozes(text: str, shown: str) -> None:
    assert without_clozes(text) == shown


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("a<!-- b -->c", "a          c"),
        ("a<!--\nb\n-->c", "a    \n \n   c"),
        ("a <!-- never", "a           "),
        ("a --> b", "a --> b"),
    ],
)
def test_comments_become_blanks_and_offsets_stay(text: str, blank: str) -> None:
    assert without_comments(text) == blank
    assert len(blank) == len(text)


def test_nesting_hides_one_word_at_every_level() -> None:
    text = "{{c1::" * DEEPEST + "bone" + "}}" * DEEPEST
    assert hidden_texts(text) == {1: " / ".join(["bone"] * DEEPEST)}


def test_an_opening_inside_ten_others_is_none_and_the_next_end_is_theirs() -> None:
    text = "".join(f"{{{{c{number}::" for number in range(1, 13)) + "bone" + "}}" * 12
    assert cloze_numbers(text) == tuple(range(1, 11))
    assert [cloze.numbers for cloze in clozes(text) if cloze.too_deep] == [(11,), (12,)]
    assert all((cloze.end is None) == cloze.too_deep for cloze in clozes(text))


def test_an_opening_that_is_none_stays_and_hides_nothing() -> None:
    assert without_clozes("{{c2::a {{c1 b}} c") == "a {{c1 b c"
    assert hidden_texts("{{c2::a {{c1 b}} c") == {2: "a {{c1 b"}
