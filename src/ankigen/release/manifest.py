"""A release's manifest: what was released, and made with what."""

import hashlib
import json
import platform
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version

from ankigen.apkg.archive import Written
from ankigen.model.edition import Edition
from ankigen.origin import origin

# What the manifest says of a program that was installed from a folder, or by an installer that kept no origin.
LOCAL = "a folder of one computer"
UNKNOWN = "unknown: the installer kept none"
# Whatever of the installed packages the bytes of a deck depend on, as pip names them.
MADE_WITH = ("genanki", "markdown", "nh3", "pygments")


def content_sha256(members: Iterable[Written]) -> str:
    """The hash of a package's files as they are once unpacked: the hex SHA-256 of each, its name and a line end."""
    return hashlib.sha256("".join(f"{member.sha256}  {member.name}\n" for member in members).encode()).hexdigest()


def manifest(done: Edition, members: Iterable[Written], sha256: str) -> bytes:
    """The manifest as JSON. `content_sha256` covers what is in the package, whatever compressed it."""
    live = [note for note in done.notes if not note.record.reason]
    data = {
        "deck": done.config.name,
        "uid": done.config.uid,
        "version": done.version,
        "released": moment(done.time),
        "sha256": sha256,
        "content_sha256": content_sha256(members),
        "notes": len(live),
        "cards": sum(len(note.cards) for note in live),
        "kinds": dict(sorted(Counter(str(note.record.kind) for note in live).items())),
        "media": len(done.media),
        "added": len(done.changes.added),
        "updated": len(done.changes.updated),
        "retired": len(done.changes.retired),
        "made_with": {
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "zlib": zlib.ZLIB_RUNTIME_VERSION,
            **_program(),
            "requirements": [f"{name}=={version(name)}" for name in MADE_WITH],
        },
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _program() -> dict[str, str]:
    """Which ankigen: its version, and what installs the same one, if anything does."""
    made_by = origin()
    return {"ankigen": made_by.version, "origin": made_by.requirement or (LOCAL if made_by.folder else UNKNOWN)}


def moment(time: int) -> str:
    """Unix seconds as RFC 3339."""
    return datetime.fromtimestamp(time, UTC).isoformat().replace("+00:00", "Z")
