"""One deck, compiled again after each change; what did not change is remembered."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date

from ankigen.authoring.watch import Checker, Memory
from ankigen.compile.pipeline import Compiled, content_of
from ankigen.diagnostic import Diagnostic
from ankigen.live.notes import LiveNote, change_of, keys, row
from ankigen.live.view import View
from ankigen.model.content import Content
from ankigen.preview.cards import by_note
from ankigen.project.paths import DeckPaths
from ankigen.release.plan import plan
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class Later:
    """What the last whole look found beyond what a glance finds: by the note's key, and outside of every note."""

    by_key: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    elsewhere: tuple[Diagnostic, ...] = ()


class LiveDeck:
    """A deck whose sources somebody is writing.

    Somebody waits for the card, and only then for what is to be said of it: at a glance the notes are read and
    rendered but not checked, and what the checks said last stands.
    """

    def __init__(self, paths: DeckPaths, today: Callable[[], date], numbers: Iterator[int]) -> None:
        self.paths = paths
        self.numbers = numbers
        self.checker = Checker(paths, today)
        self.whole = self.checker.stages
        self.glance = replace(self.whole, check=lambda deck: (), lint=lambda deck, html: ())
        self.content = Memory(content_of, lambda note, *_: (note.span.source.path, note.span.line))
        self.row = Memory(row, lambda live: live.key)
        self.seen: frozenset[Diagnostic] = frozenset()
        self.later = Later()

    def look(self, *, whole: bool) -> View:
        """The deck as it is on disk; with `whole` it is checked, which comes after a glance.

        Raises AnkigenError if a killed release cannot be finished, OSError if the deck's folder goes away meanwhile.
        """
        self.checker.stages = self.whole if whole else self.glance
        compiled = self.checker.compile(whole=whole)
        content = compiled.rendered.content(self.content)
        notes, elsewhere = self._notes(compiled, content.notes, whole=whole)
        rows = {live.key: self.row(live) for live in notes}
        for memory in (self.content, self.row):
            memory.forget_the_rest()
        draft = plan(content, compiled.history)
        return View(
            number=next(self.numbers),
            paths=self.paths,
            deck=compiled.deck,
            notes={live.key: live for live in notes},
            rows=rows,
            media={file.name: file for file in content.media},
            note_types={item.kind: item for item in draft.note_types},
            elsewhere=elsewhere,
            next_version=draft.next_version,
            whole=whole,
        )

    def _notes(
        self, compiled: Compiled, contents: Sequence[Content], *, whole: bool
    ) -> tuple[tuple[LiveNote, ...], tuple[Diagnostic, ...]]:
        """The notes with their findings, and the findings outside of every note."""
        notes, history = compiled.deck.notes, compiled.history
        problems = compiled.findings
        found = by_note([note.span for note in notes], problems)
        placed = {id(problem) for of_note in found.values() for problem in of_note}
        elsewhere = tuple(problem for problem in problems if id(problem) not in placed)
        before = {} if whole else self.later.by_key
        lives = tuple(
            LiveNote(key, note, content, change_of(content, history), (*found.get(note.span, ()), *before.get(key, ())))
            for key, note, content in zip(keys(notes), notes, contents, strict=True)
        )
        if not whole:
            self.seen = frozenset(problems)
            return lives, (*elsewhere, *self.later.elsewhere)
        by_key = {live.key: later for live in lives if (later := self._unseen(live.findings))}
        self.later = Later(by_key, self._unseen(elsewhere))
        return lives, elsewhere

    def _unseen(self, problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        return tuple(problem for problem in problems if problem not in self.seen)
