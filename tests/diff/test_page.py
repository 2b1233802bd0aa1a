"""The HTML page: cards as Anki shows them, and nothing of a package can run, be fetched or leave its frame."""

import html
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ankigen.diff import Diff, diff
from ankigen.diff.page import as_page
from ankigen.diff.page.height import heights
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
    return as_page([compared(tmp_path)])


def compared(folder: Path) -> Diff:
    return diff("<i>Title</i>", side(publish(folder, "old", OLD)), side(publish(folder, "new", NEW)))


def frames(page: str) -> list[str]:
    return [html.unescape(text) for text in re.findall(r'srcdoc="([^"]*)"', page)]


def test_nothing_in_the_page_can_run(page: str) -> None:
    for text in (page, *frames(page)):
        markup = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
        assert not re.search(r"""<script|<iframe [^>]*\ssrc=|<svg|<form|<object|="javascript:""", markup)
        assert not re.search(r"<[a-z]+[^>]*\son\w+\s*=", markup)
    assert len(frames(page)) >= 8
    assert page.count("<iframe") == page.count('<iframe sandbox=""')
    assert all("default-src 'none'" in text for text in (page, *frames(page)))


def test_a_style_cannot_end_its_element(page: str) -> None:
    for text in frames(page):
        style = text.split("<style>", 1)[1]
        assert style.index("</style>") == style.index("</style><body>")


def test_small_pictures_are_in_the_page_and_no_others(page: str) -> None:
    sources = {source for text in frames(page) for source in re.findall(r'<img[^>]*\ssrc="([^"]*)"', text)}
    assert len(sources) == 1
    assert sources.pop().startswith("data:image/gif;base64,")


def test_what_people_named_is_escaped(page: str) -> None:
    assert "<h1>&lt;i&gt;Title&lt;/i&gt;</h1>" in page
    assert "&lt;script&gt;alert(8)" in page


def test_every_frame_has_a_name_for_those_who_cannot_see_it(page: str) -> None:
    titles = re.findall(r'<iframe [^>]*title="([^"]+)"', page)
    assert len(titles) == len(frames(page))
    assert "Old: card 1 of Question" in titles


def test_a_page_stays_small_whatever_changed(tmp_path: Path) -> None:
    notes = {str(number): (f"Front {number}", "x" * 100) for number in range(3_000)}
    old, new = (
        replace(OLD, notes=notes),
        replace(OLD, notes={k: (a, b + "y") for k, (a, b) in notes.items()}, time=LATER),
    )
    page = as_page([diff("Many", side(publish(tmp_path, "old", old)), side(publish(tmp_path, "new", new)))])
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
    for frame in opened.query_selector_all("iframe"):
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
# The title and the empty room of each pair of frames: the least and the most.
ROOMS = """() => [...document.querySelectorAll("article > div > .pair")].map(pair => {
  const room = frame => {
    const light = frame.contentDocument.querySelector(".ankigen-light")
    light.style.minHeight = 0
    return Math.round(frame.clientHeight - light.getBoundingClientRect().height)
  }
  const rooms = [...pair.querySelectorAll("iframe")].map(room)
  return [pair.querySelector("iframe").title, Math.min(...rooms), Math.max(...rooms)]
})"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_in_a_browser_typical_cards_fit_their_frames(
    deck: Path, ankigen: Callable[..., tuple[int, str, str]], browser: "Browser", width: int
) -> None:
    """No inner scroll bar, and no more than a few lines of empty room."""
    (deck / "cards/deck/media").mkdir()
    (deck / "cards/deck/media/dot.gif").write_bytes(PIXEL)
    (deck / "cards/deck/a.md").write_text(CARDS)
    path = deck / "diff.html"
    path.write_text(ankigen("diff", "--format", "html", cwd=deck)[1].replace('sandbox=""', ""), encoding="utf-8")
    opened = browser.new_page(viewport={"width": width, "height": 900})
    opened.goto(path.as_uri())
    for frame in opened.query_selector_all("iframe"):
        frame.scroll_into_view_if_needed()
    opened.wait_for_timeout(300)
    # Beside each other two frames are equally high: one of them has to be filled.
    rooms = opened.evaluate(ROOMS)
    assert len(rooms) == 5
    for title, least, most in rooms:
        assert least >= 0, f"{title} is cut off by {-least} px"
        assert (least if width > 720 else most) < 100, f"{title} has {least} to {most} px of empty room"
    opened.close()


def test_a_picture_takes_the_room_of_its_pixels() -> None:
    def room(data: bytes, kind: str) -> int:
        ((wide, _),) = heights([f'<img src="data:image/{kind};base64,{b64encode(data).decode()}">'])
        return wide

    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (200).to_bytes(4) + (300).to_bytes(4)
    jpeg = b"\xff\xd8\xff\xe0\0\x04\0\0\xff\xc0\0\x11\x08" + (300).to_bytes(2) + (200).to_bytes(2) + b"\x03"
    sizes = {room(png, "png"), room(jpeg, "jpeg"), room(b'<svg width="200" height="300"></svg>', "svg+xml")}
    sizes.add(room(b'<svg viewBox="0 0 2000 1000"></svg>', "svg+xml") + 17)
    assert room(PIXEL, "gif") < 110
    assert len(sizes) == 1
    assert room(b"no picture", "png") > 200
