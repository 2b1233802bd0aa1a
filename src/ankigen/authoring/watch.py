"""Checking a deck again and again: only what changed is read, rendered and reviewed anew."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from ankigen.compile.fields import NoteFields, note_fields
from ankigen.compile.media import Library
from ankigen.compile.pipeline import Stages, Watch, compile_deck, read_notes
from ankigen.diagnostic import AnkigenError, Diagnostic
from ankigen.lint.dead_links import OFFLINE
from ankigen.lint.levels import review as settle
from ankigen.lint.rules import RULES
from ankigen.model.deck import Deck
from ankigen.model.note import Note
from ankigen.parse import Parsed, parse
from ankigen.project.paths import DeckPaths, read_source
from ankigen.render import Renderer
from ankigen.source import Fragment, Source

# Rules whose findings in a file rest on that file, the settings and the ledger alone; a test holds them to it. Any
# other rule, and so every new one, is asked about the whole deck each time.
OF_ONE_FILE = frozenset(
    {
        "absolute-word",
        "all-of-the-above",
        "alt-text",
        "answer-too-long",
        "cloze-number-reused",
        "cloze-removed",
        "cloze-too-much",
        "cloze-without-context",
        "contested-without-review",
        "double-negative",
        "enumeration",
        "gives-away-answer",
        "leftover",
        "longest-option-is-right",
        "number-without-reference",
        "number-without-unit",
        "pronoun-front",
        "review-expired",
        "review-in-future",
        "unknown-objective",
        "vague-front",
        "yes-no-question",
    }
)


# The same rules with those of one kind at rest: known, so that notes may silence them, but no language begins so.
WITHIN = (*(rule if rule.code in OF_ONE_FILE else replace(rule, language="-") for rule in RULES), OFFLINE)
ACROSS = (*(replace(rule, language="-") if rule.code in OF_ONE_FILE else rule for rule in RULES), OFFLINE)


@dataclass(slots=True)
class _File:
    """One source's notes, and what was found out about them. `around` is the deck without its notes."""

    notes: tuple[Note, ...]
    around: Deck
    rendered: tuple[NoteFields, ...] | None = None
    reviewed: tuple[Diagnostic, ...] | None = None

    def fields(self, renderer: Renderer) -> tuple[NoteFields, ...]:
        if self.rendered is None:
            self.rendered = tuple(note_fields(note, self.around.config, renderer) for note in self.notes)
        return self.rendered

    def review(self) -> tuple[Diagnostic, ...]:
        if self.reviewed is None:
            self.reviewed = settle(replace(self.around, notes=self.notes), WITHIN)
        return self.reviewed


class Checker:
    """Checks one deck as `compile_deck` does, and remembers what it found out of files that stay as they are."""

    def __init__(self, paths: DeckPaths, today: Callable[[], date], *, release: bool = False) -> None:
        self.paths = paths
        self.today = today
        self.release = release
        self.renderer = Renderer()
        self.parsed: dict[Path, tuple[Source, Parsed]] = {}
        self.files: dict[Source, _File] = {}
        self.across: tuple[Diagnostic, ...] = ()

    def check(self) -> tuple[Diagnostic, ...]:
        """All findings on the deck as it is now. Raises AnkigenError where it cannot be checked."""
        return self._compile(self._review)

    def glance(self) -> tuple[Diagnostic, ...]:
        """The same, but what comes of comparing notes with each other is as it was at the last `check`."""
        return self._compile(self._review_within)

    def _compile(self, review: Callable[[Deck], tuple[Diagnostic, ...]]) -> tuple[Diagnostic, ...]:
        stages = Stages(partial(read_notes, read=self._read), review, self._render)
        return compile_deck(self.paths, today=self.today(), release=self.release, stages=stages).problems

    def _read(self, path: Path) -> Parsed:
        source, problem = read_source(path)
        if problem:
            return Parsed((), (problem,))
        known = self.parsed.get(path)
        if known is None or known[0] != source:
            self.parsed[path] = known = (source, parse(source))
        return known[1]

    def _render(self, deck: Deck, paths: DeckPaths, _: Watch) -> tuple[None, tuple[Diagnostic, ...]]:
        """What rendering finds. There is no content: nobody ships what is only watched."""
        library = Library(paths.cards)
        problems: list[Diagnostic] = []
        for file in self._sorted_into_files(deck):
            for fields in file.fields(self.renderer):
                problems.extend((*fields.problems, *library.take(fields.media)[1]))
        if deck.settings:
            problems.extend(self.renderer.block(Fragment(deck.settings, 1, deck.config.description)).problems)
        return None, tuple(problems)

    def _review(self, deck: Deck) -> tuple[Diagnostic, ...]:
        self.across = settle(deck, ACROSS)
        return self._review_within(deck)

    def _review_within(self, deck: Deck) -> tuple[Diagnostic, ...]:
        own = (problem for file in self._sorted_into_files(deck) for problem in file.review())
        return (*own, *self.across)

    def _sorted_into_files(self, deck: Deck) -> tuple[_File, ...]:
        """The deck's files; what was found out of one stays, where neither it nor anything around it changed."""
        notes: dict[Source, list[Note]] = {}
        for note in deck.notes:
            notes.setdefault(note.span.source, []).append(note)
        around = replace(deck, notes=(), media=())
        known = {source: file for source, file in self.files.items() if file.around == around}
        self.files = {source: known.get(source) or _File(tuple(found), around) for source, found in notes.items()}
        return tuple(self.files.values())


@dataclass(frozen=True, slots=True)
class Round:
    """What was found in all decks, and how many seconds that took; `trouble` is why a deck could not be checked.

    Until the round is `whole`, what comes of comparing notes is as it was before the change.
    """

    problems: tuple[Diagnostic, ...]
    seconds: float
    whole: bool
    trouble: str = ""


def rounds(checkers: Sequence[Checker], wait: Callable[[], object], clock: Callable[[], float]) -> Iterator[Round]:
    """Two rounds at the start and after each change of a file: a glance, and unless more changed, the whole.

    `wait` passes the time until the next look at the files.
    """
    found: dict[str, tuple[Diagnostic, ...]] = {}
    seen: dict[str, Stamps] = {}
    pending: list[Checker] = []
    while True:
        start, trouble = clock(), ""
        looks = {checker.paths.slug: stamps(checker.paths) for checker in checkers}
        changed = [checker for checker in checkers if looks[checker.paths.slug] != seen.get(checker.paths.slug)]
        seen = looks
        for checker in changed or pending:
            try:
                found[checker.paths.slug] = checker.glance() if changed else checker.check()
            except AnkigenError as error:
                trouble = str(error)
        if changed or pending:
            problems = tuple(problem for told in found.values() for problem in told)
            yield Round(problems, clock() - start, not changed, trouble)
            pending = [checker for checker in checkers if checker in changed or (changed and checker in pending)]
        else:
            wait()


Stamps = frozenset[tuple[str, int, int, int]]


def stamps(paths: DeckPaths) -> Stamps:
    """Everything a check reads, each file with what changes when it is written: time, size and place on the disk."""
    found = [(str(paths.ledger), paths.ledger.stat())] if paths.ledger.exists() else []
    folders = [str(paths.cards)]
    while folders:
        try:
            entries = list(os.scandir(folders.pop()))
            folders.extend(entry.path for entry in entries if entry.is_dir())
            found.extend((entry.path, entry.stat()) for entry in entries if entry.is_file())
        except OSError:
            continue  # it was renamed or removed just now: the next look finds out
    return frozenset((path, stat.st_mtime_ns, stat.st_size, stat.st_ino) for path, stat in found)
