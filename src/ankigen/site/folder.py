"""A folder that is written whole or not at all. The one before it makes way only if nothing in it is anybody else's."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ankigen.diagnostic import AnkigenError
from ankigen.project.atomic import file_sha256, locked
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
        _refuse_foreign(target, target)
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
                _refuse_foreign(old, target)  # somebody may have put a file there while all of it was written
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
    ours = re.compile(rf"\.{re.escape(target.name)}\.\d+(\.old)?\.partial")
    for left in sorted(path for path in target.parent.iterdir() if ours.fullmatch(path.name)):
        if left.name.endswith(".old.partial") and not target.exists():
            with suppress(OSError):
                left.rename(target)  # the run was killed between two renamings: the old site is whole
        else:
            shutil.rmtree(left, ignore_errors=True)


def _refuse_foreign(folder: Path, target: Path) -> None:
    """Raise AnkigenError if the folder, which is or was `target`, holds a file that ankigen did not write, or that
    somebody changed since."""
    try:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise AnkigenError(f"{shown(target)} is not a folder; name another one with --output")
        inside = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
        found = sorted(path.relative_to(folder).as_posix() for path in inside)
        if not found:
            return
        if MARK not in found:
            raise AnkigenError(
                f"{shown(target)} was not written by `ankigen site`, so it is left as it is; name another folder with "
                "--output"
            )
        known = dict(_known(folder))
        for name in found:
            path = folder / name
            if name != MARK and (name not in known or path.is_symlink() or file_sha256(path) != known[name]):
                what = "is not" if name not in known else "was changed and is no longer"
                raise AnkigenError(
                    f"{shown(target / name)} {what} ankigen's, and would be lost; move it out of {shown(target)}"
                )
    except OSError as error:
        raise AnkigenError(f"cannot read {shown(target)}: {error.strerror}; nothing was changed") from error


def _known(folder: Path) -> Iterator[tuple[str, str]]:
    for line in (folder / MARK).read_text(encoding="utf-8", errors="replace").splitlines():
        if match := LINE.fullmatch(line):
            yield match[2], match[1]


def _listed(folder: Path) -> str:
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{file_sha256(folder / name)}  {name}\n" for name in names)
