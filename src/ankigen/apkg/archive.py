"""A zip file whose bytes depend on its members alone."""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import IO

EARLIEST = (1980, 1, 1, 0, 0, 0)
UNIX = 3
# Level 1 makes 48 MB of notes 6 MB; higher ones take three times as long for another tenth.
LEVEL = 1

# A file of the package: its name, and what reads it piece by piece.
Member = tuple[str, Callable[[], Iterable[bytes]]]


def write_stored(path: Path, members: Mapping[str, bytes], more: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """The members, deflated, and behind them `more`, piece by piece and as they are: media are packed already."""
    with zipfile.ZipFile(path, "w") as file:
        for name, data in members.items():
            file.writestr(_info(name), data, compresslevel=LEVEL)
        for name, pieces in more:
            info = _info(name)
            info.compress_type = zipfile.ZIP_STORED
            with file.open(info, "w") as target:
                for piece in pieces:
                    target.write(piece)


def _info(name: str) -> zipfile.ZipInfo:
    """A member without a date and an owner."""
    info = zipfile.ZipInfo(str(PurePosixPath(name)), EARLIEST)
    info.create_system = UNIX
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def write_archive(
    target: IO[bytes], members: Iterable[Member], seen: Callable[[str, bytes], object] = lambda *_: None
) -> None:
    """Write the members in their order, deflated, without dates or owners. Each is read when it is its turn, and its
    pieces are shown to `seen`."""
    with zipfile.ZipFile(target, "w") as file:
        for name, pieces in members:
            info = _info(name)
            # What `writestr` sets, which takes no pieces.
            info._compresslevel = LEVEL  # type: ignore[attr-defined]  # typeshed does not know it
            with file.open(info, "w") as member:
                for piece in pieces():
                    seen(name, piece)
                    member.write(piece)
