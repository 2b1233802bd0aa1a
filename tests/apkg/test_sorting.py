"""What Anki sorts and compares notes by is in the package as Anki itself would write it."""

import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples import MP3, PNG

Run = Callable[..., tuple[int, str, str]]
FRONTS = (
    "Plain",
    "A & B < C > D",
    "**Bold** and `code <b>`",
    "See ![Alt text](media/x.png) here",
    "From ![Alt](media/x.png) between ![](media/y.png) to",
    "{{c1::Cloze}} <sup>2</sup>",
    "[Link](https://example.org/?a=1&b=2)",
    "![](media/x.mp3) sound",
    "&nbsp; kept &amp; unescaped &lt;b&gt;",
    "H~2~O und Grüße",
)


@pytest.mark.anki
def test_anki_computes_the_same(deck: Path, ankigen: Run, tmp_path: Path) -> None:
    cards = deck / "cards/deck"
    (cards / "media").mkdir()
    for name, data in (("x.png", PNG), ("y.png", PNG + b"another"), ("x.mp3", MP3)):
        (cards / "media" / name).write_bytes(data)
    notes = (f"### {front}\n<!-- id: note-{number} -->\n\nBack\n" for number, front in enumerate(FRONTS))
    (cards / "a.md").write_text("\n".join(notes), encoding="utf-8")
    assert ankigen("build", cwd=deck)[0] == 0
    package = deck / "decks/deck/deck-1.0.0.dev.apkg"
    assert len(ours := shipped(package)) == len(FRONTS)
    assert ours == imported(package, tmp_path)


def shipped(package: Path) -> dict[str, tuple[str, int]]:
    connection = sqlite3.connect(":memory:")
    with zipfile.ZipFile(package) as archive:
        connection.deserialize(archive.read("collection.anki2"))
    found = {
        guid: (str(text), number) for guid, text, number in connection.execute("SELECT guid, sfld, csum FROM notes")
    }
    connection.close()
    return found


def imported(package: Path, folder: Path) -> dict[str, tuple[str, int]]:
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    collection = Collection(str(folder / "collection.anki2"))
    request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
    collection.import_anki_package(request)
    assert collection.db is not None
    found = {
        guid: (str(text), number) for guid, text, number in collection.db.all("SELECT guid, sfld, csum FROM notes")
    }
    collection.close()
    return found
