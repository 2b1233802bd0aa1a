"""The words that the rules see are the words that the cards show."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ankigen.lint.alignment import BLOCKS
from ankigen.lint.plain_text import prose, words
from ankigen.model.cloze import clozes
from ankigen.model.note import Kind
from ankigen.model.rendered import Rendered
from ankigen.parse import parse
from ankigen.parse.mask import visible
from ankigen.parse.outline import outline
from ankigen.render import Renderer
from ankigen.source import Fragment, Source
from tests.render.test_cases import FILES, read_cases

CASES = Path(__file__).parents[1] / "cases"
RENDERER = Renderer()
SPEC = CASES / "render" / "gfm-spec" / "examples.jsonl"
FORMULA = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]|\[sound:[^\]]*\]", re.DOTALL)

CLOZE = re.compile(r"\{\{c[\d,]+::((?:(?!\{\{c\d|\}\}).)*?)(?:::(?:(?!::|\}\})[^{}])*)?\}\}", re.DOTALL)


class Card(HTMLParser):
    """What a browser shows of HTML: text, without code."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.code = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.code += tag in ("code", "pre")
        self.text += ["\n"] if tag in BLOCKS else [" \ufffc "] if tag == "code" else []

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag in ("code", "pre")
        self.text += ["\n"] if tag in BLOCKS else []

    def handle_data(self, data: str) -> None:
        if not self.code:
            self.text.append(data)


def shown(html: str, cloze: bool = False) -> list[str]:
    """The words of a card's text, clozes open."""
    for _ in range(8 if cloze else 0):
        html = CLOZE.sub(r"\1", html)
    card = Card()
    card.feed(html.replace("&#91;", "[ "))  # what only looks like a mark is text
    card.close()
    return words(FORMULA.sub(" ", "".join(card.text)))


def is_compared(done: Rendered, text: Fragment) -> bool:
    """A cloze that is never closed, or that a bar of a table cuts, is an error: Anki would show its braces."""
    cut = re.search(r"(?m)^\|.*\{\{c\d+::[^{}|\n]*(?<!\\)\|[^{}\n]*\}\}", text.text)
    unclosed = cut or any(cloze.end is None for cloze in clozes(text.text))
    return not unclosed and not any(problem.code == "unclosed-cloze" for problem in done.problems)


def seen(text: Fragment, done: Rendered, cloze: bool = False) -> list[str]:
    return words(prose(text, {} if done.plain else {text: done.html}, cloze=cloze).text)


def fragment(text: str) -> Fragment:
    return Fragment(Source(Path("a.md"), "a.md", text), 1, text)


def spec() -> Iterator[tuple[str, str]]:
    for line in SPEC.read_text(encoding="utf-8").splitlines():
        example = json.loads(line)
        yield str(example["number"]), example["markdown"]


# HTML that may not stand on a card is an error, and nobody sees its words.
REFUSED = {"653"}
EXAMPLES = {number: text for number, text in spec() if number not in REFUSED}


@pytest.mark.parametrize("number", EXAMPLES)
def test_of_every_example_of_the_spec(number: str) -> None:
    text = fragment(EXAMPLES[number])
    done = RENDERER.block(text)
    assert seen(text, done) == shown(done.html)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_of_every_case_of_the_renderer(path: Path) -> None:
    for case in read_cases(path):
        text, done = fragment(case.text), case.render(RENDERER)
        assert not is_compared(done, text) or seen(text, done, case.cloze) == shown(done.html, case.cloze), case.title


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5, TODO check or 6$ a time.",
        "A gain of $3 and $x^2$, or $$y$$ and $5 and $6.",
        "$\\frac{a}{b}$ and \\$5 and US$ 5, `$x$` and $`x`$",
        "$a\nb$ and $c\n\nd$, then $ e$ and $f $.",
        "$$\na\n$$\n\nand $$b",
        "x$y$z, $1$2, ($x$), $a_{b$ and $c}$",
    ],
)
def test_the_parser_and_the_renderer_agree_about_dollars(text: str) -> None:
    source = Source(Path("a.md"), "a.md", f"### A\n\n{text}\n")
    hidden = visible(source, 1, outline(source, 1)).text
    card = Card()
    card.feed(RENDERER.block(fragment(text)).html)
    escaped = len(re.findall(r"\\\$", re.sub(r"`[^`]*`", "", text)))
    assert hidden.count("$") + escaped == FORMULA.sub(" ", "".join(card.text)).count("$")


SOURCES = sorted(path for path in CASES.rglob("*.md") if path.parent.name not in ("render", "cases"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_of_every_note_in_a_golden_case(path: Path) -> None:
    for block in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, body = block.partition("\n")
        if not head.strip().endswith(".md"):
            continue
        for note in parse(Source(Path("a.md"), "a.md", body)).notes:
            cloze = note.kind is Kind.CLOZE
            parts = [(note.body, cloze), *((option.text, False) for option in note.options)]
            for text, hides in [*parts, *((text, False) for _, text in note.fields)]:
                done = RENDERER.block(text, cloze=hides)
                assert not is_compared(done, text) or seen(text, done, hides) == shown(done.html, hides)
            done = RENDERER.inline(note.front, cloze=cloze)
            assert not is_compared(done, note.front) or seen(note.front, done, cloze) == shown(done.html, cloze)
