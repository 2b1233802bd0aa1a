"""What Anki gets of a picture note: a box over each place, with room for its label."""

import re
from pathlib import Path

import pytest

from ankigen.compile.media import Library
from ankigen.compile.pipeline import Stages, render_deck
from ankigen.project.load import load_deck
from ankigen.project.paths import find_decks

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><circle id="node" cx="200" cy="150" r="30"/></svg>'
GIF = b"GIF89a\x20\x03\x58\x02\0\0\0;"


def picture(deck: Path, *lines: str, file: str = "a.svg", mask: str = "all") -> dict[str, str]:
    """The fields of a note with these lines."""
    (deck / "cards/deck/media").mkdir(exist_ok=True)
    (deck / "cards/deck/media/a.svg").write_text(SVG)
    (deck / "cards/deck/media/a.gif").write_bytes(GIF)
    image = f"![Hilum](media/{file})"
    source = f"### Name **it**\n<!-- id: hilum, type: picture, mask: {mask} -->\n\n{image}\n\n" + "\n".join(lines)
    (deck / "cards/deck/a.md").write_text(source + "\n")
    loaded = load_deck(find_decks(deck, ())[0])
    rendered = render_deck(loaded.deck, Library(loaded.paths.cards), Stages())
    assert not rendered.problems
    return dict(next(note.fields for note in rendered.content().notes if note.id == "hilum"))


def classes(html: str) -> list[str]:
    return re.findall(r'<span class="(mask[^"]*)"', html)


def test_a_field_holds_picture_masks_and_words(deck: Path) -> None:
    fields = picture(deck, "- {{c1::Node}} `10 20 30 40`", "- {{c2::*Vein*::vessel}} `#node`", "- Fissure `1 1 9 9`")
    name = re.search(r'src="([0-9a-f]{32}\.svg)"', fields["Picture"])
    assert name
    assert fields["Title"] == "Name <strong>it</strong>"
    assert fields["Picture"] == (
        f'<div class="picture" style="--ratio:1.3333"><img width="400" height="300" alt="Hilum" src="{name[1]}">'
        '<span class="mask from-left" style="left:10%;top:20%;width:30%;height:40%;--room:300%">'
        '{{c1::Node}}<span class="shape"></span></span>'
        '<span class="mask hinted" style="left:42.5%;top:40%;width:15%;height:20%;--room:667%">'
        '{{c2::<em>Vein</em>::vessel}}<span class="shape round"></span></span>'
        '<span class="mask shown from-left" style="left:1%;top:1%;width:9%;height:9%;--room:1100%">'
        '<span class="label">Fissure</span><span class="shape"></span></span></div>'
    )
    assert fields["Others"] == "1"
    assert fields["Legend"] == "{{c1::Node}}\n{{c2::<em>Vein</em>::vessel}}"


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("40 40 20 20", "mask"),
        ("0 40 10 20", "mask from-left"),
        ("90 40 10 20", "mask from-right"),
        ("40 90 20 10", "mask above"),
        ("95 95 5 5", "mask from-right above"),
        ("40 0 20 100", "mask within"),
        ("0 0 100 100", "mask within"),
    ],
)
def test_a_label_goes_where_the_picture_has_room(place: str, wanted: str, deck: Path) -> None:
    assert classes(picture(deck, f"- {{{{c1::Node}}}} `{place}`")["Picture"]) == [wanted]


def test_a_picture_with_one_card_covers_no_others(deck: Path) -> None:
    assert "Others" not in picture(
        deck, "- {{c1::Node}} `1 2 30 40`", "- {{c1::Vein}} `50 2 30 40`", "- Rib `50 60 9 9`"
    )


def test_several_places_have_one_label(deck: Path) -> None:
    html = picture(deck, "- {{c1::Veins}} `40 10 20 20` `ellipse 40 40 20 20` `polygon 40 50, 60 50, 50 60`")["Picture"]
    assert classes(html) == ["mask", "mask again", "mask again"]
    assert html.count(' aria-hidden="true"') == 2
    assert "<polygon points='0,0 100,0 50,100'/>" in html


def test_a_photograph_is_not_made_larger_than_it_is(deck: Path) -> None:
    html = picture(deck, "- {{c1::Node}} `10 20 30 40`", file="a.gif", mask="one")["Picture"]
    assert html.startswith('<div class="picture one" style="--ratio:1.3333;--width:800px"><img width="800"')


def test_a_label_in_a_deck_from_right_to_left_stays_a_cloze(deck: Path) -> None:
    settings = deck / "cards/deck/deck.toml"
    settings.write_text(settings.read_text() + 'language = "ar"\n')
    assert ">{{c1::Node}}<span" in picture(deck, "- {{c1::Node}} `10 20 30 40`")["Picture"]
