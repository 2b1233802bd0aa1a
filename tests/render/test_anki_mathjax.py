"""What the formulas that are allowed do in Anki's own MathJax, and what it knows."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from ankigen.render import Renderer
from ankigen.render.inline.tex_names import BLANKS, names
from tests.conftest import cannot

from .anki_mathjax import MathJax, open_mathjax, web
from .fragments import fragment
from .hostile import hostile
from .test_formula_commands import ORDINARY, refused

pytestmark = pytest.mark.browser

FARTHEST = 100  # em, beyond the width of the page
LONGEST = 2000  # milliseconds
# mhchem alone knows it, inside \ce{…}.
CHEMISTRY = {"bond"}


@pytest.fixture(scope="module")
def mathjax(browser: Browser) -> Iterator[MathJax]:
    folder = web()
    if folder is None:
        cannot("Anki's MathJax is not here: install aqt, or name its folder with ANKIGEN_TEST_AQT")
    opened = open_mathjax(browser, folder)
    yield opened
    opened.page.close()


def harm(drawn: dict[str, Any]) -> list[str]:
    """What a formula must not do."""
    found = list(drawn["strange"])
    found += ["a script ran"] * bool(drawn["hit"])
    found += ["something was defined"] * bool(drawn["defined"])
    found += ["beyond the card"] * (not drawn["error"] and max(drawn["extent"]) > FARTHEST)
    found += ["too slow"] * (drawn["time"] > LONGEST)
    return found


def test_the_tables_are_those_of_ankis_mathjax(mathjax: MathJax) -> None:
    commands, environments = mathjax.known()
    ours = names()
    assert (ours.commands | set(ours.refused)) - BLANKS - CHEMISTRY == commands - BLANKS
    assert ours.environments | set(ours.refused_environments) == environments


def test_hostile_formulas_that_are_let_through_do_nothing(mathjax: MathJax) -> None:
    through = [tex for tex in hostile() if not refused(tex)]
    for tex, drawn in zip(through, mathjax.draw(through), strict=True):
        assert not harm(drawn), tex
    assert not mathjax.requests


def test_the_watchers_see_what_refused_formulas_would_do(mathjax: MathJax) -> None:
    """Else the test above could not fail."""
    for tex in (
        r"\href{javascript:hit++}{x}",
        r"\style{position:fixed}{x}",
        r"\cssId{a}{x}",
        r"\def\a{x}",
        r"\rule{900em}{1em}",
    ):
        assert harm(mathjax.draw([tex])[0]), tex
    mathjax.page.evaluate("hit = 0")


def test_ordinary_formulas_are_drawn_without_an_error(mathjax: MathJax) -> None:
    for tex, drawn in zip(ORDINARY, mathjax.draw(ORDINARY), strict=True):
        assert (drawn["error"], drawn["red"]) == ("", ""), tex


@pytest.mark.parametrize(
    ("text", "formulas"),
    [("$x^2$", 1), (r"\(x\)", 0), (r"`\(x\)`", 0), (r"\\(x\\)", 1), ("&#92;(x&#92;)", 1), ("$ x $", 0), ("$$x$$", 1)],
)
def test_which_brackets_reach_mathjax(mathjax: MathJax, text: str, formulas: int) -> None:
    assert mathjax.show(Renderer().block(fragment(text)).html)["formulas"] == formulas
