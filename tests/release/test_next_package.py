"""A draft or a release that is made from the package before it is what would be made anew, byte for byte."""

import random
import re
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ankigen.model.media import MediaFile
from ankigen.project.atomic import file_sha256
from ankigen.project.paths import DeckPaths
from tests.bench.decks import Author, big_deck, write_picture
from tests.cache.test_unchanged import one_more_source, other_settings, reworded, without_a_note
from tests.conftest import LATER

Run = Callable[..., tuple[int, str, str]]
START = 1_700_000_000


def one_more_note(paths: DeckPaths, source: Path, author: Author) -> None:
    """Near the end of the source, so that most notes stay where they are in the queue of new cards."""
    notes = source.read_text().split("\n### ")
    new = "\n".join(author.note(author.random.randrange(1000, 9999))).removeprefix("### ")
    source.write_text("\n### ".join((*notes[:-20], new, *notes[-20:])))


def one_more_card(paths: DeckPaths, source: Path, author: Author) -> None:
    """The cards behind it come one place later."""
    text = source.read_text()
    at = text.index("{{c2::", len(text) * 2 // 3)
    source.write_text(f"{text[:at]}{{{{c{author.random.randint(3, 99)}::{author.word()}}}}} {text[at:]}")


CHANGES = (reworded, reworded, one_more_note, one_more_card, one_more_source, other_settings)
WRITER = "ankigen.apkg.writer"  # what makes a whole database


def made_anew(paths: DeckPaths, ankigen: Run, clock: dict[str, str]) -> bytes:
    """The draft as somebody makes it who has no memory and no draft."""
    other = DeckPaths(paths.root.parent / "there", paths.slug)
    shutil.rmtree(other.root, ignore_errors=True)
    shutil.copytree(paths.root, other.root, ignore=shutil.ignore_patterns("*.dev.apkg"))
    assert ankigen("build", cwd=other.root, env={"ANKIGEN_CACHE": "", **clock})[0] == 0
    return draft(other)


def draft(paths: DeckPaths) -> bytes:
    (path,) = paths.output.glob("*.dev.apkg")
    return path.read_bytes()


def retired(paths: DeckPaths, ankigen: Run, number: int, cache: dict[str, str]) -> None:
    """Retire a released note."""
    source = paths.cards / "00000.md"
    notes = source.read_text().split("\n### ")
    assert ankigen("retire", f"note-{number}", "--reason", "Not asked", cwd=paths.root, env=cache)[0] == 0
    source.write_text("\n### ".join(note for note in notes if not re.search(rf"id: note-{number}\b", note)))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("released", [False, True])
def test_drafts_after_any_changes(tmp_path: Path, ankigen: Run, seed: int, released: bool) -> None:
    chance, author = random.Random(seed), Author(seed + 50, 3)
    paths = big_deck(tmp_path / "here", 90, pictures=3, seed=seed)
    cache = {"ANKIGEN_CACHE": str(tmp_path / "cache")}
    clock = {"SOURCE_DATE_EPOCH": str(START)}
    removals = () if released else (without_a_note,)
    if released:
        assert ankigen("release", cwd=paths.root, env=cache | clock)[0] == 0
        reworded(paths, paths.sources()[0], author)
    for day in range(10):
        clock = {"SOURCE_DATE_EPOCH": str(START + day * chance.choice((0, 86_400)) + 86_400)}
        status, _, said = ankigen("build", cwd=paths.root, env=cache | clock)
        assert status == 0, said
        assert draft(paths) == made_anew(paths, ankigen, clock)
        for _ in range(chance.choice((1, 1, 3))):
            chance.choice((*CHANGES, *removals))(paths, paths.cards / "00000.md", author)
        if released and day % 3 == 0:
            retired(paths, ankigen, day, cache)


@pytest.mark.parametrize("seed", range(3))
def test_releases_after_any_changes(tmp_path: Path, ankigen: Run, seed: int) -> None:
    chance, author = random.Random(seed), Author(seed + 70, 3)
    paths = big_deck(tmp_path / "here", 90, pictures=3, seed=seed)
    there = DeckPaths(tmp_path / "there", paths.slug)
    for day in range(7):
        clock = {"SOURCE_DATE_EPOCH": str(START + day * 86_400)}
        if chance.random() < 0.5:
            assert ankigen("build", cwd=paths.root, env=clock)[0] == 0
        shutil.rmtree(there.root, ignore_errors=True)
        shutil.copytree(paths.root, there.root)
        for root, memory in ((paths.root, {}), (there.root, {"ANKIGEN_CACHE": ""})):
            status, _, said = ankigen("release", cwd=root, env=memory | clock)
            assert status == 0, said
        assert files(paths) == files(there)
        reworded(paths, paths.sources()[0], author)
        for _ in range(chance.choice((0, 1, 3))):
            chance.choice(CHANGES)(paths, paths.cards / "00000.md", author)
        if day % 3 == 0:
            retired(paths, ankigen, day, {})


def files(paths: DeckPaths) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in paths.output.iterdir()}


@pytest.fixture
def changed(tmp_path: Path, ankigen: Run) -> DeckPaths:
    """A released deck with a draft, after which one note was changed once more."""
    author = Author(7, 3)
    paths = big_deck(tmp_path / "here", 90, pictures=3)
    assert ankigen("release", cwd=paths.root)[0] == 0
    for _ in range(2):
        assert ankigen("build", cwd=paths.root, env=LATER)[0] == 0
        reworded(paths, paths.sources()[0], author)
    return paths


def test_one_changed_note_needs_no_new_database(
    changed: DeckPaths, ankigen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = {"SOURCE_DATE_EPOCH": "1700200000"}
    expected = made_anew(changed, ankigen, clock)
    monkeypatch.setitem(sys.modules, WRITER, None)
    assert ankigen("build", cwd=changed.root, env=clock)[0] == 0
    assert draft(changed) == expected
    for command in ("release", "build"):
        assert ankigen(command, cwd=changed.root, env=clock)[0] == 0
    reworded(changed, changed.sources()[0], Author(8, 3))
    assert ankigen("release", cwd=changed.root, env={"SOURCE_DATE_EPOCH": "1700300000"})[0] == 0


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Some of its bytes are others, most of them among those that tell where its members are; or it is cut off."""
    cut = bytearray(data[: chance.choice((len(data), len(data), chance.randrange(len(data))))])
    for _ in range(chance.randint(1, 20)):
        cut[-chance.randint(1, chance.choice((100, 300, len(cut)))) % len(cut)] = chance.choice((0, 1, 128, 255))
    return bytes(cut)


def test_no_damage_of_a_draft_is_in_the_way_of_the_next_one(changed: DeckPaths, ankigen: Run) -> None:
    chance, expected = random.Random(4), made_anew(changed, ankigen, LATER)
    (path,) = changed.output.glob("*.dev.apkg")
    for _ in range(60):
        path.write_bytes(damaged(path.read_bytes(), chance))
        status, _, said = ankigen("build", cwd=changed.root, env=LATER)
        assert status == 0, said
        assert draft(changed) == expected


def test_media_are_copied_as_they_are_packed(changed: DeckPaths, ankigen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def packed_anew(file: MediaFile) -> bytes:
        raise AssertionError(file)

    clock = {"SOURCE_DATE_EPOCH": "1700200000"}
    expected = made_anew(changed, ankigen, clock)
    monkeypatch.setattr("ankigen.apkg.media.media_bytes", packed_anew)
    for command in ("build", "release"):
        assert ankigen(command, cwd=changed.root, env=clock)[0] == 0
        assert command == "release" or draft(changed) == expected


@pytest.mark.parametrize("ahead", [0, 100, 1_000_000])
def test_media_are_deflated_by_several_processors(
    changed: DeckPaths, ankigen: Run, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    write_picture(changed.cards / "media/picture-1.png", 77)
    expected = made_anew(changed, ankigen, LATER)
    monkeypatch.setattr("ankigen.apkg.media.MUCH", 1)
    monkeypatch.setattr("ankigen.apkg.media.AHEAD", ahead)
    monkeypatch.setattr("ankigen.apkg.media._processors", lambda: 2)
    assert ankigen("build", cwd=changed.root, env=LATER)[0] == 0
    assert draft(changed) == expected


TYPE = """\
id = 1731790211553
name = "Drug"
[[fields]]
name = "Drug"
[[fields]]
name = "Class"
[[templates]]
name = "One"
[files]
"_logo.png" = "{}"
"""


def test_a_file_of_a_note_type_that_keeps_its_name_is_not_the_one_before_it(
    changed: DeckPaths, ankigen: Run, tmp_path: Path
) -> None:
    """Its author has written the new checksum into notetype.toml, as if learners had that one."""
    folder = changed.cards / "notetypes/drug"
    folder.mkdir(parents=True)
    (folder / "one-front.html").write_text('{{Drug}}<img src="_logo.png">')
    (folder / "one-back.html").write_text("{{Class}}")
    (changed.cards / "drugs.md").write_text("### Aspirin\n<!-- id: aspirin, type: drug -->\n\nAn analgesic\n")
    cache = {"ANKIGEN_CACHE": str(tmp_path / "cache"), **LATER}
    for number in (1, 2):
        write_picture(folder / "_logo.png", number)
        (folder / "notetype.toml").write_text(TYPE.format(file_sha256(folder / "_logo.png")))
        assert ankigen("build", cwd=changed.root, env=cache)[0] == 0
        assert draft(changed) == made_anew(changed, ankigen, LATER)


def test_a_damaged_medium_is_not_copied(changed: DeckPaths, ankigen: Run) -> None:
    expected = made_anew(changed, ankigen, LATER)
    (path,) = changed.output.glob("*.dev.apkg")
    with zipfile.ZipFile(path) as package:
        places = [info.header_offset + len(info.FileHeader()) for info in package.infolist()[2:]]
    assert places
    data = bytearray(path.read_bytes())
    for place in places:
        data[place + 5] ^= 1
    path.write_bytes(data)
    assert ankigen("build", cwd=changed.root, env=LATER)[0] == 0
    assert draft(changed) == expected


@pytest.mark.parametrize("damage", ["another file", "another package", "nothing there"])
def test_a_draft_that_is_not_the_last_one_is_made_anew(changed: DeckPaths, ankigen: Run, damage: str) -> None:
    expected = made_anew(changed, ankigen, LATER)
    (path,) = changed.output.glob("*.dev.apkg")
    if damage == "another file":
        path.write_bytes(b"PK")
    elif damage == "another package":
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("collection.anki2", b"")
    else:
        path.unlink()
    assert ankigen("build", cwd=changed.root, env=LATER)[0] == 0
    assert draft(changed) == expected


def test_another_program_makes_its_drafts_anew(
    changed: DeckPaths, ankigen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may write the same notes in another way."""
    monkeypatch.setattr("ankigen.cache.program.program", lambda: "another")
    monkeypatch.setitem(sys.modules, WRITER, None)
    with pytest.raises(ImportError):
        ankigen("build", cwd=changed.root, env=LATER)


def test_a_deck_that_is_looked_at_as_a_whole_has_drafts_too(changed: DeckPaths, ankigen: Run) -> None:
    """A note that is headed as another released one may be that one."""
    source = changed.cards / "00000.md"
    for last in (6, 5):
        text = source.read_text()
        first, second = re.findall("^### (.*)$", text, re.MULTILINE)[last - 1 : last + 1]
        source.write_text(text.replace(f"### {first}", f"### {second}"))
        assert ankigen("build", cwd=changed.root, env=LATER)[0] == 0
        assert draft(changed) == made_anew(changed, ankigen, LATER)
