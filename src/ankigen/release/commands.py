"""What `build`, `release` and `retire` do to a deck, from its sources to its files."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ankigen.apkg import package_bytes
from ankigen.compile.pipeline import Watch, compile_deck, read_config, read_history, read_notes
from ankigen.diagnostic import AnkigenError, Diagnostic, nearest, plural
from ankigen.model.content import DeckContent
from ankigen.model.edition import DRAFT, NOTHING, Edition, Resend
from ankigen.model.history import History
from ankigen.model.version import Step
from ankigen.project.atomic import locked as lock
from ankigen.project.atomic import recover, write_file
from ankigen.project.ledger import dump_ledger
from ankigen.project.paths import DeckPaths, shown
from ankigen.release.assemble import assemble, draft
from ankigen.release.changes import compare
from ankigen.release.publish import Wish, nothing_to_release, plan_release, write_release
from ankigen.release.retire import bring_back, retire

# Tells what a planned release, and its delta over that version, would do wrong to learners; empty where nothing.
Prove = Callable[[DeckPaths, Edition, str], str]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: the path of what was made, empty where that could not be, and one line for people."""

    problems: tuple[Diagnostic, ...]
    path: str = ""
    summary: str = ""
    failed: bool = False


def build_deck(
    paths: DeckPaths, moment: int, resend: Resend = NOTHING, *, locked: bool = False, watch: Watch = iter
) -> Result:
    """Write the deck's draft, or its last release again where nothing changed. Raises AnkigenError."""
    compiled = compile_deck(paths, watch)
    if compiled.content is None:
        return Result(compiled.problems)
    edition = _last_release(compiled.content, compiled.history, resend)
    edition = edition or draft(compiled.content, compiled.history, moment, resend)
    if locked and edition.version.endswith(DRAFT):
        message = f"{paths.slug}: the sources are ahead of {_release_name(compiled.history)}: {summary(edition)}"
        return Result(compiled.problems, summary=message, failed=True)
    path = paths.package(edition.version)
    data = package_bytes(edition)
    if not edition.version.endswith(DRAFT):
        _compare_with_release(data, compiled.history, shown(path))
    if not (path.is_file() and path.read_bytes() == data):
        write_file(path, data)
    return Result(compiled.problems, shown(path), f"{paths.slug} {edition.version}: {summary(edition)}")


def _last_release(content: DeckContent, history: History, resend: Resend) -> Edition | None:
    """The last release again, where all that moved is the rendering of notes it did not send: they are in it as they
    are rendered now. None where it is not, byte for byte."""
    changes = compare(content, history, resend)
    if not changes.rerendered or replace(changes, rerendered=()).step is not Step.NONE:
        return None
    last = assemble(content, history, changes, history.version, history.time)
    return last if _digest(package_bytes(last)) == history.releases[-1].sha256 else None


def _release_name(history: History) -> str:
    return f"release {history.version}" if history.version else "a first release"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _compare_with_release(data: bytes, history: History, path: str) -> None:
    released = next(release for release in history.releases if release.version == history.version)
    if _digest(data) != released.sha256:
        raise AnkigenError(
            f"{path}: the same notes, but not the same bytes as released (another ankigen or compression library, or a "
            "ledger edited by hand?); the released file was left as it is"
        )


def release_deck(
    paths: DeckPaths, moment: int, wish: Wish, watch: Watch = iter, prove: Prove = lambda *_: ""
) -> Result:
    """Release the deck. Raises AnkigenError where that may not be, and leaves everything as it was."""
    with lock(paths.output):
        compiled = compile_deck(paths, watch)
        if compiled.content is None:
            return Result(compiled.problems)
        if why := nothing_to_release(compiled.content, compiled.history, wish):
            return Result(compiled.problems, summary=f"{paths.slug}: {why}")
        planned = plan_release(compiled.content, compiled.history, moment, wish)
        if breaches := prove(paths, planned, wish.delta_from):
            return Result(compiled.problems, summary=breaches, failed=True)
        done = write_release(paths, compiled.content, planned, wish.delta_from)
        _remove_drafts(paths)
    return Result(
        compiled.problems, shown(paths.package(done.version)), f"{paths.slug} {done.version}: {summary(done)}"
    )


def _remove_drafts(paths: DeckPaths) -> None:
    """A draft beside the release it became would be handed out by mistake."""
    for draft_path in paths.output.glob(f"*{DRAFT}.apkg"):
        draft_path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Retirement:
    """Which note is to be retired, why, and what takes its place; or that its retirement is to be undone."""

    note: str
    reason: str = ""
    replaced_by: str = ""
    undo: bool = False


def retire_note(decks: Sequence[DeckPaths], wish: Retirement) -> str:
    """Write a retirement into the ledger of the deck that released the note; what to do next. Raises AnkigenError."""
    released = {paths: _history(paths).notes for paths in decks}
    owners = [paths for paths in decks if wish.note in released[paths]]
    if len(owners) > 1:
        raise AnkigenError(f"several decks have a note '{wish.note}': say which with --deck {owners[0].slug}")
    if not owners:
        known = sorted(name for notes in released.values() for name in notes)
        hint = nearest(wish.note, known) if known else "nothing was released yet"
        raise AnkigenError(f"no released note has the id '{wish.note}'; {hint}")
    paths = owners[0]
    with lock(paths.output):
        history, present = _history(paths), {note.id for note in read_notes(paths)[0] if note.id}
        if wish.undo:
            history = bring_back(history, wish.note)
        else:
            history = retire(history, wish.note, wish.reason, wish.replaced_by, present - {wish.note})
        write_file(paths.ledger, dump_ledger(history))
    if wish.undo:
        return f"'{wish.note}' is back"
    next_step = "; now take it out of its source" if wish.note in present else ""
    return f"'{wish.note}' will be retired by the next release{next_step}"


def _history(paths: DeckPaths) -> History:
    recover(paths.output)
    config, problems = read_config(paths)
    if config is None:
        raise AnkigenError(f"{problems[0].span}: {problems[0].message}; mend deck.toml first")
    return read_history(paths, config)


def summary(edition: Edition) -> str:
    """How many notes and cards there are, and what moved since the last release."""
    changes = edition.changes
    counts = (
        (len(changes.added), "new"),
        (len(changes.updated), "changed"),
        (len(changes.retired), "retired"),
        (len(changes.told_again), "retired earlier and told again"),
        (len(changes.rerendered), "changed in rendering only (--rerender sends them)"),
    )
    moved = ", ".join(f"{count} {word}" for count, word in counts if count)
    live = [note for note in edition.notes if not note.record.reason]
    cards = sum(len(note.cards) for note in live)
    moved = (
        "; ".join(changes.breaking) or moved or ("deck or card design changed" if changes.step else "nothing changed")
    )
    return f"{plural(len(live), 'note')}, {plural(cards, 'card')} ({moved})"
