"""The gallery's cards in headless Chromium: all fits, can be read and touched, and nothing is fetched."""

import pytest

from ankigen.model.note import Kind

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


def test_what_is_behind_a_tap(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    for side, wanted in (
        ("1 question", ["Hint"]),
        ("1 answer", ["More", "The source says", "About this card"]),
    ):
        reviewer.show(_face(shown, "basic-fullest", side).html, PHONE)
        folded = reviewer.ask(
            "[...document.querySelectorAll('summary')].filter(one => one.offsetHeight).map(one => one.textContent)"
        )
        assert folded == wanted


def test_what_the_source_says_wrongly_is_read_on_purpose_only(
    shown: dict[str, tuple[Face, ...]], reviewer: Reviewer
) -> None:
    """A refuted claim that is seen at every review is learnt."""
    reviewer.show(_face(shown, "basic-fullest", "1 answer").html, PHONE, folded=True)
    claim = reviewer.page.locator(".said > .text")
    assert not claim.is_visible()
    reviewer.page.locator(".said > summary").click()
    assert claim.is_visible()


@pytest.mark.parametrize("name", ["basic-least", "basic-fullest", "choice-fullest", "cloze-fullest", "typed-fullest"])
def test_where_a_card_comes_from_is_one_press_of_a_key_away(
    name: str, shown: dict[str, tuple[Face, ...]], reviewer: Reviewer
) -> None:
    reviewer.show(_face(shown, name, "1 answer").html, PHONE, folded=True)
    reviewer.page.locator(".about > summary").focus()
    assert _state_of(reviewer, "About this card") == {"expanded": False, "focused": True}
    reviewer.page.keyboard.press("Enter")
    assert _state_of(reviewer, "About this card") == {"expanded": True, "focused": True}
    assert reviewer.ask("document.querySelector('.about dl').offsetHeight") > 0
    assert reviewer.ask("document.querySelector('.about .report').offsetHeight") > 0
    if name.endswith("fullest"):
        read = reviewer.page.locator(".about").aria_snapshot()
        for word in ("Source", "Example Medical Review", "Reference", "Section", "calc-trigger", "Report a mistake"):
            assert word in read


def _state_of(reviewer: Reviewer, name: str) -> dict[str, bool]:
    """What the browser reports to screen readers of the thing of this name that can be unfolded."""
    session = reviewer.page.context.new_cdp_session(reviewer.page)
    for node in session.send("Accessibility.getFullAXTree")["nodes"]:
        state = {one["name"]: one["value"]["value"] for one in node.get("properties", [])}
        if node.get("name", {}).get("value") == name and "expanded" in state:
            return {"expanded": state["expanded"], "focused": state.get("focused", False)}
    raise AssertionError(f"nothing of the name {name} can be unfolded")


QUESTIONS = [note.name for note in gallery_notes() if note.kind is not Kind.CLOZE and "Retired" not in note.fields]


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_line_of_the_question_moves_when_the_answer_comes(
    name: str, shown: dict[str, tuple[Face, ...]], reviewer: Reviewer
) -> None:
    sides = zip(shown[name][::2], shown[name][1::2], strict=True)
    for question, answer in sides:
        for shell in SHELLS:
            reviewer.show(question.html, shell)
            before = reviewer.ask("linesOf('.question, .options-all, .asked')")
            reviewer.show(answer.html, shell)
            assert reviewer.ask("linesOf('.question, .options-all, .asked')") == before, shell.name
            assert before


def test_a_number_stays_on_one_line_with_its_unit(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    for shell in SHELLS:
        reviewer.show(_face(shown, "basic-numbers", "1 answer").html, shell)
        lines = reviewer.ask("[...document.querySelectorAll('.nowrap')].map(one => one.getClientRects().length)")
        assert lines == [1] * 6, shell.name


def test_the_text_of_a_cloze_has_one_size(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    sizes = set()
    for side, part in (("1 question", ".question"), ("1 answer", ".answer")):
        reviewer.show(_face(shown, "cloze-usual", side).html, PHONE)
        style = f"getComputedStyle(document.querySelector('{part}'))"
        sizes.add((reviewer.ask(f"{style}.fontSize"), reviewer.ask(f"{style}.lineHeight")))
    assert len(sizes) == 1


def test_the_options_of_a_question_all_look_alike(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    reviewer.show(_face(shown, "choice-usual", "1 question").html, PHONE)
    assert reviewer.ask("distinctLooks('.options > li')") == 1
    reviewer.show(_face(shown, "choice-usual", "1 answer").html, PHONE)
    assert reviewer.ask("distinctLooks('.options > li')") == 2
    assert "✓" in reviewer.ask("getComputedStyle(document.querySelector('.right'), '::before').content")


@pytest.mark.parametrize("name", ["choice-usual", "choice-least", "choice-fullest", "choice-two-right"])
def test_the_right_option_is_seen_once_and_named_to_screen_readers(
    name: str, shown: dict[str, tuple[Face, ...]], reviewer: Reviewer
) -> None:
    reviewer.show(_face(shown, name, "1 answer").html, PHONE)
    right = reviewer.ask("[...document.querySelectorAll('.options .right')].map(one => one.innerText)")
    seen = reviewer.ask(
        "[...document.querySelectorAll('#qa :not(.right-answer):not(.right-answer *)')]"
        ".filter(one => one.clientHeight > 1).flatMap(one => [...one.childNodes])"
        ".filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data.trim())"
    )
    read = reviewer.page.locator("#qa").aria_snapshot()
    for text in right:
        assert seen.count(text) == 1
    assert (
        reviewer.ask("Math.max(...[...document.querySelectorAll('.right-answer')].map(one => one.offsetHeight))") == 1
    )
    for text in right:
        assert read.partition("Right answer:")[2].count(text) == 1


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
    for part in (".question", ".options-all", ".explanation"):
        assert reviewer.ask(f"getComputedStyle(document.querySelector('{part}')).direction") == "rtl"
    reviewer.show(_face(shown, "choice-usual", "1 answer").html, PHONE)
    assert reviewer.ask("getComputedStyle(document.querySelector('.explanation')).direction") == "ltr"


def test_the_keyboard_reaches_a_table_that_scrolls(shown: dict[str, tuple[Face, ...]], reviewer: Reviewer) -> None:
    reviewer.show(_face(shown, "basic-tables", "1 answer").html, PHONE)
    reached = []
    for _ in range(8):
        reviewer.page.keyboard.press("Tab")
        reached.append(reviewer.ask("document.activeElement.tagName"))
    assert "TABLE" in reached
