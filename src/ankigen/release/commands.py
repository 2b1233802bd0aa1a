"""What `build`, `release` and `retire` do to a deck, from its sources to its files."""

import filecmp
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen.apkg import write_package
from ankigen.compile.parts import Parts, compile_parts
from ankigen.compile.pipeline import Compiled, Progress, compile_deck, find_identity
from ankigen.diagnostic import AnkigenError, Diagnostic, Severity, nearest, plural
from ankigen.model.edition import DRAFT, NOTHING, Edition, Resend
from ankigen.model.history import History
from ankigen.project.atomic import beside, file_sha256, write_file
from ankigen.project.atomic import locked as lock
from ankigen.project.ledger import dump_ledger
from ankigen.project.load import Loaded, load_deck
from ankigen.project.paths import DeckPaths, shown
from ankigen.project.shelf import NOWHERE, Place, Shelf, with_shelf
from ankigen.release.assemble import assemble, draft
from ankigen.release.next_package import write_next_package
from ankigen.release.plan import Plan, plan
from ankigen.release.result import Result
from ankigen.values import dataclass

if TYPE_CHECKING:
    from ankigen.release.publish import ReleaseOptions

LEFTOVER = "leftover"  # what `new` wrote for its author to replace
MOST_KINDS = 4  # of warnings that are named
# What is wrong with cards that learners have, the worst first; so many of them are told.
HARMS_LEARNERS = ("cloze-number-reused", "cloze-removed")
MOST_TOLD = 3

# What a planned release, and its delta over that version, would do wrong to learners; empty if nothing.
Prove = Callable[[DeckPaths, Edition, str], str]


def build_deck(
    paths: DeckPaths,
    moment: int,
    resend: Resend = NOTHING,
    *,
    locked: bool = False,
    progress: Progress = iter,
    place: Place = NOWHERE,
) -> Result:
    """Write the deck's draft, or its last release again if nothing changed. What is made of each source is kept at the
    place. Raises AnkigenError."""

    def build(shelf: Shelf) -> Result:
        compiled = compile_parts(paths, shelf, progress) or compile_deck(load_deck(paths), progress)
        return _built(paths, compiled, moment, resend, shelf, locked=locked)

    return with_shelf(place, build)


def _built(
    paths: DeckPaths, compiled: Parts | Compiled, moment: int, resend: Resend, shelf: Shelf, *, locked: bool
) -> Result:
    content = compiled.content()
    if content is None:
        return Result(compiled.problems)
    today = plan(content, compiled.history, resend)
    if locked:
        from ankigen.release.design import with_released_design  # it reads packages, as no draft does

        today = with_released_design(today, paths.package(compiled.history.version))
    edition = _last_release(today) or draft(today, moment)
    if locked and edition.version.endswith(DRAFT):
        from ankigen.release.release_packages import elsewhere

        message = f"{paths.slug}: the sources are ahead of {_release_name(compiled.history)}: {summary(edition)}"
        package = paths.package(compiled.history.version)
        hint = "" if package.is_file() else elsewhere(paths, compiled.history.version)
        if today.changes.note_types and hint:
            message += f"; the released design of the cards is in {shown(package)}: {hint}"
        return Result(compiled.problems, summary=message, failed=True)
    path = paths.package(edition.version)
    with beside(path) as (partial, put):
        if locked:  # whether it can be made again is not to be answered from memory
            with partial.open("wb") as file:
                write_package(edition, file)
        else:
            write_next_package(edition, partial, paths, shelf)
        if not edition.version.endswith(DRAFT):
            _compare_with_release(file_sha256(partial), compiled.history, shown(path))
        if not (path.is_file() and filecmp.cmp(path, partial, shallow=False)):
            put()
    if locked:
        from ankigen.release.publish import make_missing_deltas

        make_missing_deltas(paths, edition)
    _remove_drafts(paths, path)
    return Result(compiled.problems, shown(path), f"{paths.slug} {edition.version}: {summary(edition)}")


def _last_release(today: Plan) -> Edition | None:
    """The last release again, if all that moved is the rendering of notes it did not send: they are in it as they are
    rendered now. None if it is not, byte for byte."""
    if not today.only_rendering:
        return None
    last = assemble(today, today.history.version, today.history.time)
    with tempfile.TemporaryDirectory(prefix="ankigen-") as folder:
        path = Path(folder) / "last.apkg"
        with path.open("wb") as file:
            write_package(last, file)
        return last if file_sha256(path) == today.history.releases[-1].sha256 else None


def _release_name(history: History) -> str:
    return f"release {history.version}" if history.version else "a first release"


def _compare_with_release(sha256: str, history: History, path: str) -> None:
    released = next(release for release in history.releases if release.version == history.version)
    if sha256 != released.sha256:
        raise AnkigenError(
            f"{path}: the same notes, but not the same bytes as released (another ankigen or compression library, or a "
            "ledger edited by hand?); the released file was left as it was"
        )


def release_deck(
    paths: DeckPaths,
    moment: int,
    options: "ReleaseOptions",
    progress: Progress = iter,
    prove: Prove = lambda *_: "",
    place: Place = NOWHERE,
) -> Result:
    """Release the deck. What is made of each source is kept at the place.

    Raises AnkigenError if it may not be released, and leaves everything as it was.
    """
    day = datetime.fromtimestamp(moment, UTC).date()

    def release(shelf: Shelf) -> Result:
        parts = compile_parts(paths, shelf, progress, today=day, release=True)
        compiled = parts or compile_deck(load_deck(paths), progress, today=day, release=True)
        return _released(paths, compiled, moment, options, prove, shelf)

    with lock(paths.output):
        return with_shelf(place, release)


def _released(
    paths: DeckPaths,
    compiled: Parts | Compiled,
    moment: int,
    options: "ReleaseOptions",
    prove: Prove,
    shelf: Shelf,
) -> Result:
    from ankigen.release.publish import edition_to_release, see_free, see_options, write_release  # a build does without
    from ankigen.release.release_packages import not_here

    content = compiled.content()
    if content is None:
        return Result(compiled.problems)
    see_options(compiled.history, options)
    style = tuple(found for found in compiled.style if found.severity is not Severity.INFO)
    if leftovers := tuple(replace(found, level=Severity.ERROR) for found in style if found.code == LEFTOVER):
        return Result((*compiled.problems, *leftovers))
    today = plan(content, compiled.history, options.resend)
    if why := today.nothing_to_release():
        return Result(compiled.problems, summary=f"{paths.slug}: {why}")
    edition = edition_to_release(today, moment, options)
    see_free(paths, edition.version)
    untried = tuple(not_here(paths, content.config, compiled.history))
    if breaches := prove(paths, edition, options.delta_from):
        return Result(compiled.problems, summary=breaches, failed=True)
    done = write_release(paths, content, edition, shelf, options.delta_from)
    _remove_drafts(paths)
    path = shown(paths.package(done.version))
    line = f"{paths.slug} {done.version}: {summary(done)}"
    return Result(compiled.problems, path, line, remarks=(*untried, *_remarks(style), *_of_the_program(paths)))


def _of_the_program(paths: DeckPaths) -> Iterator[str]:
    """Where workflows build the release again: that they cannot do so with this ankigen, if so."""
    from ankigen.origin import origin

    made_by = origin()
    if (paths.root / ".github/workflows").is_dir() and not made_by.requirement:
        yield (
            f"made by ankigen {made_by}, which workflows cannot install: they build this release with their own and "
            "compare the bytes"
        )


def _remarks(style: Sequence[Diagnostic]) -> tuple[str, ...]:
    """How many warnings a good editor would give; what learners' cards suffer from by name, else one of them."""
    counts = Counter(problem.code for problem in style)
    if not counts:
        return ()
    harm = [problem for code in HARMS_LEARNERS for problem in style if problem.code == code]
    ranked = sorted(counts, key=lambda code: (code not in HARMS_LEARNERS, -counts[code]))
    kinds = ", ".join(f"{counts[code]} {code}" for code in ranked[:MOST_KINDS])
    more = ", …" if len(counts) > MOST_KINDS else ""
    told = harm[:MOST_TOLD] or [
        min(style, key=lambda problem: (problem.severity is not Severity.ERROR, counts[problem.code]))
    ]
    return (
        f"{plural(len(style), 'warning')} ({kinds}{more}), which `ankigen check` shows; "
        f"{'above all' if harm else 'one of them'}:",
        *(f"  {problem.span}: {problem.message}" for problem in told),
    )


def _remove_drafts(paths: DeckPaths, but: Path | None = None) -> None:
    """A draft left beside the release it became, or beside a newer one, would be handed out by mistake."""
    for draft_path in paths.output.glob(f"{paths.slug}-*{DRAFT}.apkg"):
        if draft_path != but:
            draft_path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Retirement:
    """Which note is to be retired, why, and what takes its place; or that its retirement is to be undone."""

    note: str
    reason: str = ""
    replaced_by: str = ""
    undo: bool = False


def retire_note(decks: Sequence[DeckPaths], retirement: Retirement) -> str:
    """Write a retirement into the ledger of the deck that released the note; says what to do next.

    Raises AnkigenError.
    """
    from ankigen.release.retire import bring_back, retire

    name = retirement.note
    released = {paths: _usable(paths).deck.history.notes for paths in decks}
    owners = [paths for paths in decks if name in released[paths]]
    if len(owners) > 1:
        raise AnkigenError(f"several decks have a note '{name}': say which with --deck {owners[0].slug}")
    if not owners:
        known = sorted(known for notes in released.values() for known in notes)
        hint = nearest(name, known) if known else "nothing was released yet"
        raise AnkigenError(f"no released note has the id '{name}'; {hint}")
    paths = owners[0]
    with lock(paths.output):
        loaded = _usable(paths)
        deck = loaded.deck
        present = {note.id for note in deck.notes if note.id}
        if retirement.undo:
            history = bring_back(deck.history, name)
        else:
            may_live = _refuse_living(loaded, retirement)
            history = retire(deck.history, name, retirement.reason, retirement.replaced_by, present - {name})
        write_file(paths.ledger, dump_ledger(history))
    if retirement.undo:
        return f"'{name}' is back"
    next_step = "; now delete it from its source" if name in present else may_live
    before = deck.history.notes[name].reason
    instead = f", no longer for the reason “{before}”" if before and before != history.notes[name].reason else ""
    return f"'{name}' will be retired by the next release{instead}{next_step}"


def _refuse_living(loaded: Loaded, retirement: Retirement) -> str:
    """Raise AnkigenError if the note is still in the deck, and only its id is wrong or not read; says if it may be."""
    name = retirement.note
    identity = find_identity(loaded)
    for swapped in identity.swapped:
        if swapped.other.id == name:
            raise AnkigenError(f"'{name}' is at {swapped.note.span}, under the id of another: write id: {name} there")
    found = next((lost for lost in identity.lost if lost.record.id == name), None)
    if found and found.place:
        raise AnkigenError(f"'{name}' is at {found.place}, but is not read: `ankigen check` says why")
    note = found.note if found else None
    if found is None or note is None or (note.id and note.id == retirement.replaced_by):
        return ""
    if not (found.exact or note.plain_title == found.record.plain_title):
        return f"; the note at {note.span} {found.sign} it: if it is the same one, ankigen retire {name} --undo"
    other = "if that is another note"
    if note.id:
        raise AnkigenError(f"'{name}' is at {note.span}: write id: {name} there; {other}, add --replaced-by {note.id}")
    raise AnkigenError(
        f"'{name}' is at {note.span}: write <!-- id: {name} --> there; {other}, give it an id of its own"
    )


def _usable(paths: DeckPaths) -> Loaded:
    """The deck, if its settings and its ledger can be relied on."""
    loaded = load_deck(paths)
    loaded.refuse_faults()
    return loaded


def summary(edition: Edition) -> str:
    """How many notes and cards there are, and what moved since the last release."""
    changes = edition.changes
    counts = (
        (len(changes.added), "new"),
        (len(changes.updated), "changed"),
        (len(changes.retired), "retired"),
        (len(changes.sent_again), "retired earlier and sent again"),
        (len(changes.rerendered), "changed in rendering only (--rerender sends them)"),
    )
    moved = ", ".join(f"{count:,} {word}" for count, word in counts if count)
    live = [note for note in edition.notes if not note.record.reason]
    cards = sum(len(note.cards) for note in live)
    beside = (
        (changes.deck, "the deck's description or the order of its notes changed"),
        (changes.note_types, "the cards' design changed"),
    )
    around = ", ".join(words for changed, words in beside if changed)
    moved = "; ".join(changes.breaking) or moved or around or "nothing changed"
    return f"{plural(len(live), 'note')}, {plural(cards, 'card')} ({moved})"
