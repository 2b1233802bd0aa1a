"""What the README promises of a package made elsewhere: another SQLite gives the same bytes, another zlib the same
content."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def made_with(library: str) -> tuple[str, str, str]:
    """The SQLite's version, the package's hash and its content's."""
    command = [sys.executable, "-m", "tests.apkg.other_libraries", library]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True)
    version, package, content = done.stdout.split()
    return version, package, content


def test_another_sqlite_makes_the_same_package() -> None:
    here, there = made_with("own"), made_with("sqlite")
    assert here[0] != there[0]
    assert here[1:] == there[1:]


def test_another_zlib_makes_the_same_content() -> None:
    here, there = made_with("own"), made_with("zlib")
    assert here[1] != there[1]
    assert here[2] == there[2]
