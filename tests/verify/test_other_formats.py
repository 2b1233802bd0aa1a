"""Packages in the format that only newer Ankis read."""

import subprocess
import sys
from pathlib import Path

import pytest

from ankigen.diagnostic import AnkigenError
from ankigen.verify.package_limits import check_package
from ankigen.verify.packages import Job, file_subject
from ankigen.verify.prove import prove

from .publisher import Edition, Note

EXPORT = """
import sys
from anki.collection import Collection, DeckIdLimit, ExportAnkiPackageOptions, ImportAnkiPackageRequest
collection, package, newer = sys.argv[1:]
col = Collection(collection)
col.import_anki_package(ImportAnkiPackageRequest(package_path=package))
options = ExportAnkiPackageOptions(with_scheduling=False, with_media=True, legacy=False)
col.export_anki_package(out_path=newer, options=options, limit=DeckIdLimit(col.decks.id("Bones")))
col.close()
"""


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    notes = tuple(Note(number, f"Question {number}", '<img src="a.png">', f"guid{number}") for number in range(3))
    old = Edition(notes, media={"a.png": b"a picture"}).write(tmp_path / "old.apkg")
    path = tmp_path / "newer.apkg"
    subprocess.run([sys.executable, "-P", "-c", EXPORT, tmp_path / "collection.anki2", old, path], check=True)
    return path


@pytest.mark.anki
def test_the_newer_format_is_verified_like_the_older(newer: Path) -> None:
    old = file_subject(str(newer.with_name("old.apkg")))
    proof = prove(Job("Bones", (old,), file_subject(str(newer))))
    assert not proof.breached
    assert [verdict.figures.unchanged for verdict in proof.verdicts] == [0, 3]


@pytest.mark.anki
def test_a_cut_off_package_is_refused(newer: Path) -> None:
    newer.write_bytes(newer.read_bytes()[:-100])
    with pytest.raises(AnkigenError, match="cut off"):
        check_package(newer, "newer.apkg")
