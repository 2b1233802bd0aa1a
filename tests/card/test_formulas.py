"""Formulas as MathML: drawn where that can be done rightly, left as they are written elsewhere."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ankigen.card.chemistry import ChemistryError, without_chemistry
from ankigen.card.formulas import MACROS, formula_font, formula_style, mathml, with_formulas
from tests.render.hostile import hostile

MEDICAL = Path(__file__).with_name("medical_formulas.txt").read_text(encoding="utf-8").splitlines()
TAG = re.compile(r"<[^>]*>")


def text(tex: str) -> str:
    """What can be read of the drawn formula."""
    return TAG.sub("", mathml(tex, display=False))


@pytest.mark.parametrize("tex", MEDICAL)
def test_a_formula_as_physicians_write_them_is_drawn(tex: str) -> None:
    assert mathml(tex, display=False)
    assert "merror" not in mathml(tex, display=True)


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        (r"pH \(x^2\) 7", r"pH <math><msup><mi>x</mi><mn>2</mn></msup></math> 7"),
        (r"\[x\]", r'<math display="block"><mi>x</mi></math>'),
        (r"\(a &lt; b\)", "<math><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>"),
        (r"\(a<br>+ b\)", "<math><mi>a</mi><mo>+</mo><mi>b</mi></math>"),
        (r'<span class="cloze">\(x\)</span>', '<span class="cloze"><math><mi>x</mi></math></span>'),
    ],
)
def test_a_formula_is_drawn_where_it_stands(side: str, expected: str) -> None:
    assert with_formulas(side).html == expected


@pytest.mark.parametrize(
    ("side", "left"),
    [
        (r"\(\unheardof{x}\) and \(\frac{a}{b\)", 2),
        (r"\(\ce{A ->[x B}\)", 1),
        (r"\(\ce{&amp;}\)", 1),
        (r"<code>\(x\)</code><pre><b>\(y\)</b></pre>", 0),
        (r"\(a <b>b</b> c\)", 0),
        (r'<img alt="\(x\)" src="a>b">', 0),
        ("no formula", 0),
    ],
)
def test_what_cannot_be_drawn_stays_as_it_is_written(side: str, left: int) -> None:
    drawn = with_formulas(side)
    assert (drawn.html, drawn.left) == (side, left)


def test_equations_are_not_numbered_because_anki_does_not_number_them() -> None:
    assert text(r"\begin{align} a &= b \\ c &= d \end{align}") == "a=bc=d"


def test_nothing_that_a_stranger_writes_gets_into_the_page_but_a_drawing() -> None:
    for tex in (*hostile(), r"\text{<img src=x onerror=alert(1)>}", r"\def\a{\a\a}\a", "{" * 5_000 + "}" * 5_000):
        drawn = mathml(tex, display=False)
        for tag in TAG.findall(drawn):
            assert re.fullmatch(r"</?m[a-z]+( [a-z]+=\"[^\"]*\")*/?>", tag), tex
            assert not re.search(r"\s(?:on\w+|href|id|src)=|url\(|javascript:|position", tag), tex


@pytest.mark.parametrize("name", MACROS)
def test_a_name_of_mathjax_that_the_library_does_not_know_is_drawn(name: str) -> None:
    assert mathml(rf"\{name}{{x}}", display=False)


@pytest.mark.parametrize(
    ("chemistry", "tex"),
    [
        ("H2O", r"\mathrm{H}_{2}\mathrm{O}"),
        ("SO4^2-", r"\mathrm{SO}_{4}^{2-}"),
        ("^{99m}Tc", r"{}^{99\mathrm{m}}\mathrm{Tc}"),
        ("2 Na+ + CO3^{2-}", r"2\,\mathrm{Na}^{+}+\mathrm{CO}_{3}^{2-}"),
        ("A <=>[k1][k2] B", r"\mathrm{A}\xrightleftharpoons[\mathrm{k}_{2}]{\mathrm{k}_{1}}\mathrm{B}"),
        ("OH^.", r"\mathrm{OH}^{\bullet }"),
        ("CaSO4.2H2O", r"\mathrm{CaSO}_{4}{\cdot}2\,\mathrm{H}_{2}\mathrm{O}"),
    ],
)
def test_chemistry_is_written_out(chemistry: str, tex: str) -> None:
    assert without_chemistry(rf"\ce{{{chemistry}}}") == f"{{{tex}}}"


@pytest.mark.parametrize("chemistry", ["A & B", "A ☃ B", "{" * 20 + "}" * 20, "->[a", "x\\"])
def test_chemistry_that_is_not_understood_is_not_guessed(chemistry: str) -> None:
    with pytest.raises(ChemistryError):
        without_chemistry(rf"\ce{{{chemistry}}}")


@pytest.mark.browser
def test_roots_strokes_and_boxes_can_be_seen_on_a_device_without_a_mathematical_font(browser: Browser) -> None:
    page = browser.new_page()
    drawn = "".join(mathml(tex, display=False) for tex in (r"\sqrt{R}", r"\boxed{x}", r"\cancel{x}", r"\vec{a}"))
    page.set_content(f"<style>{formula_font()}{formula_style()}</style>{drawn}")
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"ankigen math\"'))")
    root, radicand = page.locator("msqrt").bounding_box(), page.locator("msqrt > :first-child").bounding_box()
    assert root
    assert radicand
    assert root["width"] > radicand["width"] + 4
    boxed = page.locator("menclose").first.evaluate("node => getComputedStyle(node).borderTopWidth")
    struck = page.locator("menclose").last.evaluate("node => getComputedStyle(node).backgroundImage")
    assert (boxed, "linear-gradient" in struck) == ("1px", True)
    page.close()


@pytest.mark.parametrize(
    "opening", ["(", "[sound:", r"\{", r"\langle ", r"\ulcorner ", r"\mathopen{(}", "⟨", r"(\text{)}"]
)
def test_brackets_that_nobody_closes_stay_tex(opening: str) -> None:
    """The library would look through them without end."""
    assert mathml(f"{opening}a" * 30, display=False) == ""


def test_brackets_that_are_closed_are_drawn() -> None:
    assert mathml(r"(a) [b] \{c\} " * 30 + "[0, 1) ]2, 3[", display=False)
