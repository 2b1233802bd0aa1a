"""A folder that is written whole or not at all. The one before it makes way only if nothing in it is anybody else's."""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ankigen.diagnostic import AnkigenError
from ankigen.project.atomic import locked
from ankigen.project.paths import shown

# Lists every file of the folder with its digest, as `sha256sum` does.
MARK = ".ankigen-site"
LINE = re.compile(r"([0-9a-f]{64})  (.+)")


@contextmanager
def replaced_whole(target: Path) -> Iterator[Path]:
    """An empty folder to write into, which takes the place of `target` once all of it is written.

    Raises AnkigenError if `target` holds what ankigen did not write, or cannot be replaced; it is then as it was.
    """
    with locked(target):
        _refuse_foreign(target)
        partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
        old = target.with_name(f".{target.name}.{os.getpid()}.old.partial")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _remove_abandoned(target)
            partial.mkdir()
            yield partial
            (partial / MARK).write_text(_listed(partial), encoding="utf-8", newline="\n")
            if target.exists():
                target.rename(old)
            partial.rename(target)
        except OSError as error:
            raise AnkigenError(f"cannot write {shown(target)}: {error.strerror}; nothing was changed") from error
        finally:
            if not target.exists() and old.exists():
                old.rename(target)  # broken off between the two renamings
            for left in (partial, old):
                shutil.rmtree(left, ignore_errors=True)


def _remove_abandoned(target: Path) -> None:
    """What a killed run left beside the folder: nobody else writes, because the folder is locked."""
    for left in target.parent.glob(f".{target.name}.*.partial"):
        if left.name.endswith(".old.partial") and not target.exists():
            with suppress(OSError):
                left.rename(target)  # the run was killed between two renamings: the old site is whole
        else:
            shutil.rmtree(left, ignore_errors=True)


def _refuse_foreign(target: Path) -> None:
    """Raise AnkigenError if the folder holds a file that ankigen did not write, or that somebody changed since."""
    try:
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise AnkigenError(f"{shown(target)} is not a folder; name another one with --output")
        found = sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir())
        if not found:
            return
        if MARK not in found:
            raise AnkigenError(
                f"{shown(target)} was not written by `ankigen site`, so it is left as it is; name another folder with "
                "--output"
            )
        known = dict(_known(target))
        for name in found:
            path = target / name
            if name != MARK and (name not in known or _digest(path) != known[name]):
                what = "is not" if name not in known else "was changed and is no longer"
                raise AnkigenError(f"{shown(path)} {what} ankigen's, and would be lost; move it out of {shown(target)}")
    except OSError as error:
        raise AnkigenError(f"cannot read {shown(target)}: {error.strerror}; nothing was changed") from error


def _known(target: Path) -> Iterator[tuple[str, str]]:
    for line in (target / MARK).read_text(encoding="utf-8", errors="replace").splitlines():
        if match := LINE.fullmatch(line):
            yield match[2], match[1]


def _listed(folder: Path) -> str:
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{_digest(folder / name)}  {name}\n" for name in names)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
