"""A file of what was made of each source, kept for the next time: pairs of small and large bytes by name and key.

It can be deleted any time. Only one process at a time has it; another one works with a shelf of its own that is gone
afterwards.
"""

import sqlite3
import tempfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from ankigen.diagnostic import AnkigenError
from ankigen.values import dataclass

TABLE = "CREATE TABLE IF NOT EXISTS made (name TEXT PRIMARY KEY, key TEXT, small BLOB, large BLOB, sums INTEGER)"
Made = TypeVar("Made")


class ShelfError(Exception):
    """The shelf cannot be used now: the disk is full, or nobody may write there."""


class DamagedError(ShelfError):
    """What is on the shelf cannot be read."""


def _nothing(words: str) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shelf is, None for one that is gone afterwards, and for which program; `say` tells a person if it had to
    be thrown away."""

    path: Path | None = None
    program: str = ""
    say: Callable[[str], object] = _nothing


NOWHERE = Place()


class Shelf:
    def __init__(self, connection: sqlite3.Connection, program: str) -> None:
        self._connection = connection
        self.program = program

    def key(self, name: str) -> str:
        """The key under which what has this name was made; empty if there is nothing. Raises DamagedError."""
        with _failures():
            row: tuple[object] | None = self._connection.execute(
                "SELECT key FROM made WHERE name = ?", (name,)
            ).fetchone()
        key = row[0] if row else ""
        if not isinstance(key, str):  # a value may be of any type in SQLite
            raise DamagedError(name)
        return key

    def small(self, name: str, key: str) -> bytes | None:
        """The small bytes of this name, if they were made under this key. Raises DamagedError."""
        row = self._row("SELECT small, sums >> 32 FROM made WHERE name = ? AND key = ?", name, key)
        return _whole(*row) if row else None

    def large(self, name: str) -> bytes:
        """The large bytes of this name. Raises DamagedError."""
        row = self._row("SELECT large, sums & 0xffffffff FROM made WHERE name = ?", name)
        if row is None:
            raise DamagedError(name)
        return _whole(*row)

    def _row(self, query: str, *values: str) -> tuple[object, object] | None:
        with _failures():
            row: tuple[object, object] | None = self._connection.execute(query, values).fetchone()
        return row

    def put(self, name: str, key: str, small: bytes, large: bytes) -> None:
        sums = zlib.crc32(small) << 32 | zlib.crc32(large)
        # SQLite's numbers are signed.
        signed = sums - (1 << 64) if sums >> 63 else sums
        self._change("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?, ?)", name, key, small, large, signed)

    def keep(self, names: Collection[str]) -> None:
        """Keep what has one of these names for the next time, and nothing else."""
        with _failures():
            known = [row[0] for row in self._connection.execute("SELECT name FROM made")]
        for name in set(known).difference(names):
            self._change("DELETE FROM made WHERE name = ?", name)
        self.commit()

    def commit(self) -> None:
        """Keep what was put here, whatever happens to this process. Raises ShelfError if another one has had the shelf
        since, which may hold something else now."""
        before = self._version()
        self._change("COMMIT")
        self._change("BEGIN IMMEDIATE")
        if self._version() != before:
            raise ShelfError("another process has changed the shelf")

    def _version(self) -> tuple[int]:
        """Another one after a change by another process, not after one of its own."""
        with _failures():
            found: tuple[int] = self._connection.execute("PRAGMA data_version").fetchone()
        return found

    def _change(self, statement: str, *values: object) -> None:
        with _failures():
            self._connection.execute(statement, values)


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise ShelfError(str(error)) from error
    except sqlite3.DatabaseError as error:
        raise DamagedError(str(error)) from error


def _whole(data: object, checksum: object) -> bytes:
    if not (isinstance(data, bytes) and isinstance(checksum, int)):
        raise DamagedError
    if zlib.crc32(data) != checksum & 0xFFFFFFFF:
        raise DamagedError
    return data


def with_shelf(place: Place, use: Callable[[Shelf], Made]) -> Made:
    """What `use` gives with the shelf; again with an empty one if the first turns out to be damaged."""
    try:
        with _opened(place) as shelf:
            return use(shelf)
    except ShelfError as error:
        if place.path and isinstance(error, DamagedError):
            place.say(f"thrown away, because it is damaged: {place.path} (the cache; everything is done anew)")
            with suppress(OSError):
                place.path.unlink(missing_ok=True)
    try:
        with _opened(Place(program=place.program)) as shelf:
            return use(shelf)
    except (ShelfError, sqlite3.OperationalError) as error:
        raise AnkigenError(f"cannot write into {tempfile.gettempdir()}: {error}; is the disk full?") from error


@contextmanager
def _opened(place: Place) -> Iterator[Shelf]:
    with tempfile.TemporaryDirectory(prefix="ankigen-") as folder:
        own = Path(folder) / "shelf"
        connection = _connected(place.path) if place.path else None
        with closing(connection or _connect(own)) as opened:
            yield Shelf(opened, place.program)


def _connected(path: Path) -> sqlite3.Connection | None:
    """None if the shelf cannot be had: another process has it, or its folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _connect(path)
    except (OSError, sqlite3.OperationalError):
        return None
    except sqlite3.DatabaseError as error:
        raise DamagedError from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    connection.text_factory = _text  # damage may make text of anything
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(TABLE)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
