"""Freezing an edition: the ledger, the changelog, the package and what goes with it are written, all or none."""

import hashlib
from collections.abc import Iterator, Set
from dataclasses import replace
from pathlib import Path

from ankigen.apkg import package_bytes
from ankigen.apkg.reader import Package, read_package
from ankigen.diagnostic import AnkigenError
from ankigen.model.config import RELEASE_ASSETS, DeckConfig
from ankigen.model.content import DeckContent
from ankigen.model.edition import NOTHING, Edition, Resend
from ankigen.model.history import History, Release
from ankigen.model.version import IMPORTED, parse_version
from ankigen.origin import origin
from ankigen.project.atomic import beside, file_sha256, see_writable, write_file, write_together
from ankigen.project.ledger import ledger_lines
from ankigen.project.paths import DeckPaths, read_source, shown
from ankigen.project.shelf import Shelf
from ankigen.release.assemble import assemble, delta
from ankigen.release.changelog import changelog_entry, is_long, with_entry
from ankigen.release.manifest import manifest
from ankigen.release.next_package import write_next_package
from ankigen.release.plan import Plan
from ankigen.release.release_notes import release_notes
from ankigen.release.release_packages import checksum_line, see_unchanged, settings_of
from ankigen.values import dataclass

# What keeps released packages out of git; that of an imported deck is nowhere else.
IGNORED = f"# Packages are assets of the releases.\n*.apkg\n!*-{IMPORTED}.apkg\n"


@dataclass(frozen=True, slots=True)
class ReleaseOptions:
    """How a release was asked for. An empty version means the next one by the rules; `delta_from` names a release
    over which a small package is wanted too."""

    version: str = ""
    breaking: bool = False
    resend: Resend = NOTHING
    delta_from: str = ""


def see_options(history: History, options: ReleaseOptions) -> None:
    """Raise AnkigenError if that is no version, or there is no release for a delta, whatever has changed."""
    if options.version:
        parse_version(options.version)
    if options.delta_from:
        released_at(history, options.delta_from)


def see_free(paths: DeckPaths, version: str) -> None:
    """Raise AnkigenError if the release of this version cannot be written: to try it in Anki first may take minutes."""
    if paths.package(version).exists():
        raise AnkigenError(f"{shown(paths.package(version))} already exists, and a release never changes")
    see_writable(paths.output)


def edition_to_release(plan: Plan, moment: int, options: ReleaseOptions) -> Edition:
    """The edition to be released at `moment` (Unix seconds). Raises AnkigenError if it may not be."""
    changes, history = plan.changes, plan.history
    if changes.breaking and not options.breaking:
        raise AnkigenError(
            f"learners could not update cleanly: {'; '.join(changes.breaking)}. Undo that, or release it as a major "
            "version with --breaking, which also writes instructions for learners"
        )
    if moment <= history.time:
        raise AnkigenError(
            f"the release's time {moment} is not after that of {history.version} ({history.time}), so Anki would "
            "ignore every change; correct the clock or SOURCE_DATE_EPOCH"
        )
    return assemble(plan, _version(history, options.version or plan.next_version), moment)


def _version(history: History, version: str) -> str:
    if parse_version(version) <= parse_version(history.version or "0.0.0"):
        raise AnkigenError(f"{version} is not above the last release, {history.version or '0.0.0'}")
    return version


def released_at(history: History, version: str) -> int:
    """The time of a release in Unix seconds. Raises AnkigenError if there is none of that version."""
    times = {release.version: release.time for release in history.releases}
    if version not in times:
        known = f"there are {', '.join(times)}" if times else "nothing was released yet"
        raise AnkigenError(f"there is no release {version}; {known}")
    return times[version]


def write_release(
    paths: DeckPaths, content: DeckContent, planned: Edition, shelf: Shelf, delta_from: str = ""
) -> Edition:
    """Write the release's files; the edition comes back with the release in its history.

    Raises AnkigenError, ShelfError; then nothing was written.
    """
    name = paths.package(planned.version).name
    stem = name.removesuffix(".apkg")
    with beside(paths.package(planned.version)) as (package, _):
        members = write_next_package(planned, package, paths, shelf)
        checksum = file_sha256(package)
        release = _release(planned, checksum)
        done = replace(planned, history=replace(planned.history, releases=(*planned.history.releases, release)))
        updated = frozenset(planned.changes.updated)
        guids = {note.guid for note in content.notes if note.id in updated}
        before = _shipped_before(paths, planned.history, guids)
        every_note = f"{stem}-notes.md" if is_long(done.changes) else ""
        entry = "".join(changelog_entry(done, content, before, every_note))
        files: dict[str, bytes | Path | Iterator[bytes]] = {
            name: package,
            f"{name}.sha256": checksum_line(name, checksum),
            f"{stem}.json": manifest(done, members, checksum),
            f"{stem}.md": release_notes(done, entry).encode(),
            paths.changelog.name: with_entry(_changelog(paths), content.config.name, entry).encode(),
            paths.ledger.name: ledger_lines(done.history),
        }
        files |= _ignored(paths, planned.config)
        if every_note:
            files[every_note] = map(str.encode, changelog_entry(done, content, before, heading="#"))
        write_together(paths.output, {**files, **_delta_files(stem, done, delta_from)})
    return done


def _ignored(paths: DeckPaths, config: DeckConfig) -> dict[str, bytes]:
    """What git has to ignore so that it keeps what the settings say; what the author wrote there stays."""
    path = paths.output / ".gitignore"
    said = path.read_bytes() if path.is_file() else b""
    if config.packages == RELEASE_ASSETS and not said:
        return {path.name: IGNORED.encode()}
    if config.packages != RELEASE_ASSETS and said == IGNORED.encode():
        return {path.name: b""}
    return {}


def _shipped_before(paths: DeckPaths, history: History, guids: Set[str]) -> dict[str, dict[str, str]]:
    """The fields of notes in the last released package by guid and name; none if the package is not there."""
    path = paths.package(history.releases[-1].version) if history.releases else None
    if path is None or not path.is_file():
        return {}
    see_unchanged(paths, settings_of(paths), history.releases[-1].version)
    last = read_package(Package(shown(path), path), guids)
    return {guid: last.fields(note) for guid, note in last.notes.items()}


def _changelog(paths: DeckPaths) -> str:
    source, problem = read_source(paths.changelog)
    if problem and paths.changelog.exists():
        raise AnkigenError(f"{problem.span}: {problem.message}; {problem.hint}")
    return source.text


def _delta_files(stem: str, done: Edition, delta_from: str) -> dict[str, bytes]:
    if not delta_from:
        return {}
    package = package_bytes(delta(done, released_at(done.history, delta_from)))
    name = f"{stem}-from-{delta_from}.apkg"
    return {name: package, f"{name}.sha256": checksum_line(name, hashlib.sha256(package).hexdigest())}


def make_missing_deltas(paths: DeckPaths, released: Edition) -> None:
    """Make a release's deltas again that are not here, but have a checksum. Raises AnkigenError if that differs."""
    stem = paths.package(released.version).stem
    for checksum in sorted(paths.output.glob(f"{stem}-from-*.apkg.sha256")):
        path = checksum.with_suffix("")
        if path.exists():
            continue
        since = path.stem.removeprefix(f"{stem}-from-")
        package = package_bytes(delta(released, released_at(released.history, since)))
        if checksum.read_bytes() != checksum_line(path.name, hashlib.sha256(package).hexdigest()):
            raise AnkigenError(f"{shown(path)}: not the bytes that {shown(checksum)} names; restore that from git")
        write_file(path, package)


def _release(planned: Edition, checksum: str) -> Release:
    changes = planned.changes
    return Release(
        version=planned.version,
        time=planned.time,
        added=len(changes.added),
        updated=len(changes.updated),
        retired=len(changes.retired),
        notes=sum(not note.record.reason for note in planned.notes),
        sha256=checksum,
        made_by=str(origin()),
    )
