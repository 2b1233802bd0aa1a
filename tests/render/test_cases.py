"""The cases of tests/cases/render: their form is told in the README.md there."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from ankigen.model.rendered import Rendered
from ankigen.render import Renderer
from ankigen.render.allowed_html import cleaner

from .dom import dom
from .fragments import fragment, github

CASES = Path(__file__).parent.parent / "cases" / "render"
FILES = sorted(path for path in CASES.glob("*.md") if path.name != "README.md")
HEAD = re.compile(r"^=== (.+)\n", re.MULTILINE)
PART = re.compile(r"^--- (html because: .+|finds|media)\n?", re.MULTILINE)
CLOZES = re.compile(r"\{\{c[\d,]+::|\}\}")


@dataclass(frozen=True)
class Case:
    """One case: `parts` are its `--- head` lines with what stands under them."""

    title: str
    text: str
    parts: dict[str, str]

    @property
    def cloze(self) -> bool:
        return "[cloze]" in self.title

    @property
    def why(self) -> str:
        return next((head for head in self.parts if head.startswith("html because: ")), "")

    def render(self, renderer: Renderer) -> Rendered:
        method = renderer.inline if "[inline]" in self.title else renderer.block
        return method(fragment(self.text), cloze=self.cloze)

    def part(self, head: str) -> str:
        return self.parts.get(head, "")


def read_cases(path: Path) -> list[Case]:
    _, *pieces = HEAD.split(path.read_text())
    cases = []
    for title, body in zip(pieces[::2], pieces[1::2], strict=True):
        text, *parts = PART.split(body)
        found = {head: part.strip("\n") for head, part in zip(parts[::2], parts[1::2], strict=True)}
        cases.append(Case(title, text.strip("\n"), found))
    return cases


def shown(case: Case, rendered: Rendered) -> dict[str, str]:
    """What really came out, under the heads a case may have."""
    finds = "\n".join(f"{p.span.line}:{p.span.column} {p.severity} {p.code}" for p in rendered.problems)
    media = "\n".join(f"{m.path} {m.span.line}:{m.span.column}" for m in rendered.media)
    return ({case.why: rendered.html} if case.why else {}) | {"finds": finds, "media": media}


def write_cases(path: Path) -> None:
    about = HEAD.split(path.read_text(), maxsplit=1)[0]
    renderer = Renderer()
    out = [about]
    for case in read_cases(path):
        came = shown(case, case.render(renderer))
        parts = "".join(f"--- {head}\n{text}\n" for head, text in came.items() if text or head == case.why)
        out.append(f"=== {case.title}\n{case.text}\n{parts}\n")
    path.write_text("".join(out).rstrip("\n") + "\n")


ALL = [pytest.param(path, case, id=f"{path.stem}: {case.title}") for path in FILES for case in read_cases(path)]


@pytest.fixture(scope="module")
def renderer(request: pytest.FixtureRequest) -> Renderer:
    if request.config.getoption("--update-cases"):
        for path in FILES:
            write_cases(path)
        pytest.skip("cases rewritten")
    return Renderer()


@pytest.mark.parametrize(("path", "case"), ALL)
def test_a_case_renders_as_github_shows_it_or_as_the_case_says(path: Path, case: Case, renderer: Renderer) -> None:
    rendered = case.render(renderer)
    came = shown(case, rendered)
    assert came["finds"] == case.part("finds")
    assert came["media"] == case.part("media")
    theirs = github(case.text)
    if case.why:
        assert rendered.html == case.part(case.why)
        needed = "[" in case.title or dom(rendered.html) != dom(theirs)
        assert needed, "GitHub shows the same: no need to say why"
    else:
        assert dom(rendered.html) == dom(theirs)


@pytest.mark.parametrize(("path", "case"), ALL)
def test_what_is_shipped_is_safe_and_the_same_each_time(path: Path, case: Case, renderer: Renderer) -> None:
    rendered = case.render(renderer)
    assert case.render(Renderer()) == rendered
    bare = CLOZES.sub("", rendered.html)
    assert dom(cleaner().clean(bare)) == dom(bare)


def test_there_are_enough_cases_that_github_confirms() -> None:
    assert sum(not case.why for path in FILES for case in read_cases(path)) >= 150
