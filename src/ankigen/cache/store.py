"""The folder that keeps what can be made again: entries are whole or not there, and the oldest go when it is full."""

import hashlib
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from ankigen.values import dataclass

FOLDER = "ANKIGEN_CACHE"  # the variable that names another folder; empty, nothing is kept
ROOM = 500_000_000  # bytes
PAUSE = 0.001  # seconds for each entry between two looks at how full the folder is
HEAD = b"ankigen-cache-1 "


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of entries by name, or none: then nothing is ever known. `say` tells a person of a damaged entry."""

    folder: Path | None
    say: Callable[[str], object]
    room: int = ROOM

    def path(self, name: str) -> Path | None:
        """Where an entry is kept by somebody who writes it as it likes."""
        return self.folder / name if self.folder else None

    @staticmethod
    def deck(folder: Path) -> str:
        """What tells entries of one deck from those of another."""
        return hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]

    def read(self, name: str) -> bytes | None:
        """The entry's bytes; None if there is none. A damaged one is thrown away, and that is said."""
        if self.folder is None:
            return None
        path = self.folder / name
        try:
            data = path.read_bytes()
        except OSError:
            return None
        head, _, rest = data.partition(b"\n")
        if head == HEAD + _checksum(rest):
            return rest
        self.throw_away(name)
        return None

    def throw_away(self, name: str) -> None:
        """Remove an entry that cannot be understood."""
        if self.folder is not None:
            self.say(f"thrown away, because it is damaged: {self.folder / name} (the cache; everything is done anew)")
            with suppress(OSError):
                (self.folder / name).unlink(missing_ok=True)

    def write(self, name: str, data: bytes) -> None:
        """Keep the entry if that is possible. Whoever writes last wins, and nobody ever reads half of one."""
        if self.folder is None:
            return
        partial = self.folder / f".{name}.{os.getpid()}"
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                partial.write_bytes(HEAD + _checksum(data) + b"\n" + data)
                partial.replace(self.folder / name)
            finally:
                partial.unlink(missing_ok=True)
            self._make_room(self.folder)

    def _make_room(self, folder: Path) -> None:
        """Remove the oldest entries of a full folder. One with those of hundreds of decks is not looked at each time,
        as that takes as long as to build one of them."""
        looked, now = folder / ".looked", time.time()
        with suppress(FileNotFoundError):
            if 0 <= now - looked.stat().st_mtime < PAUSE * len(os.listdir(folder)):  # noqa: PTH208  # names are enough
                return
        looked.touch()
        entries = []
        for entry in os.scandir(folder):
            with suppress(OSError):  # another process has removed it
                known = entry.stat()
                entries.append((known.st_mtime, known.st_size, entry.name))
        total = 0
        for changed, size, name in sorted(entries, reverse=True):
            total += size
            left_by_a_killed_one = name.startswith(".") and changed < now - 3600
            if total > self.room or left_by_a_killed_one:
                with suppress(OSError):
                    (folder / name).unlink()


def _checksum(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def user_store(environment: Mapping[str, str], say: Callable[[str], object]) -> Store:
    """The user's own: in the system's folder for such things, or where the environment says."""
    stated = environment.get(FOLDER)
    if stated is not None:
        return Store(Path(stated) if stated else None, say)
    from platformdirs import user_cache_path

    return Store(user_cache_path("ankigen", appauthor=False), say)
