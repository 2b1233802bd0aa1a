"""What every reader gives, whatever the file was: notes, note types and decks as Anki has them, where the media are,
and how a release of ours finds the learners who have those notes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from enum import Enum
from pathlib import Path
from typing import Protocol

from ankigen.apkg.reader import Package, each_media
from ankigen.apkg.snapshot import Snapshot
from ankigen.model.note import Kind
from ankigen.source import clean
from ankigen.values import dataclass

LARGEST_MEDIA = 100 * 1024**2


def one_line(name: str) -> str:
    """The name of a deck or note type, which has no line breaks and control characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in clean(name)).split())


class Meets(Enum):
    """What a release does for learners who have a note already."""

    ALL = "every id is known: the ledger begins with what they have"
    DEFAULTS = "guid and note type are known: Anki's usual options update it"
    MERGE = "the guid is known, and the note type by its names: one tick updates it"
    HELD_BACK = "only the guid is known: Anki leaves it as it is"
    NEW = "no id is known: it comes once more"


class Media(Protocol):
    """Where the media are."""

    def names(self) -> Iterable[str]:
        """The names by which fields know them."""

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The bytes of those that are there, one after the other. Raises AnkigenError if one cannot be read."""


@dataclass(frozen=True, slots=True)
class PackageMedia:
    package: Package
    known: tuple[str, ...]

    def names(self) -> Iterable[str]:
        return self.known

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        return each_media(self.package, names)


@dataclass(frozen=True, slots=True)
class FolderMedia:
    """Files on disk by the names under which fields know them."""

    files: Mapping[str, Path]

    def names(self) -> Iterable[str]:
        return self.files

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        for name in names:
            yield name, self.files[name].read_bytes()


def folder_media(folders: Iterable[Path]) -> FolderMedia:
    """The files that lie in the folders; the first folder that has a name wins."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            # A link may lead to any file of this computer.
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= LARGEST_MEDIA:
                found.setdefault(clean(path.name), path)
    return FolderMedia(found)


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a file or folder holds. `shown` is its name in messages, `what` says what it is; `files` are those that were
    read, by which it is known again. `meets` is by note type; `kinds` are the note types that are ankigen's own in all
    but name."""

    shown: str
    what: str
    files: tuple[Path, ...]
    snapshot: Snapshot
    media: Media
    meets: Mapping[int, Meets]
    kinds: Mapping[int, Kind] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def remarked(self, what: str, names: Sequence[str]) -> "Foreign":
        """The same with a remark about files, if there are any."""
        if not names:
            return self
        listed = ", ".join(names[:5]) + (" and more" if len(names) > 5 else "")
        return replace(self, remarks=(*self.remarks, f"{what}: {listed}"))
