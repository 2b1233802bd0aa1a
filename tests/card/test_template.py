"""Templates and clozes: what Anki makes of them. (test_as_in_anki.py asks the real Anki, which not everybody has.)"""

import pytest

from ankigen.apkg.snapshot import Card, Field, Note, NoteType, NoteTypeKind, Template
from ankigen.card.cloze import cloze_html
from ankigen.card.template import card_sides

FIELDS = {
    "Front": "one",
    "Empty": " <br> ",
    "Text": "{{c1::a::hint}} {{c2::b}}",
    "Ruby": "漢字[かんじ]",
    "Space": "\xa0",
}
INPUT = '<center><input type="text" id="typeans" disabled></center>'


def sides(front: str, back: str = "") -> tuple[str, str]:
    fields = tuple(map(Field, FIELDS))
    kind = NoteType(1, "Type", NoteTypeKind.STANDARD, fields, (Template("Card 1", front, back),), "", 0, 0)
    return card_sides(Note("guid", 1, 1, 0, ("a::b", "c"), tuple(FIELDS.values())), kind, Card(0, 7, "A::B"))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{Front}}!", "one!"),
        ("{{Tags}} {{Subdeck}} {{CardID}} {{c1}}", "a::b c B 7 1"),
        ("{{Front}}<!-- {{Nothing}} -->", "one<!-- {{Nothing}} -->"),
        ("{{=<% %>=}}<%#Front%><% Front %><%/Front%> {{Front}}", "one {{Front}}"),
        ("{{#Front}}a{{Front}}{{/Front}}{{^Front}}b{{/Front}}", "aone"),
        ("{{Front}}{{#Empty}}a{{/Empty}}{{^Empty}}b{{/Empty}}{{#Space}}c{{/Space}}", "onebc"),
        ("{{Front}}{{#c1}}one{{/c1}}{{#c2}}two{{/c2}}", "oneone"),
        ("{{cloze:Text}}", '<span class="cloze">[hint]</span> <span class="cloze-inactive">b</span>'),
        ("{{cloze-only:Text}}", "hint"),
        ("{{type:cloze:Text}}", INPUT),
        ("{{Front}}|{{text:Empty}}|{{tts en_US:Front}}|{{add-on:}}", "one|  ||"),
        ("{{furigana:Ruby}}", "<ruby><rb>漢字</rb><rt>かんじ</rt></ruby>"),
        ("{{kana:Ruby}} {{kanji:Ruby}}", "かんじ 漢字"),
        ("{{hint:Front}}", "\n<details class=hint><summary>\nFront</summary>\n<div>one</div></details>\n"),
        ("{{hint:Space}}{{Front}}", "\xa0one"),
        ("{{unheard of:Front}}", "one"),
        ("{{Empty}}", " <br> <div>The front of this card is blank.</div>"),
    ],
)
def test_templates_are_filled_as_in_anki(template: str, expected: str) -> None:
    assert sides(template)[0] == expected


@pytest.mark.parametrize(
    ("front", "back", "problem"),
    [
        ("{{Nothing}}", "", "Front template has a problem: there is no field &#x27;Nothing&#x27;."),
        ("{{text: Front}}", "", "Front template has a problem: there is no field &#x27; Front&#x27;."),
        (
            "{{Front}}",
            "{{#Nothing}}{{/Nothing}}",
            "Back template has a problem: there is no field &#x27;Nothing&#x27;.",
        ),
        (
            "{{#Front}}",
            "",
            "Front template has a problem: the section &#x27;Front&#x27; is not opened and closed once.",
        ),
        (
            "{{Front}}{{/Front}}",
            "",
            "Front template has a problem: the section &#x27;Front&#x27; is not opened and closed once.",
        ),
    ],
)
def test_a_template_that_anki_refuses_shows_why_on_both_sides(front: str, back: str, problem: str) -> None:
    assert sides(front, back) == (f"<div>{problem}</div>", f"<div>{problem}</div>")


def test_the_answer_shows_what_was_to_be_typed_where_the_question_asked_for_it() -> None:
    assert sides("{{type:Front}}", "{{type:Front}}") == (INPUT, '<code id="typeans">one</code>')
    assert sides("{{type:Front}}", "{{FrontSide}}<hr id=answer>x")[1] == '<hr id=answer><code id="typeans">one</code>x'
    assert sides("{{Front}}", "{{type:Front}}") == ("one", "")


@pytest.mark.parametrize(
    ("text", "number", "question", "answer"),
    [
        ("{{c1::a}} b", 1, "<C>[...]</C> b", "<C>a</C> b"),
        ("{{c1::a}} b", 2, "", ""),
        ("{{c1::a {{c2::b}}}}", 1, "<C>[...]</C>", "<C>a <I>b</I></C>"),
        ("{{c1::a {{c2::b::h}}}}", 2, "<I>a <C>[h]</C></I>", "<I>a <C>b</C></I>"),
        ("{{c1,2::a}}", 2, "<C>[...]</C>", "<C>a</C>"),
        ("{{c1::a}} {{c1::never closed", 1, "<C>[...]</C> ", "<C>a</C> "),
        ("\\({{c1::<b>x</b>}}^2\\)", 1, "\\([...]^2\\)", "\\(x^2\\)"),
        ("{{c1::image-occlusion:rect:left=.1}}", 1, '<div class="cloze"></div>', '<div class="cloze-highlight"></div>'),
    ],
)
def test_clozes_are_hidden_as_in_anki(text: str, number: int, question: str, answer: str) -> None:
    for shown, expected in ((False, question), (True, answer)):
        spans = expected.replace("</C>", "</span>").replace("</I>", "</span>")
        spans = spans.replace("<C>", '<span class="cloze">').replace("<I>", '<span class="cloze-inactive">')
        assert cloze_html(text, number, answer=shown) == spans


def test_a_thousand_nested_clozes_and_sections_do_not_overflow() -> None:
    assert cloze_html("{{c1::" * 1_000 + "}}" * 1_000, 1, answer=True)
    assert "problem" in sides("{{#Front}}" * 1_000 + "{{Front}}" + "{{/Front}}" * 1_000)[0]
