"""The bytes of media: read from the disk when they are packed, one file at a time."""

from ankigen.diagnostic import AnkigenError
from ankigen.model.media import MediaFile


def media_bytes(file: MediaFile) -> bytes:
    """The file's bytes. Raises AnkigenError if they are not those that its name was made of."""
    if isinstance(file.source, bytes):
        return file.source
    try:
        data = file.source.read_bytes()
        changed = file.source.stat().st_mtime_ns != file.mtime
    except OSError as error:
        raise AnkigenError(f"cannot read {file.source}: {error.strerror}") from error
    if changed or len(data) != file.size:
        raise AnkigenError(f"{file.source} was changed just now: run the command again")
    return data
