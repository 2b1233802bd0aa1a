"""What this computer has of what ankigen can use, and what the repository's decks need: for a mail to a colleague."""

import platform
import shutil
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ankigen.diagnostic import AnkigenError, plural
from ankigen.model.media import LFS_POINTER
from ankigen.origin import how_to_add, origin
from ankigen.project.load import Loaded, load_deck
from ankigen.project.paths import DeckPaths, all_decks, find_root
from ankigen.release.release_packages import elsewhere
from ankigen.values import dataclass

LFS = "filter=lfs"
BEGINNING = 100  # bytes of a file that tell a pointer of Git LFS
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox", "microsoft-edge", "brave-browser")
TIMEOUT = 20  # seconds for a program to say its version


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing, what was found of it, and what to do about it; `needed` if without it something here cannot work."""

    name: str
    found: str
    advice: str = ""
    needed: bool = False


def facts(start: Path) -> Iterator[Fact]:
    """Of the computer, and of the repository that `start` lies in."""
    yield Fact("ankigen", str(origin()))
    yield Fact("Python", f"{platform.python_version()} in {_short(Path(sys.prefix))}, {platform.platform(terse=True)}")
    yield _anki()
    root = _root(start)
    yield from _git(root)
    yield _browser()
    if root is None:
        yield Fact("repository", "none here", 'go to a folder with cards/, or make one: `ankigen new "My deck"`')
        return
    yield _repository(root)
    loaded = [_load(paths) for paths in all_decks(root)]
    yield from _fonts({deck.deck.config.language for deck in loaded if isinstance(deck, Loaded)})
    for paths, deck in zip(all_decks(root), loaded, strict=True):
        yield (
            Fact(paths.slug, str(deck), "`ankigen check` may say more", True)
            if isinstance(deck, AnkigenError)
            else _deck(deck)
        )


def _anki() -> Fact:
    try:
        return Fact("Anki", f"{version('anki')}, the backend in which updates are tried")
    except PackageNotFoundError:
        advice = f"`verify` and the trial before a release need it: {how_to_add('anki>=25.9')}"
        return Fact("Anki", "its backend is not installed", advice)


def _root(start: Path) -> Path | None:
    try:
        return find_root(start)
    except AnkigenError:
        return None


def _git(root: Path | None) -> Iterator[Fact]:
    git = _says("git", "--version")
    in_git = root is not None and any((folder / ".git").exists() for folder in (root, *root.parents))
    advice = "" if git else "releases and the ledger belong into git: git-scm.com"
    yield Fact("git", git or "not installed", advice, in_git and not git)
    large = _says("git", "lfs", "version") if git else ""
    needed = root is not None and _uses_lfs(root)
    missing = "this repository keeps media in it: git-lfs.com, then git lfs install && git lfs pull"
    yield Fact("Git LFS", large or "not installed", missing if needed and not large else "", needed and not large)


def _uses_lfs(root: Path) -> bool:
    try:
        return LFS in (root / ".gitattributes").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def _browser() -> Fact:
    try:
        name = getattr(webbrowser.get(), "name", "") or "the system's"
    except webbrowser.Error:
        return _browser_without_screen()
    return Fact("browser", name)


def _browser_without_screen() -> Fact:
    """Python's list is empty where there is no screen, whatever is installed."""
    elsewhere = "copy the pages that `preview` and `diff` write to a computer with one"
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        return Fact("browser", "none found", elsewhere)
    return Fact("browser", found, f"there is no screen here for it to open: {elsewhere}")


def _repository(root: Path) -> Fact:
    name = _short(root)
    try:
        probe = root / ".ankigen-doctor.partial"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Fact("repository", name, f"nothing can be written there: {error.strerror}", True)
    return Fact("repository", f"{name} with {plural(len(all_decks(root)), 'deck')}")


def _fonts(languages: set[str]) -> Iterator[Fact]:
    """Only where fontconfig can be asked; other systems come with fonts for every language."""
    if shutil.which("fc-list") is None:
        return
    for language in sorted(languages):
        families = set(filter(None, _output("fc-list", f":lang={language}", "family").splitlines()))
        advice = "" if families else "previews may show boxes for letters: install a font for it, such as Noto"
        yield Fact(f"fonts ({language})", plural(len(families), "family", "families"), advice)


def _load(paths: DeckPaths) -> Loaded | AnkigenError:
    try:
        return load_deck(paths)
    except AnkigenError as error:
        return error


def _deck(loaded: Loaded) -> Fact:
    deck, paths = loaded.deck, loaded.paths
    released = f"{deck.history.version} is out" if deck.history.version else "never released"
    found = f"{plural(len(deck.notes), 'note')}, {released}"
    pointers = sum(_is_pointer(file) for file in (paths.cards / "media").rglob("*") if file.is_file())
    if loaded.faults:
        first = loaded.faults[0]
        return Fact(paths.slug, found, f"{first.span}: {first.message}; {first.hint}", True)
    if pointers:
        waiting = "1 picture waits" if pointers == 1 else f"{pointers:,} pictures wait"
        return Fact(paths.slug, found, f"{waiting} in Git LFS: git lfs install && git lfs pull", True)
    package = paths.package(deck.history.version)
    if deck.history.version and not package.exists():
        way = elsewhere(paths, deck.history.version) or "`ankigen build --locked` may make it again, or git has it"
        return Fact(paths.slug, found, f"{package.name} is missing: {way}")
    return Fact(paths.slug, found)


def _is_pointer(file: Path) -> bool:
    with file.open("rb") as opened:
        return LFS_POINTER.match(opened.read(BEGINNING)) is not None


def _says(*command: str) -> str:
    """The first line that a program says; empty if it is not there."""
    return _output(*command).partition("\n")[0].removeprefix("git version ")


def _output(*command: str) -> str:
    try:
        run = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=TIMEOUT)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return run.stdout.strip() if run.returncode == 0 else ""


def _short(path: Path) -> str:
    """The path, with `~` for the home folder: it may be sent to others."""
    try:
        return f"~/{path.resolve().relative_to(Path.home()).as_posix()}"
    except (ValueError, RuntimeError):
        return path.as_posix()
