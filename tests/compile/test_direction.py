"""Decks written from right to left: what is Latin says so, and nothing else does."""

import pytest

from ankigen.compile.direction import mark_latin, without_marks

from .fields import fields_of

OSTEOID = '<span dir="ltr">What is osteoid?</span>'


def back(text: str, language: str = "ar") -> str:
    return fields_of(f"### س\n{text}", language)["Back"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("نعم، فيروس كورونا.", "<p>نعم، فيروس كورونا.</p>"),
        ("ACE2 هو المستقبِل.", "<p>ACE2 هو المستقبِل.</p>"),
        ("The receptor is ACE2.", '<p dir="ltr">The receptor is ACE2.</p>'),
        ("**The** receptor.", '<p dir="ltr"><strong>The</strong> receptor.</p>'),
        ("نعم\n\nThe receptor.", '<p>نعم</p>\n<p dir="ltr">The receptor.</p>'),
        ("7.4 ≥ 5", "<p>7.4 ≥ 5</p>"),
        ("##### Title.", '<h5 dir="ltr">Title.</h5>'),
    ],
)
def test_a_paragraph_without_an_arabic_letter_begins_at_the_left(text: str, html: str) -> None:
    assert back(text) == html


def test_items_and_cells_stay_in_line() -> None:
    assert back("- ACE2 مستقبل\n- English.").count('<li><span dir="ltr">English.</span></li>') == 1
    table = back("| أ | B |\n|---|---|\n| ج | D. |")
    assert '<th>أ</th><th><span dir="ltr">B</span></th>' in table
    assert '<td>ج</td><td><span dir="ltr">D.</span></td>' in table


def test_headings_and_options_are_marked_too() -> None:
    fields = fields_of("# Bone\n### What is osteoid?\n- [x] Matrix.\n- [ ] ACE2 مستقبل", "he")
    assert fields["Front"] == OSTEOID
    assert fields["Options"].startswith(f'<ol class="options"><li class="right">{OSTEOID[:16]}Matrix.</span></li>')
    assert "<li>ACE2" in fields["Options"]
    assert fields["Section"] == '<span dir="ltr">Bone</span>'
    assert fields["Source"] == "A book"


def test_code_keeps_its_own_direction() -> None:
    assert "dir=" not in back("```\nprint()\n```")


def test_a_cloze_is_read_without_its_marker() -> None:
    assert fields_of("### ع\nتفرز {{c1::مادة}}", "ar")["Text"] == "<p>تفرز {{c1::مادة}}</p>"
    assert fields_of("### ع\nA {{c1::matrix}}", "ar")["Text"] == '<p dir="ltr">A {{c1::matrix}}</p>'


def test_what_is_typed_is_compared_as_it_is() -> None:
    fields = fields_of("### س\n<!-- type: typed -->\nOsteoid", "ar")
    assert (fields["Back"], fields["Answer"]) == ('<p dir="ltr">Osteoid</p>', "Osteoid")


def test_a_stated_direction_stays() -> None:
    assert back('<p dir="auto">Osteoid</p>').count("dir=") == 1


@pytest.mark.parametrize("language", ["en", "de", "ku-Latn"])
def test_other_decks_have_no_marks(language: str) -> None:
    assert back("The receptor.\n\nنعم", language) == "<p>The receptor.</p>\n<p>نعم</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<p>The <span class="nowrap">5 mg</span>.</p>\n<p>نعم</p>',
        "<ul><li>A <span>b</span> c</li><li>ب</li></ul>",
        '<p class="right-answer"><bdi>A.</bdi> Lunate</p>',
        "<h5>Title.</h5>",
    ],
)
def test_the_marks_are_taken_off_again(html: str) -> None:
    assert mark_latin(html) != html
    assert without_marks(mark_latin(html)) == html


def test_what_an_author_wrote_is_no_mark() -> None:
    for html in ('<p>نعم <span dir="ltr">-5</span></p>', '<p dir="ltr">نعم</p>', '<span dir="ltr">x'):
        assert without_marks(html) == html
