"""The templates as text: no script, nothing from outside, nothing left unfilled, nothing too new for old phones."""

import re

import pytest

from ankigen.model.note import Kind
from ankigen.model.notetypes import COMMON_FIELDS, SCHEMAS, Setting, note_type
from ankigen.model.template import Section, read_side

PLAIN = Setting(space="plain-0000", title="Plain", language="de", report_url="")
REPORTING = Setting(space="plain-0000", title="Plain", language="de", report_url='https://x.example/?a="1"&t={id}')
SIDES = [
    pytest.param(kind, number, side, id=f"{kind}-{number + 1}-{side}")
    for kind in Kind
    for number in range(len(SCHEMAS[kind].templates))
    for side in ("front", "back")
]
FORBIDDEN = re.compile(
    r"<script|<style|<link|<iframe|https?:|//|@import|url\(|\son\w+=|javascript:|\[\[(?!type:)", re.I
)
# Newer than Chrome 80, and wrong where they are not understood.
TOO_NEW = re.compile(
    r":has\(|:is\(|:where\(|@layer|@container|color-mix|oklch|(?<![-\w])gap:|inset|aspect-ratio|&|"
    r"(margin|padding|border)-(inline|block):|text-wrap|\d[sld]vh|::marker"
)


def _side(kind: Kind, number: int, side: str, setting: Setting) -> str:
    template = note_type(kind, setting).templates[number]
    return template.front if side == "front" else template.back


@pytest.mark.parametrize(("kind", "number", "side"), SIDES)
def test_a_template_loads_nothing_and_is_filled(kind: Kind, number: int, side: str) -> None:
    assert not FORBIDDEN.search(_side(kind, number, side, PLAIN))


@pytest.mark.parametrize(("kind", "number", "side"), SIDES)
def test_a_template_names_fields_of_its_note_type_only(kind: Kind, number: int, side: str) -> None:
    fields = {*SCHEMAS[kind].fields, f"c{number + 1}", *(["FrontSide"] if side == "back" else [])}
    used = re.findall(r"\{\{([^}]+)\}\}", _side(kind, number, side, REPORTING))
    assert {re.sub(r"^([#^/]|cloze:|type:)", "", name) for name in used} <= fields


@pytest.mark.parametrize(("kind", "number", "side"), SIDES)
def test_a_retired_side_shows_the_reason_alone(kind: Kind, number: int, side: str) -> None:
    shown = read_side(_side(kind, number, side, PLAIN)).named()
    whole = [part for part in shown if isinstance(part, Section) and part.name == "Retired"]
    assert [part.if_empty for part in whole] in ([False, True], [True])
    parts = read_side(_side(kind, number, side, PLAIN)).parts
    outside = [part.name for part in parts if not isinstance(part, str)]
    assert set(outside) <= {"Retired", "FrontSide"}
    assert len(whole) == 2 or outside[0] == "FrontSide"  # which shows the reason


@pytest.mark.parametrize(("kind", "number", "side"), [one for one in SIDES if one.values[2] == "front"])
def test_a_retired_front_makes_no_card(kind: Kind, number: int, side: str) -> None:
    """Else Empty Cards would not find it. Of a cloze Anki looks for the number in a field, not for what is shown."""
    front = read_side(_side(kind, number, side, PLAIN))
    assert kind.is_cloze or not front.shows(SCHEMAS[kind].fields)


@pytest.mark.parametrize(("kind", "number", "side"), SIDES)
def test_only_backs_link_to_the_report_and_only_where_the_deck_has_one(kind: Kind, number: int, side: str) -> None:
    linked = _side(kind, number, side, REPORTING)
    wanted = 'href="https://x.example/?a=&quot;1&quot;&amp;t={{Note ID}}"'
    assert (wanted in linked) == (side == "back")
    assert "href" not in _side(kind, number, side, PLAIN)


@pytest.mark.parametrize(("kind", "number", "side"), SIDES)
def test_a_template_is_in_the_language_of_its_deck(kind: Kind, number: int, side: str) -> None:
    assert 'lang="de"' in _side(kind, number, side, PLAIN)


@pytest.mark.parametrize("kind", Kind)
def test_a_back_shows_every_field_an_author_can_write(kind: Kind) -> None:
    hidden = {"Hint", "Retired", "Others"} | {name for name in COMMON_FIELDS if name.startswith("Spare")}
    for template in note_type(kind, PLAIN).templates:
        back = template.back.replace("{{FrontSide}}", template.front)
        for name in set(SCHEMAS[kind].fields) - hidden:
            assert re.search(rf"\{{\{{(cloze:|type:)?{name}\}}\}}", back), name


@pytest.mark.parametrize(("kind", "number", "side"), [one for one in SIDES if one.values[2] == "back"])
def test_where_a_card_comes_from_is_behind_one_tap(kind: Kind, number: int, side: str) -> None:
    (about,) = re.findall(r'<details class="fold about">.*?</details>', _side(kind, number, side, REPORTING), re.S)
    fields = ["Source", "Reference", "Section", "Note ID", "Revision"]
    assert re.findall(r"\{\{(?![#^/])(.*?)\}\}", about.partition('class="report"')[0]) == fields
    assert "Report a mistake" in about
    assert "open" not in about.partition(">")[0]


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("ar", "rtl"), ("fa-IR", "rtl"), ("he", "rtl"), ("az-Arab", "rtl"), ("ur", "rtl"), ("ps-AF", "rtl"), ("dv", "rtl")]
    + [(language, "ltr") for language in ("en", "de-AT", "ku-Latn", "ar-Latn", "zh-Hant", "ara", "el", "hy", "th")],
)
def test_a_card_has_the_direction_of_its_decks_language(language: str, wanted: str) -> None:
    setting = Setting(space="plain-0000", title="Plain", language=language, report_url="")
    for kind in Kind:
        for template in note_type(kind, setting).templates:
            assert f'lang="{language}" dir="{wanted}"' in template.front
            assert ('dir="auto"' in template.front) == (wanted == "ltr")


def test_a_reversed_card_says_what_it_asks_for() -> None:
    first, second = note_type(Kind.REVERSED, PLAIN).templates
    assert "{{Spare 1}}" in first.front
    assert "Definition?" in first.front
    assert "{{Spare 2}}" in second.front
    assert "Term?" in second.front


def test_the_style_loads_nothing_and_old_phones_understand_it() -> None:
    css = re.sub(r"/\*.*?\*/", "", note_type(Kind.PICTURE, PLAIN).css, flags=re.S)
    assert note_type(Kind.PICTURE, PLAIN).css.startswith(note_type(Kind.BASIC, PLAIN).css)
    css = re.sub(r"code#typeans:not\(:has.*?\)\)|\.text li:has\(.*?\)", "", css)  # without them nothing is missing
    assert not FORBIDDEN.search(css)
    assert not TOO_NEW.search(css)
    assert css.count("{") == css.count("}")
