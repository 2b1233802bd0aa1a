"""What `ankigen diff` was asked to compare: packages, released versions, or today's draft."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ankigen.apkg import package_bytes
from ankigen.apkg.reader import Package, read_package
from ankigen.apkg.snapshot import Snapshot
from ankigen.compile.pipeline import compile_deck
from ankigen.diagnostic import AnkigenError, Diagnostic
from ankigen.diff import diff
from ankigen.diff.model import Diff, Side
from ankigen.model.config import DeckConfig
from ankigen.model.deck import Deck
from ankigen.model.history import History
from ankigen.model.version import IMPORTED, PATTERN, parse_version
from ankigen.project.ledger import load_header
from ankigen.project.load import load_deck
from ankigen.project.paths import LEDGER, DeckPaths, find_decks, names_file, only_deck, shown
from ankigen.release.assemble import draft
from ankigen.release.plan import plan
from ankigen.release.release_packages import see_as_released, see_not_missing, see_unchanged, settings_of
from ankigen.values import dataclass

DRAFT = "draft"
NOTHING = Side("nothing released", Snapshot((), {}, {}, {}))


@dataclass(frozen=True, slots=True)
class Request:
    """What to compare: `old` is empty for the last release of every deck; `decks` are names. `moment` is the draft's
    time in Unix seconds."""

    old: str
    new: str
    decks: tuple[str, ...]
    moment: int


@dataclass(frozen=True, slots=True)
class _Draft:
    """Today's sources as a package, None if they have errors; what they say and what was released before; the guids of
    the notes of which the ledger says that only the rendering moved since; and whether learners of the deck as it was
    before merge note types."""

    side: Side | None
    problems: tuple[Diagnostic, ...]
    deck: Deck
    rerendered: frozenset[str] = frozenset()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison, None if the sources have errors, and what is wrong with the sources."""

    diff: Diff | None
    problems: tuple[Diagnostic, ...] = ()


def compared(start: Path, request: Request) -> Iterator[Compared]:
    """What was asked for, one deck after the other. Raises AnkigenError if something cannot be read."""
    if request.old:
        yield _stated(start, request)
        return
    for paths in find_decks(start, request.decks):
        today = _draft(paths, request.moment)
        yield _compared(_last_release(paths, today.deck.config, today.deck.history), today.side, today)


def _stated(start: Path, request: Request) -> Compared:
    named = [name for name in (request.old, request.new) if not names_file(name)]
    paths = only_deck(start, request.decks, (request.old, request.new))
    today = _draft(paths, request.moment) if paths is not None and DRAFT in named else None
    old, new = (_side(name, paths, today) for name in (request.old, request.new))
    return _compared(old, new, today)


def _compared(old: Side | None, new: Side | None, today: _Draft | None) -> Compared:
    problems = today.problems if today else ()
    if old is None or new is None:
        return Compared(None, problems)
    moved = today.moved if today and new is today.side else _is_moved(new)
    since_last = today is not None and new is today.side and old.name == today.deck.history.version
    if old.name == IMPORTED:
        new = replace(new, snapshot=with_untouched(old.snapshot, new.snapshot))
    rerendered = today.rerendered if today and since_last else frozenset()
    merging = moved and (old.name == IMPORTED or names_file(old.name))
    return Compared(diff(_title(new), old, new, rerendered, merging=merging), problems)


def _is_moved(side: Side) -> bool:
    """Whether the ledger beside a package says that learners of the old deck merge note types."""
    if side.package is None or isinstance(side.package.source, bytes):
        return False
    try:
        with (side.package.source.parent / LEDGER).open("rb") as file:
            history = load_header(file.readline())
    except OSError:
        return False
    return history is not None and history.merges


def with_untouched(old: Snapshot, new: Snapshot) -> Snapshot:
    """The new package with the notes that nobody changed since the deck was imported as learners have them: those are
    written otherwise, and were proved to be shown alike."""
    notes = {
        guid: old.notes[guid] if guid in old.notes and old.notes[guid].mod == note.mod else note
        for guid, note in new.notes.items()
    }
    return replace(new, notes=notes)


def _side(name: str, paths: DeckPaths | None, today: _Draft | None) -> Side | None:
    """The package of this name; None if it is a draft with errors."""
    if paths is None or names_file(name):
        return _read(Package(shown(Path(name)), Path(name)), shown(Path(name)))
    if name == DRAFT:
        return today.side if today else None
    path = paths.package(name)
    if not path.is_file():
        see_not_missing(paths, name)
        raise AnkigenError(f"'{name}' is not an .apkg file, and {paths.slug} has no such version; {_known(paths)}")
    see_unchanged(paths, settings_of(paths), name)
    return _read(Package(shown(path), path), name)


def _read(package: Package, name: str) -> Side:
    return Side(name, read_package(package), package)


def _known(paths: DeckPaths) -> str:
    head, tail = paths.package(DRAFT).name.split(DRAFT)
    names = (path.name.removeprefix(head).removesuffix(tail) for path in paths.output.glob(f"{head}*{tail}"))
    versions = sorted((name for name in names if PATTERN.fullmatch(name)), key=parse_version)
    return f"there are {', '.join(versions)} and {DRAFT}" if versions else f"there is no release here, only {DRAFT}"


def _last_release(paths: DeckPaths, config: DeckConfig, history: History) -> Side:
    version = history.version
    if not version:
        return NOTHING
    path = paths.package(version)
    see_as_released(paths, config, version)
    return _read(Package(shown(path), path), version)


def _draft(paths: DeckPaths, moment: int) -> _Draft:
    """The draft as `build` makes it; nothing is written."""
    compiled = compile_deck(load_deck(paths))
    content = compiled.content()
    if content is None:
        return _Draft(None, compiled.problems, compiled.deck)
    edition = draft(plan(content, compiled.history), moment)
    side = _read(Package(f"the draft of {paths.slug}", package_bytes(edition)), edition.version)
    rerendered = frozenset(edition.history.notes[name].guid for name in edition.changes.rerendered)
    return _Draft(side, compiled.problems, compiled.deck, rerendered, compiled.history.merges)


def _title(side: Side) -> str:
    """What to call a package: its topmost deck."""
    names = sorted(deck.name for deck in side.snapshot.decks)
    return names[0] if names else side.name
