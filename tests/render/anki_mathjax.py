"""Anki's own MathJax in a browser: which commands it knows, and what it makes of a formula.

It comes with the package `aqt`, which is neither in this repository nor among its dependencies: install it beside the
tests, or name the folder that it is in with ANKIGEN_TEST_AQT. `python -m tests.render.anki_mathjax` lists all of it.
"""

import importlib.util
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

PLACE = "http://anki.invalid/"
LOOK = Path(__file__).with_suffix(".js")
SCRIPTS = ("js/mathjax.js", "js/vendor/mathjax/tex-chtml-full.js")


def web() -> Path | None:
    """The folder of Anki's scripts; None if there is none, or an older MathJax."""
    folder = os.environ.get("ANKIGEN_TEST_AQT")
    spec = importlib.util.find_spec("_aqt")
    roots = (
        [Path(folder)] if folder else [Path(root).parent for root in (spec and spec.submodule_search_locations) or ()]
    )
    found = (root / "_aqt" / "data" / "web" for root in roots)
    return next((path for path in found if all((path / script).exists() for script in SCRIPTS)), None)


@dataclass(slots=True)
class MathJax:
    """MathJax as Anki's reviewer has it. `requests` are those that it should never make."""

    page: Page
    web: Path
    requests: list[str] = field(default_factory=list)

    def open(self) -> None:
        self.page.route("**/*", lambda route: self._answer(route))
        self.page.goto(PLACE)
        for script in SCRIPTS:
            self.page.add_script_tag(url=f"{PLACE}_anki/{script}")
        self.page.add_script_tag(content=LOOK.read_text(encoding="utf-8"))
        self.page.evaluate("MathJax.startup.promise")

    def _answer(self, route: Route) -> None:
        url = route.request.url
        file = self.web / url.removeprefix(f"{PLACE}_anki/")
        if url == PLACE:
            route.fulfill(body="<!doctype html><meta charset=utf-8><body></body>", content_type="text/html")
        elif url.startswith(f"{PLACE}_anki/") and file.is_file():
            route.fulfill(path=file)
        else:
            self.requests.append(url)
            route.abort()

    def known(self) -> tuple[set[str], set[str]]:
        """The commands, without their backslash, and the environments."""
        commands, environments = self.page.evaluate("known()")
        return set(commands), set(environments)

    def draw(self, formulas: list[str]) -> list[dict[str, Any]]:
        """What each formula becomes: see `draw` in anki_mathjax.js."""
        drawn: list[dict[str, Any]] = self.page.evaluate("formulas => formulas.map(draw)", formulas)
        return drawn

    def show(self, html: str) -> dict[str, Any]:
        """What becomes of a field in which MathJax looks for formulas itself, as on a card."""
        shown: dict[str, Any] = self.page.evaluate("html => show(html)", html)
        return shown


def open_mathjax(browser: Browser, folder: Path) -> MathJax:
    opened = MathJax(browser.new_page(viewport={"width": 800, "height": 600}), folder)
    opened.open()
    return opened


if __name__ == "__main__":
    where = web()
    if where is None:
        raise SystemExit(f"Anki's MathJax is not here.\n\n{__doc__}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        commands, environments = open_mathjax(chromium, where).known()
        chromium.close()
    print(
        json.dumps({"commands": sorted(commands), "environments": sorted(environments)}, ensure_ascii=False, indent=1)
    )
