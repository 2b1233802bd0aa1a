"""Text without Markdown skips Markdown: that must not show."""

import random

import pytest

from ankigen.render import Renderer
from ankigen.render.plain import plain_block, plain_inline

from .fragments import fragment

PIECES = (
    *("a", "b ", "Ca", "é", "中", "–", "©", "1.", "1) ", "10", "2.", ". ", "(", ")", '"', "'", "!", "?", "%", "…"),
    *(" ", "  ", "\n", "\n\n", "\n\n\n", "\t", "\xa0", "\u2028", "\x85", "\u2009"),
    *("-", "- ", "+", "* ", "=", "==", "---", ":", "|", ">", "#", "# ", "~", "_", "^", "$", "\\", "`", "[", "]"),
    *("<", "< ", "<7", "<b", "&", "& ", "&amp", ";", "/", "//", "http:", "www.", "@", "{", "}", "{{", "}}", "::"),
)


@pytest.mark.parametrize("inline", [False, True])
def test_plain_text_renders_as_markdown_would_have_it(inline: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(20231114)
    texts = ["".join(chance.choices(PIECES, k=chance.randint(1, 9))).strip("\n") for _ in range(8000)]
    plain = plain_inline if inline else plain_block
    quick = {text: html for text in texts if text and (html := plain(text)) is not None}
    assert len(quick) > 500
    renderer = Renderer()
    monkeypatch.setattr("ankigen.render.renderer.plain_inline", lambda text: None)
    monkeypatch.setattr("ankigen.render.renderer.plain_block", lambda text: None)
    slow = {text: (renderer.inline if inline else renderer.block)(fragment(text)) for text in quick}
    assert {text: rendered.html for text, rendered in slow.items()} == quick
    assert not any(rendered.problems for rendered in slow.values())


@pytest.mark.parametrize("text", ["Tissue damage or inflammation", "pH <7.2 & rising", "Two\n\nparagraphs, 5% each."])
def test_what_authors_mostly_write_is_plain(text: str) -> None:
    assert plain_block(text)
