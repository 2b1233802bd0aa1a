"""Everything of a repository that the commands on one deck read, as one digest.

It may hold more than a command reads, never less. Small files are read; of large ones, such as media, what is known by
their size, times and place on the disk is believed, if they were left alone for a while when it was found out.
"""

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ankigen.cache.store import Store
from ankigen.model.version import PATTERN
from ankigen.project.paths import CARDS, DECKS, LEDGER, SETTINGS, DeckPaths
from ankigen.project.stamps import Stamp, is_settled, stamp
from ankigen.project.strays import MISTAKEN

SMALL = 1_000_000  # bytes
TEXTS = (".md", *MISTAKEN)


class UnfollowableError(Exception):
    """Something in the deck's folder whose changes cannot be seen from outside."""


@dataclass(slots=True)
class Digests:
    """SHA-256 of files, each with the stamp that the file had; `moved` says whether something was learnt."""

    known: dict[str, tuple[Stamp, str]] = field(default_factory=dict)
    asked: dict[str, tuple[Stamp, str]] = field(default_factory=dict)
    moved: bool = False

    def of(self, path: str, found: os.stat_result) -> str:
        """The digest of the file's bytes. Raises OSError."""
        now = stamp(found)
        entry = self.known.get(path)
        if entry is None or entry[0] != now or found.st_size <= SMALL // 100:
            with open(path, "rb") as file:  # noqa: PTH123  # twenty thousand times, and paths are slow
                entry = now, hashlib.file_digest(file, "sha256").hexdigest()
        if is_settled(now):
            self.moved |= self.known.get(path) != entry
            self.asked[path] = entry
        return entry[1]


def load_digests(store: Store, name: str) -> Digests:
    data = store.read(name)
    try:
        known = {path: (tuple(where), digest) for path, (where, digest) in json.loads(data or b"{}").items()}
    except (ValueError, TypeError, AttributeError):
        store.throw_away(name)
        known = {}
    return Digests(known)


def save_digests(store: Store, name: str, digests: Digests) -> None:
    """Keep what was asked for this time, if that is not what is kept."""
    if digests.moved or len(digests.asked) != len(digests.known):
        store.write(name, json.dumps(digests.asked).encode())


def fingerprint(paths: DeckPaths, digests: Digests) -> str:
    """The digest of everything that a command on this deck may read. Raises UnfollowableError, OSError."""
    if any(name.startswith(".ankigen-release") for name in _names(paths.output)):
        raise UnfollowableError("a killed release is finished first")
    lines = [f"{path}\0{digest}" for path, digest in _files(paths, digests)]
    lines += (name for name in sorted(_names(paths.output)) if _is_release(paths, name))
    return hashlib.sha256("\n".join((str(Path.cwd()), *lines)).encode("utf-8", "surrogateescape")).hexdigest()


def _is_release(paths: DeckPaths, name: str) -> bool:
    return PATTERN.fullmatch(name.removeprefix(f"{paths.slug}-").removesuffix(".apkg")) is not None


def _files(paths: DeckPaths, digests: Digests) -> Iterator[tuple[str, str]]:
    """The deck's folder, the note types of all decks, what other decks say of themselves, and texts of no deck."""
    yield from _tree(str(paths.cards), digests)
    shared = paths.root / CARDS / "notetypes"
    if shared.is_dir():
        yield from _tree(str(shared), digests)
    others = (*(paths.root / CARDS).glob(f"*/{SETTINGS}"), *(paths.root / DECKS).glob(f"*/{LEDGER}"))
    beside = (path for folder in (paths.root, paths.root / CARDS) for path in _texts(folder))
    for path in sorted((*others, *beside)):
        yield str(path), digests.of(str(path), path.stat())


def _texts(folder: Path) -> Iterator[Path]:
    return (folder / name for name in _names(folder) if name.lower().endswith(TEXTS) and (folder / name).is_file())


def _tree(folder: str, digests: Digests) -> Iterator[tuple[str, str]]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            yield entry.path, "folder"
            yield from _tree(entry.path, digests)
        else:
            found = entry.stat()
            if not stat.S_ISREG(found.st_mode):
                raise UnfollowableError(entry.path)
            yield entry.path, digests.of(entry.path, found)


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208  # names are all that is wanted
    except OSError:
        return []
