# SPDX-License-Identifier: AGPL-3.0-or-later
"""Make the file that Anki installs: `python -m ankigen_companion.pack FILE`. The same sources give the same bytes."""

import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
SHIPPED = ("*.py", "manifest.json", "LICENSE")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time in a zip


def pack(target: Path) -> None:
    """Write the add-on. Members are stored: another zlib would make other bytes."""
    files = sorted({path for pattern in SHIPPED for path in HERE.rglob(pattern)} - {Path(__file__)})
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for path in files:
            member = zipfile.ZipInfo(path.relative_to(HERE).as_posix(), LONG_AGO)
            member.external_attr = 0o644 << 16
            archive.writestr(member, path.read_bytes().replace(b"\r\n", b"\n"))


if __name__ == "__main__":
    pack(Path(sys.argv[1]))
