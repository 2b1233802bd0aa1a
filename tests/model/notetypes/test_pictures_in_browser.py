"""Pictures with masks in headless Chromium: what is asked is covered and told apart, and is not read out."""

from typing import Any

import pytest

from .gallery import Face, gallery_notes
from .reviewer import SHELLS, Reviewer, Shell

pytestmark = pytest.mark.browser

PICTURES = [note.name for note in gallery_notes() if note.kind == "picture" and "Retired" not in note.fields]
LABELS = [
    "Eparterial bronchus",
    "Right main bronchus",
    "Right pulmonary artery",
    "Pulmonary veins",
    "Pulmonary ligament",
]
# Each mask with its share of the picture, what it is, and whether the eye comes through at its middle.
MASKS = """[...document.querySelectorAll(".mask")].map(mask => {
    const whole = mask.parentElement.querySelector("img").getBoundingClientRect(), box = mask.getBoundingClientRect();
    const shape = mask.querySelector(".shape"), drawn = shape.querySelector("polygon"), look = getComputedStyle(shape);
    const fill = drawn ? getComputedStyle(drawn).fill : look.backgroundColor;
    return {
        kind: mask.firstElementChild.className,
        place: [mask.style.left, mask.style.top, mask.style.width, mask.style.height].map(parseFloat),
        found: [box.left - whole.left, box.top - whole.top, box.width, box.height]
            .map((size, at) => 100 * size / (at % 2 ? whole.height : whole.width)),
        covers: look.display !== "none" && fill.startsWith("rgb("),
        frame: [look.borderTopColor, look.boxShadow, drawn && getComputedStyle(drawn).strokeWidth].join(),
        sign: getComputedStyle(shape, "::after").content,
    };
})"""


def sides(shown: dict[str, tuple[Face, ...]], name: str, side: str) -> list[Face]:
    return [face for face in shown[name] if face.side.endswith(side)]


def masks(reviewer: Reviewer, face: Face, shell: Shell) -> list[dict[str, Any]]:
    reviewer.show(face.html, shell)
    found: list[dict[str, Any]] = reviewer.ask(MASKS)
    return found


@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell.name)
@pytest.mark.parametrize("name", PICTURES)
def test_masks_are_where_their_author_put_them(
    name: str, shell: Shell, shown: dict[str, tuple[Face, ...]], reviewer: Reviewer
) -> None:
    for face in shown[name]:
        for mask in masks(reviewer, face, shell):
            assert mask["found"] == pytest.approx(mask["place"], abs=0.5)


@pytest.mark.parametrize("name", PICTURES)
def test_a_question_covers_and_an_answer_uncovers(
    name: str, shown: dict[str, tuple[Face, ...]], reviewer: Reviewer
) -> None:
    one = name == "picture-one"
    for side in ("question", "answer"):
        for face in sides(shown, name, side):
            for mask in masks(reviewer, face, SHELLS[0]):
                wanted = {"cloze": side == "question", "cloze-inactive": not one, "label": False}
                assert mask["covers"] is wanted[mask["kind"]]


def test_what_is_asked_is_told_by_more_than_colour(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    for face in sides(shown, "picture-usual", "question"):
        found = masks(reviewer, face, SHELLS[0])
        asked = [mask for mask in found if mask["kind"] == "cloze"]
        others = [mask for mask in found if mask["kind"] == "cloze-inactive"]
        assert asked
        assert others
        assert all('"?"' in mask["sign"] for mask in asked)
        assert all(mask["sign"] == "none" for mask in others)
        assert not {mask["frame"] for mask in asked} & {mask["frame"] for mask in others}


def test_a_question_does_not_read_out_a_hidden_label(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    for face, label in zip(sides(shown, "picture-usual", "question"), LABELS, strict=True):
        reviewer.show(face.html, SHELLS[0])
        read = reviewer.page.locator("#qa").aria_snapshot()
        assert "Hilum of the right lung, seen from medial" in read
        assert "Hilar lymph node" in read
        assert ("vessel" if label == "Right pulmonary artery" else "...") in read
        assert not [other for other in LABELS if other in read]


def test_an_answer_reads_out_its_own_label_alone(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    for face, label in zip(sides(shown, "picture-usual", "answer"), LABELS, strict=True):
        reviewer.show(face.html, SHELLS[0], folded=True)
        read = reviewer.page.locator("#qa").aria_snapshot()
        assert [other for other in LABELS if other in read] == [label]


@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell.name)
def test_a_label_stays_beside_its_mask_and_in_the_window(
    shell: Shell, shown: dict[str, tuple[Face, ...]], reviewer: Reviewer
) -> None:
    for name in PICTURES:
        for face in sides(shown, name, "answer"):
            reviewer.show(face.html, shell)
            found = reviewer.ask(
                """(() => {
                    const label = document.querySelector(".mask:not(.again) > .cloze");
                    const box = label.getBoundingClientRect(), mask = label.parentElement.getBoundingClientRect();
                    const gap = Math.max(box.top - mask.bottom, mask.top - box.bottom, 0);
                    return [gap, box.left, innerWidth - box.right, label.scrollWidth - label.clientWidth];
                })()"""
            )
            gap, left, right, cut = found
            assert gap < 12
            assert left >= 0
            assert right >= 0
            assert cut <= 0


def test_a_key_shows_the_other_labels_and_covers_them_again(
    shown: dict[str, tuple[Face, ...]], reviewer: Reviewer
) -> None:
    face = sides(shown, "picture-usual", "answer")[0]
    reviewer.show(face.html, SHELLS[0])
    button = reviewer.page.get_by_role("checkbox", name="Show the other labels")
    button.focus()
    for uncovered in (True, False):
        reviewer.page.keyboard.press("Space")
        found = reviewer.ask(MASKS)
        assert {mask["covers"] for mask in found if mask["kind"] == "cloze-inactive"} == {not uncovered}
        read = reviewer.page.locator(".picture").aria_snapshot()
        assert all(label in read for label in LABELS) is uncovered


def test_larger_text_moves_no_mask(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    for face in shown["picture-edges"]:
        reviewer.show(face.html, SHELLS[0])
        reviewer.page.add_style_tag(content="#qa .mask > *, #qa .question { font-size: 30px !important }")
        for mask in reviewer.ask(MASKS):
            assert mask["found"] == pytest.approx(mask["place"], abs=0.5)
    reviewer.ask("document.head.lastElementChild.remove()")
