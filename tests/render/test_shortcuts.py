"""What most texts need no more than: that must not show. Each shortcut gives what the long way would."""

import random
import re

import pytest

from ankigen.model.rendered import Rendered
from ankigen.render import Renderer
from ankigen.render.allowed_html import UNTOUCHED, cleaner
from ankigen.render.block.parser import is_paragraph
from ankigen.render.cloze_markers import SIMPLE

from .fragments import fragment
from .test_cases import FILES, read_cases

WORDS = (
    "a",
    "Bone ",
    " b",
    "é",
    "中",
    "1",
    "10^9^",
    ".",
    ", ",
    "?",
    '"',
    "(",
    ")",
    "\xa0",
    "\ufeff",
    " ",
    "  ",
    "\t",
    "\n",
)
MARKUP = (
    *("*", "**", "_", "~", "~~", "^", "`", "``", "$", "$$", "$x$", "\\", "\\(", "<br>", "<b>", "</b>", "<!-- c -->"),
    *(
        "&",
        "&amp;",
        "&copy;",
        "<",
        ">",
        "\n\n",
        "\n- ",
        "\n1. ",
        "\n> ",
        "# ",
        "- ",
        "    ",
        "| a | b |\n|---|---|\n",
        "|",
    ),
    *("[a](https://b.org)", "[a](b)", "![a](media/b.png)", "![a](b.mp3)", "[", "]", "[^a]", "[^a]: c", "[a]: c", "]:"),
    *("https://b.org/a", "www.b.org", "a@b.org", "\x02amp\x03", "[sound:a.mp3]", "\U0010fffd"),
)
CLOZES = ("{{c1::", "{{c2::", "}}", "::", "{{c1::a}}", "{{c2::b::c}}", "{{c1,2::a}}", "{{", "}", ":", "/", "\U000f0010")
NEVER = re.compile("(?!)")


def texts() -> list[tuple[str, bool]]:
    """The cases' texts, and random ones from much prose to much markup, each with whether it has clozes."""
    chance = random.Random(20261126)
    found = [(case.text, case.cloze) for path in FILES for case in read_cases(path)]
    for number in range(2000):
        pieces = (WORDS * (number % 7), MARKUP, CLOZES if number % 2 else ())
        text = "".join(chance.choices([piece for some in pieces for piece in some], k=chance.randint(1, 14)))
        found.append((text.strip("\n"), number % 2 > 0))
    return [(text, cloze) for text, cloze in found if text]


def rendered() -> list[Rendered]:
    renderer = Renderer()
    methods = (renderer.block, renderer.inline)
    return [method(fragment(text), cloze=cloze) for method in methods for text, cloze in texts()]


@pytest.fixture(scope="module")
def quick() -> list[Rendered]:
    return rendered()


def test_a_paragraph_needs_no_block_parser(quick: list[Rendered], monkeypatch: pytest.MonkeyPatch) -> None:
    assert sum(is_paragraph(text.split("\n")) for text, _ in texts()) > 300
    monkeypatch.setattr("ankigen.render.block.parser.is_paragraph", lambda lines: False)
    assert rendered() == quick


def test_simple_clozes_need_no_shield(quick: list[Rendered], monkeypatch: pytest.MonkeyPatch) -> None:
    assert sum(cloze and "{{c" in text and SIMPLE.fullmatch(text) is not None for text, cloze in texts()) > 100
    monkeypatch.setattr("ankigen.render.renderer.SIMPLE", NEVER)
    assert rendered() == quick


def test_the_sanitiser_leaves_untouched_html_as_it_is(quick: list[Rendered], monkeypatch: pytest.MonkeyPatch) -> None:
    assert sum("<" in one.html and UNTOUCHED.fullmatch(one.html) is not None for one in quick) > 300
    monkeypatch.setattr("ankigen.render.renderer.UNTOUCHED", NEVER)
    assert rendered() == quick


def test_of_the_whole_pipeline_nothing_is_missed(quick: list[Rendered], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Renderer, "_html", lambda renderer, text: renderer.markdown.convert(text))
    assert rendered() == quick


@pytest.mark.parametrize(
    "text",
    [
        *(f"{mark}a " * 60 + f"b{mark} " * 60 for mark in ("*", "**", "~~", "*a **b ~~")),
        "\n".join("  " * depth + "- a *b*\n" + "  " * depth + "  1. `c`" for depth in range(40)),
        "- a\n\n  b\n\n  | c | |\n  |---|---|\n  | **d** | e |\n  | f |\n\n- [g\n\n\n1. h",
        "| a |\n|---|",
    ],
)
def test_elements_in_each_other_are_untouched_however_many(text: str) -> None:
    html = Renderer().block(fragment(text)).html
    assert UNTOUCHED.fullmatch(html)
    assert cleaner().clean(html) == html


@pytest.mark.parametrize(
    "html", ["a\0b", "a\rb", "a\xa0b", "\ufeffa", "a > b", "a & b", "&copy;", "&#38;", "<b", "<!-- a -->"]
)
def test_what_the_sanitiser_writes_otherwise_is_not_untouched(html: str) -> None:
    assert cleaner().clean(html) != html
    assert not UNTOUCHED.fullmatch(html)
