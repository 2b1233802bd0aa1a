"""Each shape of Anki's image occlusion as a line of a picture note, and what no picture note can say."""

from pathlib import Path

import pytest

from ankigen.importing.occlusion import CannotConvertError, read_masks
from ankigen.model.picture import Covered
from ankigen.parse.places import read_place
from ankigen.source import Source
from tests.importing.occlusion import rect

SIZE = (800.0, 600.0)
SPAN = Source(Path("x"), "x").span()


def shape(number: int, text: str) -> str:
    return f"{{{{c{number}::image-occlusion:{text}}}}}<br>"


def text(words: str, left: float, top: float, more: str = ":fs=.05") -> str:
    return shape(0, f"text:left={left}:top={top}:text={words}:scale=1{more}")


@pytest.mark.parametrize(
    ("occlusion", "line"),
    [
        (rect(1, 0.1, 0.2, 0.3, 0.4), "- {{c1::1}} `10 20 30 40`"),
        (shape(1, "rect:left=.2325:top=.3261:width=.202:height=.0975"), "- {{c1::1}} `23.25 32.61 20.2 9.75`"),
        (shape(7, "ellipse:left=.1:top=.2:rx=.05:ry=.1:oi=1"), "- {{c7::7}} `ellipse 10 20 10 20`"),
        (
            shape(2, "polygon:left=.5:top=.1:points=.5,.1 .8,.1 .65,.4:oi=1"),
            "- {{c2::2}} `polygon 50 10, 80 10, 65 40`",
        ),
        # What `left` and `top` say of a polygon is where Anki draws it.
        (
            shape(2, "polygon:left=.4:top=.2:points=.5,.1 .8,.1 .65,.4:oi=1"),
            "- {{c2::2}} `polygon 40 20, 70 20, 55 50`",
        ),
        (rect(1, -0.1, 0.9, 0.3, 0.4), "- {{c1::1}} `0 90 20 10`"),
        (shape(1, "rect:top=.1:width=.3:height=.2:fill=#ff0000:angle=0"), "- {{c1::1}} `0 10 30 20`"),
        (shape(1, "rect:left=.0000:top=.1:width=.3:height=.2"), "- {{c1::1}} `0 10 30 20`"),
        (rect(1, 0.1, 0.1, 0.1, 0.1) + rect(1, 0.5, 0.5, 0.1, 0.1), "- {{c1::1}} `10 10 10 10` `50 50 10 10`"),
        (text("Apex", 0.12, 0.12) + rect(1, 0.1, 0.1, 0.3, 0.2), "- {{c1::Apex}} `10 10 30 20`"),
        (rect(1, 0.1, 0.1, 0.3, 0.2) + text("a vein", 0.12, 0.12), "- {{c1::1::a vein}} `10 10 30 20`"),
        (text("2 \\: *a*\nb", 0.12, 0.12) + rect(1, 0.1, 0.1, 0.3, 0.2), "- {{c1::2 : \\*a\\* b}} `10 10 30 20`"),
    ],
)
def test_a_shape_is_a_line(occlusion: str, line: str) -> None:
    assert read_masks(occlusion, SIZE).lines == (line,)


def test_a_text_beside_the_masks_is_always_shown() -> None:
    found = read_masks(rect(1, 0.1, 0.1, 0.1, 0.1) + text("Left", 0.5, 0.6), SIZE)
    assert found.lines[1] == "- Left `50 60 7.5 5.4`"
    assert (
        read_masks(rect(1, 0.1, 0.1, 0.1, 0.1) + text("Left", 0.5, 0.6, ""), SIZE).lines[1] == "- Left `50 60 10 7.2`"
    )


def test_lines_come_in_the_order_of_their_cards_and_each_label_has_its_own() -> None:
    occlusion = rect(2, 0.1, 0.1, 0.1, 0.1) + text("Vein", 0.51, 0.51) + rect(1, 0.5, 0.5, 0.2, 0.2)
    found = read_masks(occlusion + rect(1, 0.8, 0.8, 0.1, 0.1), SIZE)
    assert found.lines == (
        "- {{c1::Vein}} `50 50 20 20`",
        "- {{c1::1}} `80 80 10 10`",
        "- {{c2::2}} `10 10 10 10`",
    )
    assert found.unnamed == (1, 2)


def test_what_a_card_covers_is_said_once() -> None:
    assert read_masks(rect(1, 0.1, 0.1, 0.1, 0.1), SIZE).covered is Covered.ALL
    assert read_masks(rect(1, 0.1, 0.1, 0.1, 0.1, more=""), SIZE).covered is Covered.ONE
    assert read_masks(rect(1, 0.1, 0.1, 0.1, 0.1, more=":oi=0"), SIZE).covered is Covered.ONE


def test_an_ellipse_over_the_edge_is_cut_off_there() -> None:
    (line,) = read_masks(shape(1, "ellipse:left=.9:top=.4:rx=.1:ry=.1"), SIZE).lines
    place = read_place(line.partition("`")[2].rstrip("`"), SPAN)
    x, y = place.numbers[::2], place.numbers[1::2]
    assert (min(x), max(x), min(y), max(y)) == (90, 100, 40, 60)


def test_the_format_reads_every_place_within_a_thousandth() -> None:
    for step in range(1, 40):
        left, top, width, height = (step * 0.01234, step * 0.00987, step * 0.0111, step * 0.01432)
        (line,) = read_masks(rect(1, left, top, width, height), SIZE).lines
        place = read_place(line.partition("`")[2].rstrip("`"), SPAN)
        assert place.numbers == pytest.approx((100 * left, 100 * top, 100 * width, 100 * height), abs=0.0051)


@pytest.mark.parametrize(
    ("occlusion", "why"),
    [
        ("", "no masks"),
        ("{{c1::a lung}}", "no masks"),
        (text("Left", 0.1, 0.1), "no masks"),
        (rect(1, 0.1, 0.1, 0.1, 0.1) + "words", "more than masks"),
        ("words" + rect(1, 0.1, 0.1, 0.1, 0.1), "more than masks"),
        (rect(1, 0.1, 0.1, 0.1, 0.1, ":angle=125:oi=1"), "a turned mask"),
        (shape(1, "ellipse:left=.1:top=.2:rx=.05:ry=.1:angle=5"), "a turned mask"),
        (rect(1, 0.1, 0.1, 0.1, 0.1) + text("Left", 0.1, 0.1, ":angle=5"), "a turned text"),
        (rect(1, 0.1, 0.1, 0.1, 0.1) + rect(2, 0.1, 0.1, 0.1, 0.1, ""), "only some are covered"),
        (rect(0, 0.1, 0.1, 0.1, 0.1), "no card asks for"),
        (shape(1, "text:left=.1:top=.1:text=a"), "a text that is a card"),
        (rect(1, 0.1, 0.1, 0.1, 0.1).replace("c1", "c1,2"), "several cards"),
        (rect(1, 1.1, 0.1, 0.1, 0.1), "outside the picture"),
        (rect(1, 10, 20, 100, 50), "outside the picture"),
        (rect(1, 0.1, 0.1, 0, 0.1), "without a size"),
        (rect(1, 0.1, 0.1, -0.1, 0.1), "without a size"),
        (shape(1, "rect:left=.1:top=.1:width=.1"), "without a place"),
        (shape(1, "rect:left=.1:top=.1:width=x:height=.1"), "without a place"),
        (shape(1, "rect:left=nan:top=.1:width=.1:height=.1"), "without a place"),
        (shape(1, "rect:left=.1:top=.1:width=1e9:height=.1"), "without a place"),
        (shape(1, "rect"), "without a place"),
        (shape(1, "star:left=.1:top=.1:width=.1:height=.1"), "no known form"),
        (shape(1, ":left=.1"), "no known form"),
        (shape(1, "rect:left=.1:top=.1:width=.1:height=.1:odd"), "cannot be read"),
        (shape(1, "polygon:left=.1:top=.1:points=.1,.1 .2,.2"), "a polygon of 2 corners"),
        (shape(1, f"polygon:left=.1:top=.1:points={'.1,.1 ' * 201}"), "a polygon of 201 corners"),
        (shape(1, "polygon:left=.1:top=.1:points=.1 .2 .3"), "without a place"),
        (rect(1, 0.1, 0.1, 0.3, 0.2) + text(" ", 0.1, 0.1), "an empty text"),
        (rect(1, 0.1, 0.1, 0.3, 0.2) + text("a\\:\\:b", 0.12, 0.12), "signs that a label cannot have"),
        (rect(1, 0.1, 0.1, 0.3, 0.2) + text("a`b", 0.12, 0.12), "signs that a label cannot have"),
    ],
)
def test_what_a_picture_note_cannot_say_is_named(occlusion: str, why: str) -> None:
    with pytest.raises(CannotConvertError, match=why):
        read_masks(occlusion, SIZE)
