"""Checking a deck again and again: a memory over the same road, so that only what changed is done anew."""

import os
from collections.abc import Callable, Hashable, Iterator
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar, TypeVarTuple

from ankigen.compile.fields import note_fields
from ankigen.compile.media import Looked, look_at
from ankigen.compile.pipeline import Compiled, Html, Stages, compile_deck
from ankigen.diagnostic import AnkigenError, Diagnostic
from ankigen.lint.deck_rule import FileReview
from ankigen.lint.levels import in_files, review_across, review_file
from ankigen.lint.rules import RULES
from ankigen.model.deck import Deck
from ankigen.parse import parse
from ankigen.project.ledger import load_ledger
from ankigen.project.load import load_deck
from ankigen.project.paths import DeckPaths
from ankigen.project.stamps import Stamp, stamp
from ankigen.render import Renderer
from ankigen.values import dataclass

# Where a line is added to a file, the notes under it move, and their texts stay.
REMEMBERED = 50_000
Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")


class Memory(Generic[*Arguments, Result]):
    """A pure function that remembers, for each key, the last arguments and what it gave for them."""

    def __init__(self, function: Callable[[*Arguments], Result], key: Callable[[*Arguments], Hashable]) -> None:
        self.function = function
        self.key = key
        self.known: dict[Hashable, tuple[tuple[*Arguments], Result]] = {}
        self.asked: set[Hashable] = set()

    def __call__(self, *arguments: *Arguments) -> Result:
        key = self.key(*arguments)
        self.asked.add(key)
        known = self.known.get(key)
        if known is None or known[0] != arguments:
            self.known[key] = known = (arguments, self.function(*arguments))
        return known[1]

    def forget_the_rest(self) -> None:
        """Forget what nobody has asked for since the last time; nothing if nobody has asked at all."""
        if 0 < len(self.asked) < len(self.known):
            self.known = {key: found for key, found in self.known.items() if key in self.asked}
        self.asked.clear()


class Checker:
    """Checks one deck as `ankigen check` does, and remembers what it found out about files that stay as they are."""

    def __init__(self, paths: DeckPaths, today: Callable[[], date], *, release: bool = False) -> None:
        self.paths = paths
        self.today = today
        self.release = release
        self.parse = Memory(parse, lambda source, types: source.path)
        self.ledger = Memory(load_ledger, lambda source, data, uid: source.path)
        self.fields = Memory(note_fields, lambda note, config, renderer: (note.span.source.path, note.span.line))
        self.media = Memory(_look, lambda path, then: path)
        self.file_review = Memory(self._review_file, _path)
        self.html: Html = {}
        self.stages = Stages(Renderer(REMEMBERED), fields=self.fields, lint=self.lint, look=self._look)
        self.across: tuple[Diagnostic, ...] = ()
        self.whole = True

    def check(self) -> tuple[Diagnostic, ...]:
        """All findings on the deck as it is now. Raises AnkigenError if it cannot be checked."""
        return self.compile(whole=True).findings

    def glance(self) -> tuple[Diagnostic, ...]:
        """The same, but what comes of comparing notes with each other is as it was at the last `check`."""
        return self.compile(whole=False).findings

    def compile(self, *, whole: bool) -> Compiled:
        """The deck as it is now, with all findings or those of a glance. Raises AnkigenError."""
        self.whole = whole
        loaded = load_deck(self.paths, parse=self.parse, read_ledger=self.ledger)
        found = compile_deck(loaded, today=self.today(), release=self.release, stages=self.stages)
        for memory in (self.parse, self.ledger, self.fields, self.media, self.file_review):
            memory.forget_the_rest()
        return found

    def _look(self, path: Path) -> Looked:
        return self.media(path, stamp(path.stat()))

    def lint(self, deck: Deck, html: Html) -> tuple[Diagnostic, ...]:
        """What the editorial rules say; at a glance, those that compare notes as they said it before."""
        self.html = html
        files = [self.file_review(part) for part in deck.files()]
        if self.whole:
            self.across = review_across(deck, RULES, files)
        return (*in_files(deck, RULES, files), *self.across)

    def _review_file(self, part: Deck) -> FileReview:
        """The same file in the same deck is rendered to the same HTML."""
        return review_file(part, RULES, self.html)


def _look(path: Path, then: Stamp) -> Looked:
    """A file with the same stamp has the same bytes."""
    return look_at(path)


def _path(part: Deck) -> Path:
    return part.notes[0].span.source.path


Found = tuple[tuple[DeckPaths, ...], tuple[Diagnostic, ...]]


@dataclass(frozen=True, slots=True)
class Round:
    """What was found in all decks, and how many seconds that took; `trouble` is why a deck could not be checked.

    Until the round is `whole`, what comes of comparing notes is as it was before the change.
    """

    problems: tuple[Diagnostic, ...]
    seconds: float
    whole: bool
    trouble: str = ""


def rounds(
    find: Callable[[], Found],
    checker: Callable[[DeckPaths], Checker],
    wait: Callable[[], object],
    clock: Callable[[], float],
) -> Iterator[Round]:
    """Two rounds at the start and after each change of a file: a glance, and unless more changed, the whole.

    `find` gives the decks, and what was found beside them; `wait` passes the time until the next look at the files.
    """
    checkers: dict[DeckPaths, Checker] = {}
    found: dict[DeckPaths, tuple[Diagnostic, ...]] = {}
    seen: dict[DeckPaths, Stamps] = {}
    beside: tuple[Diagnostic, ...] | None = None
    pending: list[DeckPaths] = []
    while True:
        start, trouble = clock(), ""
        decks, around = find()
        looks = {paths: stamps(paths) for paths in decks}
        changed = [paths for paths in decks if looks[paths] != seen.get(paths)]
        moved = bool(changed) or around != beside or looks.keys() != seen.keys()
        seen, beside = looks, around
        checkers = {paths: checkers.get(paths) or checker(paths) for paths in decks}
        for paths in changed or pending:
            try:
                found[paths] = checkers[paths].glance() if changed else checkers[paths].check()
            except AnkigenError as error:
                trouble = str(error)
        if moved or pending:
            problems = tuple(problem for paths in decks for problem in found.get(paths, ()))
            yield Round((*around, *problems), clock() - start, not changed, trouble)
            pending = [paths for paths in decks if paths in changed or (changed and paths in pending)]
        else:
            wait()


Stamps = frozenset[tuple[str, int, int, int]]


def stamps(paths: DeckPaths) -> Stamps:
    """Everything a check reads, each file with what changes when it is written: time, size and place on the disk."""
    found = [(str(paths.ledger), paths.ledger.stat())] if paths.ledger.exists() else []
    shared = paths.cards.parent / "notetypes"
    folders = [str(paths.cards), *([str(shared)] if shared.is_dir() else [])]
    while folders:
        try:
            # What editors keep beside a file while they write it is hidden, and nobody reads it.
            entries = [entry for entry in os.scandir(folders.pop()) if not entry.name.startswith(".")]
            folders.extend(entry.path for entry in entries if entry.is_dir())
            found.extend((entry.path, entry.stat()) for entry in entries if entry.is_file())
        except OSError:
            continue  # it was renamed or removed just now: the next look finds out
    return frozenset((path, stat.st_mtime_ns, stat.st_size, stat.st_ino) for path, stat in found)
