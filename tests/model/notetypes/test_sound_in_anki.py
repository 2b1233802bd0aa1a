"""What a real Anki plays by itself on each side of a card."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.samples import MP3

from .built import cards, imported

if TYPE_CHECKING:
    from anki.cards import Card

pytestmark = pytest.mark.anki
Run = Callable[..., tuple[int, str, str]]

TEXT = """\
# Sounds ![](media/section.mp3)

### Which murmur? ![](media/heading.mp3)
<!-- id: basic -->
Aortic stenosis ![](media/answer.mp3)
#### Hint
![](media/hint.mp3)
#### Extra
![](media/extra.mp3)
#### Clinical note
![](media/clinical.mp3)
#### Reference
![](media/reference.mp3)

### A term ![](media/heading.mp3)
<!-- id: reversed, type: reversed -->
Its definition ![](media/answer.mp3)

### Which valve? ![](media/heading.mp3)
<!-- id: typed, type: typed -->
Aortic

### Which valve? ![](media/heading.mp3)
<!-- id: cloze -->
It is the {{c1::aortic ![](media/answer.mp3)}} one

### Which is it? ![](media/heading.mp3)
<!-- id: choice -->
- [ ] ![](media/one.mp3)
- [x] ![](media/two.mp3)

Because ![](media/answer.mp3)

### Listen
<!-- id: own -->
Here <details><summary>Listen</summary>![](media/extra.mp3)</details> or ![](media/answer.mp3)
"""
NAMES = ["section", "heading", "answer", "hint", "extra", "clinical", "reference", "one", "two"]
HEADING, ANSWER = ["heading"], ["answer"]


@pytest.fixture
def root(deck: Path) -> Path:
    (deck / "cards" / "deck" / "media").mkdir()
    for name in NAMES:
        (deck / "cards" / "deck" / "media" / f"{name}.mp3").write_bytes(MP3 + name.encode())
    return deck


def played(card: "Card", *, answer: bool) -> list[str]:
    """What the files that Anki starts hold: their names as the author wrote them."""
    folder = Path(card.col.media.dir())
    tags = card.answer_av_tags() if answer else card.question_av_tags()
    return [(folder / getattr(tag, "filename", "")).read_bytes()[len(MP3) :].decode() for tag in tags]


def test_a_sound_is_heard_where_it_is_shown_and_only_once(root: Path, ankigen: Run) -> None:
    with imported(root, ankigen, TEXT) as collection:
        heard = {
            note: [(played(card, answer=False), played(card, answer=True)) for card in cards(collection, note)]
            for note in ("basic", "reversed", "typed", "cloze", "choice", "own")
        }
        assert heard == {
            "basic": [(HEADING, [*ANSWER, "clinical"])],
            "reversed": [(HEADING, ANSWER), (ANSWER, HEADING)],
            "typed": [(HEADING, [])],
            "cloze": [(HEADING, ANSWER)],
            "choice": [([*HEADING, "one", "two"], ANSWER)],
            "own": [([], ANSWER)],
        }


def test_the_back_has_a_button_for_the_sound_of_the_question(root: Path, ankigen: Run) -> None:
    with imported(root, ankigen, TEXT) as collection:
        (card,) = cards(collection, "basic")
        assert "[anki:play:q:0]" in card.answer()
        assert "[anki:play:a:0]" in card.answer()


def test_files_that_only_a_player_names_arrive(root: Path, ankigen: Run) -> None:
    with imported(root, ankigen, TEXT) as collection:
        arrived = {path.read_bytes()[len(MP3) :].decode() for path in Path(collection.media.dir()).iterdir()}
        assert arrived == set(NAMES)
        assert collection.media.check().missing == []
        (card,) = cards(collection, "basic")
        assert card.question().count("<audio controls") == 1
        assert card.answer().split('class="back"')[1].count("<audio controls") == 4  # the hint's is hidden there
