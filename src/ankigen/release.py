"""Freezing an edition: the ledger, the changelog, the package and its checksum, all or none."""

import hashlib
from dataclasses import dataclass, replace

from ankigen.apkg import package_bytes
from ankigen.changelog import changelog_entry, with_entry
from ankigen.changes import compare
from ankigen.content import DeckContent
from ankigen.diagnostic import AnkigenError
from ankigen.edition import Edition, edition
from ankigen.files import write_together
from ankigen.history import History, Release
from ankigen.ledger import dump_ledger
from ankigen.repository import DeckPlace
from ankigen.version import Step, next_version, parse_version


@dataclass(frozen=True, slots=True)
class Wish:
    """How a release was asked for; an empty version means the next one by the rules."""

    version: str = ""
    breaking: bool = False
    rerender: bool = False


def plan_release(content: DeckContent, history: History, moment: int, wish: Wish) -> Edition:
    """The edition to be released at `moment` (Unix seconds). Raises AnkigenError where it may not be."""
    changes = compare(content, history, wish.rerender)
    if changes.step is Step.NONE:
        raise AnkigenError(f"nothing changed since {history.version}: there is nothing to release")
    if changes.breaking and not wish.breaking:
        raise AnkigenError(
            f"{'; '.join(changes.breaking)}. Undo that, or release it as a major version with --breaking"
        )
    if moment <= history.time:
        raise AnkigenError(
            f"the release's time {moment} is not after that of {history.version} ({history.time}), so Anki would "
            "ignore every change; set the clock or SOURCE_DATE_EPOCH right"
        )
    version = wish.version or next_version(history.version, changes.step)
    if history.version and parse_version(version) <= parse_version(history.version):
        raise AnkigenError(f"{version} is not above the last release, {history.version}")
    parse_version(version)
    return edition(content, history, changes, version, moment)


def write_release(place: DeckPlace, content: DeckContent, planned: Edition) -> Edition:
    """Write the release's files; the edition comes back with the release in its history."""
    package = package_bytes(planned)
    checksum = hashlib.sha256(package).hexdigest()
    changes = planned.changes
    release = Release(
        version=planned.version,
        time=planned.time,
        added=len(changes.added),
        updated=len(changes.updated),
        retired=len(changes.retired),
        notes=len(content.notes),
        sha256=checksum,
    )
    done = replace(planned, history=replace(planned.history, releases=(*planned.history.releases, release)))
    changelog = place.changelog.read_text(encoding="utf-8") if place.changelog.exists() else ""
    name = place.package(planned.version).name
    entry = changelog_entry(done, content)
    write_together(
        place.output,
        {
            name: package,
            f"{name}.sha256": f"{checksum}  {name}\n".encode(),
            place.changelog.name: with_entry(changelog, content.config.name, entry).encode(),
            place.ledger.name: dump_ledger(done.history),
        },
    )
    return done
