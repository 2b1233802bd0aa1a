"""From a deck's folders to what a site shows of it. What is shown was released: the sources only say in which order the
notes stand, what they teach and who has reviewed them, and may have mistakes."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ankigen.compile.media import Library
from ankigen.compile.pipeline import Stages, render_deck
from ankigen.diagnostic import AnkigenError, Diagnostic
from ankigen.model.config import DeckConfig
from ankigen.model.history import History, Release
from ankigen.model.media import LFS_POINTER
from ankigen.model.note import Note, Signature
from ankigen.model.version import IMPORTED
from ankigen.project.load import Loaded, load_deck
from ankigen.project.paths import DeckPaths, shown
from ankigen.release.release_packages import where_to_get
from ankigen.site.model import Checked, Delta, Download, Published, SiteDeck
from ankigen.site.said import said
from ankigen.stats.model import SectionCount
from ankigen.stats.sections import sections
from ankigen.values import dataclass

POINTER = 200  # bytes at the beginning of a file that tell a pointer of Git LFS


@dataclass(frozen=True, slots=True)
class Collected:
    """A deck, None if it was never released or its ledger or settings cannot be relied on; what is wrong with these."""

    deck: SiteDeck | None
    problems: tuple[Diagnostic, ...] = ()


def collect(paths: DeckPaths) -> Collected:
    """Read the deck. Raises AnkigenError if a released package is not as it was released, or the newest is missing."""
    loaded = load_deck(paths)
    history = loaded.deck.history
    releases = [release for release in history.releases if release.version != IMPORTED]
    if loaded.faults or not releases:
        return Collected(None, loaded.faults)
    config = loaded.deck.config
    published = tuple(_published(paths, config, release, history) for release in releases)
    whole = published[-1].package
    if whole is None:
        path = shown(paths.package(history.version))
        raise AnkigenError(f"{path}: the last release is missing; {where_to_get(paths, config, history.version)}")
    notes = {note.id: note for note in loaded.deck.notes if note.id}
    return Collected(
        SiteDeck(
            paths=paths,
            config=config,
            history=history,
            releases=published,
            deltas=tuple(_deltas(paths, config, history, whole)),
            notes=notes,
            checked=_checked(loaded),
            sections=_sections(loaded, history),
            whole=whole,
        )
    )


def _published(paths: DeckPaths, config: DeckConfig, release: Release, history: History) -> Published:
    return Published(
        version=release.version,
        time=release.time,
        new=release.added,
        corrected=release.updated,
        retired=release.retired,
        package=_download(paths.package(release.version), release.sha256, where_to_get(paths, config, release.version)),
        said=said(paths, release.version, history),
    )


def _download(path: Path, sha256: str, way_out: str) -> Download | None:
    """The file if it is at hand and what its digest says. Raises AnkigenError, with the way out, if it is another."""
    try:
        with path.open("rb") as file:
            start = file.read(POINTER)
            file.seek(0)
            found = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AnkigenError(f"{shown(path)}: cannot be read: {error.strerror}") from error
    if LFS_POINTER.match(start):
        raise AnkigenError(f"{shown(path)}: is only a pointer of Git LFS; run `git lfs pull`")
    if found != sha256:
        raise AnkigenError(f"{shown(path)}: is not the file that was released (its SHA-256 differs); {way_out}")
    return Download(path, size, found)


def _deltas(paths: DeckPaths, config: DeckConfig, history: History, whole: Download) -> Iterator[Delta]:
    """The deltas to the newest release that `release --delta` wrote, the one from the newest release first; none that
    is the whole package, because every note changed."""
    for release in history.releases[-2::-1]:
        path = paths.package(f"{history.version}-from-{release.version}")
        checksum = path.with_name(f"{path.name}.sha256")
        if path.is_file():
            try:
                stated = checksum.read_text(encoding="utf-8").partition(" ")[0]
            except (OSError, UnicodeDecodeError) as error:
                raise AnkigenError(f"{shown(checksum)}: cannot be read; restore it from git") from error
            file = _download(path, stated, where_to_get(paths, config, f"{history.version}-from-{release.version}"))
            if file and file.sha256 != whole.sha256:
                yield Delta(release.version, file)


def _checked(loaded: Loaded) -> Mapping[str, Checked]:
    """What was said of notes whose text, as far as it can be rendered, is the released one."""
    deck = loaded.deck
    signed = [note for note in deck.notes if note.signature or note.review]
    if not signed:
        return {}
    rendered = render_deck(replace(deck, notes=tuple(signed)), Library(loaded.paths.cards), Stages())
    hashes = {content.id: content.source_hash for content in rendered.notes()}
    return {
        note.id: Checked(_valid(note, deck.history), note.review)
        for note in signed
        if _as_released(note, hashes, deck.history)
    }


def _as_released(note: Note, hashes: Mapping[str, str], history: History) -> bool:
    record = history.notes.get(note.id)
    return record is not None and not record.reason and hashes[note.id] == record.source_hash


def _valid(note: Note, history: History) -> Signature | None:
    """The signature under the note, unless it is older than the last release that had another text: then it was given
    for that one, and its author left it there."""
    record, signature = history.notes[note.id], note.signature
    if signature is None or record.updated == record.added:
        return signature
    versions = [release.version for release in history.releases]
    before = history.releases[versions.index(record.updated) - 1]
    return signature if signature.day >= datetime.fromtimestamp(before.time, UTC).date() else None


def _sections(loaded: Loaded, history: History) -> tuple[SectionCount, ...] | None:
    """What is taught, by notes that learners have."""
    if loaded.deck.objectives is None:
        return None
    records = history.notes
    live = [note for note in loaded.deck.notes if note.id in records and not records[note.id].reason]
    return sections(live, [len(records[note.id].cards) for note in live], loaded.deck.objectives)
