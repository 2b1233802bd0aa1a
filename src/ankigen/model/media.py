"""The kinds of media that Anki shows and plays."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import field
from difflib import get_close_matches
from enum import Enum
from pathlib import Path, PurePath

from ankigen.rare import RarePattern
from ankigen.values import dataclass

LARGEST = 100 * 1024 * 1024  # Anki's importer refuses larger files
# What git shows in the place of a large file that was not fetched.
LFS_POINTER = re.compile(rb"version https://(?:git-lfs\.github\.com|hawser\.github\.com)/spec/")
NUMBER = RarePattern(r"\d+")
ALIKE = 0.8  # of two names, one of which may be a slip for the other


class MediaKind(Enum):
    PICTURE = "picture"
    SOUND = "sound"
    FILM = "film"


SUFFIXES = {
    **dict.fromkeys(("png", "jpg", "jpeg", "webp", "gif", "svg"), MediaKind.PICTURE),
    **dict.fromkeys(("mp3", "ogg", "m4a", "wav"), MediaKind.SOUND),
    **dict.fromkeys(("mp4", "webm"), MediaKind.FILM),
}


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file to ship: its name in Anki (content hash and suffix), its size in bytes, and where they are: on the disk,
    as they were at `mtime` (in nanoseconds), or here if they are shipped otherwise than they are on the disk."""

    name: str
    size: int
    source: Path | bytes = field(repr=False, compare=False)
    mtime: int = field(default=0, compare=False)


def shipped_name(name: str, sha256: str) -> str:
    """What a file of this name and content is called in Anki."""
    return sha256[:32] + PurePath(name).suffix.lower()


def media_kind(name: str) -> MediaKind | None:
    """What a file of this name is; None if Anki does not show it on every device."""
    return SUFFIXES.get(name.rpartition(".")[2].lower())


def is_played(name: str) -> bool:
    """Whether Anki plays the file instead of showing it."""
    return media_kind(name) in (MediaKind.SOUND, MediaKind.FILM)


def composed(name: str) -> str:
    """The name in Unicode's composed form: macOS writes the other one."""
    return unicodedata.normalize("NFC", name)


def same_file(path: str, files: Iterable[str]) -> str:
    """The one of the files that a wrong path must mean, by its name, in whatever folder and capitals; else empty."""
    parts = [part for part in _folded(path).split("/") if part not in ("", ".", "..")]
    known = {_folded(file): file for file in files}
    for at in range(len(parts)):
        tail = "/".join(parts[at:])
        found = [known[name] for name in (tail, f"media/{tail}") if name in known][:1]
        found = found or [file for name, file in known.items() if name.endswith(f"/{tail}")]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def is_sure(path: str, file: str) -> bool:
    """Whether a wrong path says the folder of the file, or none."""
    written = _folded(path)
    return "/" not in written or written.endswith(_folded(file))


def like_file(path: str, files: Iterable[str]) -> str:
    """The one of the files whose name is most like the path's, with the same numbers in it; else empty."""
    name = _name(path)
    by_name = {_name(file): file for file in files if media_kind(file) is media_kind(path)}
    stems = [other for other in by_name if _stem(other) == _stem(name)]
    alike = [other for other in by_name if NUMBER.findall(_stem(other)) == NUMBER.findall(_stem(name))]
    found = stems if len(stems) == 1 else get_close_matches(name, alike, n=1, cutoff=ALIKE)
    return by_name[found[0]] if found else ""


def _folded(path: str) -> str:
    """The path as systems compare it that do not distinguish capitals, with the slashes of the web."""
    return composed(path).replace("\\", "/").casefold()


def _name(path: str) -> str:
    return _folded(path).rpartition("/")[2]


def _stem(name: str) -> str:
    return name.rpartition(".")[0]
