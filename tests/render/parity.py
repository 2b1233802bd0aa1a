"""How many of the GFM spec's examples render as the spec says; run it to print the figure and the differences."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ankigen.render import Renderer
from ankigen.render.allowed_html import cleaner

from .dom import dom
from .fragments import fragment

FOLDER = Path(__file__).parent.parent / "cases" / "render" / "gfm-spec"


@dataclass(frozen=True)
class Example:
    number: int
    section: str
    extension: str
    markdown: str
    html: str


def examples() -> list[Example]:
    """All of them: what a card's outline keeps from a note's body, such as `#` headings, renders all the same."""
    return [Example(**json.loads(line)) for line in (FOLDER / "examples.jsonl").read_text().splitlines()]


def exceptions() -> dict[int, str]:
    """The examples we do not follow, and why."""
    return {int(number): why for number, why in json.loads((FOLDER / "exceptions.json").read_text()).items()}


def differences() -> Iterator[tuple[Example, str]]:
    """The examples that render otherwise, with our HTML. The spec's HTML goes through our sanitiser too."""
    renderer, safe = Renderer(), cleaner()
    for example in examples():
        html = renderer.block(fragment(example.markdown.removesuffix("\n"))).html
        if dom(html) != dom(safe.clean(example.html.strip())):
            yield example, html


if __name__ == "__main__":
    found = list(differences())
    for example, html in found:
        print(f"{example.number} {example.section}\n{example.markdown}\nspec: {example.html}\nours: {html}\n")
    total = len(examples())
    print(f"{total - len(found)} of {total} examples as the spec says: {(total - len(found)) / total:.2%}")
