"""Templates and clozes: what Anki makes of them."""

from dataclasses import replace

import pytest

from ankigen.card.cloze import cloze_html
from ankigen.card.template import Face, render

FACE = Face({"Front": "one", "Empty": " <br> ", "Text": "{{c1::a::hint}} {{c2::b}}", "Ruby": "漢字[かんじ]"}, 1)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{Front}}!", "one!"),
        ("{{#Front}}a{{/Front}}{{^Front}}b{{/Front}}", "a"),
        ("{{#Empty}}a{{/Empty}}{{^Empty}}b{{/Empty}}", "b"),
        ("{{#Front}}{{^Empty}}a{{/Empty}}{{#Empty}}b{{/Empty}}{{/Front}}", "a"),
        ("{{#c1}}one{{/c1}}{{#c2}}two{{/c2}}", "one"),
        ("{{cloze:Text}}", '<span class="cloze">[hint]</span> <span class="cloze-inactive">b</span>'),
        ("{{type:cloze:Text}}", '<input type="text" id="typeans" disabled>'),
        ("{{text:Empty}}|{{tts en_US:Front}}|{{! note }}", "||"),
        ("{{furigana:Ruby}}", "<ruby>漢字<rt>かんじ</rt></ruby>"),
        ("{{kana:Ruby}} {{kanji:Ruby}}", "かんじ 漢字"),
        ("{{hint:Front}}", "<details class=hint><summary>Front</summary>one</details>"),
        ("{{hint:Empty}}", "<details class=hint><summary>Empty</summary> <br> </details>"),
        ("{{unheard of:Front}}", "one"),
        ("{{Nothing}}", "{unknown field Nothing}"),
        ("{{#Front}}never closed", "never closed"),
        ("{{/Front}}stray", "stray"),
    ],
)
def test_templates_are_filled_as_in_anki(template: str, expected: str) -> None:
    assert render(template, FACE) == expected


def test_the_answer_shows_what_was_asked() -> None:
    assert render("{{type:Front}}", replace(FACE, answer=True, compared=True)) == '<code id="typeans">one</code>'


@pytest.mark.parametrize(
    ("text", "number", "question", "answer"),
    [
        ("{{c1::a}} b", 1, "<C>[...]</C> b", "<C>a</C> b"),
        ("{{c1::a}} b", 2, "", ""),
        ("{{c1::a {{c2::b}}}}", 1, "<C>[...]</C>", "<C>a <I>b</I></C>"),
        ("{{c1::a {{c2::b::h}}}}", 2, "<I>a <C>[h]</C></I>", "<I>a <C>b</C></I>"),
        ("{{c1,2::a}}", 2, "<C>[...]</C>", "<C>a</C>"),
        ("{{c1::never closed", 1, "", ""),
    ],
)
def test_clozes_are_hidden_as_in_anki(text: str, number: int, question: str, answer: str) -> None:
    for shown, expected in ((False, question), (True, answer)):
        spans = expected.replace("</C>", "</span>").replace("</I>", "</span>")
        spans = spans.replace("<C>", '<span class="cloze">').replace("<I>", '<span class="cloze-inactive">')
        assert cloze_html(text, number, answer=shown) == spans


def test_a_thousand_nested_clozes_do_not_overflow() -> None:
    assert cloze_html("{{c1::" * 1_000 + "}}" * 1_000, 1, answer=True)
