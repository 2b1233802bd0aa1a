"""The companion in Anki's own window, on a virtual screen: installed by Anki, and used as a learner does."""

import json
import os
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from ankigen_companion.pack import pack
from tests.conftest import cannot
from tests.in_anki.environments import python_with_aqt

from .conftest import Site
from .server import serving

pytestmark = [pytest.mark.desktop, pytest.mark.anki, pytest.mark.slow]

STORY = Path(__file__).with_name("in_the_window.py")
SETTINGS = {
    "QTWEBENGINE_DISABLE_SANDBOX": "1",
    "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu",
    "LANG": "C.UTF-8",
}


@pytest.fixture(scope="module")
def python() -> Path:
    try:
        return python_with_aqt(version("anki"))
    except subprocess.CalledProcessError as error:
        cannot(f"Anki's windows cannot be installed: {error.stderr.strip().splitlines()[-1]}")


@pytest.mark.parametrize("time_of_day", ["day", "night"])
def test_a_learner_follows_a_deck_updates_and_undoes(
    python: Path, site: Site, tmp_path: Path, time_of_day: str
) -> None:
    addon, home, pictures = tmp_path / "companion.ankiaddon", tmp_path / "home", tmp_path / "pictures"
    mine = {"ANKI_SINGLE_INSTANCE_KEY": f"companion-{os.getpid()}"}  # else an Anki that runs already answers
    pack(addon)
    home.mkdir()
    pictures.mkdir()
    with serving(site.after[3], home) as server:

        def tell(*story: object) -> Any:
            screen = (shutil.which("xvfb-run"), "-a", "-s", "-screen 0 1280x900x24")
            done = subprocess.run(
                [*map(str, (*screen, python, STORY, *story))],
                env={**os.environ, **SETTINGS, **mine, "REQUESTS_CA_BUNDLE": str(server.certificate)},
                capture_output=True,
                text=True,
                timeout=900,
                check=False,
            )
            seen = next((line for line in done.stdout.splitlines() if line.startswith("{")), "{}")
            assert done.returncode == 0, json.loads(seen).get("error", done.stdout + done.stderr)
            return json.loads(seen)

        installed = tell("install", tmp_path / "anki", addon)
        seen = tell("play", tmp_path / "anki", site.packages[0], f"{server.address}bone/", pictures, time_of_day)
        opened = [tell("open", tmp_path / "anki", seconds) for seconds in (50, 8)]
    assert installed == {"installed": ["InstallOk", "Deck companion", True]}
    assert seen == {
        "menu": "Deck &updates…",
        "news": "1.3.0 is out: 1 safety correction, 2 new, 4 corrected, 2 retired",
        "edits": 1,
        "other": "Back: the publisher’s\nWhich protein makes up most of bone matrix?",
        "choice": "Back: mine\nWhich protein makes up most of bone matrix?",
        "kept": True,
        "notes": 13,
        "undo": "Update Bone to 1.3.0",
        "undone": 11,
    }
    # A version is announced once.
    assert opened == [{"announced": seen["news"]}, {"announced": ""}]
    assert {path.name for path in pictures.iterdir()} == {
        f"{name}-{time_of_day}.png" for name in ("empty", "add", "news", "settings", "review", "done", "decks")
    }
