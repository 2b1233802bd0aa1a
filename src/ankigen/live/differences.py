"""What changed on a note since the last release, word by word."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ankigen.apkg.reader import Package, read_package
from ankigen.apkg.snapshot import Note, Snapshot
from ankigen.card.bookkeeping import without_versions
from ankigen.card.plain import plain_pair
from ankigen.diagnostic import AnkigenError
from ankigen.diff.word_diff import word_diff
from ankigen.live.notes import Change, Json, LiveNote
from ankigen.live.view import View
from ankigen.model.notetypes import BOOKKEEPING
from ankigen.project.paths import shown
from ankigen.release.release_packages import elsewhere


class Releases:
    """The packages of last releases, each read when it is first asked for."""

    def __init__(self) -> None:
        self.known: dict[Path, Snapshot] = {}

    def last(self, view: View) -> Snapshot:
        """The last release of the deck. Raises AnkigenError if it is not there or cannot be read."""
        path = view.paths.package(view.last_version)
        if path not in self.known:
            if not path.is_file():
                way = elsewhere(view.paths, view.last_version) or "restore it from git"
                raise AnkigenError(f"{shown(path)} is missing: {way}, to see what changed")
            self.known[path] = read_package(Package(shown(path), path))
        return self.known[path]

    def differences(self, view: View, live: LiveNote) -> Json | None:
        """What changed on the note since the last release; None if nothing did, or nothing was released."""
        record = view.deck.history.notes.get(live.content.id)
        if live.change is not Change.CHANGED or record is None:
            return None
        since: dict[str, object] = {"since": view.last_version}
        try:
            snapshot = self.last(view)
        except AnkigenError as error:
            return since | {"trouble": str(error)}
        old = snapshot.notes.get(record.guid)
        return since | (_difference(snapshot, old, live) if old else {"trouble": "the package does not hold the note"})


def _difference(snapshot: Snapshot, old: Note, live: LiveNote) -> dict[str, object]:
    before, now = without_versions(old.tags), set(live.content.tags)
    return {
        "fields": list(_fields(snapshot.fields(old), live.content.fields)),
        "tags_added": sorted(now - before),
        "tags_removed": sorted(before - now),
    }


def _fields(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Json]:
    """Each field that differs, as words; as markup if that alone differs."""
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name, ""), new.get(name, "")
        if name in BOOKKEEPING or before == after:
            continue
        words = plain_pair(before, after)
        pieces = word_diff(*words) if words[0] != words[1] else word_diff(before, after)
        yield {"name": name, "pieces": [[piece.edit, piece.text] for piece in pieces]}
