"""Pictures with masks on the page: as in Anki, without a script, and each picture once."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .conftest import markup

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.browser

DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect width="200" height="100" fill="#ddd"/>
<path id="node" d="M150 60 l20 0 l0 20 z"/><circle id="artery" cx="100" cy="50" r="20" fill="#00f"/></svg>
"""
NOTE = """\
### Name the marked part of the hilum
<!-- id: hilum, type: picture -->

![Hilum of a lung](media/hilum.svg)

- {{c1::Lymph node}} `#node`
- {{c2::Pulmonary artery::vessel}} `#artery`
- Pleura `1 1 20 20`
"""


@pytest.fixture
def page(deck: Path, ankigen: Run) -> Path:
    (deck / "cards/deck/media").mkdir()
    (deck / "cards/deck/media/hilum.svg").write_text(DRAWING)
    (deck / "cards/deck/a.md").write_text(NOTE)
    code, out, _ = ankigen("preview", cwd=deck)
    assert code == 0
    return deck / out.strip()


def test_a_picture_is_on_the_page_once(page: Path) -> None:
    assert page.read_text(encoding="utf-8").count("data:image/svg+xml;base64,") == 1
    assert markup(page).count("<polygon points='0,0 100,0 100,100'/>") == 4  # both sides of both cards


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_masks_lie_where_they_were_put(page: Path, browser: "Browser", width: int, dark: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    shown = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
    shown.goto(page.as_uri())
    shown.add_style_tag(content=".ak-note { content-visibility: visible !important }")
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    places = shown.evaluate(
        """[...document.querySelectorAll(".mask")].map(mask => {
            const whole = mask.parentElement.querySelector("img").getBoundingClientRect();
            const box = mask.getBoundingClientRect();
            return [100 * (box.left - whole.left) / whole.width, 100 * (box.top - whole.top) / whole.height];
        })"""
    )
    assert len(places) == 12
    for place, wanted in zip(places, [[75, 60], [40, 30], [1, 1]] * 4, strict=True):
        assert place == pytest.approx(wanted, abs=0.5)
    violations = [(found["id"], found["nodes"][0]["html"][:200]) for found in Axe().run(shown).response["violations"]]
    assert violations == []
    shown.close()


def test_the_other_labels_are_shown_on_request(page: Path, browser: "Browser") -> None:
    shown = browser.new_page(viewport={"width": 1440, "height": 900})
    shown.goto(page.as_uri())
    answer = shown.locator("#note-hilum .ak-answer").first
    other = answer.locator(".mask > .cloze-inactive")
    assert not other.is_visible()
    answer.get_by_role("checkbox", name="Show the other labels").check()
    assert other.inner_text() == "Pulmonary artery"
    assert other.is_visible()
    shown.close()
