"""A note's title is spelt one way, wherever it is named."""

import pytest

from ankigen.model.title import title_words


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("What is pCO~2~ and **SpO~2~** of `x*y`, Ca^2+^?", "What is pCO2 and SpO2 of x*y, Ca2+?"),
        (r"a \* b *c* _d_ snake_case_x 2*3*4", "a * b c d snake_case_x 2*3*4"),
        ("![Bone](media/x(1).png) [link](http://a.b/(c)) <sub>2</sub>", "Bone link 2"),
        ("{{c1::x::h}} &alpha; &lt;5 {{c2::a {{c1::b}}}}", "x α <5 a b"),
        ("10^3-10^5 ~5 and ~10 mg", "10^3-10^5 ~5 and ~10 mg"),
        (r"  two   words\_ ", "two words_"),
    ],
)
def test_the_words_of_a_heading(heading: str, words: str) -> None:
    assert title_words(heading) == words
    assert title_words(title_words(heading)) == words or "*" in words or "^" in words
