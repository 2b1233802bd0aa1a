"""A package that ankigen made, and nobody has the sources of: its notes are Markdown again, and learners go on."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ankigen.apkg.snapshot import Note
from ankigen.importing.own_masks import read_picture, same_picture
from ankigen.importing.own_notes import root_tag, split_description
from tests.conftest import LATER, edit
from tests.samples import SVG

Run = Callable[..., tuple[int, str, str]]

SETTINGS = """\
name = "Hand"
uid = "hand-0000"
tag = "hand"
language = "en"
description = "For the *first* year"
authors = ["Ada", "Bob"]
license = "CC-BY-4.0"
source = "A book"
"""
NOTES = """\
# Wrist

## Bones

### Name the marked bones
<!-- id: bones, type: picture, mask: one -->

![A wrist](media/wrist.svg)

- {{c1::Scaphoid}} `10 10 10 20` `ellipse 40 40 10 10`
- {{c2::Lunate::moon}} `polygon 60 55, 75 57, 68.25 30`
- Radius `20 80 20 10`

### Which bone is in the first row?
<!-- id: row, tags: [exam] -->
Look at the row next to the *forearm*.

- [ ] Hamate
- [x] Lunate
- [x] Scaphoid

Hamate is in the second.

# Nerves

### Median
<!-- id: median -->
It supplies the {{c1::thenar}} and

- {{c2::skin::of fingers}}

#### Hint
$x^2$

### The {{c1::ulnar}} nerve
<!-- id: ulnar, source: "Another book, p. 3" -->

### Thenar
<!-- id: thenar, type: reversed, ask: [Which muscles?, Which place?] -->
Ball of the thumb

### Bone that breaks
<!-- id: breaks, type: typed -->
Scaphoid

### A man falls
<!-- id: falls -->
What hurts?
#### Answer
The **snuffbox**.
"""


@pytest.fixture
def package(deck: Path, ankigen: Run) -> Path:
    home = deck / "cards/deck"
    (home / "media").mkdir()
    (home / "media/wrist.svg").write_bytes(SVG)
    (home / "deck.toml").write_text(SETTINGS)
    (home / "a.md").write_text(NOTES)
    code, _, err = ankigen("release", "--no-verify", cwd=deck)
    assert code == 0, err
    return deck / "decks/deck/deck-1.0.0.apkg"


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("elsewhere")


def sources(home: Path) -> str:
    return "\n".join(path.read_text() for path in sorted(home.glob("*.md")))


def test_every_kind_is_markdown_again(package: Path, elsewhere: Path, ankigen: Run) -> None:
    code, said, err = ankigen("import", package, cwd=elsewhere)
    assert code == 0, err
    assert said.startswith("this package is one of ankigen's own: its sources are the better way")
    home = elsewhere / "cards/hand"
    text = sources(home)
    assert not (home / "notetypes").exists()
    for line in (
        "# Wrist",
        "## Bones",
        "<!-- id: bones, type: picture, mask: one -->",
        "- {{c1::Scaphoid}} `10 10 10 20` `ellipse 40 40 10 10`",
        "- {{c2::Lunate::moon}} `polygon 60 55, 75 57, 68.25 30`",
        "- Radius `20 80 20 10`",
        "<!-- id: row, tags: [exam] -->",
        "- [x] Lunate",
        "- [x] Scaphoid",
        "Hamate is in the second.",
        '<!-- id: ulnar, source: "Another book, p. 3" -->',
        "The **snuffbox**.",
    ):
        assert line in text.split("\n"), line
    for own in ("{=html}", "#### Section", "#### Revision", "#### Note ID", "::added::"):
        assert own not in text
    assert (home / "deck.toml").read_text().split("\n")[2:] == SETTINGS.split("\n")[2:]
    assert ankigen("check", cwd=elsewhere)[0] == 0


@pytest.mark.parametrize("language", ["he", "ar", "de"])
def test_our_own_words_in_a_deck_of_another_language_are_no_words_of_the_note(
    language: str, deck: Path, elsewhere: Path, ankigen: Run
) -> None:
    """The card says "Choose all that apply" in English."""
    home = deck / "cards/deck"
    (home / "deck.toml").write_text(SETTINGS.replace('"en"', f'"{language}"'))
    options = "- [ ] Hamate\n- [x] Lunate\n- [x] סירה"
    (home / "a.md").write_text(f"### אילו?\n<!-- id: row -->\n\n{options}\n")
    assert ankigen("release", "--no-verify", cwd=deck)[0] == 0
    code, said, err = ankigen("import", deck / "decks/deck/deck-1.0.0.apkg", cwd=elsewhere)
    assert code == 0, err
    assert "0 changed\nMarkdown of ankigen's own kinds again: 1 note\n" in said
    assert options in sources(elsewhere / "cards/hand")
    assert f'language = "{language}"\n' in (elsewhere / "cards/hand/deck.toml").read_text()


def test_a_deck_of_an_older_ankigen_comes_back_whole(elsewhere: Path, ankigen: Run) -> None:
    """It has every kind; that one wrote a typed answer and wide numbers in another way."""
    deck = "decks/calcification-vs-ossification/calcification-vs-ossification-1.0.0.apkg"
    _, said, err = ankigen("import", Path(__file__).parents[2] / deck, cwd=elsewhere)
    assert " 0 kept as HTML, 0 changed\nMarkdown of ankigen's own kinds again: 76 notes\n" in said, err


@pytest.mark.anki
def test_its_learners_are_updated_with_nothing_to_tick(package: Path, elsewhere: Path, ankigen: Run) -> None:
    """The real Anki takes the release of the imported deck for the next one of the old deck."""
    assert ankigen("import", package, cwd=elsewhere)[0] == 0
    (path,) = (path for path in (elsewhere / "cards/hand").glob("*.md") if "snuffbox" in path.read_text())
    path.write_text(path.read_text().replace("**snuffbox**", "*deep* snuffbox"))
    code, _, err = ankigen("release", cwd=elsewhere, env=LATER)
    assert code == 0, err
    assert "there is nothing to tick" in (elsewhere / "decks/hand/hand-1.0.0.md").read_text()
    shutil.copy(package, elsewhere / "old.apkg")
    code, out, err = ankigen("verify", "old.apkg", "decks/hand/hand-1.0.0.apkg", cwd=elsewhere)
    assert code == 0, err
    assert "1 updated, 6 unchanged" in out


def test_masks_are_not_lost_in_silence(package: Path, deck: Path, elsewhere: Path, ankigen: Run) -> None:
    """A polygon is an SVG, which no hand-written field may hold."""
    edit(deck, "- Radius `20 80 20 10`", '- Radius `20 80 20 10`\n\n#### Extra\n<abbr title="World">W</abbr>')
    assert ankigen("release", "--no-verify", cwd=deck, env=LATER)[0] == 0
    (newer,) = package.parent.glob("deck-1.0.1.apkg")
    code, said, err = ankigen("import", newer, cwd=elsewhere)
    assert code == 0, err
    assert "masks WILL NOT COVER ANYTHING any more: draw them again before a release: 1\n" in said
    assert "cards/hand/01-wrist.md:5\n" in said
    assert "note types that stay HTML" in said
    assert "<abbr> with title" in said
    assert "- [x] Lunate" in sources(elsewhere / "cards/hand")


def test_it_is_not_moved_once_more(package: Path, elsewhere: Path, ankigen: Run) -> None:
    code, _, err = ankigen("import", "--move", package, cwd=elsewhere)
    assert code == 2
    assert "leave out --move" in err


@pytest.mark.parametrize(
    ("line", "authors", "licensed"),
    [
        ("Version 1.0.0", (), ""),
        ("Version 1.1.0 · Ada, Bob · CC-BY-4.0", ("Ada", "Bob"), "CC-BY-4.0"),
        ("Version 1.1.0 · Ada &lt;a@b.c&gt;", ("Ada <a@b.c>",), ""),
        ("Version 1.1.0 · CC0-1.0", (), "CC0-1.0"),
    ],
)
def test_the_line_of_versions_is_no_description(line: str, authors: tuple[str, ...], licensed: str) -> None:
    assert split_description(f"<p>Bones</p>\n<p>{line}</p>") == ("<p>Bones</p>", authors, licensed)


def test_what_a_package_says_of_settings_must_be_one() -> None:
    """Whoever made a package can write anything into it."""
    tags = ('"x"::added::1.0.0', '"y"::added::1.0.0', "bones::added::1.0.0")
    assert root_tag(Note(str(at), at, 1, 0, (tag,), ()) for at, tag in enumerate(tags)) == "bones"
    assert split_description("x\n<p>Version 1.0.0 · A&#127;da</p>") == ("x", ("Ada",), "")


def test_what_is_no_picture_of_ankigens_is_none() -> None:
    assert read_picture('<div class="picture" style="--ratio:2"><img src="a.png">more</div>', str) is None


def test_only_rounding_makes_no_other_picture() -> None:
    mask = '<span class="mask" style="left:{}%;top:10%;width:20%;height:20%;--room:{}%">'
    assert same_picture(mask.format("10.01", 450), mask.format("10", 451))
    assert not same_picture(mask.format("10.1", 450), mask.format("10", 450))
