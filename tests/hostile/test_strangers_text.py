"""Strangers' text in Anki's own reviewer page and in all pages of ours: nothing runs, loads or plays unasked."""

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route

from ankigen.project.paths import find_decks
from tests.apkg.packages import LATER, Publication, publish
from tests.conftest import cannot
from tests.model.notetypes.built import collection_with, imported
from tests.samples import PNG

from .payloads import FEWER, FURTHER_PLACES, HARM, OBJECTIVES, PAYLOADS, PLACES, SETTINGS

pytestmark = [pytest.mark.browser, pytest.mark.anki]
Run = Callable[..., tuple[int, str, str]]
PLACE = "http://anki.invalid/"
BATCH = 60
SHELL = """<!doctype html><html><head><meta charset=utf-8></head><body class="card card1">
<div id="_mark" hidden></div><div id="_flag" hidden></div><div id="qa" dir="auto"></div></body></html>"""
# Everything a learner may do with a pointer, but for following links.
TOUCH = """() => { for (const node of document.querySelectorAll("*"))
  for (const kind of ["mouseover", "mouseenter", "mousedown", "focus", "toggle", "load", "error"])
    node.dispatchEvent(new Event(kind, { bubbles: true, cancelable: true })); }"""


@dataclass(slots=True)
class Watched:
    """A page that is told of everything it should never do."""

    page: Page
    files: Path | None = None
    home: str = "file:"
    harm: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.route("**/*", lambda route: self._answer(route))
        self.page.on("dialog", lambda dialog: self._dismiss(dialog))

    def _dismiss(self, dialog: Dialog) -> None:
        self.harm.append("a dialog")
        dialog.dismiss()

    def _answer(self, route: Route) -> None:
        url = route.request.url
        local = self.files / url.removeprefix(f"{PLACE}_anki/") if self.files else None
        if url == PLACE:
            route.fulfill(body=SHELL, content_type="text/html")
        elif local and url.startswith(f"{PLACE}_anki/") and local.is_file():
            route.fulfill(path=local)
        elif url.startswith((self.home.partition("?")[0], "data:", "blob:")):
            route.continue_()
        else:
            # A picture of the learner's own media folder is what a card may ask for.
            if not (url.startswith(PLACE) and "/" not in url.removeprefix(PLACE)):
                self.harm.append(f"request: {url}")
            route.abort()

    def take(self) -> list[str]:
        self.page.evaluate(TOUCH)
        self.page.wait_for_timeout(30)
        if self.page.evaluate("window.hit"):
            self.harm.append("a script ran")
        found, self.harm = self.harm, []
        return found


@pytest.fixture(scope="module")
def reviewer(browser: Browser) -> Iterator[Watched]:
    """Anki's own reviewer: its scripts, its page, its way to show a card."""
    folder = os.environ.get("ANKIGEN_TEST_AQT")
    web = Path(folder or "") / "_aqt/data/web"
    if not folder or not (web / "js/reviewer.js").is_file():
        cannot("Anki's reviewer is not here: name the folder of aqt with ANKIGEN_TEST_AQT")
    watched = Watched(browser.new_page(), web)
    watched.watch()
    watched.page.goto(PLACE)
    watched.page.evaluate("window.bridgeCommand = window.pycmd = () => {}")
    watched.page.evaluate("window.require = undefined")
    for script in ("js/mathjax.js", "js/vendor/mathjax/tex-chtml-full.js", "js/reviewer.js"):
        watched.page.add_script_tag(url=f"{PLACE}_anki/{script}")
    assert watched.page.evaluate("typeof _showQuestion") == "function"
    watched.take()
    yield watched
    watched.page.close()


def shown(reviewer: Watched, cards: Sequence[str]) -> list[str]:
    """What cards do that Anki's reviewer shows."""
    reviewer.page.evaluate(
        "async (html) => { _showQuestion(html, '', 'card card1'); await new Promise(done => setTimeout(done, 250)); }",
        "".join(cards),
    )
    return reviewer.take()


def sources() -> list[str]:
    pairs = enumerate((*product(PLACES, PAYLOADS), *product(FURTHER_PLACES, FEWER)))
    return [place.format(payload, number, json.dumps(payload)) for number, (place, payload) in pairs]


def accepted(deck: Path, ankigen: Run, notes: list[str]) -> list[str]:
    """The notes in which `check` finds no error."""
    (deck / "cards/deck/a.md").write_text("\n".join(notes), encoding="utf-8")
    starts = [1]
    for note in notes:
        starts.append(starts[-1] + note.count("\n") + 1)
    found = json.loads(ankigen("check", "--format", "json", cwd=deck)[1])
    wrong = sorted({problem["line"] for problem in found if problem["severity"] == "error"})
    kept, at = [], 0
    for note, first, last in zip(notes, starts, starts[1:], strict=False):
        while at < len(wrong) and wrong[at] < first:
            at += 1
        if at == len(wrong) or wrong[at] >= last:
            kept.append(note)
    return kept


def harmless(deck: Path, ankigen: Run) -> str:
    """All payloads in all places, as far as they are let through; each alone, so that none hides another."""
    (deck / "cards/deck/media").mkdir(exist_ok=True)
    (deck / "cards/deck/media/x.png").write_bytes(PNG)
    kept: list[str] = []
    notes = sources()
    for start in range(0, len(notes), 40):
        kept += accepted(deck, ankigen, notes[start : start + 40])
    while len(rest := accepted(deck, ankigen, kept)) < len(kept):
        kept = rest
    return "\n".join(kept)


def test_strangers_text_does_nothing(deck: Path, ankigen: Run, reviewer: Watched, browser: Browser) -> None:
    assert len(sources()) > 2000
    text = harmless(deck, ankigen)
    with imported(deck, ankigen, text) as collection:
        sides: list[str] = []
        for number in collection.find_cards(""):
            rendered = collection.get_card(number).render_output()
            assert not rendered.question_av_tags
            assert not rendered.answer_av_tags
            sides += (rendered.question_text, rendered.answer_text)
        for start in range(0, len(sides), BATCH):
            assert shown(reviewer, sides[start : start + BATCH]) == []
        assert len(sides) > 1000
    for page in every_page(deck, ankigen):
        assert opened(browser, page) == [], page


def every_page(root: Path, ankigen: Run) -> list[Path]:
    """The pages that are made of a deck: its own, and those for learners after a release; of the many with its cards,
    which are all made alike, some."""
    (paths,) = find_decks(root, ())
    pages = [("preview",), ("preview", "--reviews")]
    pages += [(name, "--format", "html", "--output", f"{name}.html") for name in ("stats", "diff")]
    for command in (*pages, ("release",), ("site",)):
        code, _, err = ankigen(*command, cwd=root)
        assert code == 0, err
    site = sorted((root / "site").rglob("*.html"))
    assert len(site) > 2
    of_cards = [page for page in site if page.name.startswith("cards-")]
    others = [page for page in site if page not in of_cards]
    return [paths.preview, paths.review_sheet, root / "stats.html", root / "diff.html", *others, *of_cards[::12]]


@pytest.mark.parametrize("part", range(2))
def test_what_a_deck_says_of_itself_does_nothing(
    deck: Path, ankigen: Run, browser: Browser, reviewer: Watched, part: int
) -> None:
    """Its settings and objectives, one payload at a time in each; what `check` refuses is put right."""
    payloads = FEWER[part::53]
    let_through = 0
    for number, payload in enumerate(payloads):
        root = deck / str(number)
        (root / "cards/deck").mkdir(parents=True)
        (root / "cards/deck/a.md").write_text(f"### Title\n<!-- id: n-1, covers: [S1.{number}] -->\n\nAnswer\n")
        (root / "cards/deck/objectives.md").write_text(OBJECTIVES.format(payload, number))
        objectives, settings = (
            OBJECTIVES.format(payload, number),
            SETTINGS.format(json.dumps(payload, ensure_ascii=False)),
        )
        while wrong := errors(root, ankigen, settings, objectives):
            lines = enumerate(settings.splitlines(), start=1)
            kept = (line if at not in wrong["deck.toml"] else HARMLESS.get(line.split()[0], "") for at, line in lines)
            settings = "".join(f"{line}\n" for line in kept)
            objectives = objectives if not wrong["objectives.md"] else OBJECTIVES.format("What it is", number)
        let_through += settings.count(json.dumps(payload, ensure_ascii=False))
        for page in every_page(root, ankigen):
            assert opened(browser, page) == [], (payload, page)
        with collection_with(root / "decks/deck/deck-1.0.0.apkg") as collection:
            described = [deck["desc"] for deck in collection.decks.all() if "desc" in deck]
            assert shown(reviewer, described) == [], payload
    assert let_through


HARMLESS = {"name": 'name = "Deck"', "uid": 'uid = "deck-0000"', "tag": 'tag = "deck"'}


def errors(root: Path, ankigen: Run, settings: str, objectives: str) -> dict[str, set[int]]:
    """The lines with errors by the file's name; nothing if there are none."""
    (root / "cards/deck/deck.toml").write_text(settings, encoding="utf-8")
    (root / "cards/deck/objectives.md").write_text(objectives, encoding="utf-8")
    found = json.loads(ankigen("check", "--format", "json", cwd=root)[1])
    wrong: dict[str, set[int]] = defaultdict(set)
    for problem in found:
        if problem["severity"] == "error":
            wrong[Path(problem["path"]).name].add(problem["line"])
    assert set(wrong) <= {"deck.toml", "objectives.md"}
    return wrong


def test_the_live_page_does_nothing(deck: Path, ankigen: Run, serve: Callable[..., str], browser: Browser) -> None:
    """Each note is shown, and its sides with it."""
    (deck / "cards/deck/media").mkdir()
    (deck / "cards/deck/media/x.png").write_bytes(PNG)
    places = (*PLACES, *FURTHER_PLACES)
    notes = [
        place.format(payload, at, json.dumps(payload)) for at, (place, payload) in enumerate(product(places, HARM[:24]))
    ]
    (deck / "cards/deck/a.md").write_text("\n".join(notes), encoding="utf-8")
    address = serve(deck)
    watched = Watched(browser.new_page(), home=address)
    watched.watch()
    watched.page.goto(address)
    watched.page.locator("#title:not(:empty)").wait_for()
    for _ in range(len(notes)):
        watched.page.keyboard.press("ArrowDown")
    assert watched.take() == []
    watched.page.close()


def test_the_reviewer_would_notice(reviewer: Watched) -> None:
    """Else the test above could not fail."""
    assert "a script ran" in shown(reviewer, ["<img src=x onerror=window.hit=1>"])
    reviewer.page.evaluate("window.hit = 0")
    assert "request: https://canary.invalid/y" in shown(reviewer, ['<img src="https://canary.invalid/y">'])


@pytest.mark.filterwarnings("ignore:Field contained")
def test_packages_of_strangers_do_nothing_in_our_pages(tmp_path: Path, ankigen: Run, browser: Browser) -> None:
    notes = {f"guid{number}": (f"{number} {text}", text) for number, text in enumerate(PAYLOADS)}
    name = "<img src=x onerror=window.hit=1>"
    old = publish(tmp_path, "old", Publication(notes, deck=name, description=PAYLOADS[0], css=f"</style>{name}"))
    changed = {guid: (front, f"new {back}") for guid, (front, back) in notes.items()}
    new = publish(tmp_path, "new", Publication(changed, time=LATER, deck=name, front=f"{name}{{{{Front}}}}"))
    code, _, err = ankigen("diff", str(old), str(new), "--format", "html", "--output", "diff.html", cwd=tmp_path)
    assert code == 0, err
    assert opened(browser, tmp_path / "diff.html") == []


def opened(browser: Browser, page: Path) -> list[str]:
    watched = Watched(browser.new_page())
    watched.watch()
    watched.page.goto(page.as_uri())
    found = watched.take()
    watched.page.close()
    return found
