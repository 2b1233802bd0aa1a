"""Right to left and left to right on one card, as a real Anki gives it to a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .built import imported, shown
from .reviewer import SHELLS, Reviewer

pytestmark = [pytest.mark.browser, pytest.mark.anki]
Run = Callable[..., tuple[int, str, str]]
PHONE = SHELLS[1]

ARABIC = """\
### COVID-19 هو مرض؟
<!-- id: covid -->

فيروس كورونا!

ACE2 هو المستقبل!

The receptor is known!

- HLA-B27 جين
- An item!

| أ | Cell! |
|---|---|
| ب | TNF بروتين |

### What is osteoid?
<!-- id: osteoid -->

مادة
"""
ENGLISH = """\
### What is this?
<!-- id: mixed -->

فيروس كورونا!

The receptor is known!

- An item!
"""
OPTIONS = """\
### Which of these drugs inhibit COX-2?
<!-- id: drugs -->

- [x] Celecoxib
- [ ] פרצטמול
- [x] إيبوبروفين
"""


def is_left_of(reviewer: Reviewer, one: str, other: str) -> bool:
    boxes = [reviewer.ask(f"boxOf({text!r})") for text in (one, other)]
    assert abs(boxes[0]["top"] - boxes[1]["top"]) < 8, "on one line"
    return bool(boxes[0]["left"] < boxes[1]["left"])


def ends_with_its_mark(reviewer: Reviewer, words: str) -> bool:
    """Whether the exclamation mark behind the words is at their right."""
    return bool(reviewer.ask(f"boxOf('{words}!').right") > reviewer.ask(f"boxOf('{words}').right"))


def test_an_arabic_deck_begins_at_the_right(deck: Path, ankigen: Run, reviewer: Reviewer) -> None:
    with imported(deck, ankigen, ARABIC, "ar") as collection:
        question, answer = shown(collection, "covid")
    reviewer.show(question.html, PHONE)
    assert is_left_of(reviewer, "هو", "COVID-19")
    assert is_left_of(reviewer, "؟", "COVID-19")
    reviewer.show(answer.html, PHONE)
    assert is_left_of(reviewer, "هو المستقبل", "ACE2")
    assert is_left_of(reviewer, "جين", "HLA-B27")
    assert is_left_of(reviewer, "The receptor", "known!")
    assert reviewer.ask("boxOf('The').left") < 30
    assert reviewer.ask("boxOf('فيروس').right") > 330
    assert ends_with_its_mark(reviewer, "An item")
    assert reviewer.ask("boxOf('An item!').right") > 280  # in line with the other item
    assert ends_with_its_mark(reviewer, "Cell")
    assert is_left_of(reviewer, "بروتين", "TNF")


def test_an_english_heading_of_an_arabic_deck_ends_with_its_mark(deck: Path, ankigen: Run, reviewer: Reviewer) -> None:
    with imported(deck, ankigen, ARABIC, "ar") as collection:
        question, _ = shown(collection, "osteoid")
    reviewer.show(question.html, PHONE)
    assert is_left_of(reviewer, "What is", "?")


def test_each_paragraph_of_other_decks_goes_by_its_first_letter(deck: Path, ankigen: Run, reviewer: Reviewer) -> None:
    with imported(deck, ankigen, ENGLISH) as collection:
        _, answer = shown(collection, "mixed")
    reviewer.show(answer.html, PHONE)
    assert is_left_of(reviewer, "كورونا", "فيروس")
    assert reviewer.ask("boxOf('فيروس').right") > 330
    assert is_left_of(reviewer, "The receptor", "known!")
    assert reviewer.ask("boxOf('The').left") < 30
    assert ends_with_its_mark(reviewer, "known")
    assert reviewer.ask("boxOf('An item!').right") > 300  # where the bullet of the list is
    assert ends_with_its_mark(reviewer, "An item")


def test_letters_of_options_stand_beside_their_words(deck: Path, ankigen: Run, reviewer: Reviewer) -> None:
    """In a list of both directions, of which the first word says where the letters are."""
    with imported(deck, ankigen, OPTIONS) as collection:
        question, answer = shown(collection, "drugs")
    for side in (question, answer):
        reviewer.show(side.html, PHONE)
        for number, word in enumerate(("Celecoxib", "פרצטמול", "إيبوبروفين")):
            right_of_letter = reviewer.ask(
                f"""(() => {{
                    const item = document.querySelectorAll(".options > li")[{number}];
                    const letter = getComputedStyle(item, "::before");
                    const [left, gap, width] = [letter.left, letter.marginLeft, letter.width].map(parseFloat);
                    return item.getBoundingClientRect().left + left + gap + width;
                }})()"""
            )
            assert 40 < right_of_letter < reviewer.ask(f"boxOf('{word}').left")
