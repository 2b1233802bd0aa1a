"""Pictures, sound and film: which files are shipped, under which names."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ankigen.compile.media import Library
from ankigen.model.rendered import MediaReference
from ankigen.source import Source
from tests.conftest import edit, member, without_root
from tests.samples import PNG

Run = Callable[..., tuple[int, str, str]]

SOURCE = Source(Path("a.md"), "a.md", "")


@pytest.mark.parametrize(
    "path", ["media/a\0b.png", "media/" + "a" * 300 + ".png", "media/" + "a/" * 3000 + "x.png", "media/loop/x.png"]
)
def test_no_path_of_media_is_a_bug(path: str, tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "loop").symlink_to("loop")
    files, problems = Library(tmp_path).take([MediaReference(path, SOURCE.span())])
    assert files == {}
    assert problems[0].code in ("media-missing", "media-outside")


def test_media_are_named_by_their_content(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    for name, data in (("a.PNG", PNG), ("b.png", PNG), ("c.png", PNG + b"other")):
        (tmp_path / "media" / name).write_bytes(data)
    written = ("media/a.PNG", "media/b.png", "./media/b.png", "media/c.png")
    files, problems = Library(tmp_path).take([MediaReference(path, SOURCE.span()) for path in written])
    assert problems == ()
    names = [files[path].name for path in written]
    assert names[0] == names[1] == names[2] != names[3]
    assert all(name.endswith(".png") for name in names)


@pytest.mark.parametrize("name", ["Crohn's.png", "a\u00a0b.png", "e\u0301.png", "\u00e9.png", "a&b.png", "x(1).png"])
def test_a_picture_is_shipped_whatever_its_name(deck: Path, ankigen: Run, name: str) -> None:
    (deck / "cards/deck/media").mkdir()
    (deck / "cards/deck/media" / name).write_bytes(PNG)
    edit(deck, "Calcium phosphate", f"![x](<media/{name}>)")
    assert ankigen("build", cwd=deck)[0] == 0
    package = deck / "decks/deck/deck-1.0.0.dev.apkg"
    (shipped,) = json.loads(member(package, "media")).values()
    assert f'src="{shipped}"'.encode() in member(package, "collection.anki2")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize("mode", [0o000, 0o444, 0o111])
def test_a_folder_that_cannot_be_read_is_told_once(mode: int, everyone_reads: Path, deck: Path, ankigen: Run) -> None:
    media = deck / "cards/deck/media"
    media.mkdir()
    for name in ("a.png", "b.png"):
        (media / name).write_bytes(PNG)
    edit(deck, "Calcium phosphate", "![x](media/a.png) ![x](media/b.png)")
    root = shutil.copytree(deck, everyone_reads / "root")
    root.chmod(0o755)
    assert ankigen("check", cwd=root)[0] == 0
    (root / "cards/deck/media").chmod(mode)
    with without_root():
        _, out, err = ankigen("check", cwd=root)
    assert "error[unreadable]: cannot read the folder 'media': Permission denied" in out
    assert err == "1 error\n"
