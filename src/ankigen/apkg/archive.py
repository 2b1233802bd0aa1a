"""A zip file whose bytes depend on its members alone."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

EARLIEST = (1980, 1, 1, 0, 0, 0)
UNIX = 3
# Level 1 makes 48 MB of notes 6 MB; higher ones take three times as long for another tenth.
LEVEL = 1


def archive(members: Mapping[str, bytes]) -> bytes:
    """The members in their order, deflated, without dates or owners."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in members.items():
            info = zipfile.ZipInfo(str(PurePosixPath(name)), EARLIEST)
            info.create_system = UNIX
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, data, compresslevel=LEVEL)
    return buffer.getvalue()
