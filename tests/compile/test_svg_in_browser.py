"""What passes as a drawing runs nothing and loads nothing in a browser, shown on a card or opened by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Error, Page, Route

from ankigen.compile.svg import svg_faults

from .harmless_svgs import HARMLESS
from .hostile_svgs import CANARY, LOAD, RUN
from .test_svg import REPOSITORY, random_drawings

pytestmark = pytest.mark.browser

PLACE = "https://drawing.example/x.svg"
CARD = "https://drawing.example/card.html"


class Viewer:
    """Opens drawings, and notes what they ask for and whether they run anything."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.data = b""
        self.happened: list[str] = []
        page.route("**/*", self._serve)
        page.on("dialog", self._dismiss)
        page.on("popup", lambda _: self.happened.append("a window"))

    def _dismiss(self, dialogue: Dialog) -> None:
        self.happened.append("a dialogue")
        dialogue.dismiss()

    def _serve(self, route: Route) -> None:
        if route.request.url == PLACE:
            route.fulfill(body=self.data, content_type="image/svg+xml")
        elif route.request.url == CARD:
            route.fulfill(body=f'<!doctype html><img src="{PLACE}">', content_type="text/html")
        else:
            self.happened.append(route.request.url)
            route.fulfill(body="", headers={"access-control-allow-origin": "*"})

    def open(self, data: bytes) -> list[str]:
        """What happens when the drawing is opened by itself."""
        self.data, self.happened = data, []
        try:
            self.page.goto(PLACE, wait_until="load")
            self.page.wait_for_timeout(30)
            if self.page.evaluate("window.ran"):
                self.happened.append("a script")
        except Error as error:
            if "navigation" not in error.message:
                raise
            self.happened.append("another page")
        return self.happened

    def show(self, data: bytes) -> tuple[list[str], float]:
        """What happens when the drawing is shown on a card, and how wide it is there."""
        self.data, self.happened = data, []
        self.page.goto(CARD, wait_until="load")
        return self.happened, self.page.evaluate("document.images[0].naturalWidth")


@pytest.fixture(scope="module")
def viewer(browser: Browser) -> Iterator[Viewer]:
    context = browser.new_context(viewport={"width": 100, "height": 100})
    yield Viewer(context.new_page())
    context.close()


@pytest.mark.parametrize("data", HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_drawing_is_shown_and_does_nothing(viewer: Viewer, data: bytes) -> None:
    assert viewer.open(data) == []
    happened, width = viewer.show(data)
    assert happened == []
    assert width > 0


@pytest.mark.parametrize("path", REPOSITORY, ids=lambda path: path.name)
def test_the_drawings_of_this_repository_do_nothing(viewer: Viewer, path: Path) -> None:
    assert viewer.open(path.read_bytes()) == []


def opened_alone(viewer: Viewer, text: str) -> list[str]:
    """What happens when a drawing is opened that may still lead to another page when the next one is opened."""
    page = viewer.page.context.new_page()
    happened = Viewer(page).open(text.encode())
    page.close()
    return happened


def test_the_hostile_drawings_would_run_and_load(viewer: Viewer) -> None:
    """Else the tests above would prove nothing."""
    ran = {name for name, text in RUN.items() if opened_alone(viewer, text)}
    loaded = {
        name for name, text in LOAD.items() if any(what.startswith(CANARY) for what in opened_alone(viewer, text))
    }
    assert len(ran) >= 25
    assert len(loaded) >= 35


def test_no_drawing_that_passes_does_anything(viewer: Viewer) -> None:
    passed = [data for data in random_drawings(seed=5, count=400) if not svg_faults(data)]
    assert len(passed) >= 60
    for data in passed:
        assert viewer.open(data) == [], data
