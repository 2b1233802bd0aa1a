"""What was released, as learners have it."""

from ankigen.apkg.reader import Package, read_package
from ankigen.apkg.snapshot import Snapshot
from ankigen.model.version import PATTERN, parse_version
from ankigen.project.paths import DeckPaths, shown


def released_packages(paths: DeckPaths) -> tuple[Snapshot, ...]:
    """What the released packages at hand hold, oldest first. Raises AnkigenError if one cannot be read."""
    head, tail = f"{paths.slug}-", ".apkg"
    names = (path.name.removeprefix(head).removesuffix(tail) for path in paths.output.glob(f"{head}*{tail}"))
    versions = sorted((name for name in names if PATTERN.fullmatch(name)), key=parse_version)
    found = (Package(shown(paths.package(version)), paths.package(version)) for version in versions)
    return tuple(read_package(package) for package in found)
