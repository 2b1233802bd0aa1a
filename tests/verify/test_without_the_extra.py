"""Where Anki's backend is not installed, everything else works."""

import os
import site
import subprocess
import sys
from pathlib import Path

import pytest

import ankigen
from ankigen.origin import how_to_add

pytestmark = pytest.mark.slow


@pytest.fixture
def libraries(tmp_path: Path) -> Path:
    """All that is installed here, but Anki."""
    folder = tmp_path / "libraries"
    folder.mkdir()
    for installed in map(Path, site.getsitepackages()):
        for path in installed.iterdir():
            if path.name not in ("anki", "ankigen") and not path.name.startswith("anki-"):
                (folder / path.name).symlink_to(path)
    (folder / "ankigen").symlink_to(Path(ankigen.__file__).parent)
    return folder


def run(libraries: Path, folder: Path, *words: str) -> tuple[int, str]:
    """Exit status and stderr of a command of a Python that knows these libraries alone."""
    command = [sys.executable, "-S", "-P", "-m", "ankigen", *words]
    environment = {**os.environ, "PYTHONPATH": str(libraries), "ANKIGEN_NO_VERIFY": ""}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_release_says_that_it_did_not_verify(libraries: Path, deck: Path) -> None:
    assert run(libraries, deck, "release") == (
        0,
        f"deck 1.0.0: not verified: Anki's own backend is not installed: {how_to_add('anki>=25.9')}\n"
        "deck 1.0.0: 2 notes, 2 cards (2 new)\n",
    )


def test_verify_says_how_to_install_it(libraries: Path, deck: Path) -> None:
    message = f"ankigen: Anki's own backend is not installed: {how_to_add('anki>=25.9')}\n"
    assert run(libraries, deck, "verify") == (2, message)


def test_nothing_but_the_worker_imports_anki(deck: Path) -> None:
    script = "import sys; import ankigen.cli.verify, ankigen.verify.before_release; print('anki' in sys.modules)"
    done = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
