"""Ways to install ankigen, each tried: no index has it, so all of them begin with its repository."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ankigen import __version__
from tests.install.places import ROOT, WHO, Environment, copy_of_the_sources, first_deck, run

pytestmark = pytest.mark.slow

PACKAGE = "decks/bone-biology/bone-biology-1.0.0.dev.apkg"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A download, in a folder as people name them."""
    return copy_of_the_sources(tmp_path_factory.mktemp("Neues Gerät") / "ankigen main")


@pytest.fixture(scope="module")
def repository(sources: Path) -> tuple[Path, str]:
    """The download as a clone, and its commit."""
    for command in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "All")):
        run("git", *command, cwd=sources, env=WHO)
    return sources, run("git", "rev-parse", "HEAD", cwd=sources).strip()


def test_from_a_download_with_everything_it_needs(sources: Path, tmp_path: Path) -> None:
    environment = Environment.make(tmp_path / "mit Leerzeichen")
    environment.pip(sources)
    assert run(environment.ankigen, "--version") == f"ankigen {__version__} (from a folder of this computer)\n"
    assert first_deck(environment.ankigen, tmp_path / "Übung") == PACKAGE


def test_from_a_wheel(sources: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, sources)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:  # the add-on is under another licence
        assert {name.partition("/")[0].partition("-")[0] for name in archive.namelist()} == {"ankigen"}
    environment = Environment.make(tmp_path / "environment").borrow()
    environment.pip("--no-deps", wheel)
    assert "from a folder of this computer" in run(environment.ankigen, "--version")
    assert first_deck(environment.ankigen, tmp_path / "decks") == PACKAGE


def test_from_a_git_address_and_its_workflows_use_the_same_commit(repository: tuple[Path, str], tmp_path: Path) -> None:
    """Git is told that the address is a folder here; pip records what it was asked for."""
    folder, commit = repository
    settings = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": f"url.{folder.as_uri()}.insteadOf"}
    settings["GIT_CONFIG_VALUE_0"] = "https://github.com/owner/ankigen"
    environment = Environment.make(tmp_path / "environment").borrow()
    environment.pip("--no-deps", "git+https://github.com/owner/ankigen", env=settings)
    origin = f"ankigen @ git+https://github.com/owner/ankigen@{commit}"
    assert run(environment.ankigen, "--version") == f"ankigen {__version__} ({origin})\n"
    deck = tmp_path / "decks"
    first_deck(environment.ankigen, deck)
    run(environment.ankigen, "ci", cwd=deck)
    assert f"uses: owner/ankigen@{commit}\n" in (deck / ".github/workflows/check.yml").read_text()
    source = deck / "cards/bone-biology/01-first-section.md"
    source.write_text("### Which cells resorb bone?\n<!-- id: resorb -->\n\nOsteoclasts\n")
    run(environment.ankigen, "release", "--no-verify", cwd=deck)
    output = deck / "decks/bone-biology"
    assert f'"origin": "{origin}"' in (output / "bone-biology-1.0.0.json").read_text()
    assert f'"made_by": "{__version__} ({origin})"' in (output / "ledger.jsonl").read_text()


def make(folder: Path, python: Path) -> str:
    """What `make deck` says with this Python when it cannot go on."""
    done = subprocess.run(["make", "deck", f"PYTHON={python}"], cwd=folder, capture_output=True, text=True)
    assert done.returncode
    return done.stdout + done.stderr


def test_a_python_that_is_too_old_is_told(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text())
    old = tmp_path / "python3.10"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    assert "is too old: ankigen needs Python 3.11 or newer" in make(tmp_path, old)


def test_a_python_without_venv_is_told_each_time(tmp_path: Path) -> None:
    """Debian's makes half an environment before it gives up."""
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text())
    bare = tmp_path / "python3"
    bare.write_text('#!/bin/sh\n[ "$1" = -c ] && exit 0\nmkdir -p .venv/bin && touch .venv/bin/python && exit 1\n')
    bare.chmod(0o755)
    for _ in range(2):
        assert "cannot make a virtual environment" in make(tmp_path, bare)
        assert not (tmp_path / ".venv").exists()
