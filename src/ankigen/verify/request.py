"""From the words of the command line to jobs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ankigen.compile.pipeline import compile_deck
from ankigen.diagnostic import AnkigenError, Diagnostic
from ankigen.model.history import History
from ankigen.model.version import parse_version
from ankigen.project.ledger import load_ledger
from ankigen.project.load import load_deck
from ankigen.project.paths import LEDGER, DeckPaths, find_decks, names_file, only_deck
from ankigen.project.safeguards import uid_in_ledger
from ankigen.release.assemble import draft
from ankigen.release.plan import plan
from ankigen.release.release_packages import not_here, see_not_missing
from ankigen.source import Source
from ankigen.values import dataclass
from ankigen.verify.packages import Job, Subject, as_imported, edition_job, file_subject, predictions, released

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Request:
    """What to verify: OLDs and, last, NEW, by path, version or "draft"; none for every deck's draft. `whole` names the
    package of which NEW is the delta; `moment` is the draft's time in Unix seconds."""

    names: tuple[str, ...]
    decks: tuple[str, ...]
    whole: str
    moment: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """One job, None if the sources have errors, what is wrong with the sources, and what is not tried."""

    job: Job | None
    problems: tuple[Diagnostic, ...] = ()
    untried: tuple[str, ...] = ()


def jobs(start: Path, request: Request, folder: Path) -> Iterator[Wanted]:
    """What was asked for; drafts are written into `folder`. Raises AnkigenError if something does not exist."""
    if not request.names:
        yield from (_draft_job(place, request.moment, folder) for place in find_decks(start, request.decks))
        return
    *olds, new = request.names
    place = only_deck(start, request.decks, [name for name in (*request.names, request.whole) if name])
    wanted = _new_job(new, place, request.moment, folder)
    if wanted.job:
        stated = tuple(_subject(old, place) for old in olds)
        whole = _subject(request.whole, place) if request.whole else _whole_of(wanted.job.new.path)
        job = replace(wanted.job, olds=stated or wanted.job.olds, whole=whole)
        untried = () if stated else wanted.untried
        wanted = replace(wanted, job=replace(job, predicted={}) if whole else job, untried=untried)
    yield wanted


def _new_job(name: str, paths: DeckPaths | None, moment: int, folder: Path) -> Wanted:
    if paths is None or names_file(name):
        new = file_subject(name)
        history = _history_beside(new.path)
        return Wanted(Job(new.path.stem, (), new, as_imported=as_imported(history), moved=history.merges))
    if name == DRAFT:
        return _draft_job(paths, moment, folder)
    return _release_job(paths, _subject(name, paths))


def _history_beside(package: Path) -> History:
    """The ledger that lies beside a released package; an empty one if there is none, or none that can be read."""
    path = package.parent / LEDGER
    uid = uid_in_ledger(path)
    if not uid:
        return History("", "")
    return load_ledger(Source(path, path.name), path.read_bytes(), uid)[0]


def _draft_job(paths: DeckPaths, moment: int, folder: Path) -> Wanted:
    compiled = compile_deck(load_deck(paths))
    content = compiled.content()
    if content is None:
        return Wanted(None, compiled.problems)
    job = edition_job(paths, draft(plan(content, compiled.history), moment), folder)
    return Wanted(job, compiled.problems, tuple(not_here(paths, content.config, compiled.history)))


def _release_job(paths: DeckPaths, new: Subject) -> Wanted:
    """A release over every earlier one; the ledger knows the figures of the last release alone."""
    loaded = load_deck(paths)
    if loaded.faults:
        return Wanted(None, loaded.faults)
    history = loaded.deck.history
    olds = tuple(old for old in released(paths) if parse_version(old.version) < parse_version(new.version))
    return Wanted(
        Job(
            paths.slug,
            olds,
            new,
            predicted=predictions(history, olds) if history.version == new.version else {},
            as_imported=as_imported(history),
            moved=history.merges,
        )
    )


def _subject(name: str, paths: DeckPaths | None) -> Subject:
    """A package by its path or its version."""
    if paths is None or names_file(name):
        return file_subject(name)
    if name == DRAFT:
        raise AnkigenError(f"the draft can only be NEW: write {DRAFT} after what learners have")
    known = released(paths)
    for subject in known:
        if subject.version == name:
            return subject
    see_not_missing(paths, name)
    versions = ", ".join(subject.version for subject in known)
    there = f"there are: {versions}, {DRAFT}" if versions else f"nothing was released yet; there is: {DRAFT}"
    raise AnkigenError(f"'{name}' is not an .apkg file, and {paths.slug} has no such version; {there}")


def _whole_of(path: Path) -> Subject | None:
    """The package of which this one is the delta by its name (deck-1.1.0-from-1.0.0.apkg) if it lies beside it."""
    head, divider, _ = path.name.rpartition("-from-")
    whole = path.with_name(f"{head}.apkg")
    return file_subject(str(whole)) if divider and whole.is_file() else None
