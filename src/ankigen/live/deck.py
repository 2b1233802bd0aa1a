"""One deck, compiled again after each change; what did not change is remembered."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ankigen.authoring.watch import Checker, Memory
from ankigen.compile.pipeline import Compiled, Html, content_of
from ankigen.diagnostic import Diagnostic
from ankigen.live.notes import LiveNote, change_of, keys, row
from ankigen.live.view import View
from ankigen.model.content import Content
from ankigen.model.deck import Deck
from ankigen.preview.cards import by_note
from ankigen.project.paths import DeckPaths
from ankigen.release.plan import plan


@dataclass(slots=True)
class Style:
    """What the editorial rules said last: all of it, by the note's key, and outside of every note."""

    said: tuple[Diagnostic, ...] = ()
    by_key: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    elsewhere: tuple[Diagnostic, ...] = ()

    def sort(self, notes: Sequence[LiveNote], elsewhere: Sequence[Diagnostic]) -> None:
        """Note what of the findings comes from the rules."""
        said = {id(problem) for problem in self.said}
        self.by_key = {live.key: found for live in notes if (found := _of(said, live.findings))}
        self.elsewhere = _of(said, elsewhere)


def _of(said: set[int], problems: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(problem for problem in problems if id(problem) in said)


class LiveDeck:
    """A deck whose sources somebody is writing.

    Somebody waits for the card, and only then for what a good editor would say of it: at a glance the editorial rules
    are not asked, and what they said last stands.
    """

    def __init__(self, paths: DeckPaths, today: Callable[[], date], numbers: Iterator[int]) -> None:
        self.paths = paths
        self.numbers = numbers
        self.checker = Checker(paths, today)
        self.checker.stages = replace(self.checker.stages, lint=self._lint)
        self.content = Memory(content_of, lambda note, *_: (note.span.source.path, note.span.line))
        self.row = Memory(row, lambda live: live.key)
        self.style = Style()

    def look(self, *, whole: bool) -> View:
        """The deck as it is on disk; with `whole` the editorial rules are asked. Raises AnkigenError if a killed
        release cannot be finished, OSError if the deck's folder goes away meanwhile."""
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

    def _lint(self, deck: Deck, html: Html) -> tuple[Diagnostic, ...]:
        if not self.checker.whole:
            return ()
        self.style.said = self.checker.lint(deck, html)
        return self.style.said

    def _notes(
        self, compiled: Compiled, contents: Sequence[Content], *, whole: bool
    ) -> tuple[tuple[LiveNote, ...], tuple[Diagnostic, ...]]:
        """The notes with their findings, and the findings outside of every note."""
        notes, history = compiled.deck.notes, compiled.history
        found = by_note(notes, compiled.problems)
        placed = {id(problem) for problems in found.values() for problem in problems}
        elsewhere = tuple(problem for problem in compiled.problems if id(problem) not in placed)
        before = {} if whole else self.style.by_key
        lives = tuple(
            LiveNote(key, note, content, change_of(content, history), (*found.get(note.span, ()), *before.get(key, ())))
            for key, note, content in zip(keys(notes), notes, contents, strict=True)
        )
        if not whole:
            return lives, (*elsewhere, *self.style.elsewhere)
        self.style.sort(lives, elsewhere)
        return lives, elsewhere
