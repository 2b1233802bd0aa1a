"""No HTML of an author's gets into a card unsafe, and none gets lost without a word."""

import random
import re
from html.parser import HTMLParser

import pytest

from ankigen.render import Renderer
from ankigen.render.allowed_html import ATTRIBUTES, EVERYWHERE, TAGS
from ankigen.render.html_check import lost

from .fragments import fragment

NAMES = sorted(TAGS | {"script", "style", "iframe", "svg", "math", "form", "x-y", "textarea", "title", "font"})
ALL_ATTRIBUTES = sorted(
    EVERYWHERE.union(*ATTRIBUTES.values(), {"cite", "onclick", "style", "id", "srcset", "data-x", "type"})
)
VALUES = ("x", "1", "javascript:alert(1)", "https://a.org/", "data:text/html,x", "vbscript:x", "media/x.png", "")


class _Danger(HTMLParser):
    """What in some HTML a browser would act on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "iframe", "svg", "math", "form", "object", "embed", "noscript"):
            self.found.append(tag)
        for name, value in attrs:
            scheme = re.sub(r"[\x00-\x20]", "", value or "").partition(":")[0].lower()
            if name.startswith("on") or name in ("style", "id", "srcset", "xlink:href"):
                self.found.append(name)
            elif name in ("href", "src", "cite") and scheme in ("javascript", "data", "vbscript"):
                self.found.append(f"{name}={scheme}")


def danger(html: str) -> list[str]:
    return _Danger(html).found


def tag(chance: random.Random) -> str:
    attributes = "".join(
        f' {chance.choice(ALL_ATTRIBUTES)}="{chance.choice(VALUES)}"' for _ in range(chance.randint(0, 2))
    )
    name = chance.choice(NAMES)
    return chance.choice((f"<{name}{attributes}>", f"<{name}{attributes}>x</{name}>", f"</{name}>"))


def test_nothing_unsafe_is_shipped_and_nothing_is_lost_silently() -> None:
    chance = random.Random(7)
    renderer = Renderer()
    for _ in range(3000):
        text = chance.choice(("", "a ", "- ")) + chance.choice(("", "b ", "\n")).join(
            tag(chance) for _ in range(chance.randint(1, 4))
        )
        rendered = renderer.block(fragment(text))
        assert not danger(rendered.html), text
        told = any(problem.code in ("unsafe-html", "unclosed-html", "relative-link") for problem in rendered.problems)
        assert told or not lost(text, rendered.html), (text, rendered)


@pytest.mark.parametrize(
    "text",
    [
        "[x](java\nscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](<javascript:alert(1)>)",
        "[x]\n\n[x]: JavaScript:alert(1)",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        '<a href="&#x6A;avascript:alert(1)">x</a>',
        '<a href="java&#9;script:alert(1)">x</a>',
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<details open ontoggle=alert(1)>",
        "<math><mi xlink:href='javascript:alert(1)'>x",
        "```html\n<b>\n```\n<script>x</script>",
        "| a |\n|---|\n| <b onclick='x'>y</b> |",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<div\nonclick=x>\ny\n</div>",
        '[a](https://a.org "\\" onclick=\\"x")<script>',
    ],
)
def test_an_attack_is_an_error_and_never_shipped(text: str) -> None:
    rendered = Renderer().block(fragment(text))
    assert "unsafe-html" in {problem.code for problem in rendered.problems} or "<a" not in rendered.html
    assert not danger(rendered.html)
