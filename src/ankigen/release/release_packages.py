"""What was released, as learners have it, and where the packages are."""

from collections.abc import Iterator

from ankigen.apkg.reader import Package, read_package
from ankigen.apkg.snapshot import Snapshot
from ankigen.diagnostic import AnkigenError
from ankigen.model.config import RELEASE_ASSETS, DeckConfig, parse_config
from ankigen.model.history import History
from ankigen.model.version import IMPORTED, PATTERN, parse_version
from ankigen.project.atomic import file_sha256
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths, read_source, shown


def released_packages(paths: DeckPaths) -> tuple[Snapshot, ...]:
    """What the released packages at hand hold, oldest first. Raises AnkigenError if one cannot be read."""
    head, tail = f"{paths.slug}-", ".apkg"
    names = (path.name.removeprefix(head).removesuffix(tail) for path in paths.output.glob(f"{head}*{tail}"))
    versions = sorted((name for name in names if PATTERN.fullmatch(name)), key=parse_version)
    found = (Package(shown(paths.package(version)), paths.package(version)) for version in versions)
    return tuple(read_package(package) for package in found)


def see_as_released(paths: DeckPaths, config: DeckConfig, version: str) -> None:
    """Raise AnkigenError, with the way out, if the package of a release is not here, or is not the one that was
    released."""
    path = paths.package(version)
    if not path.is_file():
        raise AnkigenError(f"{shown(path)}: the last release is missing; {where_to_get(paths, config, version)}")
    see_unchanged(paths, config, version)


def see_not_missing(paths: DeckPaths, version: str) -> None:
    """Raise AnkigenError, with the way out, if this version was released and its package is not here."""
    deck, package = load_deck(paths).deck, paths.package(version)
    if not package.is_file() and version in {release.version for release in deck.history.releases}:
        raise AnkigenError(f"{shown(package)} is missing; {where_to_get(paths, deck.config, version)}")


def see_unchanged(paths: DeckPaths, config: DeckConfig | None, version: str) -> None:
    """Raise AnkigenError, with the way out, if a package that git does not keep is not the one that git has the
    checksum of. What is committed is as it was."""
    package = paths.package(version)
    checksum = package.with_name(f"{package.name}.sha256")
    if config is None or config.packages != RELEASE_ASSETS or not checksum.is_file():
        return
    if file_sha256(package).encode() not in checksum.read_bytes().split():  # git may have ended its line otherwise
        raise AnkigenError(
            f"{shown(package)} is not the package that was released; {where_to_get(paths, config, version)}"
        )


def settings_of(paths: DeckPaths) -> DeckConfig | None:
    """What deck.toml says; None if it cannot be read."""
    return parse_config(read_source(paths.settings)[0], paths.slug)[0]


def checksum_line(name: str, sha256: str) -> bytes:
    """A line for `sha256sum --check`."""
    return f"{sha256}  {name}\n".encode()


def where_to_get(paths: DeckPaths, config: DeckConfig, version: str) -> str:
    """What to do to have the package of a release, or a delta (`1.1.0-from-1.0.0`), as it was released."""
    if config.packages != RELEASE_ASSETS:
        return "restore it from git"
    tag, package = paths.package(version.partition("-from-")[0]).stem, paths.package(version)
    command = f"gh release download {tag} --pattern {package.name} --dir {shown(paths.output)}"
    if package.exists():
        command += " --clobber"  # else gh leaves it as it is
    return f"put it there from its release's page: {command}"


def elsewhere(paths: DeckPaths, version: str) -> str:
    """What to do to have a package that is not here, if the deck keeps its packages elsewhere; else empty."""
    config = settings_of(paths)
    kept_elsewhere = config is not None and config.packages == RELEASE_ASSETS and PATTERN.fullmatch(version)
    return where_to_get(paths, config, version) if config and kept_elsewhere else ""


def not_here(paths: DeckPaths, config: DeckConfig, history: History) -> Iterator[str]:
    """What is not tried, because packages are not here."""
    versions = [release.version for release in history.releases if release.version != IMPORTED]
    missing = [version for version in versions if not paths.package(version).is_file()]
    if missing and config.packages != RELEASE_ASSETS:
        whose, them = ("its package is", "it") if len(missing) == 1 else ("their packages are", "them")
        yield f"not tried over {', '.join(missing)}, because {whose} missing: restore {them} from git"
    elif missing:
        yield f"not tried over {', '.join(missing)}: {where_to_get(paths, config, missing[-1])}"
