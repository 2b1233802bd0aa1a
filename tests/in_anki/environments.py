"""Pythons with older versions of the `anki` package, each in an environment of its own under `.cache/anki`."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from filelock import FileLock

CACHE = Path(__file__).parents[2] / ".cache" / "anki"


def python_with_anki(version: str) -> Path:
    """The Python of an environment with this version of Anki, made where there is none yet.

    Raises CalledProcessError, with pip's words in `stderr`, or OSError where it cannot be made.
    """
    return _python_with(f"anki=={version}", CACHE / version)


def python_with_aqt(version: str) -> Path:
    """The same with Anki's windows, which bring Qt: some hundred megabytes."""
    return _python_with(f"aqt=={version}", CACHE / f"aqt-{version}")


def _python_with(requirement: str, folder: Path) -> Path:
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # Written last: an environment without it was interrupted, one with other words is of another Python.
    marker, words = folder / "complete", f"{sys.base_prefix} {sys.version}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not (marker.exists() and marker.read_text(encoding="utf-8") == words):
            shutil.rmtree(folder, ignore_errors=True)
            venv.create(folder, with_pip=True, symlinks=os.name != "nt")
            pip = (str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
            subprocess.run([*pip, requirement], check=True, capture_output=True, text=True)
            marker.write_text(words, encoding="utf-8")
    return python
