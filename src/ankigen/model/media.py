"""The kinds of media that Anki shows and plays."""

from enum import Enum


class MediaKind(Enum):
    PICTURE = "picture"
    SOUND = "sound"
    FILM = "film"


SUFFIXES = {
    **dict.fromkeys(("png", "jpg", "jpeg", "webp", "gif", "svg"), MediaKind.PICTURE),
    **dict.fromkeys(("mp3", "ogg", "m4a", "wav"), MediaKind.SOUND),
    **dict.fromkeys(("mp4", "webm"), MediaKind.FILM),
}


def media_kind(name: str) -> MediaKind | None:
    """What a file of this name is; None if Anki does not show it on every device."""
    return SUFFIXES.get(name.rpartition(".")[2].lower())


def is_played(name: str) -> bool:
    """Whether Anki plays the file instead of showing it."""
    return media_kind(name) in (MediaKind.SOUND, MediaKind.FILM)
