"""A browser page that is built like Anki's reviewers, and what one can measure of a card in it."""

from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

from .gallery import FOLDER

HERE = Path(__file__).parent
PLACE = "http://anki.invalid/"


@dataclass(frozen=True, slots=True)
class Shell:
    """How an app sets up the page: the classes of html and body, and its width."""

    name: str
    html: str
    body: str
    night: str
    width: int
    height: int


SHELLS = (
    Shell("AnkiDroid 320", "mobile android linux chrome js", "card card1", "night_mode ankidroid_dark_mode", 320, 560),
    Shell("AnkiMobile 390", "webkit safari mobile iphone js", "card card1", "nightMode", 390, 760),
    Shell("tablet 768", "webkit safari mobile ipad js", "card card1", "nightMode", 768, 1024),
    Shell("desktop 1440", "", "card card1 isLin fancy", "nightMode night_mode", 1440, 900),
)


@dataclass(slots=True)
class Reviewer:
    """One browser page. `strange` collects what the page should never do: requests, errors."""

    page: Page
    strange: list[str] = field(default_factory=list)

    def open(self) -> None:
        self.page.route("**/*", lambda route: self._answer(route))
        self.page.on("console", lambda message: self.strange.append(f"console {message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.strange.append(f"page error: {error}"))
        self.page.goto(PLACE)
        for script in (files("axe_playwright_python") / "axe.min.js", HERE / "look.js"):
            self.page.add_script_tag(content=script.read_text(encoding="utf-8"))

    def _answer(self, route: Route) -> None:
        name = route.request.url.removeprefix(PLACE)
        if not name:
            route.fulfill(path=HERE / "shell.html")
        elif name in {path.name for path in (FOLDER / "media").iterdir()}:
            route.fulfill(path=FOLDER / "media" / name)
        else:
            self.strange.append(f"request: {route.request.url}")
            route.abort()

    def show(self, html: str, shell: Shell, night: bool = False, folded: bool = False) -> None:
        """A side of a card; everything on it is unfolded unless `folded`."""
        if self.page.viewport_size != {"width": shell.width, "height": shell.height}:
            self.page.set_viewport_size({"width": shell.width, "height": shell.height})
        classes = f"{shell.body} {shell.night if night else ''}".strip()
        self.page.evaluate("(side) => show(...side)", [html, shell.html, classes, folded])

    def ask(self, question: str) -> Any:
        """What a function of look.js answers."""
        return self.page.evaluate(question)

    def take_strange(self) -> list[str]:
        taken, self.strange = self.strange, []
        return taken


def open_reviewer(browser: Browser) -> Reviewer:
    reviewer = Reviewer(browser.new_page(viewport={"width": 390, "height": 760}))
    reviewer.open()
    return reviewer
