"""The add-on is under another licence: ankigen never imports it, does not ship it, and it needs nothing of ankigen."""

import ast
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import ankigen
from ankigen_companion.pack import pack

SOURCE = Path(ankigen.__file__).parents[1]
COMPANION = SOURCE / "ankigen_companion"
# What Anki itself brings.
WITH_ANKI = {"anki", "aqt", "requests"}
OLDEST_PYTHON = (3, 9)  # Anki 23.12 brings it


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), feature_version=OLDEST_PYTHON)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module).partition(".")[0]


def test_ankigen_never_imports_the_companion() -> None:
    for path in (SOURCE / "ankigen").rglob("*.py"):
        assert "ankigen_companion" not in path.read_text(encoding="utf-8"), path


def test_the_companion_needs_only_what_anki_brings() -> None:
    """It finds its own modules by relative imports: Anki may keep it in a folder of any name."""
    for path in COMPANION.rglob("*.py"):
        assert set(imported(path)) <= {*sys.stdlib_module_names, *WITH_ANKI}, path


def test_the_core_knows_no_windows() -> None:
    for path in (COMPANION / "core").rglob("*.py"):
        assert "aqt" not in set(imported(path)), path


def test_every_file_says_its_licence() -> None:
    for path in COMPANION.rglob("*.py"):
        assert path.read_text(encoding="utf-8").startswith("# SPDX-License-Identifier: AGPL-3.0-or-later\n"), path
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in (COMPANION / "LICENSE").read_text(encoding="utf-8")[:200]


def test_the_addon_is_made_with_the_same_bytes_twice(tmp_path: Path) -> None:
    for name in ("one", "two"):
        pack(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_addon_has_what_anki_and_its_licence_ask_for(tmp_path: Path) -> None:
    pack(tmp_path / "addon")
    with zipfile.ZipFile(tmp_path / "addon") as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
    assert {"__init__.py", "LICENSE", "manifest.json", "core/update.py", "window/updates.py"} <= names
    assert not {name for name in names if "__pycache__" in name or name == "pack.py"}
    assert manifest["package"] == "ankigen_companion"
