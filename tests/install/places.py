"""The program as others get it: a copy of what git has, and environments to install it into."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
WHO = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@host.invalid", "GIT_CONFIG_GLOBAL": os.devnull}
WHO |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@host.invalid"}


def run(*command: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """What the command prints. Raises AssertionError with everything it said if it fails."""
    whole = {name: value for name, value in os.environ.items() if not name.startswith("ANKIGEN")}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=whole | dict(env or {}), capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"
    return done.stdout


def copy_of_the_sources(folder: Path) -> Path:
    """What a download of the repository holds: the files that git knows or would take, as they are now."""
    names = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment in a folder."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin/python"

    @property
    def ankigen(self) -> Path:
        return self.folder / "bin/ankigen"

    @classmethod
    def make(cls, folder: Path, python: str | Path = sys.executable) -> "Environment":
        run(python, "-m", "venv", folder)
        return cls(folder)

    def pip(self, *args: str | Path, env: Mapping[str, str] | None = None) -> None:
        run(self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *args, env=env)

    def borrow(self) -> "Environment":
        """Libraries come from the environment of the tests, behind what is installed here."""
        place = next(self.folder.glob("lib/python*/site-packages"))
        (place / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
        return self


def first_deck(ankigen: Path, folder: Path) -> str:
    """A new user's first commands, outside the repository; what `build` prints."""
    folder.mkdir(parents=True)
    run(ankigen, "new", "Bone biology", cwd=folder)
    run(ankigen, "check", cwd=folder)
    return run(ankigen, "build", cwd=folder).strip()
