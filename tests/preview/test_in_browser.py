"""The page in headless Chromium: it fits and can be read and used everywhere, and nothing is fetched."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.browser

ANSWER = "#note-ion .ak-answer"
BACKGROUND = "getComputedStyle(document.querySelector('.card')).backgroundColor"
LIGHT, NIGHT = "rgb(252, 251, 248)", "rgb(27, 29, 32)"


def opened(browser: "Browser", path: Path, width: int = 1440, dark: bool = False) -> "Page":
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_fits_and_can_be_read(page: Path, browser: "Browser", width: int, dark: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    shown = opened(browser, page, width, dark)
    # Far cards are not drawn, and axe sees only what is; unfolded, there is more to see.
    shown.add_style_tag(content=".ak-note { content-visibility: visible !important }")
    for answers in ("shown", "asked"):
        shown.locator(f"#{answers}").check()
        shown.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        violations = [
            (found["id"], found["nodes"][0]["html"][:200]) for found in Axe().run(shown).response["violations"]
        ]
        assert violations == []
    shown.close()


def test_nothing_runs_and_nothing_is_fetched(page: Path, browser: "Browser") -> None:
    shown = browser.new_page()
    asked: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    shown.on("console", lambda message: pytest.fail(message.text))
    shown.goto(page.as_uri())
    shown.locator("#note-seen .ak-answer").scroll_into_view_if_needed()
    shown.wait_for_timeout(200)
    assert {address.split(":")[0] for address in asked} <= {"file", "data"}
    assert asked[0] == page.as_uri()
    assert len([address for address in asked if address.startswith("file")]) == 1
    shown.close()


def test_a_script_on_a_card_would_not_run(page: Path, browser: "Browser") -> None:
    """Even what slipped through the cleaning: the page's policy has no room for it."""
    evil = "<script>document.title = 'ran'</script><img src=x onerror=\"document.title = 'ran'\">"
    page.write_text(page.read_text().replace("Calcium", f"Calcium{evil}"))
    shown = opened(browser, page)
    shown.wait_for_timeout(200)
    assert shown.title() == "Deck: preview"
    shown.close()


def test_a_picture_is_shown_as_large_as_it_is(page: Path, browser: "Browser") -> None:
    shown = opened(browser, page)
    picture = shown.locator("#note-seen .ak-answer img").first
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (200, 100)
    shown.close()


def test_colours_follow_the_system_until_asked_otherwise(page: Path, browser: "Browser") -> None:
    for dark, usual in ((False, LIGHT), (True, NIGHT)):
        shown = opened(browser, page, dark=dark)
        assert shown.evaluate(BACKGROUND) == usual
        for switch, colour in (("night", NIGHT), ("light", LIGHT), ("system", usual)):
            shown.locator(f"#{switch}").check()
            assert shown.evaluate(BACKGROUND) == colour
        shown.close()


def test_answers_can_be_asked_for_one_by_one_with_the_keyboard(page: Path, browser: "Browser") -> None:
    shown = opened(browser, page)
    assert shown.locator(ANSWER).is_visible()
    shown.locator("#shown").focus()
    shown.keyboard.press("ArrowRight")
    assert not shown.locator(ANSWER).is_visible()
    shown.locator("#note-ion .ak-card > .ak-fold summary").focus()
    shown.keyboard.press("Enter")
    assert shown.locator(ANSWER).is_visible()
    assert not shown.locator("#note-woven .ak-answer").is_visible()
    shown.close()


def test_cards_are_as_wide_as_a_phone_or_as_the_page(page: Path, browser: "Browser") -> None:
    shown = opened(browser, page)
    widths, sizes = [], []
    for switch in ("phone", "computer"):
        shown.locator(f"#{switch}").check()
        box = shown.locator("#note-ion .ak-question .card").bounding_box()
        widths.append(box["width"] if box else 0)
        sizes.append(shown.evaluate("getComputedStyle(document.querySelector('.card')).fontSize"))
    assert 320 <= widths[0] <= 430
    assert widths[1] > 700
    assert sizes == ["18px", "19px"]
    shown.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_contents_lead_to_their_section_however_far(
    deck: Path, ankigen: Run, browser: "Browser", width: int
) -> None:
    """The cards on the way are laid out only then, and are higher than was thought."""
    blanks = " and ".join(f"{{{{c{number}::word {number}}}}}" for number in range(1, 5))
    notes = (f"# Part {number}\n\n### Many\n<!-- id: many-{number} -->\n{blanks}\n" for number in range(1, 101))
    (deck / "cards/deck/a.md").write_text("\n".join(notes))
    shown = opened(browser, deck / ankigen("preview", cwd=deck)[1].strip(), width)
    if width == 390:
        shown.locator(".ak-contents summary").click()
    for part in ("Part 50", "Part 90"):
        shown.get_by_role("link", name=part, exact=True).click()
        shown.wait_for_timeout(500)
        heading, bar = shown.get_by_role("heading", name=part).bounding_box(), shown.locator(".ak-switches")
        assert heading
        below = bar.evaluate("one => one.getBoundingClientRect().bottom")
        assert max(below, 0) <= heading["y"] <= 120
        shown.evaluate("scrollTo(0, 0)")
    shown.close()


TABLE = """\
### Two processes side by side
<!-- id: table -->
| Feature | Calcification | Ossification |
|---|---|---|
| Normal or abnormal? | either {{c1::normal or abnormal}} | as a rule normal, with exceptions |
| Biological impact | dysfunction | {{c2::growth and maintenance}} of bones |
"""
# How many words of an element are on two lines.
BROKEN = """root => {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), broken = [];
  for (let text; (text = texts.nextNode());)
    for (const word of text.data.matchAll(/[^\\s-]+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => box.top)).size > 1) broken.push(word[0]);
    }
  return broken;
}"""


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_a_table_has_its_words_whole_as_in_anki(deck: Path, ankigen: Run, browser: "Browser", width: int) -> None:
    """The page's own style must not reach into a card: an author would redesign a table that is fine."""
    (deck / "cards/deck/a.md").write_text(TABLE)
    shown = opened(browser, deck / ankigen("preview", cwd=deck)[1].strip(), width)
    frames = shown.locator(".ak-frame").all()
    assert [frame.evaluate(BROKEN) for frame in frames] == [[]] * 4
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    shown.close()
