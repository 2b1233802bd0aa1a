"""Texts nobody would write: what GitHub's parser makes of them, so do we, nearly always."""

import random

import pytest

from ankigen.render import Renderer
from ankigen.render.allowed_html import cleaner

from .dom import dom
from .fragments import fragment, github

pytestmark = pytest.mark.slow

WORDS = (
    *("a", "b", "foo", "é", "中", "–", "“", "*", "**", "***", "_", "__", "`", "``", "~~", "[", "]", "(", ")", "!["),
    *("](u)", "[x](/y)", "<i>x</i>", "&", "&amp;", "&copy;", "\\", "\\*", "!", "<", ">", "<7", ".", ",", '"', "'", "|"),
)
STARTS = (
    *("\n", "\n\n", "\n- ", "\n  - ", "\n1. ", "\n2) ", "\n> ", "\n>> ", "\n    ", "\n  ", "\n\t", "\n# ", "\n---\n"),
    *("\n===\n", "\n```\n", "\n~~~ x\n", "\n| a | b |\n|---|:-:|\n| ", "\n* ", "\n+ \n", "\n<div>\n", "\n</div>\n"),
    *("\n[a]: /u 'x'\n", "  \n", "\\\n", "\n- [ ] x", "\n- [x] y", "\n***\n", "\n-\n", "\n10. ", "\n#\n"),
)


def text(chance: random.Random) -> str:
    pieces = []
    for _ in range(chance.randint(1, 9)):
        pieces.append(chance.choice(STARTS if chance.random() < 0.4 else WORDS))
        pieces.append(" " * (chance.random() < 0.4))
    return "".join(pieces).strip("\n")


def test_random_markdown_renders_as_on_github() -> None:
    chance = random.Random(29)
    renderer, safe = Renderer(), cleaner()
    texts = [text(chance) for _ in range(3000)]
    differing = [
        each for each in texts if dom(renderer.block(fragment(each)).html) != dom(safe.clean(github(each).strip()))
    ]
    assert len(differing) <= 0.01 * len(texts), differing[:10]
