"""`make growth`: how the time grows with the length of repeated shapes; linear is 2 for twice the text.

Each shape is read, rendered, reviewed and compared at three lengths. What takes over 2.8 times as long for twice the
text is named, with its times.
"""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

from ankigen.card.plain import plain
from ankigen.diff.word_diff import word_diff
from ankigen.lint.plain_text import prose
from ankigen.model.config import parse_config
from ankigen.model.title import title_words
from ankigen.parse import parse
from ankigen.project.ledger import load_ledger
from ankigen.render import Renderer
from ankigen.source import Fragment, Source

LENGTHS = (4_000, 8_000, 16_000)  # characters
SLOW = 2.8
LEAST = 0.02  # seconds: less is noise
TODAY = date(2026, 1, 1)
PIECES = (
    *("[", "](", "<a", "`` ` ", "{{c1::", "![", "**a*", "a**b**", "&amp;", "\\*", "$x$ ", "$", "`a` "),
    *("[a](b) ", "<b>a</b>", "a<!-- b -->", "<!--", "| a | b |\n", "|", "- a\n", "> ", ">a\n\n", "![a](b) "),
    *("x&lt;<", "*a* b\\\n", "~a~", "^a^", "~", "^", "a\\*b\n\n", "{{c1::a}}", "}}", "::", "{{c1::a::", "{"),
    *("{{", "<? ", "<!", "<![CDATA[", "<a href=", '<a href="', "[a]: b\n", "[a][", "[^a]", "[^a]: b\n\n"),
    *("\u0301", "a\u0301", "\u200b", "\xa0", "\t", " ", "  \n", "\n", "### a\n", "#### Hint\n", "# a\n"),
    *("###a\n", "<!-- id: a -->\n", "---\n", "- [ ] a\n", "- [x] a\n", "1. a\n", "    a\n", "```\n", "~~~\n"),
    *("```", "a  ", "a-", "a_", "_a_", "__", "***", "*_", "http://a ", "www.a.b ", "a@b.c ", "&", "&#"),
    *("&#x41;", "\u2022 a\n", "a) b\n", "a\tb\n", "==a==", "%%a%%", "[[a]]", "![[a.png]]", ":a:", "\\("),
    *("\\(a\\)", "\\[", "[sound:a]", "[latex]", "$$", "$$a$$", "\\frac{", "\\begin{a}", "(", ")", "((", "'"),
    *('"', "“", "a, ", "a. ", "A ", "1 ", "1-", "é", "اب ", "漢", "😀", "a?", "mg ", "5 mg ", "not ", "TODO "),
    *("<details>", "<td>", "<p>", "<br>", "<img src=a>", "<sup>2</sup>", "<u>", "</u>"),
    *("<!-- ignore: {a: b} -->\n", "a b c d e f g h ", "a\n", "\r", "\\", "\\\\", "+ ", "* ", "> - ", "- > "),
    *("1) "),
)
Step = Callable[[str], object]


def source(text: str) -> Source:
    return Source(Path("a.md"), "a.md", text)


def fragment(text: str) -> Fragment:
    return Fragment(source(text), 1, text)


def steps() -> Iterator[tuple[str, Step]]:
    renderer = Renderer()

    def read(text: str) -> object:
        return (
            parse(source(text)),
            parse(source(f"### a\n<!-- id: a -->\n\n{text}")),
            parse(source(f"---\n{text}\n---\n")),
        )

    def review(text: str) -> object:
        part = fragment(text)
        done = renderer.block(part, cloze=True)
        return prose(part, {} if done.plain else {part: done.html}, cloze=True)

    yield "read", read
    yield "metadata", lambda text: parse(source(f"### a\n<!-- {text} -->\n\nb"))
    yield "render", lambda text: renderer.block(fragment(text), cloze=True)
    yield "heading", lambda text: renderer.inline(fragment(text.replace("\n", " ")))
    yield "review", review
    yield "title", title_words
    yield "plain", lambda text: plain(text)
    yield "diff", lambda text: word_diff(text, text[: len(text) // 2] + "x" + text[len(text) // 2 :])
    yield "settings", lambda text: parse_config(source(text), "deck")
    yield "ledger", lambda text: load_ledger(source(""), text.encode(), "deck-0000")


def seconds(step: Step, text: str) -> float:
    start = time.process_time()
    step(text)
    return time.process_time() - start


def main() -> int:
    slow = 0
    print(f"{len(PIECES)} shapes, {LENGTHS[0]:,} to {LENGTHS[-1]:,} characters")
    for (name, step), piece in product(steps(), PIECES):
        times = [seconds(step, piece * (length // len(piece))) for length in LENGTHS]
        if times[-1] > LEAST and times[-1] > SLOW * max(times[-2], 0.001):
            times.append(seconds(step, piece * (2 * LENGTHS[-1] // len(piece))))
            if times[-1] > SLOW * times[-2]:
                slow += 1
                print(f"{name:9} {piece!r:24} {'  '.join(f'{each:6.3f}' for each in times)}", flush=True)
    print(f"{slow} grow faster than the text")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
