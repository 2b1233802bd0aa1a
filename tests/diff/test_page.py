"""The HTML page: cards as Anki shows them, and nothing of a package can run, be fetched or leave its frame."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ankigen.card.safe import Room
from ankigen.diff import Diff, diff
from ankigen.diff.page import as_page
from tests.apkg.packages import LATER, Publication, publish, side

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(2)><a href='javascript:alert(3)'>a</a><iframe src='//e'>"
    "<svg onload=alert(4)><style>@import 'https://evil.example/x.css';</style><form action='//evil'><input type=submit>"
    '<img src="https://evil.example/x.png"></iframe>"><script>alert(5)</script>'
)
OLD = Publication({"a": ("Question", 'Answer <img src="dot.gif">'), "b": ("Gone", "x")}, media={"dot.gif": PIXEL})
NEW = replace(
    OLD,
    notes={"a": ("Question", f"Better {EVIL}"), "c": ("</iframe><b>New", EVIL)},
    time=LATER,
    css=".card { color: red } </style><script>alert(6)</script> body { margin: 1px } /* secret */",
    back="{{FrontSide}}<hr>{{Back}}<script>alert(7)</script>",
    deck="<script>alert(8)</script>",
    description=EVIL,
)


@pytest.fixture
def page(tmp_path: Path) -> str:
    return as_page([compared(tmp_path)]).html


def compared(folder: Path) -> Diff:
    return diff("<i>Title</i>", side(publish(folder, "old", OLD)), side(publish(folder, "new", NEW)))


def roots(page: str) -> list[str]:
    return re.findall(r'<template shadowrootmode="open">(.*?)</template>', page, re.DOTALL)


def test_nothing_in_the_page_can_run(page: str) -> None:
    markup = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert not re.search(r"""<script|<iframe|<svg|<form|<object|<link|<base|="javascript:""", markup)
    assert not re.search(r"<[a-z]+[^>]*\son\w+\s*=", markup)
    assert len(roots(page)) >= 8
    assert page.count("<template") == page.count("</template>") == len(roots(page))
    assert "default-src 'none'" in page.partition("<style>")[0]


def test_a_style_cannot_end_its_element(page: str) -> None:
    for text in roots(page):
        style = text.split("<style>", 1)[1]
        assert style.index("</style>") == style.index('</style><div class="ankigen-light">')


def test_pictures_of_the_packages_are_in_the_page_and_no_others(page: str) -> None:
    images = {image for text in roots(page) for image in re.findall(r"<img[^>]*>", text)}
    assert not [image for image in images if "src=" in image]
    assert [image for image in images if 'part="' in image] == ['<img part="picture-0">']
    assert re.findall(r"::part\(([^)]+)\)\{content:url\(\"data:image/gif;base64,", page) == ["picture-0"]


def with_pictures(folder: Path, size: int) -> Diff:
    """A note on which one picture stays and another one, of so many bytes, gives way to one that is as large."""
    same, old_one, new_one = PIXEL, b"old".ljust(size, b"."), b"new".ljust(size, b".")
    note = 'It is <img src="dot.gif"> or <img alt="&quot;&lt;b&gt;The&lt;/b&gt;&quot; skull" src="{}.png">'
    old = Publication({"a": ("Question", note.format("old"))}, media={"dot.gif": same, "old.png": old_one})
    new = replace(
        old, notes={"a": ("Question", note.format("new"))}, media={"dot.gif": same, "new.png": new_one}, time=LATER
    )
    return diff("Pictures", side(publish(folder, "old", old)), side(publish(folder, "new", new)))


def test_a_large_picture_is_in_the_page_and_each_once(tmp_path: Path) -> None:
    page = as_page([with_pictures(tmp_path, 400_000)])
    assert page.left_out == 0
    assert sorted(re.findall(r"data:image/(\w+)", page.html)) == ["gif", "png", "png"]
    assert len(page.html) < 1_200_000


@pytest.mark.parametrize("room", [Room(1_000, 10_000), Room(10_000, 1_000)], ids=["one", "all"])
def test_of_a_picture_too_large_for_the_page_its_name_and_description_are_shown(tmp_path: Path, room: Room) -> None:
    page = as_page([with_pictures(tmp_path, 2_000)], room)
    assert page.left_out == 2
    assert re.findall(r"data:image/(\w+)", page.html) == ["gif"]
    said = {
        text for root in roots(page.html) for text in re.findall(r'<span class="ankigen-left-out"><b>(.*?)</b>', root)
    }
    what = "Picture “&quot;&lt;b&gt;The&lt;/b&gt;&quot; skull” is too large for this page"
    assert said == {f"{what} ({name}.png, 2 kB)" for name in ("old", "new")}


def test_what_people_named_is_escaped(page: str) -> None:
    assert "<h1>&lt;i&gt;Title&lt;/i&gt;</h1>" in page
    assert "&lt;script&gt;alert(8)" in page


def test_every_frame_has_a_name_for_those_who_cannot_see_it(page: str) -> None:
    titles = re.findall(r'<div class="frame" [^>]*aria-label="([^"]+)"', page)
    assert len(titles) == len(roots(page))
    assert "Old: card 1 of Question" in titles


def test_a_page_stays_small_whatever_changed(tmp_path: Path) -> None:
    notes = {str(number): (f"Front {number}", "x" * 100) for number in range(3_000)}
    old, new = (
        replace(OLD, notes=notes),
        replace(OLD, notes={k: (a, b + "y") for k, (a, b) in notes.items()}, time=LATER),
    )
    page = as_page([diff("Many", side(publish(tmp_path, "old", old)), side(publish(tmp_path, "new", new)))]).html
    assert "and 2,000 more" in page
    assert len(page) < 30_000_000


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser_nothing_is_fetched_and_nothing_overflows(
    page: str, tmp_path: Path, browser: "Browser", width: int, scheme: str
) -> None:
    path = tmp_path / "diff.html"
    path.write_text(page, encoding="utf-8")
    opened = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    opened.goto(path.as_uri())
    for details in opened.query_selector_all("details"):
        details.evaluate("one => one.open = true")
    for frame in opened.query_selector_all(".frame"):
        frame.scroll_into_view_if_needed()
    opened.wait_for_timeout(300)
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    assert {address.split(":")[0] for address in asked} <= {"file", "data", "about"}
    opened.close()


@pytest.mark.browser
def test_in_a_browser_one_kind_of_change_can_be_shown_alone(page: str, tmp_path: Path, browser: "Browser") -> None:
    path = tmp_path / "diff.html"
    path.write_text(page, encoding="utf-8")
    opened = browser.new_page()
    opened.goto(path.as_uri())
    opened.locator(".only-added").check()
    assert opened.locator(".is-added").is_visible()
    assert not opened.locator(".is-changed").is_visible()
    opened.close()


CARDS = """
### What hardens bone?
<!-- id: word -->
Calcium phosphate

### Which are the steps of endochondral ossification?
<!-- id: steps -->
1. A model of cartilage
2. A collar of bone round the shaft
3. Blood vessels invade the centre of the model

#### Clinical note
In vessels the process is active and cell-regulated, so that it can, in principle, be slowed.

### Which of these is right about woven bone?
<!-- id: woven -->
- [x] It is laid down first, quickly and without order
- [ ] It has lamellae
- [ ] It is stronger than lamellar bone, because its fibres run in all directions and so resist every load
- [ ] It never occurs in adults

The fibres have no order.

### Zones
<!-- id: zones -->
| Zone | What happens |
|---|---|
| Resting | Nothing much |
| Proliferative | {{c1::Cells divide}} and stack |

### What is seen?
<!-- id: seen -->
![A dot](media/dot.gif)

```python
total = 0
```
"""
HOSTILE = """
:host { position: fixed !important; inset: 0 !important; z-index: 99999 !important; contain: none !important }
body, .card { position: fixed; inset: 0; z-index: 99999; width: 5000px; height: 5000px; background: red }
html, :root { background: red !important } h1 { display: none } * { color: red !important }
</style><style>h1 { display: none }</style></template><h1>Owned</h1>
"""
# What of the page is where the mouse points, outside every frame.
OUTSIDE = """() => {
  const boxes = [...document.querySelectorAll(".frame")].map(one => one.getBoundingClientRect())
  const near = (at, least, most) => at > least - 1 && at < most + 1
  const inside = (x, y) => boxes.some(box => near(x, box.left, box.right) && near(y, box.top, box.bottom))
  const found = new Set()
  for (let x = 2; x < innerWidth; x += 20)
    for (let y = 2; y < innerHeight; y += 20)
      if (!inside(x, y)) found.add(document.elementFromPoint(x, y)?.closest(".frame") ? "card" : "page")
  return [...found]
}"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_in_a_browser_a_hostile_card_stays_in_its_frame(tmp_path: Path, browser: "Browser", width: int) -> None:
    """Neither its style nor its markup covers, restyles or ends anything of the page."""
    old = replace(OLD, notes={"a": ("Question", "Answer"), "b": ("Second", "x")}, css=".card { color: blue }")
    bad = "</div></div></template></figure><style>h1{display:none}.frame{position:fixed;inset:0}</style><p>Long</p>"
    new = replace(
        old, notes={"a": ("Question", bad * 20), "b": ("Second", "<div><b><table><td>y")}, css=HOSTILE, time=LATER
    )
    path = tmp_path / "diff.html"
    bad_diff = diff("Bad", side(publish(tmp_path, "old", old)), side(publish(tmp_path, "new", new)))
    path.write_text(as_page([bad_diff]).html)
    opened = browser.new_page(viewport={"width": width, "height": 900})
    opened.goto(path.as_uri())
    assert opened.locator("h1").all_inner_texts() == ["Bad"]
    assert opened.evaluate("getComputedStyle(document.querySelector('h1')).display") == "block"
    assert opened.locator("article").count() == 2
    for top in (0, 600, 5000):
        opened.evaluate(f"scrollTo(0, {top})")
        assert opened.evaluate(OUTSIDE) == ["page"]
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    opened.close()


# What each picture of a card shows.
PICTURES = """[...document.querySelectorAll(".frame > div")]
  .flatMap(one => [...one.shadowRoot.querySelectorAll("img")]).map(one => getComputedStyle(one).content)"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser_cards_are_as_high_as_they_are_and_can_be_read(
    deck: Path, ankigen: Callable[..., tuple[int, str, str]], browser: "Browser", width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    (deck / "cards/deck/media").mkdir()
    (deck / "cards/deck/media/dot.gif").write_bytes(PIXEL)
    (deck / "cards/deck/a.md").write_text(CARDS)
    path = deck / "diff.html"
    path.write_text(ankigen("diff", "--format", "html", cwd=deck)[1], encoding="utf-8")
    opened = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    opened.goto(path.as_uri())
    frames = "[...document.querySelectorAll('.frame')]"
    cut = opened.evaluate(f"{frames}.filter(one => one.scrollHeight > one.clientHeight)")
    assert cut == []
    shown = opened.locator(".frame .ankigen-light" if scheme == "light" else ".frame .ankigen-night").first
    assert shown.is_visible()
    assert "What hardens bone?" in shown.inner_text()
    pictures = opened.evaluate(PICTURES)
    assert pictures
    assert {picture[:19] for picture in pictures} == {'url("data:image/gif'}
    violations = [(found["id"], found["nodes"][0]["html"][:200]) for found in Axe().run(opened).response["violations"]]
    assert violations == []
    opened.close()
