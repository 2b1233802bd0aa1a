"""Whoever else writes while a drawing is written loses nothing: an editor, another window, somebody who tidies up."""

import base64
import os
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from ankigen.authoring.masks import digest
from ankigen.live.drawing import Drawing
from ankigen.live.view import View
from ankigen.project.atomic import ConflictError
from tests.samples import PNG

from .test_drawing_requests import MASK, NEW, NOTE, SVG
from .test_project import watched

TYPED = "\n### Typed in the editor?\n<!-- id: typed -->\n\nYes.\n"
At = Callable[[int, Callable[[], object]], None]


@pytest.fixture
def source(deck: Path) -> Path:
    (deck / "cards/deck/media").mkdir()
    (deck / "cards/deck/media/a.svg").write_text(SVG)
    (deck / "cards/deck/a.md").write_text(NOTE)
    return deck / "cards/deck/a.md"


@pytest.fixture
def at_sync(monkeypatch: pytest.MonkeyPatch) -> At:
    """Do something while the disk is waited for: a file is written by then, and not yet in its place. The first file
    is number 1."""
    waits: dict[int, Callable[[], object]] = {}
    done = [0]
    really = os.fsync

    def sync(handle: int) -> None:
        done[0] += 1
        waits.get(done[0], lambda: None)()
        really(handle)

    monkeypatch.setattr(os, "fsync", sync)
    return waits.__setitem__


def drawing_of(source: Path) -> tuple[Drawing, View]:
    project = watched(source.parents[2])
    return Drawing(project), project.views["deck"]


def new(**change: object) -> dict[str, object]:
    return {**NEW, "picture": base64.b64encode(PNG).decode(), **change}


def media(source: Path) -> list[str]:
    return sorted(path.name for path in (source.parent / "media").iterdir())


def type_into(source: Path) -> None:
    with source.open("a") as file:
        file.write(TYPED)


def test_what_an_editor_saves_while_the_list_is_written_stays(source: Path, at_sync: At) -> None:
    drawing, view = drawing_of(source)
    asked = {"note": "hilum", "digest": digest(source.read_bytes()), "masks": [MASK]}
    at_sync(1, lambda: type_into(source))
    with pytest.raises(ConflictError, match=r"a\.md was changed meanwhile, so nothing was written"):
        drawing.save(view, asked)
    assert source.read_text() == NOTE + TYPED
    assert sorted(path.name for path in source.parent.iterdir()) == ["a.md", "deck.toml", "media"]


def test_a_source_that_is_deleted_while_it_is_written_stays_deleted(source: Path, at_sync: At) -> None:
    drawing, view = drawing_of(source)
    asked = {"note": "hilum", "digest": digest(source.read_bytes()), "masks": [MASK]}
    at_sync(1, source.unlink)
    with pytest.raises(ConflictError):
        drawing.save(view, asked)
    assert not source.exists()


def test_a_new_note_comes_below_what_an_editor_saved_at_that_moment(source: Path, at_sync: At) -> None:
    drawing, view = drawing_of(source)
    at_sync(2, lambda: type_into(source))
    found = drawing.new_note(view, new())
    assert found == {"note": "b", "source": "a.md", "file": "a.png"}
    assert source.read_text().startswith(NOTE + TYPED + "\n### B?\n<!-- id: b, type: picture -->\n\n![b](media/a.png)")
    assert media(source) == ["a.png", "a.svg"]


def test_an_editor_that_goes_on_saving_gets_its_way_and_the_picture_is_taken_back(source: Path, at_sync: At) -> None:
    drawing, view = drawing_of(source)
    for turn in (2, 4):
        at_sync(turn, lambda: type_into(source))
    with pytest.raises(ConflictError):
        drawing.new_note(view, new())
    assert source.read_text() == NOTE + TYPED + TYPED
    assert media(source) == ["a.svg"]


def test_a_picture_that_somebody_else_stores_at_that_moment_is_not_replaced(source: Path, at_sync: At) -> None:
    drawing, view = drawing_of(source)
    other = source.parent / "media/a.png"
    at_sync(1, lambda: other.write_bytes(b"of somebody else"))
    assert drawing.new_note(view, new())["file"] == "a-2.png"
    assert other.read_bytes() == b"of somebody else"
    assert (source.parent / "media/a-2.png").read_bytes() == PNG


def test_two_windows_that_save_at_once_give_two_ids(source: Path) -> None:
    (source.parent / "b.md").write_text("### Other?\n<!-- id: other -->\n\nYes.\n")
    drawing, view = drawing_of(source)
    assert drawing.new_note(view, new())["note"] == "b"
    assert drawing.new_note(view, new(source="b.md"))["note"] == "b-2", "the view has not seen the first one yet"


def test_a_picture_that_is_there_is_used_again_whatever_it_is_called(source: Path) -> None:
    folder = source.parent / "media"
    names = ("my bone (1).png", "50% <b> & `x` [y] {{c1}} $z$.png", "Größe #2?.png", "a_b_*c*~d.png")
    for number, name in enumerate(names):
        (folder / name).write_bytes(PNG + bytes([number]))
    drawing, view = drawing_of(source)
    for number, name in enumerate(names):
        picture = base64.b64encode(PNG + bytes([number])).decode()
        found = drawing.new_note(view, new(picture=picture, heading=f"Picture {number}"))
        assert found["file"] == name
        drawing.project.round()
        shown = next(note for note in drawing.project.views["deck"].notes.values() if note.note.id == found["note"])
        assert [one.message for one in shown.findings if one.severity == "error"] == []
        assert "<img " in shown.content.fields["Picture"]
    assert f"![b](<media/{names[0]}>)" in source.read_text()


def test_a_picture_whose_name_no_card_can_say_is_stored_anew(source: Path) -> None:
    (source.parent / "media/a\\b.png").write_bytes(PNG)
    drawing, view = drawing_of(source)
    assert drawing.new_note(view, new())["file"] == "a.png"


@pytest.mark.parametrize("alt", ["a\\", "a \\] b", "](media/x.png) ![b", "\\\\", "![", "<b>", "\\(x\\)"])
def test_what_the_picture_shows_never_leads_to_another_picture(source: Path, alt: str) -> None:
    drawing, view = drawing_of(source)
    drawing.new_note(view, new(alt=alt))
    drawing.project.round()
    view = drawing.project.views["deck"]
    shown = next(note for note in view.notes.values() if note.note.id == "b")
    said = unescape(re.findall(r'alt="([^"]*)"', shown.content.fields["Picture"])[0])
    assert (len(view.media), said) == (2, alt.replace("[", "(").replace("]", ")"))


def test_a_link_in_media_that_leads_nowhere_is_no_picture(source: Path) -> None:
    (source.parent / "media/gone.png").symlink_to("/nowhere/gone.png")
    drawing, view = drawing_of(source)
    assert drawing.new_note(view, new())["file"] == "a.png"
