"""The renderer as the compiler calls it."""

import time
from pathlib import Path

import markdown
import pytest

from ankigen.render import VERSIONS, Renderer
from ankigen.source import Fragment, Source

from .fragments import fragment

FIELDS = (
    ("Which **stage** comes first in soft-tissue calcification?", False),
    ("Tissue damage or inflammation", False),
    ("Osteoblasts secrete {{c1::collagen}}, later mineralised with *{{c2::calcium phosphate::mineral}}*.", True),
    ("- first `a`\n- second with **bold** text\n  - nested\n- third: [x](https://example.org)\n\nAn end.", False),
    ("In vessels the process is active and cell-regulated.\n\nA second paragraph.", False),
)


def test_findings_and_media_have_their_place_in_the_file() -> None:
    source = Source(Path("a.md"), "a.md")
    option = Fragment(source, 10, "{{c1::x}} ![](media/x.png)\n[y](z.md)", column=7, indent=6)
    rendered = Renderer().block(option, cloze=True)
    assert [str(problem.span) for problem in rendered.problems] == ["a.md:10:17", "a.md:11:7"]
    assert [(media.path, str(media.span)) for media in rendered.media] == [("media/x.png", "a.md:10:17")]


def test_nothing_is_remembered_from_one_fragment_to_the_next() -> None:
    renderer = Renderer()
    renderer.block(fragment("[a]: https://a.org\n\n![x](media/x.png) <script>"))
    after = renderer.block(fragment("[a] **b**"))
    assert (after.html, after.media, after.problems) == ("<p>[a] <strong>b</strong></p>", (), ())


@pytest.mark.parametrize("text", ["", " ", "\n", "\t\n "])
def test_nothing_renders_as_nothing(text: str) -> None:
    assert Renderer().block(fragment(text)).html == Renderer().inline(fragment(text)).html == ""


def test_the_versions_name_what_changes_the_html() -> None:
    assert [version.split()[0] for version in VERSIONS] == ["render", "markdown", "pygments", "nh3"]


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
def test_no_text_takes_for_ever(text: str) -> None:
    begin = time.process_time()
    Renderer().block(fragment(text), cloze=True)
    assert time.process_time() - begin < 5


def test_rendering_costs_at_most_half_more_than_markdown_alone() -> None:
    """The bare sum is what one reused, plain Markdown instance takes for the same fields."""
    renderer, plain = Renderer(), markdown.Markdown()
    fields = [(fragment(text), cloze) for text, cloze in FIELDS * 40]

    def ours() -> None:
        for text, cloze in fields:
            renderer.block(text, cloze=cloze)

    def theirs() -> None:
        for text, _ in fields:
            plain.reset().convert(text.text)

    ratios = []
    for _ in range(5):
        times = []
        for work in (ours, theirs):
            begin = time.process_time()
            work()
            times.append(time.process_time() - begin)
        ratios.append(times[0] / times[1])
    assert min(ratios) <= 1.5
