"""From the words of the command line to jobs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ankigen.compile.pipeline import compile_deck, read_config
from ankigen.diagnostic import AnkigenError, Diagnostic
from ankigen.model.version import parse_version
from ankigen.project.ledger import load_ledger
from ankigen.project.paths import DeckPaths, find_decks, names_file, only_deck, shown
from ankigen.release.assemble import draft
from ankigen.verify.packages import Job, Subject, edition_job, file_subject, predictions, released

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Wish:
    """What to verify: OLDs and, last, NEW, by path, version or "draft"; none for every deck's draft. `whole` names the
    package of which NEW is the delta; `moment` is the draft's time in Unix seconds."""

    names: tuple[str, ...]
    decks: tuple[str, ...]
    whole: str
    moment: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """One job, None where the sources have errors, and what is wrong with the sources."""

    job: Job | None
    problems: tuple[Diagnostic, ...] = ()


def jobs(start: Path, wish: Wish, folder: Path) -> Iterator[Wanted]:
    """What was asked for; drafts are written into `folder`. Raises AnkigenError where something does not exist."""
    if not wish.names:
        yield from (_draft_job(place, wish.moment, folder) for place in find_decks(start, wish.decks))
        return
    *olds, new = wish.names
    place = only_deck(start, wish.decks, [name for name in (*wish.names, wish.whole) if name])
    wanted = _new_job(new, place, wish.moment, folder)
    if wanted.job:
        stated = tuple(_subject(old, place) for old in olds)
        whole = _subject(wish.whole, place) if wish.whole else _whole_of(wanted.job.new.path)
        job = replace(wanted.job, olds=stated or wanted.job.olds, whole=whole)
        wanted = replace(wanted, job=replace(job, predicted={}) if whole else job)
    yield wanted


def _new_job(name: str, paths: DeckPaths | None, moment: int, folder: Path) -> Wanted:
    if paths is None or names_file(name):
        new = file_subject(name)
        return Wanted(Job(new.path.stem, (), new))
    if name == DRAFT:
        return _draft_job(paths, moment, folder)
    return Wanted(_release_job(paths, _subject(name, paths)))


def _draft_job(paths: DeckPaths, moment: int, folder: Path) -> Wanted:
    compiled = compile_deck(paths)
    if compiled.content is None:
        return Wanted(None, compiled.problems)
    return Wanted(edition_job(paths, draft(compiled.content, compiled.history, moment), folder), compiled.problems)


def _release_job(paths: DeckPaths, new: Subject) -> Job:
    """A release over every earlier one; the ledger knows the figures of the last release alone."""
    olds = tuple(old for old in released(paths) if parse_version(old.version) < parse_version(new.version))
    config, _ = read_config(paths)
    history = load_ledger(paths.ledger, shown(paths.ledger), config.uid, config.name) if config else None
    last = history is not None and history.version == new.version
    return Job(paths.slug, olds, new, predicted=predictions(history, olds) if history and last else {})


def _subject(name: str, paths: DeckPaths | None) -> Subject:
    """A package by its path or its version."""
    if paths is None or names_file(name):
        return file_subject(name)
    if name == DRAFT:
        raise AnkigenError(f"the draft can only be NEW: write {DRAFT} behind what learners have")
    known = released(paths)
    for subject in known:
        if subject.version == name:
            return subject
    versions = ", ".join(subject.version for subject in known)
    there = f"there are: {versions}, {DRAFT}" if versions else f"nothing was released yet; there is: {DRAFT}"
    raise AnkigenError(f"'{name}' is no .apkg file, and {paths.slug} has no such version; {there}")


def _whole_of(path: Path) -> Subject | None:
    """The package of which this one is the delta by its name (deck-1.1.0-from-1.0.0.apkg), where it lies beside it."""
    head, divider, _ = path.name.rpartition("-from-")
    whole = path.with_name(f"{head}.apkg")
    return file_subject(str(whole)) if divider and whole.is_file() else None
