"""Anki's packages: every id is in them."""

from pathlib import Path

from ankigen.apkg.reader import Package, read_package
from ankigen.importing.foreign import Foreign, Meets, PackageMedia
from ankigen.project.paths import shown


def read_anki_package(path: Path) -> Foreign:
    """What the package holds. Raises AnkigenError if it cannot be read."""
    package = Package(shown(path), path)
    snapshot = read_package(package)
    media = PackageMedia(package, tuple(snapshot.media))
    return Foreign(
        package.shown, "an Anki package", (path,), snapshot, media, dict.fromkeys(snapshot.note_types, Meets.ALL)
    )
