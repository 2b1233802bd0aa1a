"""Plain text keeps its places, and looking for doubles does not grow with the square of the deck."""

import time
from pathlib import Path

import pytest

from ankigen.lint.alignment import THING
from ankigen.lint.plain_text import prose
from ankigen.lint.similarity import is_opposite, numbered, pairs
from ankigen.lint.stems import stem
from ankigen.model.note import Note
from ankigen.parse import parse
from ankigen.project.paths import read_source
from ankigen.render import Renderer
from ankigen.source import Fragment, Source

RENDERER = Renderer()
DECK = Path(__file__).parents[2] / "cards" / "calcification-vs-ossification"


def fragment(text: str) -> Fragment:
    return Fragment(Source(Path("a.md"), "a.md", "\n" + text), 2, text)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("It costs $5, TODO check or 6$ a time.", "It costs $5, TODO check or 6$ a time."),
        ("| a | b |\n|---|---|\n| c | d |", "a b\n\nc d"),
        ("a<br>b", "a b"),
        ("osteo**b**lasts *build*", "osteoblasts build"),
        ("H~2~O and Ca^2+^ but 10^9 cells", "H2O and Ca2+ but 10^9 cells"),
        ("[PMC7229867](https://example.org/a_(b)) says", "PMC7229867 says"),
        ("see ![A femur](media/a.png) here", "see  here"),
        ("made of {{c1::collagen::protein}}, in {{c2::all {{c3::bones}}}}", "made of collagen, in all bones"),
        ("a <!-- TODO --> b `x = 1` $a^2$ c", f"a b {THING} {THING} c"),
        ("- one\n\n2. two\n\n> three", "one\n\ntwo\n\nthree"),
        ("$5 and $6, snake_case, \\*star\\*, p < 0.05", "$5 and $6, snake_case, *star*, p < 0.05"),
        ("~~old~~ <b>new</b> &amp; <https://example.org/x>", "old new & https://example.org/x"),
    ],
)
def test_markup_steps_aside(source: str, words: str) -> None:
    assert prose(fragment(source), rendered(fragment(source)), cloze=True).text.strip() == words.strip()


def test_every_letter_keeps_its_place() -> None:
    for note in notes():
        for part in (note.front, note.body, *(text for _, text in note.fields)):
            text = prose(part, rendered(part), cloze=True)
            for at, char in enumerate(text.text):
                span = text.span(at)
                if char.isalnum():
                    assert span.source.line(span.line)[span.column - 1] == char


def rendered(text: Fragment) -> dict[Fragment, str]:
    done = RENDERER.block(text, cloze=True)
    return {} if done.plain else {text: done.html}


def notes() -> tuple[Note, ...]:
    return tuple(note for path in sorted(DECK.glob("0*.md")) for note in parse(read_source(path)[0]).notes)


@pytest.mark.parametrize(
    ("one", "two"), [("hypercalcaemia", "hypocalcaemia"), ("afferent", "efferent"), ("intracellular", "extracellular")]
)
def test_opposites_are_known(one: str, two: str) -> None:
    assert is_opposite(stem(one), stem(two))


def test_twice_the_texts_give_no_more_than_twice_the_pairs_to_look_at() -> None:
    looked = [len(list(pairs([numbered(text.split()) for text in crowd(size)]))) for size in (1000, 2000)]
    assert looked[1] <= 2.2 * looked[0]


def crowd(size: int) -> list[str]:
    """Texts that all share five stems of six."""
    return [f"which nerve suppli muscl name{number // 2} femor" for number in range(size)]


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "](" * 30_000, "<a" * 30_000, "`` ` " * 10_000, "{{c1::" * 5_000, "![" * 30_000]
)
@pytest.mark.slow
def test_a_line_of_nothing_but_brackets_takes_no_more_than_a_moment(text: str) -> None:
    start = time.process_time()
    prose(fragment(text), {fragment(text): RENDERER.block(fragment(text), cloze=True).html}, cloze=True)
    assert time.process_time() - start < 5
