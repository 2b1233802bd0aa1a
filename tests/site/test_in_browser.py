"""The pages in headless Chromium: they fit and can be read everywhere, with a script and without, and fetch nothing but
the site's own files."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "deck/index.html",
    "deck/1.1.0.html",
    "deck/cards-bone.html",
    "evil/index.html",
    "evil/1.0.0.html",
)
SIDE = "document.querySelector('#note-matrix .frame > div').shadowRoot.querySelector('.card')"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    """The site's address on a web server that hands out files and knows nothing else."""
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_fits_and_can_be_read(site: Path, browser: "Browser", width: int, dark: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    shown = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", bypass_csp=True
    )
    for page in PAGES:
        shown.goto((site / page).as_uri())
        # Far cards are not drawn, and axe sees only what is; unfolded, there is more to see.
        shown.add_style_tag(content=".note { content-visibility: visible !important }")
        shown.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert shown.evaluate("document.documentElement.scrollWidth") <= width, page
        found = Axe().run(shown).response["violations"]
        assert [(page, one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    shown.close()


def test_only_the_sites_own_files_are_fetched_and_nothing_runs(served: str, browser: "Browser") -> None:
    shown = browser.new_page()
    asked: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    shown.on("console", lambda message: pytest.fail(message.text))
    for page in PAGES:
        shown.goto(served + page)
        shown.wait_for_timeout(100)
    assert {address.split(":")[0] for address in asked if not address.startswith(served)} <= {"data"}
    assert any("/picture-" in address for address in asked)
    shown.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_cards_look_as_in_anki_by_day_and_by_night(served: str, browser: "Browser", dark: bool) -> None:
    shown = browser.new_page(color_scheme="dark" if dark else "light")
    shown.goto(served + "deck/cards-bone.html")
    colour = shown.evaluate(f"getComputedStyle({SIDE}).backgroundColor")
    assert colour == ("rgb(27, 29, 32)" if dark else "rgb(252, 251, 248)")
    heights = shown.evaluate(
        "[...document.querySelectorAll('#note-matrix .sides:first-of-type .frame > div')]"
        ".map(one => one.shadowRoot.querySelector('.card').getBoundingClientRect().bottom)"
    )
    assert abs(heights[0] - heights[1]) < 2
    picture = shown.locator("#note-seen img").first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") == 200
    shown.close()


@pytest.mark.parametrize("from_disk", [False, True], ids=["served", "from disk"])
def test_cards_can_be_searched(site: Path, served: str, browser: "Browser", from_disk: bool) -> None:
    shown = browser.new_page()
    start = f"{site.as_uri()}/" if from_disk else served
    shown.goto(start + "deck/index.html")
    field = shown.get_by_label("Search the cards")
    field.fill("OSTEOBLASTS collagen")
    shown.locator("[role=status]", has_text="1 note").wait_for()
    shown.locator(".search ol").get_by_role("link", name="Matrix").click()
    assert shown.url == start + "deck/cards-bone.html#note-matrix"
    field.fill("nothing like this")
    shown.locator("[role=status]", has_text="Nothing found").wait_for()
    shown.goto(start + "evil/index.html")
    field.fill("script")
    shown.locator("[role=status]", has_text="1 note").wait_for()
    assert shown.locator(".search ol script").count() == 0
    shown.close()


def test_without_a_script_all_is_there_but_the_search(served: str, browser: "Browser") -> None:
    shown = browser.new_page(java_script_enabled=False)
    shown.goto(served + "deck/index.html")
    assert not shown.get_by_label("Search the cards").is_visible()
    shown.get_by_role("link", name="Bone").first.click()
    shown.wait_for_url("**/cards-bone.html")
    shown.get_by_text("Hydroxyapatite").first.wait_for()
    shown.close()


def test_the_download_is_in_sight_on_a_phone_and_on_a_computer(served: str, browser: "Browser") -> None:
    for width, height in ((320, 568), (1440, 900)):
        shown = browser.new_page(viewport={"width": width, "height": height})
        shown.goto(served + "deck/index.html")
        box = shown.get_by_role("link", name="Download 1.1.1", exact=True).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < height
        with shown.expect_download() as download:
            shown.get_by_role("link", name="Download 1.1.1", exact=True).first.click()
        assert download.value.suggested_filename == "deck-1.1.1.apkg"
        shown.close()
