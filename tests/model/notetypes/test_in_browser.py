"""The gallery's cards in headless Chromium: all fits, can be read and touched, and nothing is fetched."""

import pytest

from .gallery import Face, gallery_notes
from .reviewer import SHELLS, Reviewer

pytestmark = pytest.mark.browser

PHONE, *_, DESKTOP = SHELLS
# A card has no headings of its own; and axe does not know that Chromium lets the keyboard into whatever scrolls
# (the last test of this file does).
AXE = """axeComplaints({
    runOnly: ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: {"page-has-heading-one": {enabled: false}, "scrollable-region-focusable": {enabled: false}},
})"""


@pytest.mark.parametrize("name", [note.name for note in gallery_notes()])
def test_a_card_fits_and_can_be_read(name: str, shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    complaints = [
        f"{face.side}, {shell.name}, {'night' if night else 'light'}: {complaint}"
        for face in shown[name]
        for shell in SHELLS
        for night in (False, True)
        for complaint in _complaints(reviewer, face, shell.name, night)
    ]
    assert not complaints, "\n".join(complaints)
    assert not reviewer.take_strange()


def _complaints(reviewer: Reviewer, face: Face, shell_name: str, night: bool) -> list[str]:
    """Size does not depend on the theme, nor colour on the width: each is asked once."""
    shell = next(shell for shell in SHELLS if shell.name == shell_name)
    questions = [] if night else ["sizeComplaints()"]
    if shell in (PHONE, DESKTOP):
        questions += ["textComplaints()", "lineComplaints()"]
    if shell is PHONE and not night:
        questions.append(AXE)
    if not questions:
        return []
    reviewer.show(face.html, shell, night)
    return [complaint for question in questions for complaint in reviewer.ask(question)]


def _face(shown: dict[str, tuple[Face, ...]], name: str, side: str) -> Face:
    return next(face for face in shown[name] if face.side == side)


def test_nothing_is_behind_a_tap_but_hint_and_extra(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    for side in ("1 question", "1 answer"):
        reviewer.show(_face(shown, "basic-fullest", side).html, PHONE)
        folded = reviewer.ask("[...document.querySelectorAll('details')].map(one => one.firstChild.textContent)")
        assert folded == (["Hint"] if side == "1 question" else ["More"])


def test_the_options_of_a_question_all_look_alike(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    reviewer.show(_face(shown, "choice-usual", "1 question").html, PHONE)
    assert reviewer.ask("distinctLooks('.options > li')") == 1
    reviewer.show(_face(shown, "choice-usual", "1 answer").html, PHONE)
    assert reviewer.ask("distinctLooks('.options > li')") == 2
    assert "✓" in reviewer.ask("getComputedStyle(document.querySelector('.right'), '::after').content")


def test_a_deletion_shows_without_colour(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    for side in ("1 question", "1 answer"):
        reviewer.show(_face(shown, "cloze-usual", side).html, PHONE)
        assert reviewer.ask("getComputedStyle(document.querySelector('.cloze')).fontWeight") == "700"
        assert reviewer.ask("getComputedStyle(document.querySelector('.cloze')).textDecorationLine") == "underline"


def test_lines_with_sub_and_superscripts_stand_evenly(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    reviewer.show(_face(shown, "basic-inline", "1 question").html, PHONE)
    tall, line = reviewer.ask(
        "(p => [p.getBoundingClientRect().height, parseFloat(getComputedStyle(p).lineHeight)])"
        "(document.querySelector('.question p'))"
    )
    assert round(tall / line, 2) == round(tall / line)


def test_right_to_left_text_starts_at_the_right(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    reviewer.show(_face(shown, "choice-arabic", "1 answer").html, PHONE)
    for part in (".question", ".solved", ".answer"):
        assert reviewer.ask(f"getComputedStyle(document.querySelector('{part}')).direction") == "rtl"
    reviewer.show(_face(shown, "choice-usual", "1 answer").html, PHONE)
    assert reviewer.ask("getComputedStyle(document.querySelector('.answer')).direction") == "ltr"


def test_the_keyboard_reaches_a_table_that_scrolls(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    reviewer.show(_face(shown, "basic-tables", "1 answer").html, PHONE)
    reached = []
    for _ in range(8):
        reviewer.page.keyboard.press("Tab")
        reached.append(reviewer.ask("document.activeElement.tagName"))
    assert "TABLE" in reached
