"""The renderer as the compiler calls it."""

from html import unescape
from pathlib import Path

import pytest

from ankigen.model.note import Definitions
from ankigen.render import Renderer
from ankigen.source import Fragment, Source

from .fragments import fragment


def test_findings_and_media_have_their_place_in_the_file() -> None:
    source = Source(Path("a.md"), "a.md", "\n" * 9 + "- [x] {{c1::x}} ![](media/x.png)\n      [y](z.md)")
    option = Fragment(source, 10, "{{c1::x}} ![](media/x.png)\n[y](z.md)", column=7, indent=6)
    rendered = Renderer().block(option, cloze=True)
    assert [str(problem.span) for problem in rendered.problems] == ["a.md:11:7"]
    assert [(media.path, str(media.span)) for media in rendered.media] == [("media/x.png", "a.md:10:17")]


def test_nothing_is_remembered_from_one_fragment_to_the_next() -> None:
    renderer = Renderer()
    renderer.block(fragment("[a]: https://a.org\n\n![x](media/x.png) <script>"))
    after = renderer.block(fragment("[a] **b**"))
    assert (after.html, after.media, after.problems) == ("<p>[a] <strong>b</strong></p>", (), ())


def test_what_is_written_twice_is_found_at_both_places() -> None:
    source, renderer = Source(Path("a.md"), "a.md"), Renderer(remember=10)
    text = "![x](media/x.png) {{c1::*a*}} <script>"
    first, second = (Fragment(source, line, text, column=column) for line, column in ((10, 7), (20, 1)))
    one, other = (renderer.block(place, cloze=True) for place in (first, second))
    assert one.html == other.html
    assert [str(media.span) for rendered in (one, other) for media in rendered.media] == ["a.md:10:7", "a.md:20:1"]
    assert [problem.span.line for rendered in (one, other) for problem in rendered.problems] == [10, 20]


@pytest.mark.parametrize(
    "mark", ["[latex]x[/latex]", "[LaTeX]\nx\n[/LaTeX]", "[$]x[/$]", "[$$]x[/$$]", "[sound:a.mp3]"]
)
def test_anki_sees_none_of_its_marks_in_code(mark: str) -> None:
    html = Renderer().block(fragment(f"```\n{mark}\n```")).html
    assert "[" not in html
    assert mark in unescape(html)


@pytest.mark.parametrize("text", ["<div>\n<![a x]]>\n</div>", "<div><![if x]>", "<p><![\n</p>"])
def test_no_declaration_of_html_is_a_bug(text: str) -> None:
    assert {problem.code for problem in Renderer().block(fragment(text)).problems} <= {"unsafe-html", "unclosed-html"}


@pytest.mark.parametrize("number", ["\x02{}\x03", "&#2;{}&#3;", "&#x2;{}&#X3;"])
@pytest.mark.parametrize("inside", ["wzxhzdk:0", "klzzwxh:0", "amp"])
@pytest.mark.parametrize("text", ["<b>x {}</b>", "<b>a</b> {}", "<details>\n{}\n</details>\n\n{}", "`a` {} **b**"])
def test_nobody_can_write_the_marks_of_the_library(text: str, inside: str, number: str) -> None:
    """They would stand for what was put aside, which may be what they stand in."""
    html = Renderer().block(fragment(text.replace("{}", number.format(inside)))).html
    assert inside in html


def test_nobody_can_write_them_into_a_definition_either() -> None:
    definitions = Definitions(references=(("l", "http://a.org/\x02wzxhzdk:0\x03", "\x02wzxhzdk:0\x03"),))
    html = Renderer().block(fragment("<b>raw</b> and [l]"), definitions=definitions).html
    assert html.count("wzxhzdk:0") == 2


@pytest.mark.parametrize("text", ["", " ", "\n", "\t\n "])
def test_nothing_renders_as_nothing(text: str) -> None:
    assert Renderer().block(fragment(text)).html == Renderer().inline(fragment(text)).html == ""


@pytest.mark.parametrize(
    "text",
    [
        "*" * 20000,
        "*a " * 5000,
        "*a_ " * 5000,
        "[" * 20000,
        "![" * 10000,
        "[a](" * 5000,
        "> " * 500 + "a",
        "`" + "``a" * 3000,
        "a`" * 10000,
        "<" * 20000,
        "<a " * 5000,
        "<!--" * 5000,
        "\\" * 20000,
        "&" * 20000,
        "$a " * 5000,
        "$$a" * 3000,
        "{{c1::" * 3000,
        "{{c1::a}}" * 3000,
        "| a " * 3000 + "\n" + "|---" * 3000,
        "- " * 500 + "a",
        "a\n" * 5000,
        "www." * 5000,
        "a@" * 5000,
        "~a" * 5000,
        "^a" * 5000,
        "(" * 20000,
        "*a _b " * 500 + "c_ d* " * 500,
        "- a\n" * 3000,
        "[a]: /u\n" * 2000,
        "<b>" * 3000,
        "[a](" + "(" * 10000,
    ],
    ids=lambda text: text[:8],
)
@pytest.mark.slow
def test_no_text_takes_for_ever(text: str) -> None:
    """Where the renderer were quadratic, one of these would hold up the whole run."""
    Renderer().block(fragment(text), cloze=True)
