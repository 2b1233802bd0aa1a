"""A copy of the repository in which mutants are tried, one after the other."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from tests.mutants.mutate import Mutant

ROOT = Path(__file__).parents[2]
SOURCES = Path("src/ankigen")
LEFT_OUT = (".git", ".venv", ".cache", ".*_cache", "__pycache__", "mutants", "*.dev.apkg")
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
PYTEST = ("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m")
HOUR = 3600.0


class Stopped(Exception):  # noqa: N818  # nothing is wrong
    """The trial was ended from outside."""


class Trial:
    """One copy, and the tests that run in it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "repository"
        self.temporary = folder / "tmp"
        self.temporary.mkdir(parents=True)
        folder.parent.chmod(0o755)  # some tests drop root's rights
        shutil.copytree(ROOT, self.root, ignore=shutil.ignore_patterns(*LEFT_OUT))
        self.running: subprocess.Popen[str] | None = None
        self.stopped = False
        self.patience = HOUR
        self.writes = 0

    def rehearse(self, tiers: Sequence[str]) -> tuple[str, dict[str, float]]:
        """What fails without any mutant, empty if nothing does, and how many seconds a tier may take at most."""
        most: dict[str, float] = {}
        for tier in tiers:
            start = time.monotonic()
            if failed := TIERS[tier](self, ""):
                return f"{tier}: {failed}", most
            most[tier] = 20 + 4 * (time.monotonic() - start)
        return "", most

    def killer(self, mutant: Mutant, tiers: dict[str, float]) -> str:
        """The first of the tiers that notices the mutant, and its test; empty for a survivor."""
        self._write(mutant.module, mutant.changed)
        try:
            for tier, self.patience in tiers.items():
                if failed := TIERS[tier](self, mutant.module.partition("/")[0]):
                    return f"{tier}: {failed}"
            return ""
        finally:
            self._write(mutant.module, mutant.text)

    def stop(self) -> None:
        self.stopped = True
        if self.running:
            _kill(self.running)

    def _write(self, module: str, text: bytes) -> None:
        """Each time of writing is another second: by it Python knows that compiled code is old."""
        path = self.root / SOURCES / module
        path.write_bytes(text)
        self.writes += 1
        os.utime(path, (self.writes, self.writes))

    def fast(self, shelf: str) -> str:
        """The fast tests, those of the shelf first."""
        tests = sorted(path.name for path in (self.root / "tests").iterdir() if _holds_tests(path))
        first = [name for name in (shelf, "test_cases.py") if name in tests]
        order = [*first, *(name for name in tests if name not in first)]
        return self.pytest("not anki and not browser and not slow", order)

    def slow(self, shelf: str) -> str:
        """The slow tests of the shelf, and those that compare whole packages."""
        folders = [name for name in (shelf, "in_anki") if (self.root / "tests" / name).is_dir()] if shelf else ["."]
        return self.pytest("slow and not anki and not browser", folders)

    def decks(self, shelf: str) -> str:
        """The released decks come out the same, byte for byte, as CI wants it."""
        before = self._decks()
        failed = self.run("-m", "ankigen", "build", "--locked")
        return "build --locked" if failed or self._decks() != before else ""

    def anki(self, shelf: str) -> str:
        return self.pytest("anki and not oldanki and not browser", ["."])

    def _decks(self) -> dict[Path, bytes]:
        paths = (path for name in ("cards", "decks") for path in sorted((self.root / name).rglob("*")))
        return {path: path.read_bytes() for path in paths if path.is_file()}

    def pytest(self, marked: str, paths: Sequence[str]) -> str:
        """The first test that fails, empty if none does."""
        return self.run(*PYTEST, marked, *(f"tests/{path}" for path in paths))

    def run(self, *words: str) -> str:
        """What fails when Python runs with these words, empty if it ends well."""
        if self.stopped:
            raise Stopped
        environment = {**os.environ, "PYTHONPATH": str(self.root / "src"), "TMPDIR": str(self.temporary)}
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=self.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.running = process
        try:
            output, _ = process.communicate(timeout=self.patience)
        except subprocess.TimeoutExpired:
            output = "FAILED (takes-for-ever)"
        finally:
            _kill(process)
            self.running = None
            shutil.rmtree(self.temporary)
            self.temporary.mkdir()
        if self.stopped:
            raise Stopped
        if process.returncode == 0:
            return ""
        found = FAILED.search(output)
        return found[1] if found else " ".join(output.split()[-12:]) or "something"


def _holds_tests(path: Path) -> bool:
    return path.name.startswith("test_") if path.is_file() else any(path.rglob("test_*.py"))


def _kill(process: subprocess.Popen[str]) -> None:
    """End the process and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


TIERS: dict[str, Callable[[Trial, str], str]] = {
    "fast": Trial.fast,
    "slow": Trial.slow,
    "bytes": Trial.decks,
    "anki": Trial.anki,
}
