"""Drawing masks: with mouse, finger and keys; what is saved is the note's list and nothing else."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.samples import PNG

from .conftest import Serve, servers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><rect width="400" height="300" fill="#e8e4da"/>
<path id="node" d="M300 180 l60 0 l0 60 z" fill="#3a7"/><circle id="artery" cx="120" cy="150" r="50" fill="#36c"/></svg>
"""
NOTE = """\
# Lung

### Name the marked part
<!-- id: hilum, type: picture -->

![Hilum](media/hilum.svg)

- {{c1::Artery}} `#artery`
- {{c2::Node::gland}} `70.5 55 20 30`

### After
<!-- id: after -->

Text  with   spaces
"""
# The browser itself notes that the server said no.
REFUSED = re.compile(r"status of 4(?:03|09|22)|ERR_CONNECTION_REFUSED")
Open = Callable[..., Page]


@pytest.fixture
def files(deck: Path) -> Path:
    (deck / "cards/deck/media").mkdir()
    (deck / "cards/deck/media/hilum.svg").write_text(DRAWING)
    (deck / "cards/deck/a.md").write_text(NOTE)
    return deck


@pytest.fixture
def opened(browser: Browser, files: Path, serve: Serve) -> Iterator[Open]:
    """The page for the note, or for a new picture; one server for all of a test's pages."""
    address = serve(files)
    pages: list[tuple[Page, list[str]]] = []

    def start(note: str = "hilum", width: int = 1200, *, dark: bool = False, touch: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", has_touch=touch
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: None if REFUSED.search(message.text) else wrong.append(message.text))
        pages.append((page, wrong))
        page.goto(address.replace("/?", "/masks?") + f"&deck=deck{f'&note={note}' if note else ''}")
        page.locator("#masks li" if note else "#drop").first.wait_for()
        return page

    yield start
    for page, wrong in pages:
        page.context.close()
        assert wrong == []


def text(files: Path) -> str:
    return (files / "cards/deck/a.md").read_text()


def drag(page: Page, *points: tuple[float, float]) -> None:
    """Press at the first point, in per cent of the picture, and let go at the last."""
    area = page.locator("#canvas").bounding_box()
    assert area
    found = [(area["x"] + area["width"] * x / 100, area["y"] + area["height"] * y / 100) for x, y in points]
    page.mouse.move(*found[0])
    page.mouse.down()
    for point in found[1:]:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


def place(page: Page, mask: int, number: int = 0) -> Locator:
    return page.locator(f'#canvas [data-mask="{mask}"][data-place="{number}"]')


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#status")).to_contain_text("Saved")


def test_a_mask_drawn_with_the_mouse_is_one_line_more(opened: Open, files: Path) -> None:
    page = opened()
    page.get_by_role("radio", name="Rectangle", exact=True).click()
    drag(page, (10, 10), (30, 25))
    page.keyboard.type("Vein")
    save(page)
    assert text(files) == NOTE.replace("30`\n", "30`\n- {{c3::Vein}} `10 10 20 15`\n")


def test_moved_resized_and_deleted_with_the_mouse(opened: Open, files: Path) -> None:
    page = opened()
    drag(page, (80, 70), (60, 70))
    drag(page, (70.5, 85), (60.5, 90))
    place(page, 0).click()
    page.get_by_role("button", name="Delete").click()
    save(page)
    assert text(files) == NOTE.replace("- {{c1::Artery}} `#artery`\n", "").replace("70.5 55 20 30", "50.5 55 10 35")


def test_a_polygon_and_an_ellipse(opened: Open, files: Path) -> None:
    page = opened()
    page.get_by_role("radio", name="Polygon", exact=True).click()
    for point in ((10, 10), (30, 10), (20, 30), (10, 10)):
        drag(page, point)
    page.keyboard.type("Lobe")
    page.get_by_role("radio", name="Ellipse", exact=True).click()
    drag(page, (40, 80), (50, 90))
    page.keyboard.type("Bronchus")
    save(page)
    assert text(files) == NOTE.replace(
        "30`\n", "30`\n- {{c3::Lobe}} `polygon 10 10, 30 10, 20 30`\n- {{c4::Bronchus}} `ellipse 40 80 10 10`\n"
    )


def test_a_shape_of_the_drawing_is_covered_by_a_click_and_grouped_with_another(opened: Open, files: Path) -> None:
    page = opened()
    page.get_by_role("radio", name="Shape of the drawing", exact=True).click()
    page.locator('[data-candidate="node"]').click(force=True, position={"x": 50, "y": 10})
    page.get_by_role("checkbox", name="To group: mask 2").check()
    page.get_by_role("checkbox", name="To group: mask 3").check()
    page.get_by_role("button", name="Group", exact=True).click()
    save(page)
    assert text(files) == NOTE.replace("`70.5 55 20 30`", "`70.5 55 20 30` `#node`")


def test_all_of_it_with_the_keyboard_alone(opened: Open, files: Path) -> None:
    page = opened()
    page.keyboard.press("Insert")
    page.keyboard.type("Vein")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Mask 3, Vein: rectangle")
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown", "Control+ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Delete")
    page.keyboard.press("Control+s")
    expect(page.locator("#status")).to_contain_text("Saved")
    assert text(files) == NOTE.replace("- {{c1::Artery}} `#artery`\n", "").replace(
        "70.5 55 20 30`\n", "70.5 56 20 30`\n- {{c3::Vein}} `38.1 41 21 17`\n"
    )


def test_a_polygons_corners_with_the_keyboard(opened: Open, files: Path) -> None:
    page = opened()
    page.keyboard.press("p")
    page.keyboard.press("Insert")
    page.keyboard.type("Lobe")
    for key in ("Enter", "c", "ArrowUp", "+", "c", "ArrowRight", "Control+s"):
        page.keyboard.press(key)
    expect(page.locator("#status")).to_contain_text("Saved")
    assert "- {{c3::Lobe}} `polygon 50 37, 57 48.5, 62 60, 38 60`" in text(files)


def test_a_mask_drawn_with_a_finger(opened: Open, files: Path) -> None:
    page = opened(width=700, touch=True)
    page.get_by_role("radio", name="Rectangle", exact=True).tap()
    area = page.locator("#canvas").bounding_box()
    assert area
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, x: float, y: float) -> None:
        at = {"x": area["x"] + area["width"] * x / 100, "y": area["y"] + area["height"] * y / 100}
        points = [] if kind == "touchEnd" else [at]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", 10, 10)
    finger("touchMove", 20, 20)
    finger("touchMove", 30, 30)
    finger("touchEnd", 30, 30)
    page.get_by_label("Label of mask 3").fill("Vein")
    save(page)
    line = next(line for line in text(files).split("\n") if "Vein" in line)
    numbers = [float(number) for number in line.split("`")[1].split()]
    assert numbers == pytest.approx([10, 10, 20, 20], abs=0.5)


def test_undo_and_redo(opened: Open, files: Path) -> None:
    page = opened()
    place(page, 1).focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Delete")
    expect(page.locator("#masks li")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator("#masks li")).to_have_count(2)
    page.keyboard.press("Control+z")
    assert place(page, 1).get_attribute("x") == "70.5"
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    page.get_by_role("button", name="Redo").click()
    save(page)
    assert text(files) == NOTE.replace("70.5", "69.5")


def test_a_file_that_was_changed_meanwhile_is_not_overwritten_and_the_drawing_is_kept(
    opened: Open, files: Path
) -> None:
    page = opened()
    place(page, 1).focus()
    page.keyboard.press("ArrowLeft")
    edited = NOTE.replace("# Lung", "# Lungs").replace("Artery", "Pulmonary artery")
    (files / "cards/deck/a.md").write_text(edited)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#conflict")).to_contain_text("a.md was changed meanwhile, so nothing was written")
    assert text(files) == edited
    assert place(page, 1).get_attribute("x") == "69.5"
    page.get_by_role("button", name="Keep my drawing").click()
    expect(page.get_by_label("Label of mask 1")).to_have_value("Pulmonary artery")
    save(page)
    assert text(files) == edited.replace("70.5", "69.5")


def test_two_tabs_on_one_note_lose_nothing(opened: Open, files: Path) -> None:
    first, second = opened(), opened()
    for page, label in ((first, "Vein"), (second, "Lobe")):
        page.keyboard.press("Insert")
        page.keyboard.type(label)
    save(first)
    second.get_by_role("button", name="Save").click()
    expect(second.locator("#conflict")).to_be_visible()
    second.get_by_role("button", name="Keep my drawing").click()
    expect(second.locator("#masks li")).to_have_count(4)
    save(second)
    lines = [line for line in text(files).split("\n") if line.startswith("- ")]
    assert [line.split(" `")[0] for line in lines] == [
        "- {{c1::Artery}}",
        "- {{c2::Node::gland}}",
        "- {{c3::Vein}}",
        "- {{c4::Lobe}}",
    ]


def test_a_mask_without_a_label_is_not_saved(opened: Open, files: Path) -> None:
    page = opened()
    page.keyboard.press("Insert")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#status")).to_have_text("Mask 3 has no label: write what it covers.")
    expect(page.get_by_label("Label of mask 3")).to_be_focused()
    assert text(files) == NOTE


def dropped(page: Page, name: str, data: bytes, onto: str = "#drop") -> None:
    """Drop a file on the page."""
    transfer = page.evaluate_handle(
        """([name, bytes]) => { const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], name)); return data; }""",
        [name, list(data)],
    )
    page.dispatch_event(onto, "drop", {"dataTransfer": transfer})


def test_a_picture_that_is_dropped_becomes_a_note_with_its_masks(opened: Open, files: Path) -> None:
    page = opened(note="")
    dropped(page, "Right lung (2).SVG", DRAWING.encode())
    page.get_by_label("Heading").fill("Name the vessel")
    page.get_by_label("What the picture shows").fill("Hilum of the right lung")
    page.get_by_role("radio", name="Shape of the drawing", exact=True).click()
    page.locator('[data-candidate="artery"]').click()
    page.keyboard.type("Pulmonary artery")
    save(page)
    assert text(files) == NOTE + (
        "\n### Name the vessel\n<!-- id: name-the-vessel, type: picture -->\n\n"
        "![Hilum of the right lung](media/hilum.svg)\n\n- {{c1::Pulmonary artery}} `#artery`\n"
    ), "the same picture is there already"
    dropped_again = opened(note="")
    dropped(dropped_again, "../../Hilum.svg", DRAWING.replace("#36c", "#c36").encode())
    dropped_again.get_by_label("Heading").fill("Name the vessel")
    dropped_again.keyboard.press("Tab")
    dropped_again.keyboard.type("A ] B")
    dropped_again.get_by_role("button", name="Add one").click()
    dropped_again.keyboard.type("Artery")
    save(dropped_again)
    assert "<!-- id: name-the-vessel-2, type: picture -->\n\n![A \\] B](media/hilum-2.svg)" in text(files)
    assert sorted(path.name for path in (files / "cards/deck/media").iterdir()) == ["hilum-2.svg", "hilum.svg"]


def test_a_picture_that_is_dropped_beside_a_card_is_drawn_on(opened: Open) -> None:
    page = opened()
    page.get_by_role("link", name="Back to the cards").click()
    page.get_by_role("link", name="New picture note").wait_for()
    dropped(page, "a.svg", DRAWING.encode(), onto="body")
    expect(page.locator("#facts")).to_have_text("a.svg")
    expect(page.get_by_label("Heading")).to_be_focused()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.png", b"%PDF-1.7 x", "a.png is a PDF document"),
        ("a.svg", DRAWING.replace("<circle", "<script>alert(1)</script><circle").encode(), "script"),
        ("a.png", PNG[:40], "cut off"),
        ("a.txt", b"hello", "is not a picture"),
    ],
)
def test_what_is_no_picture_is_refused(opened: Open, files: Path, name: str, data: bytes, said: str) -> None:
    page = opened(note="")
    dropped(page, name, data)
    expect(page.get_by_role("alert").filter(has_text=said)).to_have_count(1)
    assert page.get_by_text(said).count() == 1, "a refusal is said once"
    assert [path.name for path in (files / "cards/deck/media").iterdir()] == ["hilum.svg"]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (320, False), (320, True)])
def test_everybody_can_use_the_page(opened: Open, width: int, dark: bool) -> None:
    for note in ("hilum", ""):
        page = opened(note, width, dark=dark)
        if note:
            place(page, 1).click()
            page.get_by_role("radio", name="Shape of the drawing", exact=True).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).response["violations"] == []


def test_the_page_is_reached_from_the_card(opened: Open, files: Path) -> None:
    page = opened()
    page.get_by_role("link", name="Back to the cards").click()
    page.get_by_role("link", name="Edit masks").click()
    expect(page.locator("#masks li")).to_have_count(2)


def again(page: Page) -> None:
    """Reload, whatever the browser asks."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()


def test_a_reload_keeps_what_is_drawn_but_not_saved(opened: Open, files: Path) -> None:
    page = opened()
    page.keyboard.press("Insert")
    page.keyboard.type("Vein")
    again(page)
    expect(page.get_by_label("Label of mask 3")).to_have_value("Vein")
    expect(page.locator("#status")).to_contain_text("did not save is back")
    save(page)
    assert text(files) == NOTE.replace("30`\n", "30`\n- {{c3::Vein}} `40 42 20 16`\n")
    page.reload()
    expect(page.locator("#masks li")).to_have_count(3)
    expect(page.locator("#status")).to_have_text("")


def test_what_is_kept_comes_on_top_of_a_file_that_was_changed(opened: Open, files: Path) -> None:
    page = opened()
    page.keyboard.press("Insert")
    page.keyboard.type("Vein")
    page.wait_for_timeout(300)
    edited = NOTE.replace("Artery", "Pulmonary artery")
    (files / "cards/deck/a.md").write_text(edited)
    again(page)
    expect(page.get_by_label("Label of mask 1")).to_have_value("Pulmonary artery")
    expect(page.get_by_label("Label of mask 3")).to_have_value("Vein")
    save(page)
    assert text(files) == edited.replace("30`\n", "30`\n- {{c3::Vein}} `40 42 20 16`\n")


def test_a_reload_keeps_a_new_picture_note(opened: Open, files: Path) -> None:
    page = opened(note="")
    dropped(page, "a.svg", DRAWING.encode())
    page.get_by_label("Heading").fill("Name the vessel")
    page.get_by_label("What the picture shows").fill("Hilum")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Add one").click()
    page.keyboard.type("Artery")
    again(page)
    expect(page.get_by_label("Label of mask 1")).to_have_value("Artery")
    expect(page.get_by_label("Heading")).to_have_value("Name the vessel")
    # Somebody begins anew: what was left is offered.
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="Back to the cards").click()
    page.get_by_role("link", name="New picture note").click()
    expect(page.locator("#left li")).to_contain_text("Name the vessel · a.svg · 1 mask")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("What the picture shows")).to_have_value("Hilum")
    save(page)
    assert text(files).endswith("![Hilum](media/hilum.svg)\n\n- {{c1::Artery}} `40 42 20 16`\n")
    page.get_by_role("link", name="Back to the cards").click()
    page.get_by_role("link", name="New picture note").click()
    page.locator("#drop").wait_for()
    expect(page.locator("#left li")).to_have_count(0)


def test_a_server_that_was_started_again_takes_the_drawing(browser: Browser, files: Path) -> None:
    page = browser.new_page()
    page.set_default_timeout(10_000)
    with servers() as start:
        address = start(files)
        page.goto(address.replace("/?", "/masks?") + "&deck=deck&note=hilum")
        page.locator("#masks li").first.wait_for()
        page.keyboard.press("Insert")
        page.keyboard.type("Vein")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#status")).to_contain_text("does not answer")
    expect(page.locator("#rescue textarea")).to_have_value(re.compile(r"- \{\{c3::Vein\}\} `40 42 20 16`"))
    with servers() as start:
        assert start(files) == address
        save(page)
        expect(page.locator("#rescue")).to_be_hidden()
    assert "- {{c3::Vein}} `40 42 20 16`" in text(files)
    page.close()


def test_a_page_that_the_server_does_not_know_saves_with_the_address_that_is_printed(opened: Open, files: Path) -> None:
    page = opened()
    page.keyboard.press("Insert")
    page.keyboard.type("Vein")
    printed = page.url.replace("/masks?", "/?")
    page.evaluate("history.replaceState(null, '', location.href.replace(/token=[^&]+/, 'token=old'))")
    again(page)
    expect(page.get_by_label("Label of mask 3")).to_have_value("Vein")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Address")).to_be_focused()
    page.keyboard.type("http://127.0.0.1:1/?token=x")
    page.keyboard.press("Enter")
    expect(page.locator("#stranger [role=alert]")).to_contain_text("not an address of this page")
    assert text(files) == NOTE
    page.get_by_label("Address").fill(printed)
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Saved")
    assert "{{c3::Vein}}" in text(files)
    page.get_by_role("link", name="Back to the cards").click()
    page.locator("#title:not(:empty)").wait_for()


def test_undo_goes_back_behind_a_save_and_a_mask_that_comes_back_keeps_its_number(opened: Open, files: Path) -> None:
    page = opened()
    place(page, 0).click()
    page.keyboard.press("Delete")
    page.keyboard.press("ArrowLeft")
    save(page)
    gone = NOTE.replace("- {{c1::Artery}} `#artery`\n", "")
    assert text(files) == gone.replace("70.5", "69.5")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    save(page)
    assert text(files) == gone.replace("30`\n", "30`\n- {{c1::Artery}} `#artery`\n")
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("Control+Shift+z")
    save(page)
    assert text(files) == gone.replace("70.5", "69.5")


def test_masks_that_were_grouped_have_their_labels_again_when_they_are_ungrouped(opened: Open, files: Path) -> None:
    page = opened()
    for number in (1, 2):
        page.get_by_role("checkbox", name=f"To group: mask {number}").check()
    page.get_by_role("button", name="Group", exact=True).click()
    page.get_by_role("button", name="Ungroup").click()
    expect(page.get_by_label("Label of mask 2")).to_have_value("Node")
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    for number in (1, 2):
        page.get_by_role("checkbox", name=f"To group: mask {number}").check()
    page.get_by_role("button", name="Group", exact=True).click()
    save(page)
    assert "- {{c1::Artery}} `#artery` `70.5 55 20 30`\n\n###" in text(files)
    place(page, 0).focus()
    page.keyboard.press("u")
    save(page)
    assert text(files) == NOTE, "also after it was saved"


def focused(page: Page) -> str:
    found = page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.id")
    assert isinstance(found, str)
    return found


def test_the_focus_is_never_lost(opened: Open, files: Path) -> None:
    page = opened()
    expect(page.locator("#canvas")).to_be_focused()
    page.keyboard.press("Tab")
    assert focused(page).startswith("Mask 1, Artery")
    page.keyboard.press("Insert")
    page.keyboard.type("Vein")
    page.keyboard.press("Escape")
    assert focused(page).startswith("Mask 3, Vein")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+s")
    expect(page.locator("#status")).to_contain_text("Saved")
    assert focused(page).startswith("Mask 3, Vein")
    page.get_by_label("Label of mask 1").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.type(" x")
    page.keyboard.press("Control+s")
    expect(page.locator("#status")).to_contain_text("Saved")
    page.wait_for_timeout(100)
    assert focused(page) == "Label of mask 1"


def test_the_cursor_goes_where_a_new_note_lacks_something(opened: Open, files: Path) -> None:
    page = opened(note="")
    expect(page.locator("#file")).to_be_focused()
    dropped(page, "a.svg", DRAWING.encode())
    page.get_by_role("button", name="Add one").click()
    page.keyboard.type("Artery")
    for words, field, text_there in (
        ("no heading", "Heading", "<b>Name</b> it"),
        ("what the picture shows", "What the picture shows", "Hilum"),
        ("is HTML", "Heading", "Name {{c1::it}}"),
        ("a cloze in the heading", "Heading", "Name it"),
    ):
        page.keyboard.press("Control+s")
        expect(page.locator("#status")).to_contain_text(words)
        expect(page.get_by_label(field)).to_be_focused()
        assert text(files) == NOTE
        page.get_by_label(field).fill(text_there)
    page.keyboard.press("Control+s")
    expect(page.locator("#status")).to_contain_text("Saved")
    expect(page.locator('#canvas [data-mask="0"]')).to_be_focused()
    expect(page.locator("#facts a")).to_have_text("a.md:16")


def test_a_note_whose_id_is_gone_says_so_and_the_drawing_can_be_copied(opened: Open, files: Path) -> None:
    page = opened()
    place(page, 1).focus()
    page.keyboard.press("ArrowLeft")
    (files / "cards/deck/a.md").write_text(NOTE.replace("hilum,", "hilus,"))
    page.wait_for_timeout(800)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#status")).to_contain_text("there is no note 'hilum' in deck any more")
    page.locator("#rescue summary").click()
    assert "`69.5 55 20 30`" in page.locator("#rescue textarea").input_value()
