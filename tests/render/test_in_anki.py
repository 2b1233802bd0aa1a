"""What the real Anki makes of rendered clozes and formulas."""

import html
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ankigen.render import Renderer

from .fragments import fragment
from .test_cases import FILES, read_cases

pytestmark = pytest.mark.anki

Cards = list[tuple[str, str]]
TAG = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Cards]]:
    """Question and answer of each card that a cloze note of this text makes, without their HTML."""
    collection = tmp_path_factory.mktemp("anki") / "collection.anki2"
    command = [sys.executable, str(Path(__file__).with_name("anki_worker.py")), str(collection)]
    renderer = Renderer()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as anki:

        def ask(text: str) -> Cards:
            assert anki.stdin
            assert anki.stdout
            anki.stdin.write(json.dumps(renderer.block(fragment(text), cloze=True).html) + "\n")
            anki.stdin.flush()
            return [(seen(question), seen(answer)) for question, answer in json.loads(anki.stdout.readline())]

        yield ask
        if anki.stdin:
            anki.stdin.close()


def seen(text: str) -> str:
    return html.unescape(TAG.sub("", text)).strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{c1::$\\frac{a}{b_{c}}$}} x", [("[...] x", "\\(\\frac{a}{b_{c} }\\) x")]),
        ("{{c1::$x^{2}$::formula}}", [("[formula]", "\\(x^{2}\\)")]),
        ("$\\frac{{{c1::x^{2}}}}{y_{z}}$", [("\\(\\frac{[...]}{y_{z} }\\)", "\\(\\frac{x^{2} }{y_{z} }\\)")]),
        ("$\\ce{Ca^{2+} + {{c1::CO3^{2-}}}}$", [("\\(\\ce{Ca^{2+} + [...]}\\)", "\\(\\ce{Ca^{2+} + CO3^{2-} }\\)")]),
        ("{{c1::`f{{}}`}} b", [("[...] b", "f{{}} b")]),
        ("{{c1::`std::vector`::type}}", [("[type]", "std::vector")]),
        ("{{c1::{a}}}", [("[...]", "{a}")]),
        ("{{c1::[x](https://a.org/b::c)::h}}", [("[h]", "x")]),
        ("\\{\\{c1::x\\}\\} {{c1::y}}", [("{{c1::x}} [...]", "{{c1::x}} y")]),
        ("| {{c1::a::b|c}} | d |\n|---|---|", [("[b|c]d", "ad")]),
        ("{{c1::pH <7 & >3}}", [("[...]", "pH <7 & >3")]),
        ("{{c1::a\n\nb}} c", [("[...] c", "a\nb c")]),
        ("{{c1::\n- a\n- b\n}}\n\nc", [("[...]\nc", "ab\n\nc")]),
        ("{{c1::a {{c2::b}}}}", [("[...]", "a b"), ("a [...]", "a b")]),
        ("{{c1,2::a}} b", [("[...] b", "a b"), ("[...] b", "a b")]),
        ("```python\nx = {{c1::{'a': 1}}}\n```", [("x = [...]", "x = {'a': 1}")]),
        ("{{c1::$5}} and {{c2::$6}}", [("[...] and $6", "$5 and $6"), ("$5 and [...]", "$5 and $6")]),
    ],
)
def test_a_cloze_hides_and_shows_what_its_author_meant(
    cards: Callable[[str], Cards], text: str, expected: Cards
) -> None:
    assert cards(text) == expected


CLOZES = [
    pytest.param(case.text, id=case.title)
    for path in FILES
    for case in read_cases(path)
    if case.cloze and "}}" in case.text and case.title != "stray end [cloze]"
]


@pytest.mark.parametrize("text", CLOZES)
def test_every_cloze_case_makes_cards_that_show_no_marker(cards: Callable[[str], Cards], text: str) -> None:
    found = cards(text)
    assert found
    if "\\{" not in text:
        assert not any("{{c" in side or "::" in side.replace("std::", "") for card in found for side in card)
