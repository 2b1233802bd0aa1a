"""What `build`, `release` and `retire` do to a deck, from its sources to its files."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ankigen.apkg import package_bytes
from ankigen.assembly import draft
from ankigen.compiler import Watch, compile_deck, read_config, read_notes
from ankigen.diagnostic import AnkigenError, Diagnostic, plural
from ankigen.edition import DRAFT, NOTHING, Edition, Resend
from ankigen.files import locked as lock
from ankigen.files import recover, write_file
from ankigen.history import History
from ankigen.ledger import dump_ledger, load_ledger
from ankigen.release import Wish, nothing_to_release, plan_release, write_release
from ankigen.repository import DeckPlace, shown
from ankigen.retire import bring_back, retire

# Tells what a planned release, and its delta over that version, would do wrong to learners; empty where nothing.
Prove = Callable[[DeckPlace, Edition, str], str]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: the package's path, empty where none was written, and one line for people."""

    problems: tuple[Diagnostic, ...]
    package: str = ""
    summary: str = ""
    failed: bool = False


def build_deck(
    place: DeckPlace, moment: int, resend: Resend = NOTHING, *, locked: bool = False, watch: Watch = iter
) -> Result:
    """Write the deck's draft, or its last release again where nothing changed. Raises AnkigenError."""
    compiled = compile_deck(place, watch)
    if compiled.content is None:
        return Result(compiled.problems)
    edition = draft(compiled.content, compiled.history, moment, resend)
    if locked and edition.version.endswith(DRAFT):
        message = (
            f"{place.slug}: the sources are ahead of release {compiled.history.version or '1.0.0'}: {summary(edition)}"
        )
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


def release_deck(
    place: DeckPlace, moment: int, wish: Wish, watch: Watch = iter, prove: Prove = lambda *_: ""
) -> Result:
    """Release the deck. Raises AnkigenError where that may not be, and leaves everything as it was."""
    with lock(place.output):
        compiled = compile_deck(place, watch)
        if compiled.content is None:
            return Result(compiled.problems)
        if why := nothing_to_release(compiled.content, compiled.history, wish):
            return Result(compiled.problems, summary=f"{place.slug}: {why}")
        planned = plan_release(compiled.content, compiled.history, moment, wish)
        if breaches := prove(place, planned, wish.delta_from):
            return Result(compiled.problems, summary=breaches, failed=True)
        done = write_release(place, compiled.content, planned, wish.delta_from)
    return Result(
        compiled.problems, shown(place.package(done.version)), f"{place.slug} {done.version}: {summary(done)}"
    )


@dataclass(frozen=True, slots=True)
class Retirement:
    """Which note is to be retired, why, and what takes its place; or that its retirement is to be undone."""

    note: str
    reason: str = ""
    replaced_by: str = ""
    undo: bool = False


def retire_note(places: Sequence[DeckPlace], wish: Retirement) -> str:
    """Write a retirement into the ledger of the deck that released the note; what to do next. Raises AnkigenError."""
    owners = [place for place in places if wish.note in _history(place).notes]
    if len(owners) > 1:
        raise AnkigenError(f"several decks have a note '{wish.note}': say which with --deck {owners[0].slug}")
    place = owners[0] if owners else places[0]
    with lock(place.output):
        history, present = _history(place), {note.id for note in read_notes(place)[0]}
        if wish.undo:
            history = bring_back(history, wish.note)
        else:
            history = retire(history, wish.note, wish.reason, wish.replaced_by, present - {wish.note})
        write_file(place.ledger, dump_ledger(history))
    if wish.undo:
        return f"'{wish.note}' is back"
    next_step = "; now take it out of its source" if wish.note in present else ""
    return f"'{wish.note}' will be retired by the next release{next_step}"


def _history(place: DeckPlace) -> History:
    recover(place.output)
    config, problems = read_config(place)
    if config is None:
        raise AnkigenError(f"{problems[0].span}: {problems[0].message}; mend deck.toml first")
    return load_ledger(place.ledger, shown(place.ledger), config.uid, config.name)


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
    return f"{plural(len(live), 'note')}, {plural(cards, 'card')} ({moved})"
