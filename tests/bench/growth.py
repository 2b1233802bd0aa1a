"""`make growth`: how the time grows with the length of repeated shapes; linear is 2 for twice the text.

Each shape is read, rendered, reviewed, compared and built at three lengths, read as the file of each other tool that
`import` knows, moved in as a field and shown as a card's side; and packages are read and compared with so
many of each thing. What takes over 2.8 times as long for twice as much is named, with its times; after that, each
step's steepest exponent (1 is linear) among the times that are long enough to say.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import product
from math import log2
from pathlib import Path

from ankigen.apkg import package_bytes
from ankigen.apkg.reader import Package, read_package
from ankigen.apkg.snapshot import Card, Field, Note, NoteType, NoteTypeKind, Template
from ankigen.card.chemistry import ChemistryError, without_chemistry
from ankigen.card.formulas import with_formulas
from ankigen.card.plain import plain
from ankigen.card.template import card_sides
from ankigen.compile.pipeline import compile_deck
from ankigen.compile.svg import svg_faults
from ankigen.diff import Side
from ankigen.diff import diff as diff_packages
from ankigen.diff.word_diff import word_diff
from ankigen.lint.plain_text import prose
from ankigen.model.config import parse_config
from ankigen.model.template import read_side
from ankigen.model.title import title_words
from ankigen.parse import parse
from ankigen.project.ledger import load_ledger
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths
from ankigen.release.assemble import draft
from ankigen.release.plan import plan
from ankigen.render import Renderer
from ankigen.source import Fragment, Source
from tests.bench.growing import THINGS, deck, package
from tests.bench.growing_files import STRANGE, file_steps
from tests.compile.growing_svgs import GROWING

LENGTHS = (4_000, 8_000, 16_000)  # characters, or things in a package
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
    *("- [x] a\n- [ ] b\n", "> [!NOTE]\n> a\n\n", "#### Answer\na\n", "[a][b] ", "a[^1]\n\n[^1]: a\n\n", "<![]("),
    *("&#x41;", "\u2022 a\n", "a) b\n", "a\tb\n", "==a==", "%%a%%", "[[a]]", "![[a.png]]", ":a:", "\\("),
    *("\\(a\\)", "\\[", "[sound:a]", "[latex]", "$$", "$$a$$", "\\frac{", "\\begin{a}", "(", ")", "((", "'"),
    *('"', "“", "a, ", "a. ", "A ", "1 ", "1-", "é", "اب ", "漢", "😀", "a?", "mg ", "5 mg ", "not ", "TODO "),
    *("<details>", "<td>", "<h1 ", "<style ", "<p>", "<br>", "<img src=a>", "<sup>2</sup>", "<u>", "</u>"),
    *("<!-- ignore: {a: b} -->\n", "a b c d e f g h ", "a\n", "\r", "\\", "\\\\", "+ ", "* ", "> - ", "- > "),
    *("1) ", "Bone\n", "12–13 ", "≥ 6.5 mmol/L ", "{{c1,2::a}}", "\\left(", "☐ a\n", "#a ", "a\u00ad"),
    *(
        "\\```",
        "\u200e \xa0",
        "- \xa0\u200b",
        "\u202e",
        "<svg>",
        "> [!NOTE]\n",
        "[ ] ",
        "\x1f",
        "5 mg {{c1::bone}} ",
        "{{c2::5 mg}} of ",
    ),
    # Whole notes, and what stands beside them.
    *("### a?\n<!-- id: a -->\n\nb: c\n\n", "### a\nQ: b?\nA: c\n", "# a\nb: c?\n", "### a\n```\n### b?\n```\n"),
    *("### a\n<!-- id: a -->\n<!-- type: b -->\n", "<!-- type: a -->\n", "### a\n- [ ] b\n- [x] c\n\nd\n"),
    *("#### a: b\n", "## a\nb\n### c\n", "1. ### a?\n   b\n", "**a?**\n", "<h3>a?</h3>\n", "Â°", "â€", "\\alpha "),
    *("a\n↓\n", "a | b\n", "a | b\n\n", "### a\n\n\\[x\\]\n", "[aorta][bone] "),
    *("&#123;&#123;c1::a&#125;&#125;", "&#123;", "{{{c1::a}} ", "}}}} ", "{{c1::a}}}}", "### a\n< !-- id: a -->\n"),
    *("### a\n[//]: # (id: a)\n", "### a <!-- id: a -->\n", "a[^1]\n\n[1]: b\n\n", "[^a b]: c\n\n", "a\n?\nb\n"),
    *(
        "1. a\n2. b\nAnswer: 2\n",
        "- [x] a\n\nAnswer: A\n",
        "\\- [x] a\n",
        "a. #tag ",
        "> **Answer:** a\n",
        "[comment]: ",
    ),
    *("\\{\\{c1::a\\}\\}", "{{c1::a}}} ", "Tags: a, ", "**Answer:** a\n\n", "[a]: b\n\n", "<!--- id: a --->\n"),
)
# What opens and closes around a word: one inside the other; and what stands apart, so much of it before the rest.
NESTED = "…"
NESTS = tuple(
    f"{opening}{NESTED}{closing}"
    for opening, closing in (
        *(("{{c1::", "}}"), ("[", "](a)"), ("![", "](a)"), ("**a ", " b**"), ("<b>", "</b>"), ("(", ")")),
        *(("<details>\n", "</details>\n"), ("> ", "\n"), ("$", "$"), ("*", "*"), ("<!--", "-->"), ("{", "}")),
        *(("<a href='", "{{"), ("cite turn0search1", " "), ("\u200b", "~"), ("- \xa0", "|"), ("** ", " ")),
        ("[", "][bone]"),
    )
)
Step = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Case:
    """A shape for a step: `ready` makes so much of it, outside the time, and returns what is timed."""

    step: str
    shape: str
    ready: Callable[[int], Callable[[], object]]


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

    def card(text: str) -> object:
        read_side.cache_clear()
        filters = ("text:", "hint:", "furigana:", "cloze:", "cloze-only:", "tts en_US:", "type:")
        front = "".join(f"{{{{{name}F}}}}" for name in filters)
        kind = NoteType(1, "n", NoteTypeKind.CLOZE, (Field("F"),), (Template("c", front, text),), "", 0, 0)
        note = Note("g", 1, 1, 0, (), (f"{{{{c1::a}}}} {text}",))
        return [with_formulas(side) for side in card_sides(note, kind, Card(0, 1, "d"))]

    def formula(text: str) -> object:
        try:
            return with_formulas(rf"\({text}\)"), without_chemistry(rf"\ce{{{text}}}")
        except ChemistryError:
            return None

    yield "read", read
    yield "card", card
    yield "formula", formula
    yield "metadata", lambda text: parse(source(f"### a\n<!-- {text} -->\n\nb"))
    yield "render", lambda text: renderer.block(fragment(text), cloze=True)
    yield "heading", lambda text: renderer.inline(fragment(text.replace("\n", " ")))
    yield "review", review
    yield "title", title_words
    yield "plain", lambda text: plain(text)
    yield "diff", lambda text: word_diff(text, text[: len(text) // 2] + "x" + text[len(text) // 2 :])
    yield "settings", lambda text: parse_config(source(text), "deck")
    yield "ledger", lambda text: load_ledger(source(""), text.encode(), "deck-0000")


def cases(folder: Path) -> Iterator[Case]:
    for (name, step), piece in product(steps(), (*PIECES, *NESTS)):
        yield Case(name, piece, partial(_text_ready, step, piece))
    for (name, step), piece in product(file_steps(folder), (*PIECES, *NESTS, *STRANGE)):
        yield Case(name, piece, partial(_text_ready, step, piece))
    for piece in (*PIECES, *NESTS):
        yield Case("build", piece, partial(_build_ready, folder, piece))
    for name, drawing in GROWING.items():
        yield Case("drawing", name, partial(_drawing_ready, drawing))
    for thing in THINGS:
        yield Case("package", thing, partial(_package_ready, thing))
        yield Case("compare", thing, partial(_compare_ready, thing))


def _text_ready(step: Step, piece: str, length: int) -> Callable[[], object]:
    return partial(step, _grown(piece, length))


def _drawing_ready(drawing: Callable[[int], bytes], number: int) -> Callable[[], object]:
    return partial(svg_faults, drawing(number))


def _grown(piece: str, length: int) -> str:
    """So many characters of the piece, again and again or one inside the other."""
    opening, nested, closing = piece.partition(NESTED)
    number = length // len(piece)
    return f"{opening * number}x{closing * number}" if nested else piece * number


def _build_ready(folder: Path, piece: str, length: int) -> Callable[[], object]:
    return partial(build, deck(folder, _grown(piece, length)))


def build(paths: DeckPaths) -> None:
    """Write the deck's package, as far as its mistakes allow, after everything that is to be said of it."""
    compiled = compile_deck(load_deck(paths), today=TODAY)
    content = compiled.rendered.content()
    distinct = replace(content, notes=tuple({note.id: note for note in content.notes}.values()))
    paths.package("draft").write_bytes(package_bytes(draft(plan(distinct, compiled.history), 1_700_000_000)))


def _package_ready(thing: str, number: int) -> Callable[[], object]:
    return partial(read_package, package(thing, number))


def _compare_ready(thing: str, number: int) -> Callable[[], object]:
    old, new = (_side(package(thing, number, version)) for version in "ab")
    return partial(diff_packages, "Deck", old, new)


def _side(made: Package) -> Side:
    return Side(made.shown, read_package(made), made)


def seconds(case: Case, length: int) -> float:
    action = case.ready(length)
    start = time.process_time()
    action()
    return time.process_time() - start


def measured(case: Case) -> list[float]:
    """The times of the case, doubled each time; once more where the last was too long for twice as much."""
    times = [seconds(case, length) for length in LENGTHS]
    if times[-1] > LEAST and times[-1] > SLOW * max(times[-2], 0.001):
        times.append(seconds(case, 2 * LENGTHS[-1]))
    return times


def main() -> int:
    slow = 0
    steepest: dict[str, tuple[float, str]] = {}
    shapes = len(PIECES) + len(NESTS) + len(STRANGE) + len(GROWING)
    print(f"{shapes} shapes, {LENGTHS[0]:,} to {LENGTHS[-1]:,} characters; packages of {', '.join(THINGS)}")
    with tempfile.TemporaryDirectory(prefix="ankigen-") as folder:
        for case in cases(Path(folder)):
            times = measured(case)
            if len(times) > len(LENGTHS) and times[-1] > SLOW * times[-2]:
                slow += 1
                print(f"{case.step:9} {case.shape!r:24} {'  '.join(f'{each:6.3f}' for each in times)}", flush=True)
            exponent = log2(times[-1] / max(times[-2], 0.001)) if times[-1] > LEAST else 0
            steepest[case.step] = max(steepest.get(case.step, (0, "")), (exponent, case.shape))
    for step, (exponent, shape) in steepest.items():
        print(f"{step:9} {exponent:.2f} {shape!r}" if exponent else f"{step:9} at most {LEAST:g} s")
    print(f"{slow} grow faster than the text")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
