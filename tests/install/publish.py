"""`make publish-check`: whether what would be published is right, and whose the name is on the index that pip asks.

The wheel and the source distribution are built twice from the last commit, must be the same bytes, and are installed
into clean environments of every Python that is here, where a first deck is made. They are left in `dist/`.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ankigen import __version__
from tests.install.places import ROOT, Environment, first_deck, run

NEWEST = 20  # the minor version of Python up to which one is sought


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ankigen-publish-") as name:
        folder = Path(name)
        first, second = (_built(folder / place) for place in ("first", "second"))
        for one, other in zip(first, second, strict=True):
            assert one.read_bytes() == other.read_bytes(), f"{one.name} is not the same bytes when built again"
            _say(f"{one.name}: {one.stat().st_size // 1024:,} kB, sha256 {_digest(one)}, twice the same bytes")
        run(sys.executable, "-m", "twine", "check", "--strict", *first)
        _say("twine check: an index would take both")
        for python in _pythons():
            for file in first:
                _try(python, file, folder)
        _say(_owner(first, folder))
        shutil.rmtree(ROOT / "dist", ignore_errors=True)
        shutil.copytree(folder / "first/dist", ROOT / "dist")
    return 0


def _built(folder: Path) -> list[Path]:
    """The wheel and the source distribution of the last commit, dated by it."""
    sources = folder / "sources"
    sources.mkdir(parents=True)
    archive = folder / "sources.tar"
    run("git", "archive", "--output", archive, "HEAD", cwd=ROOT)
    run("tar", "--extract", "--file", archive, "--directory", sources)
    time = run("git", "log", "-1", "--format=%ct", cwd=ROOT).strip()
    command = (sys.executable, "-m", "build", "--outdir", folder / "dist", sources)
    run(*command, env={"SOURCE_DATE_EPOCH": time})
    return sorted((folder / "dist").iterdir())


def _pythons() -> Iterator[str]:
    names = [f"python3.{minor}" for minor in range(11, NEWEST)]
    found = [name for name in names if _runs(name)]
    _say(f"Pythons here: {', '.join(found) or 'none but this one'}")
    yield from found or [sys.executable]


def _runs(python: str) -> bool:
    """Whether it is there, and not only a stand-in of a version manager."""
    return bool(shutil.which(python)) and not subprocess.run([python, "-c", ""], capture_output=True).returncode


def _try(python: str, file: Path, folder: Path) -> None:
    """Install the file as a stranger would, and make a first deck outside the repository."""
    place = folder / f"{Path(python).name}-{file.suffix.lstrip('.')}"
    environment = Environment.make(place / "environment", python)
    environment.pip(file)
    assert run(environment.ankigen, "--version").startswith(f"ankigen {__version__} ")
    package = first_deck(environment.ankigen, place / "decks")
    assert (place / "decks" / package).is_file()
    size = sum(path.stat().st_size for path in (place / "environment").rglob("*") if path.is_file())
    _say(f"{Path(python).name}: {file.name} installs ({size // 1_000_000} MB with all it needs) and makes {package}")


def _owner(built: list[Path], folder: Path) -> str:
    """Whose the name is: ours only if the index gives the very bytes that were built."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--dest", str(folder / "index"), f"ankigen=={__version__}"]
    if subprocess.run(command, capture_output=True).returncode:
        return "the index has no ankigen of this version: no document may tell anyone to install it from there"
    (got,) = (folder / "index").iterdir()
    if _digest(got) in map(_digest, built):
        return "the index gives the bytes that were built here: the name is ours"
    raise SystemExit(f"the index gives another {got.name}: the name ankigen is somebody else's there")


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
