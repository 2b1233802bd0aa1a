"""What `build` and `release` do to one deck, from its sources to its files."""

import hashlib
from dataclasses import dataclass

from ankigen.apkg import package_bytes
from ankigen.compiler import compile_deck
from ankigen.diagnostic import AnkigenError, Diagnostic
from ankigen.edition import DRAFT, Edition, draft
from ankigen.files import locked as lock
from ankigen.files import write_file
from ankigen.history import History
from ankigen.release import Wish, plan_release, write_release
from ankigen.repository import DeckPlace, shown


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: the package's path, empty where none was written, and one line for people."""

    problems: tuple[Diagnostic, ...]
    package: str = ""
    summary: str = ""
    failed: bool = False


def build_deck(place: DeckPlace, moment: int, *, rerender: bool = False, locked: bool = False) -> Result:
    """Write the deck's draft, or its last release again where nothing changed. Raises AnkigenError."""
    compiled = compile_deck(place)
    if compiled.content is None:
        return Result(compiled.problems)
    edition = draft(compiled.content, compiled.history, moment, rerender=rerender)
    if locked and edition.version.endswith(DRAFT):
        message = f"{place.slug}: the sources are ahead of the last release: {summary(edition)}"
        return Result(compiled.problems, summary=message, failed=True)
    path = place.package(edition.version)
    data = package_bytes(edition)
    if not edition.version.endswith(DRAFT):
        _compare_with_release(data, compiled.history, shown(path))
    if not (path.is_file() and path.read_bytes() == data):
        write_file(path, data)
    return Result(compiled.problems, shown(path), f"{place.slug} {edition.version}: {summary(edition)}")


def _compare_with_release(data: bytes, history: History, path: str) -> None:
    released = next(release for release in history.releases if release.version == history.version)
    if hashlib.sha256(data).hexdigest() != released.sha256:
        raise AnkigenError(
            f"{path}: the same content, but not the same bytes as released (another ankigen or compression library?); "
            "the released file was left as it is"
        )


def release_deck(place: DeckPlace, moment: int, wish: Wish) -> Result:
    """Release the deck. Raises AnkigenError where that may not be, and leaves everything as it was."""
    with lock(place.output):
        compiled = compile_deck(place)
        if compiled.content is None:
            return Result(compiled.problems)
        planned = plan_release(compiled.content, compiled.history, moment, wish)
        done = write_release(place, compiled.content, planned)
    return Result(
        compiled.problems, shown(place.package(done.version)), f"{place.slug} {done.version}: {summary(done)}"
    )


def summary(edition: Edition) -> str:
    """How many notes and cards there are, and what moved since the last release."""
    changes = edition.changes
    counts = (
        (len(changes.added), "new"),
        (len(changes.updated), "changed"),
        (len(changes.retired), "retired"),
        (len(changes.rerendered), "changed in rendering only (--rerender sends them)"),
    )
    moved = ", ".join(f"{count} {word}" for count, word in counts if count)
    live = [note for note in edition.notes if not note.record.reason]
    cards = sum(len(note.cards) for note in live)
    moved = moved or ("deck or card design changed" if changes.step else "nothing changed")
    return f"{len(live)} notes, {cards} cards ({moved})"
