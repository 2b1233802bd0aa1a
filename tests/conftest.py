"""What the tests share: a little deck on disk, and the command line run in this process."""

import importlib.util
import io
import json
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from ankigen.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Nothing of the caller's environment tells in the output. Some second in 2023, so that every run gives the same
# package; no trial in the real Anki, which has tests of its own.
CACHE = tempfile.TemporaryDirectory(prefix="ankigen-cache-")  # kept while the tests run, as a user's is
os.environ["ANKIGEN_CACHE"] = CACHE.name
SETTINGS_OF_A_RUN = {
    "COLUMNS": "100",
    "SOURCE_DATE_EPOCH": "1700000000",
    "ANKIGEN_NO_VERIFY": "1",
}
LATER = {"SOURCE_DATE_EPOCH": "1700100000"}
UNSET = ("NO_COLOR", "FORCE_COLOR", "CI", "GITHUB_ACTIONS")

CHROMIUM = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

SETTINGS = 'name = "Deck"\nuid = "deck-0000"\ntag = "deck"\nsource = "A book"\n'
NOTES = """\
# Bone

### What hardens bone?
<!-- id: hardens-bone -->

Calcium phosphate

### Matrix
<!-- id: matrix -->

Osteoblasts secrete {{c1::collagen}}.
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-cases", action="store_true", help="rewrite what tests/cases/*/*.md expect")


def cannot(reason: str) -> NoReturn:
    """The test cannot run here: it is skipped, but fails where everything must run, as in CI."""
    if os.environ.get("ANKIGEN_REQUIRE_ALL") == "1":
        pytest.fail(f"{reason} (and ANKIGEN_REQUIRE_ALL=1)")
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def needed(request: pytest.FixtureRequest) -> None:
    """What the markers of a test ask for is here."""
    if request.node.get_closest_marker("anki") and importlib.util.find_spec("anki") is None:
        cannot("the anki package is missing: `make test` installs it")
    if request.node.get_closest_marker("browser") and shutil.which("chromium") is None:
        cannot("chromium is missing: apt-get install chromium")
    if request.node.get_closest_marker("desktop") and shutil.which("xvfb-run") is None:
        cannot("a virtual screen is missing: apt-get install xvfb")


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Debian's Chromium, once for all tests: Playwright allows no second one beside it."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or cannot("chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture
def ankigen(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """Run a command line in a folder: its exit status, stdout and stderr. A bug raises, as it should."""

    def run(*args: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        with monkeypatch.context() as patch, chdir(cwd), redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "argv", ["ankigen", *(os.fspath(arg) for arg in args)])
            for name in UNSET:
                patch.delenv(name, raising=False)
            for name, value in (SETTINGS_OF_A_RUN | dict(env or {})).items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as stop:
                main()
        code = stop.value.code
        return (code if isinstance(code, int) else 0), out.getvalue(), err.getvalue()

    return run


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A repository with one deck, `deck`, of two notes that were never released."""
    cards = tmp_path / "cards" / "deck"
    cards.mkdir(parents=True)
    (cards / "deck.toml").write_text(SETTINGS)
    (cards / "a.md").write_text(NOTES)
    return tmp_path


@pytest.fixture
def released(deck: Path, ankigen: Callable[..., tuple[int, str, str]]) -> Path:
    """The deck's repository after its first release."""
    assert ankigen("release", cwd=deck)[0] == 0
    return deck


@contextmanager
def without_root() -> Iterator[None]:
    """Root may write anywhere: be nobody for a while."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def everyone_reads() -> Iterator[Path]:
    """A folder that also those may read who are nobody; pytest's own may not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        path.chmod(0o755)
    shutil.rmtree(folder)


def edit(deck: Path, old: str, new: str, file: str = "a.md") -> None:
    """Replace a text that stands in a file of the deck `deck`."""
    path = deck / "cards/deck" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def ledger_line(deck: Path, note: str) -> dict[str, Any]:
    """What the ledger of the deck `deck` holds of a released note."""
    lines = (deck / "decks/deck/ledger.jsonl").read_text(encoding="utf-8").splitlines()
    return next(line for line in map(json.loads, lines) if line.get("note") == note)


def member(package: Path, name: str) -> bytes:
    """One of the files in a package."""
    with zipfile.ZipFile(package) as archive:
        return archive.read(name)
