"""Masks that somebody draws become the lines of the note's list, and nothing else of the file changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from ankigen.authoring.drawing import DrawnMask, DrawnPlace
from ankigen.authoring.masks import digest, drawn_masks, with_masks
from ankigen.diagnostic import AnkigenError
from ankigen.model.history import Record
from ankigen.model.picture import Form
from ankigen.parse import parse
from ankigen.project.atomic import ConflictError
from ankigen.project.paths import decode
from ankigen.source import Source

PATH = Path("a.md")
FILE = """\
---
tags: [lung]
---
# Lung

### Before
<!-- id: before -->

A list:

- {{c1::one}} `1 2 3 4`

### Name the marked part
<!-- id: hilum, type: picture -->
Nothing here is  tidied:   spaces stay.

![Hilum](media/hilum.svg)

* {{c1::Eparterial bronchus}}   `#bronchus`
* {{c3::Pulmonary artery::vessel}} <!-- check this --> `41 22.50 9 7` `polygon 1 1 20 1 10 20`
* Fissure `ellipse 20 60 14 8`

#### Extra
From above.

### After
<!-- id: after -->

Text
"""
BOX = DrawnPlace(Form.BOX, (10.04, 20.06, 30, 40))
VEIN = DrawnMask("Vein", (BOX,))


def masks(file: str = FILE) -> tuple[DrawnMask, ...]:
    source, _ = decode(Source(PATH, "a.md"), file.encode())
    picture = next(note.picture for note in parse(source).notes if note.id == "hilum")
    assert picture
    return drawn_masks(picture)


def written(*drawn: DrawnMask, file: str = FILE, record: Record | None = None) -> str:
    data = file.encode()
    return with_masks(data, digest(data), "hilum", drawn, record, path=PATH).decode()


def changed(*drawn: DrawnMask, file: str = FILE) -> dict[str, list[str]]:
    """The lines that are gone, and those that are new."""
    before, after = file.split("\n"), written(*drawn, file=file).split("\n")
    return {"-": [line for line in before if line not in after], "+": [line for line in after if line not in before]}


def released(*numbers: int) -> Record:
    cards = tuple((number - 1, number) for number in numbers)
    return Record("hilum", "g", "picture", "t", 1, cards, 1, "1.0.0", "1.0.0", "", "")


def test_what_is_read_is_what_the_list_says() -> None:
    assert [(mask.label, mask.hint, mask.hidden) for mask in masks()] == [
        ("Eparterial bronchus", "", True),
        ("Pulmonary artery", "vessel", True),
        ("Fissure", "", False),
    ]
    assert [[place.text for place in mask.places] for mask in masks()] == [
        ["#bronchus"],
        ["41 22.5 9 7", "polygon 1 1, 20 1, 10 20"],
        ["ellipse 20 60 14 8"],
    ]


def test_a_drawing_that_changes_nothing_leaves_every_byte() -> None:
    assert written(*masks()) == FILE


def test_a_new_mask_gets_a_number_that_was_never_used_and_a_line_like_the_others() -> None:
    assert changed(*masks(), VEIN) == {"-": [], "+": ["* {{c4::Vein}} `10 20.1 30 40`"]}
    assert "{{c9::Vein}}" in written(*masks(), VEIN, record=released(1, 3, 8))
    assert "{{c4::Vein}}" in written(masks()[0], VEIN), "c3 was deleted, and is not given again"


def test_a_moved_place_is_the_only_thing_that_changes() -> None:
    one, two, three = masks()
    moved = replace(two, places=(replace(two.places[0], numbers=(42.0, 22.5, 9.0, 7.0)), two.places[1]))
    assert changed(one, moved, three) == {
        "-": ["* {{c3::Pulmonary artery::vessel}} <!-- check this --> `41 22.50 9 7` `polygon 1 1 20 1 10 20`"],
        "+": ["* {{c3::Pulmonary artery::vessel}} <!-- check this --> `42 22.5 9 7` `polygon 1 1 20 1 10 20`"],
    }


def test_a_relabelled_mask_keeps_its_number_its_places_and_the_authors_remark() -> None:
    one, two, three = masks()
    line = changed(one, replace(two, label="Left BCR::ABL artery"), three)["+"]
    assert line == [
        "* {{c3::Left BCR\\::ABL artery::vessel}} `41 22.50 9 7` `polygon 1 1 20 1 10 20` <!-- check this -->"
    ]


def test_grouped_places_stand_on_one_line_and_the_other_line_goes() -> None:
    one, two, three = masks()
    found = changed(replace(one, places=(*one.places, *three.places)), two)
    assert found["+"] == ["* {{c1::Eparterial bronchus}}   `#bronchus` `ellipse 20 60 14 8`"]
    assert "* Fissure `ellipse 20 60 14 8`" in found["-"]


def test_a_label_that_is_shown_can_be_hidden_and_the_other_way_round() -> None:
    one, two, three = masks()
    assert changed(replace(one, hidden=False), two, replace(three, hidden=True))["+"] == [
        "* Eparterial bronchus `#bronchus`",
        "* {{c4::Fissure}} `ellipse 20 60 14 8`",
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_line_ends_and_a_byte_order_mark_stay(end: str, mark: str) -> None:
    file = mark + FILE.replace("\n", end)
    text = written(*masks()[:2], VEIN, file=file)
    assert text.count(end) == file.count(end)
    assert text == file.replace("* Fissure `ellipse 20 60 14 8`", "* {{c4::Vein}} `10 20.1 30 40`")


def test_the_first_masks_come_below_the_picture_also_at_the_end_of_a_file_without_a_line_end() -> None:
    file = "### A\n<!-- id: hilum, type: picture -->\n\n![a](media/a.png)"
    assert written(VEIN, replace(VEIN, label="Artery", hint="red"), file=file) == (
        f"{file}\n\n- {{{{c1::Vein}}}} `10 20.1 30 40`\n- {{{{c2::Artery::red}}}} `10 20.1 30 40`"
    )


def test_an_item_over_several_lines_is_one() -> None:
    file = FILE.replace("`41 22.50 9 7` ", "`41 22.50 9 7`\n  ")
    assert written(*masks(file), file=file) == file
    assert written(masks(file)[0], masks(file)[2], file=file) == file.replace(
        "* {{c3::Pulmonary artery::vessel}} <!-- check this --> `41 22.50 9 7`\n  `polygon 1 1 20 1 10 20`\n",
        "<!-- check this -->\n",
    )


REMARKS = "* {{c3::Artery <!-- a -->}} <!-- b\n  b --> `1 2 3 4` <!-- `c` --> `5 6 7 8`\n    <!-- d -->"


def remarked() -> str:
    """The file with a comment wherever one may stand in an item."""
    lines = FILE.split("\n")
    return "\n".join(REMARKS if line.startswith("* {{c3") else line for line in lines)


def test_a_moved_place_keeps_every_remark_of_the_author() -> None:
    one, two, three = masks(remarked())
    moved = replace(two, places=(BOX, two.places[1]))
    assert written(one, moved, three, file=remarked()) == remarked().replace(
        "`1 2 3 4` <!-- `c` --> `5 6 7 8`", "`10 20.1 30 40` `5 6 7 8` <!-- `c` -->"
    )


def test_a_new_label_keeps_every_remark_of_the_author() -> None:
    one, two, three = masks(remarked())
    wanted = "* {{c3::Vessel}} `1 2 3 4` `5 6 7 8`\n    <!-- d --> <!-- a --> <!-- b\n  b --> <!-- `c` -->"
    assert written(one, replace(two, label="Vessel"), three, file=remarked()) == remarked().replace(REMARKS, wanted)


@pytest.mark.parametrize("deleted", [0, 1, 2])
def test_a_deleted_mask_leaves_the_remarks_of_the_author(deleted: int) -> None:
    file = remarked().replace("`#bronchus`", "`#bronchus` <!-- e -->").replace("14 8`", "14 8` <!-- f -->")
    found = masks(file)
    text = written(*(mask for mask in found if mask.line != deleted), file=file)
    for remark in ("<!-- a -->", "<!-- b\n  b -->", "<!-- `c` -->", "<!-- d -->", "<!-- e -->", "<!-- f -->"):
        assert text.count(remark) == 1
    assert [mask.label for mask in masks(text)] == [mask.label for mask in found if mask.line != deleted]
    assert written(file=text).count("<!--") == file.count("<!--"), "nor do they go with the next one"


def test_text_that_only_seems_to_stand_below_the_list_is_not_deleted_with_a_mask() -> None:
    file = FILE.replace("14 8`\n", "14 8`\nBelow the list.\n")
    with pytest.raises(AnkigenError, match="the text below line 21 counts as its label"):
        written(*masks(file)[:2], file=file)


def test_a_label_with_two_clozes_is_its_authors_and_its_place_can_be_moved() -> None:
    file = FILE.replace("{{c1::Eparterial bronchus}}", "{{c1::Eparterial}} {{c2::bronchus}}")
    one, *others = masks(file)
    assert one.fixed
    assert "* {{c1::Eparterial}} {{c2::bronchus}}   `10 20.1 30 40`\n" in written(
        replace(one, places=(BOX,)), *others, file=file
    )


def test_a_place_never_reaches_over_the_edge_by_rounding() -> None:
    assert DrawnPlace(Form.BOX, (90.04, -0.02, 9.97, 100.04)).text == "90 0 10 100"
    assert DrawnPlace(Form.ELLIPSE, (33.36, 1, 66.64, 2)).text == "ellipse 33.4 1 66.6 2"


def test_a_file_that_was_changed_meanwhile_is_not_touched() -> None:
    with pytest.raises(ConflictError, match=r"a\.md was changed meanwhile"):
        with_masks(FILE.encode() + b"\n", digest(FILE.encode()), "hilum", masks(), path=PATH)


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        (replace(VEIN, label=" "), "has no label"),
        (replace(VEIN, places=()), "covers nothing"),
        (replace(VEIN, label="a}}b"), "cannot be a label"),
        (replace(VEIN, label="a}"), "cannot be a label"),
        (replace(VEIN, label="{{c9::x}}"), "cannot be a label"),
        (replace(VEIN, label="# `x`", hidden=False), "cannot be a label"),
        (replace(VEIN, line=7), "reload"),
        (replace(VEIN, label="<!--"), "cannot be"),
    ],
)
def test_what_no_list_can_say_is_refused(drawn: DrawnMask, said: str) -> None:
    with pytest.raises(AnkigenError, match=said):
        written(*masks(), drawn)


def test_a_place_that_cannot_be_read_is_not_lost() -> None:
    file = FILE.replace("`41 22.50 9 7`", "`41 22.50 9`")
    one, two, three = masks(file)
    assert written(one, two, replace(three, label="Oblique fissure"), file=file).count("`41 22.50 9`") == 1
    with pytest.raises(AnkigenError, match="line 20 cannot be read"):
        written(one, replace(two, label="Artery"), three, file=file)


def test_a_note_that_is_gone_is_told() -> None:
    with pytest.raises(AnkigenError, match="no picture note 'hilum'"):
        written(file=FILE.replace("hilum,", "other,"))
