"""How the numbers are told: a table for every terminal, and one page."""

import json
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

from ankigen.project.paths import find_decks
from ankigen.stats import DeckStats, survey
from ankigen.stats.as_text import Screen, as_text
from ankigen.stats.page import as_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parent.parent.parent
DECK = "calcification-vs-ossification"
WIDE = "### 骨を硬くするのは何ですか?\n\nリン酸カルシウム\n"


def own_deck() -> DeckStats:
    return survey(find_decks(ROOT, [DECK])[0], date(2026, 11, 22))


@pytest.mark.parametrize("width", [40, 60, 64, 80, 120, 300])
def test_no_line_is_wider_than_the_terminal(width: int, deck: Path) -> None:
    (deck / "cards/deck/wide.md").write_text(f"# {'硬組織の石灰化と骨化' * 4}\n\n{WIDE}")
    for stats in (own_deck(), survey(find_decks(deck, [])[0], date(2026, 11, 22))):
        lines = as_text([stats], Screen(width)).split("\n")
        assert max(map(cell_len, lines)) <= width
        assert not any(line != line.rstrip() for line in lines)


def test_a_pipe_gets_no_colours_and_neither_does_no_color(ankigen: Run) -> None:
    assert "\x1b" not in ankigen("stats", cwd=ROOT)[1]
    assert "\x1b[" in as_text([own_deck()], Screen(colour=True))


def test_a_terminal_without_unicode_gets_ascii() -> None:
    text = as_text([own_deck()], Screen(ascii=True))
    assert text.isascii()
    assert "?" not in text


def test_bars_are_as_long_as_their_numbers_are_large() -> None:
    lines = [
        line for line in as_text([own_deck()], Screen(96)).split("\n") if re.match(r"  (basic|cloze|choice) ", line)
    ]
    bars = {line.split()[0]: line.count("█") for line in lines}
    assert bars["cloze"] > bars["basic"] > bars["choice"] > 0


def test_json_holds_what_the_table_shows(ankigen: Run) -> None:
    code, out, _ = ankigen("stats", DECK, "--format", "json", cwd=ROOT)
    (found,) = json.loads(out)
    stats = own_deck()
    assert code == 0
    assert (found["notes"], found["cards"], found["deck"]) == (stats.notes, stats.cards, DECK)
    assert sum(found["words"]["cards"].values()) == stats.lengths.cards
    assert sum(section["notes"] for section in found["sections"]) == stats.notes
    assert sum(found["last_change"].values()) == stats.notes


def test_several_decks_stand_one_after_the_other(deck: Path, ankigen: Run) -> None:
    other = deck / "cards/other"
    other.mkdir()
    (other / "deck.toml").write_text('name = "Other & <more>"\nuid = "other-0000"\ntag = "other"\n')
    assert [line for line in ankigen("stats", cwd=deck)[1].split("\n") if line in ("Deck", "Other & <more>")] == [
        "Deck",
        "Other & <more>",
    ]
    page = ankigen("stats", "--format", "html", cwd=deck)[1]
    assert "<h1>2 decks</h1>" in page
    assert "<h2>Other &amp; &lt;more&gt;</h2>" in page
    assert len(json.loads(ankigen("stats", "--format", "json", cwd=deck)[1])) == 2


def test_the_page_needs_nothing_else() -> None:
    page = as_page([own_deck()])
    assert not re.search(r"<script|<link|<img|url\(|@import|https?://", page)
    assert "default-src 'none'" in page


def test_every_plot_is_named_or_said_beside_it() -> None:
    for plot in re.findall(r"<svg.*?</svg>", as_page([own_deck()]), re.DOTALL):
        root = ElementTree.fromstring(plot)
        assert root.get("aria-hidden") == "true" or (root.get("role") == "img" and root.get("aria-label"))


def test_every_objective_has_a_box_and_a_row_in_the_table() -> None:
    stats = own_deck()
    page = as_page([stats])
    assert len(re.findall(r'<rect class="box\d" x="\d+(?:\.75)?"[^>]*><title>', page)) == len(stats.asked)
    for objective in stats.asked:
        assert f"<td>{objective.id}</td>" in page


def test_the_same_numbers_give_the_same_page() -> None:
    assert as_page([own_deck()]) == as_page([own_deck()])


def test_rich_is_imported_for_the_table_alone(ankigen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name == "rich" or name.startswith(("rich.", "ankigen.stats"))]:
        monkeypatch.delitem(sys.modules, name)
    assert ankigen("stats", "--format", "json", cwd=ROOT)[0] == 0
    assert "rich" not in sys.modules


@pytest.mark.browser
def test_the_page_fits_a_phone_and_a_desk_by_day_and_by_night(tmp_path: Path, deck: Path, browser: "Browser") -> None:
    from axe_playwright_python.sync_playwright import Axe

    (deck / "cards/deck/long.md").write_text(f"# {'Hypoparathyroidism' * 6}\n\n### A?\n\n{'long ' * 60}\n")
    pages = {"own": [own_deck()], "several": [own_deck(), survey(find_decks(deck, [])[0], date(2026, 11, 22))]}
    for name, decks in pages.items():
        (tmp_path / f"{name}.html").write_text(as_page(decks), encoding="utf-8")
    for name in pages:
        for width in (390, 1440):
            for dark in (False, True):
                page = browser.new_page(
                    viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
                )
                page.goto((tmp_path / f"{name}.html").as_uri())
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
                violations = [found["id"] for found in Axe().run(page).response["violations"]]
                assert violations == [], (name, width, dark)
                page.close()
