"""The live page in headless Chromium, as an author uses it: save and look, search, flip, by mouse and by keyboard."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from ankigen.project.paths import DeckPaths
from tests.bench.watch import note as made_up
from tests.conftest import SETTINGS, edit
from tests.samples import SVG

from .conftest import Serve, Show

if TYPE_CHECKING:
    from playwright.sync_api import FrameLocator, Page

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.browser

SOURCE = """\
# Bone

## Minerals

### What hardens bone?
<!-- id: hardens-bone, covers: [S1], tags: [mineral] -->

Calcium phosphate

#### Extra
More of it than of anything else.

### Layers of a long bone
<!-- id: layers, covers: [S1, S2], review: imprecise -->

From outside: {{c1::periosteum}}, {{c2::compact bone}}, {{c3::marrow}}.

# Blood

### Which of them carries oxygen?
<!-- id: oxygen -->

- [ ] Platelet
- [x] Erythrocyte

### A picture of a box
<!-- id: seen -->

![A black box](media/x.svg)
"""
OBJECTIVES = "# Bone\n\n- S1: Say what hardens bone.\n- S2: Name the layers.\n- S3: Name the cells.\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A deck with a note of each kind that matters here, and objectives, never released."""
    cards = tmp_path / "cards/deck"
    (cards / "media").mkdir(parents=True)
    (cards / "deck.toml").write_text(SETTINGS)
    (cards / "a.md").write_text(SOURCE)
    (cards / "objectives.md").write_text(OBJECTIVES)
    (cards / "media/x.svg").write_bytes(SVG)
    return tmp_path


def side(page: "Page", name: str = "question") -> "FrameLocator":
    return page.frame_locator(f"#{name} iframe")


def choose(page: "Page", title: str) -> None:
    page.get_by_role("option", name=title).click()
    page.locator("#title", has_text=title).wait_for()


def titles(page: "Page") -> list[str]:
    return page.locator("[role=option] .words").all_inner_texts()


def expect_text(page: "Page", name: str, text: str) -> None:
    side(page, name).locator("body", has_text=text).wait_for(state="attached")


def until(page: "Page", condition: str) -> None:
    """Wait until the page says so: its policy allows no condition to be evaluated in it."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(condition)


# ---- saving


def test_what_is_saved_is_on_the_page_and_the_place_is_kept(course: Path, serve: Serve, show: Show) -> None:
    page = show(serve(course))
    choose(page, "Layers of a long bone")
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    page.locator("#query").fill("bone")
    page.locator("#title").click()
    edit(course, "{{c2::compact bone}}", "{{c2::cortical bone}}")
    expect_text(page, "answer", "cortical bone")
    assert side(page, "answer").locator(".cloze").inner_text() == "cortical bone"
    assert page.locator("#answer").is_visible()
    assert page.locator("#cards :checked").input_value() == "2"
    assert page.locator("#query").input_value() == "bone"
    assert titles(page) == ["What hardens bone?", "Layers of a long bone"]


def test_a_reload_keeps_the_place(course: Path, serve: Serve, show: Show) -> None:
    page = show(serve(course))
    choose(page, "Layers of a long bone")
    page.keyboard.press("3")
    page.keyboard.press(" ")
    page.reload()
    page.locator("#title", has_text="Layers").wait_for()
    expect_text(page, "answer", "periosteum")
    assert page.locator("#cards :checked").input_value() == "3"
    assert page.locator("#answer").is_visible()


def test_the_place_in_a_long_card_and_its_open_folds_are_kept(course: Path, serve: Serve, show: Show) -> None:
    lines = "\n\n".join(f"Line {number}" for number in range(80))
    edit(course, "Calcium phosphate", lines)
    page = show(serve(course))
    page.keyboard.press(" ")
    answer = side(page, "answer")
    answer.locator("summary", has_text="About").click()
    down = "document.querySelector('#answer iframe').contentWindow"
    page.evaluate(f"{down}.scrollTo(0, 900)")
    edit(course, "Line 5\n", "Line five\n")
    expect_text(page, "answer", "Line five")
    assert page.evaluate(f"{down}.scrollY") == 900
    assert answer.locator("details", has_text="About").first.get_attribute("open") is not None
    page.keyboard.press("ArrowRight")  # up and down scroll where the focus is in a card
    page.locator("#title", has_text="Layers").wait_for()
    assert page.evaluate(f"{down}.scrollY") == 0


def test_a_note_that_goes_is_kept_in_sight_until_it_is_back(course: Path, serve: Serve, show: Show) -> None:
    """An editor may empty a file before it writes it."""
    page = show(serve(course))
    choose(page, "Which of them carries oxygen?")
    source = course / "cards/deck/a.md"
    source.write_text("")
    page.locator("#gone").wait_for()
    assert page.locator("#title").inner_text() == "Which of them carries oxygen?"
    expect_text(page, "question", "Erythrocyte")
    source.write_text(SOURCE.replace("Erythrocyte", "Red cell"))
    expect_text(page, "question", "Red cell")
    assert page.locator("#gone").is_hidden()


def test_of_a_note_that_is_gone_nothing_old_is_said(course: Path, serve: Serve, show: Show) -> None:
    edit(course, "Calcium phosphate", "TODO")
    address = serve(course)
    page = show(address)
    page.locator("#findings li").first.wait_for()
    (course / "cards/deck/a.md").write_text("")
    page.locator("#gone", has_text="how it was").wait_for()
    assert page.locator("aside").inner_text() == ""


def test_a_broken_source_shows_its_findings_and_the_rest_stays(course: Path, serve: Serve, show: Show) -> None:
    (course / "cards/deck/b.md").write_text("# More\n\n### In b\n<!-- id: in-b -->\n\nAnswer\n")
    page = show(serve(course))
    (course / "cards/deck/b.md").write_bytes(b"### In b\n\xff\xff\n")
    page.locator("#elsewhere", has_text="not UTF-8").wait_for()
    page.locator("#elsewhere .error").first.wait_for()
    page.locator("#state.error", has_text="Up to date · ").wait_for()
    assert "b.md:2" in page.locator("#elsewhere").inner_text()
    choose(page, "Layers of a long bone")
    (course / "cards/deck/b.md").write_text("# More\n\n### In b\n<!-- id: in-b -->\n\nAnswer\n")
    page.get_by_role("option", name="In b").wait_for()


def test_a_broken_deck_toml_needs_no_restart(course: Path, serve: Serve, show: Show) -> None:
    page = show(serve(course))
    settings = course / "cards/deck/deck.toml"
    settings.write_text("name = \n")
    page.locator("#elsewhere.error").wait_for()
    choose(page, "Layers of a long bone")
    settings.write_text(SETTINGS.replace("Deck", "Bones and blood", 1))
    page.get_by_role("heading", name="Bones and blood").wait_for()
    page.locator("#elsewhere.error").wait_for(state="detached")
    page.locator("#state:not(.error)").wait_for()


def test_a_deck_without_its_deck_toml_stays_in_sight_and_says_how_to_get_it_back(
    course: Path, serve: Serve, show: Show
) -> None:
    page = show(serve(course))
    settings = course / "cards/deck/deck.toml"
    settings.write_text("name = \n")
    page.locator("#elsewhere .error").first.wait_for()
    settings.unlink()
    page.locator("#notices", has_text="git restore cards/deck/deck.toml").wait_for()
    page.locator("#elsewhere").wait_for(state="hidden")
    page.locator("#state.error", has_text="Cannot be read").wait_for()
    page.reload()
    page.locator("#notices", has_text="git restore cards/deck/deck.toml").wait_for()
    assert page.locator("#title").inner_text() == "What hardens bone?"
    settings.write_text(SETTINGS)
    page.locator("#notices p").wait_for(state="detached")
    page.locator("#state:not(.error)").wait_for()


def test_a_note_whose_id_or_heading_is_changed_is_followed(course: Path, serve: Serve, show: Show) -> None:
    page = show(serve(course))
    choose(page, "Layers of a long bone")
    edit(course, "id: layers,", "id: layers-of-bone,")
    page.locator("aside code", has_text="layers-of-bone").wait_for()
    assert page.locator("#gone").is_hidden()
    edit(course, "<!-- id: layers-of-bone, covers: [S1, S2], review: imprecise -->", "")
    page.locator("aside", has_text="none yet").wait_for()
    edit(course, "### Layers of a long bone", "### Coats of a long bone")
    page.locator("#title", has_text="Coats").wait_for()
    assert page.locator("#gone").is_hidden()


def test_a_renamed_deck_is_followed(course: Path, serve: Serve, show: Show) -> None:
    page = show(serve(course))
    (course / "cards/deck").rename(course / "cards/bones")
    until(page, "location.hash.includes('deck=bones')")
    path = course / "cards/bones/a.md"
    path.write_text(path.read_text().replace("What hardens bone?", "What makes bone hard?"))
    page.locator("#title", has_text="What makes bone hard?").wait_for()


def test_a_deck_that_is_deleted_is_said_to_be_gone(course: Path, serve: Serve, show: Show) -> None:
    page = show(serve(course))
    shutil.rmtree(course / "cards/deck")
    page.locator("#notices", has_text="not there any more").wait_for()
    assert page.locator("#title").inner_text() == "What hardens bone?"


def test_a_deck_that_was_away_for_a_while_goes_on(course: Path, serve: Serve, show: Show) -> None:
    """As with another branch of git."""
    page = show(serve(course))
    (course / "cards/deck").rename(course / "away")
    page.locator("#notices", has_text="not there any more").wait_for()
    (course / "away").rename(course / "cards/deck")
    page.locator("#notices", has_text="not there any more").wait_for(state="hidden")
    edit(course, "What hardens bone?", "What makes bone hard?")
    page.locator("#title", has_text="What makes bone hard?").wait_for()


def test_ten_saves_within_a_moment(course: Path, serve: Serve, show: Show) -> None:
    page = show(serve(course))
    for number in range(10):
        (course / "cards/deck/a.md").write_text(SOURCE.replace("What hardens bone?", f"Save {number}"))
    page.locator("#title", has_text="Save 9").wait_for()
    page.wait_for_timeout(600)
    assert titles(page)[0] == "Save 9"


def test_two_windows_show_the_same(course: Path, serve: Serve, show: Show) -> None:
    address = serve(course)
    one, other = show(address), show(address)
    choose(one, "A picture of a box")
    edit(course, "A picture of a box", "Draw a box")
    edit(course, "What hardens bone?", "What makes bone hard?")
    one.locator("#title", has_text="Draw a box").wait_for()
    other.locator("#title", has_text="What makes bone hard?").wait_for()
    other.locator("[role=option]", has_text="Draw a box").wait_for()


def test_a_line_that_broke_is_taken_up_and_nothing_is_missed(course: Path, serve: Serve, show: Show) -> None:
    """The laptop was asleep: the page hears nothing, and is behind when it wakes."""
    page = show(serve(course), quiet=True)
    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    page.route("**/events", lambda route: route.abort())
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    edit(course, "What hardens bone?", "What makes bone hard?")
    edit(course, "Blood", "The blood")
    page.wait_for_timeout(700)
    assert page.locator("#title").inner_text() == "What hardens bone?"
    page.context.set_offline(False)
    page.unroute("**/events")
    page.evaluate("Object.defineProperty(document, 'hidden', {value: false, configurable: true})")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("#title", has_text="What makes bone hard?").wait_for()
    page.locator(".section", has_text="The blood").wait_for()


def test_a_server_that_ended_is_missed(course: Path, show: Show) -> None:
    from .conftest import servers

    with servers() as start:
        page = show(start(course), quiet=True)
    page.locator("#state.error", has_text="still running").wait_for()
    assert page.locator("#title").inner_text() == "What hardens bone?"


# ---- looking


def test_every_card_of_a_note_is_shown(course: Path, serve: Serve, show: Show) -> None:
    page = show(serve(course))
    choose(page, "Layers of a long bone")
    for number, hidden in enumerate(("periosteum", "compact bone", "marrow"), start=1):
        page.locator("#cards").get_by_role("radio", name=str(number), exact=True).check()
        side(page).locator(f".card{number}").wait_for()
        assert side(page).locator(".cloze").inner_text() == "[...]"
        assert hidden not in side(page).locator("body").inner_text()
        assert side(page, "answer").locator(".cloze").inner_text() == hidden


@pytest.mark.parametrize(("width", "pixels"), [("Phone", 390), ("Tablet", 768), ("Desktop", 1100)])
def test_a_card_is_as_wide_as_its_device(course: Path, serve: Serve, show: Show, width: str, pixels: int) -> None:
    page = show(serve(course), 1000)
    page.get_by_role("radio", name=width).check()
    assert page.evaluate("document.querySelector('#question iframe').contentWindow.innerWidth") == pixels
    box = page.locator("#question .device").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 1000


def test_day_and_night(course: Path, serve: Serve, show: Show) -> None:
    page = show(serve(course), dark=True)
    colour = "getComputedStyle(document.querySelector('#question iframe').contentDocument.body).backgroundColor"
    assert page.evaluate(colour) == "rgb(27, 29, 32)"
    page.get_by_role("radio", name="Day").check()
    assert page.evaluate(colour) == "rgb(252, 251, 248)"
    page.keyboard.press("n")
    page.locator("#colours [value=night]:checked").wait_for(state="attached")
    assert page.evaluate(colour) == "rgb(27, 29, 32)"
    page.keyboard.press("n")
    page.locator("#colours [value=system]:checked").wait_for(state="attached")
    page.keyboard.press("n")
    page.locator("#colours [value=day]:checked").wait_for(state="attached")


def test_a_picture_is_shown(course: Path, serve: Serve, show: Show) -> None:
    page = show(serve(course))
    choose(page, "A picture of a box")
    page.keyboard.press(" ")
    picture = side(page, "answer").locator("img")
    picture.wait_for()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") == 200
    (course / "cards/deck/media/x.svg").write_bytes(SVG.replace(b'width="200" height', b'width="120" height'))
    until(
        page,
        "document.querySelector('#answer iframe').contentDocument.querySelector('img').naturalWidth === 120",
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("phosphate", ["What hardens bone?"]),
        ("PHOSPHATE calcium", ["What hardens bone?"]),
        ('"calcium phosphate"', ["What hardens bone?"]),
        ("id:ox", ["Which of them carries oxygen?"]),
        ("tag:mineral", ["What hardens bone?", "Layers of a long bone"]),
        ("tag:mineral -phosphate", ["Layers of a long bone"]),
        ("covers:S2", ["Layers of a long bone"]),
        ("covers:S", []),
        ("kind:choice", ["Which of them carries oxygen?"]),
        ("review:imprecise", ["Layers of a long bone"]),
        ("section:blood", ["Which of them carries oxygen?", "A picture of a box"]),
        ("has:errors", []),
        ("nothing-of-this", []),
        ("(.*", []),
        ("unknown:key", []),
    ],
)
def test_a_search(course: Path, serving: Serve, show: Show, query: str, found: list[str], shared: str) -> None:
    page = show(shared)
    page.locator("#query").fill(query)
    assert titles(page) == found


@pytest.mark.parametrize(
    ("query", "found", "said"),
    [
        ("is:change", 0, "Nothing is is:change here; there is is:new, is:changed."),
        ("kind:chioce", 0, "Nothing is kind:chioce here; there is kind:basic, kind:cloze, kind:choice."),
        ("-kind:chioce", 4, "Nothing is kind:chioce here"),
        ("foo:bar", 0, "'foo:' is not a word of the search; it was looked for as text."),
        ("has:error", 0, ""),
        ("is:new", 4, ""),
    ],
)
def test_a_word_of_the_search_that_means_nothing_is_said(
    shared: str, show: Show, query: str, found: int, said: str
) -> None:
    page = show(shared)
    page.locator("#query").fill(query)
    assert len(titles(page)) == found
    assert page.locator("#unknown").inner_text().startswith(said)
    assert said or not page.locator("#unknown").inner_text()


def test_escape_leaves_the_search_and_then_clears_it(shared: str, show: Show) -> None:
    page = show(shared)
    page.keyboard.press("/")
    page.keyboard.type("oxygen")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "list"
    assert page.locator("#query").input_value() == "oxygen"
    page.keyboard.press("Escape")
    assert page.locator("#query").input_value() == ""
    assert len(titles(page)) == 4


@pytest.mark.parametrize("width", [1300, 1000])
def test_both_sides_are_beside_each_other_where_a_card_can_still_be_read(shared: str, show: Show, width: int) -> None:
    page = show(shared, width)
    page.keyboard.press("b")
    question, answer = (page.locator(f"#{name} .device").bounding_box() for name in ("question", "answer"))
    assert question
    assert answer
    assert abs(question["y"] - answer["y"]) < 2
    page.get_by_role("radio", name="Desktop").check()
    answer = page.locator("#answer .device").bounding_box()
    assert answer
    assert answer["y"] > question["y"] + 100


def test_in_a_small_window_the_list_has_room(shared: str, show: Show) -> None:
    page = show(shared, 780)
    page.set_viewport_size({"width": 780, "height": 560})
    box = page.locator("#list").bounding_box()
    assert box
    assert box["height"] > 270


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, serving: Serve) -> str:
    """One server for tests that change nothing."""
    root = tmp_path_factory.mktemp("shared")
    (root / "cards/deck/media").mkdir(parents=True)
    for name, text in (("deck.toml", SETTINGS), ("a.md", SOURCE), ("objectives.md", OBJECTIVES)):
        (root / "cards/deck" / name).write_text(text)
    (root / "cards/deck/media/x.svg").write_bytes(SVG)
    return serving(root)


def test_filters_by_kind_review_changes_and_findings(course: Path, ankigen: Run, serve: Serve, show: Show) -> None:
    assert ankigen("release", cwd=course)[0] == 0
    edit(course, "Calcium phosphate", "Hydroxyapatite")
    edit(course, "- [x] Erythrocyte", "- [ ] Erythrocyte")
    page = show(serve(course))
    for control in ("#changed", "#found"):
        page.locator(control).check()
        shown = titles(page)
        assert ("What hardens bone?" in shown) is (control == "#changed")
        assert "Which of them carries oxygen?" in shown
        page.locator(control).uncheck()
    page.locator("#kind").select_option("cloze")
    assert titles(page) == ["Layers of a long bone"]
    page.locator("#kind").select_option("")
    page.locator("#review").select_option("imprecise")
    assert titles(page) == ["Layers of a long bone"]


def test_findings_stand_at_their_field(course: Path, serve: Serve, show: Show) -> None:
    edit(course, "More of it than of anything else.", "TODO say more.")
    page = show(serve(course))
    findings = page.locator("#findings")
    findings.get_by_role("heading", name="Extra").wait_for()
    text = findings.inner_text()
    assert "TODO" in text
    link = findings.get_by_role("link").first
    assert link.get_attribute("href") == f"vscode://file{course.as_posix()}/cards/deck/a.md:11:1"
    edit(course, "TODO say more.", "More of it.")
    page.locator("#findings", has_text="None on this note").wait_for()


def test_what_changed_since_the_release_is_shown_word_by_word(
    course: Path, ankigen: Run, serve: Serve, show: Show
) -> None:
    assert ankigen("release", cwd=course)[0] == 0
    page = show(serve(course))
    assert page.locator("#changes").count() == 0
    edit(course, "Calcium phosphate", "Calcium carbonate")
    changes = page.locator("#changes")
    changes.wait_for()
    assert changes.locator("del").inner_text() == "phosphate"
    assert changes.locator("ins").inner_text() == "carbonate"
    assert changes.get_by_role("heading").all_inner_texts() == ["Since 1.0.0", "Back"]


def test_objectives_are_a_picture_that_leads_to_their_notes(course: Path, serve: Serve, show: Show) -> None:
    page = show(serve(course))
    page.get_by_text("2 of 3 objectives covered").click()
    squares = page.locator(".square")
    assert [square.get_attribute("aria-label") for square in squares.all()] == [
        "S1: Say what hardens bone. – 2 notes",
        "S2: Name the layers. – 1 note",
        "S3: Name the cells. – no note yet",
    ]
    squares.nth(1).click()
    assert titles(page) == ["Layers of a long bone"]


def test_the_editor_is_the_authors_own(course: Path, serve: Serve, show: Show) -> None:
    page = show(serve(course, "--editor", "my-editor://{path}?at={line}"))
    assert page.locator("#place a").get_attribute("href") == f"my-editor://{course.as_posix()}/cards/deck/a.md?at=5"


def test_the_editor_opens_a_file_whatever_it_is_called(course: Path, serve: Serve, show: Show) -> None:
    name = "a $& $' {line} #1 & 2+3?.md"
    (course / "cards/deck/a.md").rename(course / "cards/deck" / name)
    page = show(serve(course, "--editor", "my-editor://open?file={path}&line={line}"))
    address = urlsplit(page.locator("#place a").get_attribute("href") or "")
    assert parse_qs(address.query) == {"file": [f"{course.as_posix()}/cards/deck/{name}"], "line": ["5"]}


def test_several_decks(course: Path, serve: Serve, show: Show) -> None:
    other = course / "cards/other"
    other.mkdir()
    (other / "deck.toml").write_text('name = "Other"\nuid = "other-111"\ntag = "other"\n')
    (other / "a.md").write_text("### Another question\n<!-- id: other -->\n\nAnother answer\n")
    page = show(serve(course))
    page.locator("#deck").select_option("Other")
    page.locator("#title", has_text="Another question").wait_for()
    edit(course, "What hardens bone?", "Unseen")
    (other / "a.md").write_text("### A better question\n<!-- id: other -->\n\nAnother answer\n")
    page.locator("#title", has_text="A better question").wait_for()
    assert titles(page) == ["A better question"]


# ---- keyboard


def test_everything_is_done_with_the_keyboard(shared: str, show: Show) -> None:
    page = show(shared)
    press = page.keyboard.press
    press(" ")
    assert page.locator("#answer").is_visible()
    seen = []
    for _ in range(7):
        seen.append((page.locator("#title").inner_text(), page.locator("#cards:visible :checked").count()))
        press("ArrowRight")
        page.wait_for_timeout(60)
    assert [title for title, _ in seen] == [
        "What hardens bone?",
        *["Layers of a long bone"] * 3,
        "Which of them carries oxygen?",
        *["A picture of a box"] * 2,
    ]
    press("Home")
    page.locator("#title", has_text="What hardens bone?").wait_for()
    press("ArrowDown")
    press("2")
    page.locator("#cards [value='2']:checked").wait_for(state="attached")
    press("w")
    assert page.locator("#width :checked").input_value() == "tablet"
    press("b")
    assert page.locator("#question").is_visible()
    assert page.locator("#answer").is_visible()
    press("b")
    press("/")
    page.keyboard.type("oxygen")
    press("Enter")
    page.locator("#title", has_text="oxygen").wait_for()
    assert page.evaluate("document.activeElement.id") == "list"
    press("Escape")
    assert len(titles(page)) == 4
    press("o")
    assert page.locator(".square").first.is_visible()
    press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    press("Escape")
    press("w")
    press("w")


def test_keys_work_inside_a_card_too(shared: str, show: Show) -> None:
    page = show(shared)
    side(page).locator("body").click()
    page.keyboard.press(" ")
    assert page.locator("#answer").is_visible()
    side(page, "answer").locator("body").click()
    page.keyboard.press("ArrowRight")
    page.locator("#title", has_text="Layers").wait_for()


def test_the_focus_is_seen_wherever_it_goes(shared: str, show: Show) -> None:
    page = show(shared)
    focused = """() => {
        const one = document.activeElement, drawn = one.type === "radio" ? one.nextElementSibling : one;
        const style = getComputedStyle(drawn);
        return [one.tagName, one.id || one.name, style.outlineStyle, parseFloat(style.outlineWidth)];
    }"""
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        tag, name, style, width = page.evaluate(focused)
        if tag in ("BODY", "IFRAME"):
            continue
        seen.add(name)
        assert (style, width) == ("solid", 3), (tag, name)
    assert {"query", "kind", "review", "found", "list", "previous", "flip", "next", "width", "colours", "both"} <= seen


def test_a_screen_reader_hears_names_and_what_is_shown(shared: str, show: Show) -> None:
    page = show(shared)
    assert page.get_by_role("listbox", name="Notes").get_attribute("aria-activedescendant") == "option-1"
    option = page.get_by_role("option", name="Layers of a long bone")
    assert (option.get_attribute("aria-posinset"), option.get_attribute("aria-setsize")) == ("2", "4")
    page.keyboard.press("ArrowDown")
    page.locator("#said", has_text="Layers of a long bone. Card 1 of 3. Question.").wait_for(state="attached")
    page.keyboard.press(" ")
    page.locator("#said", has_text="Answer.").wait_for(state="attached")
    for name in ("Search the notes", "Kind", "Review", "Both sides"):
        assert page.get_by_label(name).count() == 1
    assert page.locator("iframe[title]").count() == 2


# ---- accessible and safe


@pytest.mark.parametrize("width", [320, 768, 1000, 1440])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_fits_and_can_be_read(course: Path, ankigen: Run, serve: Serve, show: Show, width: int, dark: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    assert ankigen("release", cwd=course)[0] == 0
    edit(course, "Calcium phosphate", "TODO carbonate")
    (course / "cards/deck/b.md").write_bytes(b"\xff")
    page = show(serve(course), width, dark=dark)
    page.locator("#changes ins").wait_for()
    for opened in (False, True):
        if opened:
            page.evaluate("document.querySelectorAll('header details').forEach(one => one.open = true)")
            page.locator("#both").check()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        violations = [
            (found["id"], found["nodes"][0]["html"][:200]) for found in Axe().run(page).response["violations"]
        ]
        assert violations == []


EVIL = (
    "<script>parent.document.title = 'ran'</script><img src=x onerror=\"parent.document.title='ran'\">"
    "<svg onload=\"parent.document.title='ran'\"></svg><a id=evil href=\"javascript:parent.document.title='ran'\">a</a>"
    "<iframe srcdoc=\"<script>top.document.title='ran'</script>\"></iframe>"
    '<form id=form action="/decks/deck" method=post><button id=send>send</button></form>'
    '<a id=away href="/state" target=_top>away</a><meta http-equiv=refresh content="0;url=/state">'
    '<style>@import "http://192.0.2.1/x.css";</style><img src="http://192.0.2.1/x.png"><base href="http://192.0.2.1/">'
)


def test_a_card_can_do_nothing_even_if_it_were_not_cleaned(shared: str, show: Show) -> None:
    """What a card holds is put into its frame as it is, past everything that cleans it before."""
    page = show(shared, quiet=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.on("requestfailed", lambda request: asked.remove(f"{request.method} {request.url}"))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    before = page.title()
    page.evaluate("html => document.querySelector('#question iframe').contentDocument.body.innerHTML = html", EVIL)
    inside = side(page)
    for name in ("#evil", "#send", "#away"):
        inside.locator(name).click(force=True)
    page.wait_for_timeout(400)
    assert page.title() == before
    assert page.url.split("#")[0] == shared
    assert page.locator("#question iframe").evaluate("one => one.contentWindow.location.pathname") == "/card"
    assert not [request for request in asked if not request.startswith("GET http://127.0.0.1")]


def test_a_card_opened_by_itself_can_do_nothing_either(shared: str, show: Show) -> None:
    """Its document is sandboxed wherever it stands, and has no place for a script."""
    page = show(shared, quiet=True)
    page.goto(shared.split("?")[0] + "card")
    page.evaluate("html => document.body.innerHTML = html", EVIL)
    page.wait_for_timeout(300)
    assert page.title() == "Card"


def test_what_a_source_says_is_never_taken_for_the_pages_own_html(course: Path, serve: Serve, show: Show) -> None:
    """Titles, ids, tags, findings and objectives are the author's, or of somebody who sent a pull request."""
    evil = "<img src=x onerror=alert(1)>"
    (course / "cards/deck/objectives.md").write_text(f"# {evil}\n\n- S1: {evil}\n")
    edit(course, "### What hardens bone?", f"### What hardens bone? {evil}")
    edit(course, "tags: [mineral]", f'tags: ["{evil}"]')
    (course / "cards/deck" / "<b>x.md").write_text(f"# {evil}\n\n### {evil}\n\nTODO {evil}\n")
    page = show(serve(course), quiet=True)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for option in page.locator("#list [role=option]").all():
        option.click()
        page.wait_for_timeout(80)
    assert page.evaluate("document.querySelectorAll('img').length") == 0


def test_a_link_on_a_card_opens_beside_the_page(course: Path, serve: Serve, show: Show) -> None:
    edit(course, "Calcium phosphate", "[a page](https://example.invalid/x)")
    page = show(serve(course))
    page.keyboard.press(" ")
    with page.context.expect_page() as opened:
        side(page, "answer").get_by_role("link", name="a page").click()
    assert opened.value.url in ("https://example.invalid/x", "about:blank", "chrome-error://chromewebdata/")
    opened.value.close()
    assert page.locator("#title").inner_text() == "What hardens bone?"


# ---- many notes


def test_ten_thousand_notes(tmp_path: Path, serve: Serve, show: Show) -> None:
    paths = DeckPaths(tmp_path, "deck")
    paths.cards.mkdir(parents=True)
    paths.settings.write_text(SETTINGS)
    for first in range(0, 10_000, 100):
        text = "\n".join(map(made_up, range(first, first + 100)))
        (paths.cards / f"{first:06}.md").write_text(f"# Section {first}\n\n{text}")
    page = show(serve(tmp_path))
    assert re.match("10,000 notes", page.locator("#count").inner_text())
    assert page.locator("[role=option]").count() < 60
    page.keyboard.press("End")
    page.locator("[role=option][aria-posinset='10000'][aria-selected=true]").wait_for()
    top = page.evaluate("document.getElementById('list').scrollTop")
    # What comes above does not move what is looked at.
    path = paths.cards / "000000.md"
    path.write_text(
        path.read_text().replace("# Section 0\n", "# Section 0\n\n### First of all\n<!-- id: first -->\n\nText\n")
    )
    page.locator("#count", has_text="10,001").wait_for()
    assert page.evaluate("document.getElementById('list').scrollTop") == top + 54
    page.locator("#query").fill("id:note-7777")
    page.locator("[role=option][aria-setsize='1']").wait_for()
    assert len(titles(page)) == 1
