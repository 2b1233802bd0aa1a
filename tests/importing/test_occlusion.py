"""Each shape of Anki's image occlusion as a line of a picture note, and what no picture note can say."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ankigen.apkg.reader import Package, read_package
from ankigen.importing.occlusion import CannotConvertError, read_masks
from ankigen.model.picture import Covered
from ankigen.parse.places import read_place
from ankigen.source import Source
from tests.conftest import LATER
from tests.importing.occlusion import Occluded, export, rect

Run = Callable[..., tuple[int, str, str]]
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


THORAX = (
    Occluded(
        rect(1, 0.1, 0.1, 0.3, 0.2, "") + rect(3, 0.6, 0.6, 0.3, 0.2, ""), "The <b>lung</b>", "<ul><li>x</li></ul>"
    ),
    Occluded(rect(1, 0.1, 0.1, 0.3, 0.2), comments="Mine", tags=("a::b",)),
)
STAY = (
    (Occluded(rect(1, 0.1, 0.1, 0.3, 0.2, ":angle=1"), "turned"), "a turned mask"),
    (Occluded(rect(1, 0.1, 0.1, 0.3, 0.2), "lost", image='<img src="lost.png">'), "is not in the file"),
    (Occluded(rect(1, 0.1, 0.1, 0.3, 0.2), "none", image=""), "no picture"),
    (Occluded(rect(1, 0.1, 0.1, 0.3, 0.2), "two", image='<img src="lung.png"><img src="lung.png">'), "more than one"),
    (Occluded(rect(1, 0.1, 0.1, 0.3, 0.2), "words", image='<img src="lung.png">words'), "more than a picture"),
    (Occluded(rect(1, 0.1, 0.1, 0.3, 0.2), "odd", image='<img src="odd.svg">'), "how large its picture is"),
    (Occluded(rect(1, 0.1, 0.1, 0.3, 0.2), "one<br>two"), "Markdown cannot say its header: more than one line"),
    (Occluded(rect(1, 0.1, 0.1, 0.3, 0.2), "red", '<b style="color: red">x</b>'), "Markdown cannot say its field"),
    (Occluded(rect(1, 0.1, 0.1, 0.3, 0.2), "a {{c1::cloze}}"), "the heading of a picture note hides nothing"),
    (
        Occluded("{{c1::image-occlusion:polygon:left=.1:top=.1:points=.1,.1 .2,.2 .3,.3}}", "line"),
        "the corners of this polygon lie on one line",
    ),
)


@pytest.mark.anki
def test_a_deck_of_image_occlusion_becomes_one_of_pictures(tmp_path: Path, ankigen: Run) -> None:
    package = export(tmp_path, THORAX)
    code, out, err = ankigen("import", package, "--pictures", cwd=tmp_path, env=LATER)
    assert (code, err) == (0, "")
    assert (
        out.partition("image occlusion")[2]
        == """\
: 2 picture notes with 3 cards
  new to learners of the old deck: their old notes stay, with all reviews, and get no updates
picture notes whose masks have no names in Anki; write them instead of the numbers: 2
  cards/thorax/01-notes.md:1: 1, 3
  cards/thorax/01-notes.md:12: 1
picture notes without a heading in Anki: 1
  cards/thorax/01-notes.md:12
"""
    )
    assert (
        (tmp_path / "cards/thorax/01-notes.md").read_text()
        == """\
### The **lung**
<!-- id: the-lung, type: picture, mask: one -->

![](<media/lung.png>)

- {{c1::1}} `10 10 30 20`
- {{c3::3}} `60 60 30 20`

#### Extra
- x

### What is covered here?
<!-- id: mine, type: picture, tags: [a::b] -->

![](<media/lung.png>)

- {{c1::1}} `10 10 30 20`

#### Extra
Mine
"""
    )
    assert not (tmp_path / "cards/thorax/notetypes").exists()
    assert read_package(Package("x", tmp_path / "decks/thorax/thorax-0.0.0.apkg")).notes == {}, "learners have none"
    assert ankigen("check", cwd=tmp_path)[0] == 0
    assert ankigen("build", cwd=tmp_path)[0] == 0
    assert "was made of this file already" in ankigen("import", package, "--pictures", cwd=tmp_path)[1]


@pytest.mark.anki
def test_what_would_be_lost_stays_image_occlusion_and_is_named(tmp_path: Path, ankigen: Run) -> None:
    (tmp_path / "odd.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>')
    package = export(tmp_path, (THORAX[0], *(note for note, _ in STAY)), more=("odd.svg",))
    code, out, err = ankigen("import", package, "--pictures", cwd=tmp_path, env=LATER)
    assert (code, err) == (0, "")
    assert f"notes of image occlusion that stay as they are: {len(STAY)}\n" in out
    said = out.partition("stay as they are: ")[2]
    for note, why in STAY:
        assert why in said, note.header
    text = (tmp_path / "cards/thorax/01-notes.md").read_text()
    assert text.count("type: image-occlusion") == len(STAY)
    assert text.count("type: picture") == 1
    kept = read_package(Package("x", tmp_path / "decks/thorax/thorax-0.0.0.apkg"))
    assert len(kept.notes) == len(STAY)
    assert ankigen("build", cwd=tmp_path)[0] == 0


@pytest.mark.anki
def test_other_notes_are_imported_as_ever(tmp_path: Path, ankigen: Run) -> None:
    package = export(tmp_path, THORAX[:1], legacy=False, basic=True)
    assert ankigen("import", package, "--pictures", cwd=tmp_path, env=LATER)[0] == 0
    assert 'type = "anki-basic"\n' in (tmp_path / "cards/thorax/deck.toml").read_text()
    assert [path.name for path in (tmp_path / "cards/thorax/notetypes").iterdir()] == ["anki-basic"]
    kept = read_package(Package("x", tmp_path / "decks/thorax/thorax-0.0.0.apkg"))
    assert [note.fields for note in kept.notes.values()] == [("What?", "This")]
    assert kept.media == {}, "no note of learners' that may be updated names it"
    assert ankigen("build", cwd=tmp_path)[0] == 0
