"""Which program this is: what is done anew when it, a library or Python is another one."""

import hashlib
import os
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path


@cache
def program() -> str:
    """A digest of everything installed whose change could change what a command does: ankigen's own files, the
    distributions on the path with their versions, Python, SQLite and zlib."""
    return hashlib.sha256("\n".join(_facts()).encode("utf-8", "surrogateescape")).hexdigest()


def _facts() -> Iterator[str]:
    yield f"{sys.version} {sqlite3.sqlite_version} {zlib.ZLIB_RUNTIME_VERSION}"
    for folder in sys.path:
        yield from sorted(name for name in _names(folder) if name.endswith(("-info", ".egg-link", ".pth")))
    yield from sorted(_own_files(str(Path(__file__).parents[1])))


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder or ".")  # noqa: PTH208  # names are all that is wanted
    except OSError:  # an archive, or a folder that is not there
        return []


def _own_files(folder: str) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _own_files(entry.path)
        else:
            stat = entry.stat()
            yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}"
