"""Anki's importer makes no cards, so a package lists every one: exactly those that Anki would make itself."""

from pathlib import Path

from tests.samples import PNG

from .conftest import JANUARY, Published, Releases
from .learner import Learner, text_of
from .publisher import Publisher

GAPS = r"""# Gaps

### Many
<!-- id: many -->

{{c1::One}} and {{c1::one again}} and {{c10::ten}}, `{{c3::code}}`, $x = {{c4::\frac{a}{b} }}$, **{{c5::bold}}**.

| left | right |
|---|---|
| {{c6::cell}} | {{c7::{{c8::deep {{c9::deeper}}}} }} |

- {{c11::item::with a hint}}

### {{c2::The heading}} hides too
<!-- id: heading -->

{{c1::The body}} as well.

### Pictures and links
<!-- id: picture -->

{{c1::![A plate](media/plate.png)}} beside {{c2::[a link](https://example.org/)}}
"""
SEVERAL = """# Gaps

### Both hide one
<!-- id: several -->

{{c1,2::Osteoclasts}} resorb bone, {{c3::osteoblasts}} form it.
"""


def gaps(publisher: Publisher) -> tuple[Path, ...]:
    publisher.writes("01.md", GAPS)
    publisher.writes("media/plate.png", PNG)
    return (publisher.releases(JANUARY),)


def several(publisher: Publisher) -> tuple[Path, ...]:
    publisher.writes("01.md", SEVERAL)
    return (publisher.releases(JANUARY),)


def test_anki_finds_no_card_missing(learner: Learner, releases: Releases) -> None:
    learner.imports(releases.v1_2_0)
    before = learner.collection().card_names
    learner.saves_every_note()
    assert learner.collection().card_names == before


def test_anki_finds_no_card_missing_or_empty_among_clozes_of_every_kind(learner: Learner, published: Published) -> None:
    learner.imports(*published(gaps))
    before = learner.collection().card_names
    assert before == [
        *(f"many/{ordinal}" for ordinal in (0, *range(2, 11))),
        *("heading/0", "heading/1", "picture/0", "picture/1"),
    ]
    learner.saves_every_note()
    assert learner.collection().card_names == before
    assert learner.finds_empty_cards() == []


def test_a_deletion_with_several_numbers_is_on_the_card_of_each(learner: Learner, published: Published) -> None:
    """Anki up to 25.09 knows one number a deletion; packages nest them instead."""
    learner.imports(*published(several))
    pages = {face.card: text_of(face.question) for face in learner.faces()}
    assert sorted(pages) == ["several/0", "several/1", "several/2"]
    assert learner.finds_empty_cards() == []
    assert [card for card, page in sorted(pages.items()) if "Osteoclasts" not in page] == ["several/0", "several/1"]
