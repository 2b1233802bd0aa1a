"""What `verify` was asked about: packages by path, released versions, or today's draft."""

import re
from collections.abc import Mapping
from dataclasses import field, replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from ankigen.apkg import write_package
from ankigen.model.edition import DRAFT, Edition
from ankigen.model.history import History, Release
from ankigen.model.note import Kind
from ankigen.model.version import IMPORTED, PATTERN, Version, parse_version
from ankigen.project.paths import LEDGER, DeckPaths, shown
from ankigen.release.assemble import delta
from ankigen.release.publish import released_at
from ankigen.release.release_notes import Counts, upgrade_counts
from ankigen.release.release_packages import see_unchanged, settings_of
from ankigen.values import dataclass

NAMED = re.compile(r'(?<=\bsrc=")[^"]*(?=")|(?<=\[sound:)[^\]]*(?=\])')
FIRST = Version(1, 0, 0)


@dataclass(frozen=True, slots=True)
class Subject:
    """A package on disk: its name for people, and its version where it is one of a deck at hand."""

    shown: str
    path: Path
    version: str = ""

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether it is the deck as it was before it was released here: no release of a deck's folder."""
        if self.version:
            return self.version == IMPORTED
        ours = (self.path.parent / LEDGER).is_file()
        return not ours or self.path.name.endswith(f"-{IMPORTED}.apkg")


@dataclass(frozen=True, slots=True)
class Job:
    """NEW and every OLD that learners may have. `whole` is the package of which NEW is the delta. `predicted` is what
    the ledger says Anki will count, by OLD's version, "" for a learner who has nothing. `as_imported` and `unshipped`
    are what `Upgrade` says of them. `moved` says that learners of the deck as it was before it was released here merge
    the note types."""

    title: str
    olds: tuple[Subject, ...]
    new: Subject
    whole: Subject | None = None
    predicted: Mapping[str, Counts] = field(default_factory=dict)
    as_imported: frozenset[str] = frozenset()
    unshipped: frozenset[str] = frozenset()
    moved: bool = False

    def obeys(self, old: Subject) -> bool:
        """Whether learners of OLD follow the instructions that come with NEW, and let Anki merge the note types."""
        return major_step(old, self.new) or (self.moved and old.is_from_elsewhere)


def major_step(old: Subject, new: Subject) -> bool:
    """Whether learners need the instructions for a major version; nobody knows other publishers'."""
    if not old.version or not new.version:
        return False
    # The first release of an imported deck is an update like any other to those who have it from elsewhere.
    before = max(parse_version(old.version), FIRST)
    return before.major < parse_version(new.version.removesuffix(DRAFT)).major


def released(paths: DeckPaths) -> tuple[Subject, ...]:
    """The released packages that are at hand, oldest first. Raises AnkigenError if one is not as it was released."""
    head = f"{paths.slug}-"
    versions = (path.name.removeprefix(head).removesuffix(".apkg") for path in paths.output.glob(f"{head}*.apkg"))
    known = sorted((version for version in versions if PATTERN.fullmatch(version)), key=parse_version)
    config = settings_of(paths)
    for version in known:
        see_unchanged(paths, config, version)
    return tuple(Subject(version, paths.package(version), version) for version in known)


def file_subject(name: str) -> Subject:
    path = Path(name)
    return Subject(shown(path), path.absolute())


def edition_job(paths: DeckPaths, edition: Edition, folder: Path) -> Job:
    """The edition over every release at hand; its package is written into `folder`."""
    new = _written(edition, f"{paths.slug}-{edition.version}.apkg", folder)
    olds = released(paths)
    history = _with_release(edition)
    return Job(
        paths.slug,
        olds,
        new,
        predicted=predictions(history, olds),
        as_imported=as_imported(history),
        unshipped=_unshipped(edition),
        moved=history.merges,
    )


def delta_job(paths: DeckPaths, edition: Edition, since: str, folder: Path) -> Job:
    """The edition's delta over the release it was made for; the edition's own package is in `folder` already."""
    name = f"{paths.slug}-{edition.version}"
    part = delta(edition, released_at(edition.history, since))
    new = _written(part, f"{name}-from-{since}.apkg", folder)
    olds = tuple(old for old in released(paths) if old.version == since)
    whole = Subject(edition.version, folder / f"{name}.apkg", edition.version)
    return Job(f"{paths.slug}, delta", olds, new, whole)


def as_imported(history: History) -> frozenset[str]:
    """The guids of the notes that are as they were when the deck was imported."""
    return frozenset(record.guid for record in history.notes.values() if record.updated == IMPORTED)


def _unshipped(edition: Edition) -> frozenset[str]:
    """The files that fields of imported notes name and the package does not have."""
    shipped = {file.name for file in edition.media}
    own = (note for note in edition.notes if note.record.kind not in tuple(Kind))
    named = {unquote(unescape(name)) for note in own for html in note.fields for name in NAMED.findall(html)}
    return frozenset(named - shipped)


def predictions(history: History, olds: tuple[Subject, ...]) -> dict[str, Counts]:
    """What Anki will count when the history's newest release is imported over nothing and over each old one."""
    known = {release.version for release in history.releases}
    versions = ("", *(old.version for old in olds if old.version in known))
    return {version: upgrade_counts(history, version) for version in versions}


def _written(edition: Edition, name: str, folder: Path) -> Subject:
    path = folder / name
    with path.open("wb") as file:
        write_package(edition, file)
    return Subject(edition.version, path, edition.version)


def _with_release(edition: Edition) -> History:
    """The ledger as it will be once the edition is released; as it is if that was done already."""
    history = edition.history
    if any(release.version == edition.version for release in history.releases):
        return history
    release = Release(edition.version, edition.time, added=0, updated=0, retired=0, notes=0, sha256="")
    return replace(history, releases=(*history.releases, release))
