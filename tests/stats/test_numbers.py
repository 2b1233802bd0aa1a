"""What `ankigen stats` counts, over real sources."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ankigen.compile.pipeline import compile_deck
from ankigen.project.load import load_deck
from ankigen.project.paths import find_decks
from ankigen.stats import DeckStats, survey
from ankigen.stats.model import Age, Lengths
from tests.samples import MP3, MP4, PNG

Run = Callable[..., tuple[int, str, str]]
TODAY = date(2023, 11, 14)
ROOT = Path(__file__).parent.parent.parent

KINDS = """\
# Bone

### What hardens bone?
<!-- id: hardens, covers: [B1] -->

Calcium phosphate, a *salt*

### Osteoclast
<!-- id: osteoclast, type: reversed, covers: [B1, B2], review: ok, reviewed: 2023-10-01 AB -->

The cell that resorbs bone

## Matrix

### Matrix
<!-- id: matrix, review: contested, reviewed: 2019-10-01 AB -->

Osteoblasts secrete {{c1::type I collagen::protein}} and {{c2::water}}, then {{c1::mineral}}.

# Cartilage

### Which of these is bone?
<!-- id: which -->

- [ ] Nose
- [x] The hard one
"""
OBJECTIVES = "# Bone\n\n- B1: One.\n- B2: Two.\n- B3: Three.\n\n# Marrow\n\n- M1: Four.\n"


def numbers(root: Path, today: date = TODAY) -> DeckStats:
    return survey(find_decks(root, ["deck"])[0], today)


@pytest.fixture
def bone(deck: Path) -> Path:
    (deck / "cards/deck/a.md").write_text(KINDS)
    return deck


def test_kinds_are_counted_in_notes_and_cards(bone: Path) -> None:
    found = {kind.kind.value: (kind.notes, kind.cards) for kind in numbers(bone).kinds}
    assert found == {"basic": (1, 1), "reversed": (1, 2), "cloze": (1, 2), "choice": (1, 1)}


def test_every_card_with_an_answer_in_words_is_in_the_distribution(bone: Path) -> None:
    stats = numbers(bone)
    # calcium phosphate a salt; the cell that …, osteoclast; type I collagen + mineral, water; the hard one
    assert stats.lengths.counts == ((1, 2), (3, 1), (4, 2), (5, 1))
    assert stats.lengths.cards == stats.cards == 6


def test_a_section_counts_its_notes_and_the_objectives_under_the_same_heading(bone: Path) -> None:
    (bone / "cards/deck/objectives.md").write_text(OBJECTIVES)
    stats = numbers(bone)
    assert [(part.title, part.notes, part.covered, len(part.objectives)) for part in stats.sections] == [
        ("Bone", 3, 2, 3),
        ("Cartilage", 1, 0, 0),
        ("Marrow", 0, 0, 1),
    ]
    assert [objective.notes for objective in stats.asked] == [2, 1, 0, 0]
    assert [objective.id for objective in stats.uncovered] == ["B3", "M1"]


def test_below_a_lone_title_the_sections_under_it_are_counted(deck: Path) -> None:
    (deck / "cards/deck/a.md").write_text("# All\n\n## One\n\n### A\n\nb\n\n## Two\n\n### C\n\nd\n\n### E\n\nf\n")
    assert [(part.title, part.notes) for part in numbers(deck).sections] == [("One", 1), ("Two", 2)]


def test_a_signature_expires_after_the_months_that_the_deck_allows(bone: Path) -> None:
    reviews = numbers(bone).reviews
    assert {state.value: count for state, count in reviews.states} == {
        "ok": 1,
        "imprecise": 0,
        "contested": 1,
        "not stated": 2,
    }
    assert (reviews.signed, reviews.expired) == (2, 1)


def test_the_age_counts_from_the_release_that_last_changed_a_note(bone: Path, ankigen: Run) -> None:
    assert {age for age, count in numbers(bone).ages if count} == {Age.UNRELEASED}
    assert ankigen("release", "--no-verify", cwd=bone)[0] == 0
    ages = {
        months: [
            age
            for age, count in numbers(bone, date(2023 + (10 + months) // 12, (10 + months) % 12 + 1, 14)).ages
            if count
        ]
        for months in (0, 2, 4, 8, 13, 25)
    }
    assert ages == dict(zip(ages, [[age] for age in list(Age)[:6]], strict=True))


def test_files_are_counted_once_and_by_what_they_are(deck: Path) -> None:
    folder = deck / "cards/deck/media"
    folder.mkdir()
    for name, data in (("a.png", PNG), ("b.mp3", MP3), ("c.mp4", MP4), ("unused.png", PNG)):
        (folder / name).write_bytes(data)
    pictures = "![a](media/a.png) ![a](media/a.png)\n\n![b](media/b.mp3)\n\n![c](media/c.mp4)\n"
    (deck / "cards/deck/a.md").write_text(f"### A\n\n{pictures}\n### B\n\n![a](media/a.png)\n")
    media = numbers(deck).media
    assert (media.images, media.sounds, media.films, media.notes, media.size) == (1, 1, 1, 2, len(PNG + MP3 + MP4))


def test_notes_and_cards_are_those_of_the_package() -> None:
    for place in find_decks(ROOT, []):
        content = compile_deck(load_deck(place)).content()
        assert content is not None
        stats = survey(place, TODAY)
        assert (stats.notes, stats.cards) == (len(content.notes), sum(len(note.ordinals) for note in content.notes))


@pytest.mark.parametrize("settings", ['name = "Deck"\nuid = "deck-0000"\ntag = "deck"\n', 'name = "De', "", "name = 3"])
def test_a_deck_with_mistakes_is_counted_as_far_as_it_can_be_read(deck: Path, settings: str, ankigen: Run) -> None:
    (deck / "cards/deck/deck.toml").write_text(settings)
    (deck / "cards/deck/a.md").write_text("### A\n<!-- id: [ -->\n\n{{c1::open\n\n### B\n\nb\n\n![x](media/gone.png)\n")
    (deck / "cards/deck/b.md").write_bytes(b"### C\n\n\xff\n")
    code, out, err = ankigen("stats", "--format", "json", cwd=deck)
    assert (code, json.loads(out)[0]["notes"]) == (0, 2)
    assert "deck: " in err
    assert "mistakes in the sources" in err
    for form in ("text", "html"):
        assert ankigen("stats", "--format", form, cwd=deck)[0] == 0


def test_an_empty_deck_has_numbers_too(deck: Path, ankigen: Run) -> None:
    (deck / "cards/deck/a.md").unlink()
    code, out, _ = ankigen("stats", cwd=deck)
    assert (code, out) == (0, "Deck\n0 notes · 0 cards · not released yet\n")
    assert ankigen("stats", "--format", "html", cwd=deck)[0] == 0


def test_the_median_is_the_length_in_the_middle() -> None:
    assert Lengths(((1, 2), (4, 1), (9, 2)), 25).median == 4
    assert Lengths(((1, 2), (4, 2)), 25).median == 1
    assert Lengths((), 25).median == 0


def test_answers_beyond_the_limit_of_the_deck_are_counted(deck: Path) -> None:
    settings = (deck / "cards/deck/deck.toml").read_text()
    (deck / "cards/deck/deck.toml").write_text(settings + "[check.limits]\nanswer-words = 2\n")
    (deck / "cards/deck/a.md").write_text("### A\n\none two\n\n### B\n\none two three\n")
    assert numbers(deck).lengths.over == 1
