"""A choice with several right options, and one that gets more of them from release to release."""

from pathlib import Path

import pytest

from .conftest import Published
from .learner import Learner, text_of
from .publisher import Publisher

pytestmark = pytest.mark.anki

NOTE = """\
### Which of these cells are derived from mesenchymal stem cells?
<!-- id: cells -->

- [ ] Osteoclasts
- [x] Osteoblasts
- [ ] Chondrocytes
- [ ] Macrophages

Macrophages and osteoclasts come from the blood's stem cells.
"""


def one_and_two(publisher: Publisher) -> tuple[Path, ...]:
    publisher.starts()
    publisher.writes("01.md", NOTE)
    one = publisher.releases(1_700_000_000)
    publisher.replaces("01.md", "- [ ] Chondrocytes", "- [x] Chondrocytes")
    return one, publisher.releases(1_710_000_000)


def test_a_second_right_option_is_marked_and_the_reviews_stay(learner: Learner, published: Published) -> None:
    one, two = published(one_and_two)
    learner.imports(one)
    (before,) = learner.faces()
    assert "Choose all that apply" not in text_of(before.question)
    (name,) = learner.reviews("Bone", 3)
    card = learner.collection().card(name)
    log = learner.imports(two)
    assert (log.updated, log.new, log.refused) == (("cells",), (), ())
    assert learner.collection().card(name) == card
    (after,) = learner.faces()
    assert "Choose all that apply" in text_of(after.question)
    assert after.answer.count('<li class="right">') == 2
    for letter, option in (("B.", "Osteoblasts"), ("C.", "Chondrocytes")):
        assert f'<p class="right-answer"><bdi>{letter}</bdi> {option}</p>' in after.answer
    assert learner.checks_database() == []
