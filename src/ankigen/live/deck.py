"""One deck, compiled again after each change; what did not change is remembered."""

from collections.abc import Callable
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


class LiveDeck:
    """A deck whose sources somebody is writing."""

    def __init__(self, paths: DeckPaths, today: Callable[[], date]) -> None:
        self.paths = paths
        self.number = 0
        self.checker = Checker(paths, today)
        self.content = Memory(content_of, lambda note, *_: (note.span.source.path, note.span.line))
        self.row = Memory(row, lambda live: live.key)

    def look(self, *, whole: bool) -> View:
        """The deck as it is on disk; with `whole` its notes are compared with each other again. Raises AnkigenError if
        a killed release cannot be finished, OSError if the deck's folder goes away meanwhile."""
        compiled = self.checker.compile(whole=whole)
        content = compiled.rendered.content(self.content)
        notes, elsewhere = _notes(compiled, content.notes)
        rows = {live.key: self.row(live) for live in notes}
        for memory in (self.content, self.row):
            memory.forget_the_rest()
        self.number += 1
        draft = plan(content, compiled.history)
        return View(
            number=self.number,
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


def _notes(compiled: Compiled, contents: tuple[Content, ...]) -> tuple[tuple[LiveNote, ...], tuple[Diagnostic, ...]]:
    """The notes with their findings, and the findings outside of every note."""
    notes = compiled.deck.notes
    found = by_note(notes, compiled.problems)
    lives = tuple(
        LiveNote(key, note, content, change_of(content, compiled.history), tuple(found.get(note.span, ())))
        for key, note, content in zip(keys(notes), notes, contents, strict=True)
    )
    placed = {id(problem) for problems in found.values() for problem in problems}
    return lives, tuple(problem for problem in compiled.problems if id(problem) not in placed)
