"""One source compiled to the bytes that are kept of it; many sources in several processes at once, if that pays."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from typing import TYPE_CHECKING

from ankigen.check import check
from ankigen.compile.fields import note_fields
from ankigen.compile.kept_parts import NotInOrderError, Part, dump_fields, dump_part, see_in_order
from ankigen.compile.media import Good, Library
from ankigen.compile.pipeline import Html, Stages, render_notes, shipped_form
from ankigen.model.deck import Deck
from ankigen.model.history import History
from ankigen.model.note import Note
from ankigen.model.own_type import Types
from ankigen.model.placed import placed
from ankigen.parse import parse
from ankigen.source import Source
from ankigen.values import dataclass

if TYPE_CHECKING:
    from ankigen.compile.kept_reviews import Reviews

ENOUGH = 400_000  # characters of sources for each process: what it compiles in half a second


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a source: its part, the fields of its notes and its review, if one was wanted; and the media in
    which nothing is wrong."""

    part: bytes
    fields: bytes
    review: tuple[bytes, bytes]
    good: Mapping[str, Good]


@dataclass(frozen=True, slots=True)
class Maker:
    """Compiles sources of a deck, one by one. `library` has the deck's media, `reviews` asks the editorial rules."""

    deck: Deck
    library: Library
    reviews: "Reviews | None" = None
    stages: Stages = field(default_factory=Stages)

    def make(self, source: Source) -> Kept:
        """Raises NotInOrderError."""
        source = replace(source)  # one keeps its lines once somebody has asked for them: this one goes afterwards
        part, deck, html = self._part(source)
        review = self.reviews.dump(deck, html) if self.reviews and part.notes else (b"", b"")
        good = dict(self.library.good)
        self.library.good.clear()  # it is handed over once
        return Kept(dump_part(part, source), dump_fields(part), review, good)

    def _part(self, source: Source) -> tuple[Part, Deck, Html]:
        """The part, and the deck with the notes of this source alone and their HTML."""
        parsed = parse(source, Types(self.deck.own, self.deck.config.type))
        deck = replace(self.deck, notes=parsed.notes, sources=(source,), media=(), history=self._released(parsed.notes))
        fields = [note_fields(note, deck.config, self.stages.renderer) for note in parsed.notes]
        references = tuple(reference for found in fields for reference in found.media)
        _, in_media = self.library.take(references)
        taken = iter(fields)
        rendered = render_notes(deck, self.library, replace(self.stages, fields=lambda *_: next(taken)))
        form = (problem for problem in check(deck) if problem.span.source == source)
        problems = (*parsed.problems, *rendered.problems, *form)
        see_in_order((*problems, *in_media))
        forms = [(found, tuple(form.content_hash for form in found)) for found in rendered.forms()]
        chosen = [shipped_form(hashes, deck.history.notes.get(found[0].id)) for found, hashes in forms]
        part = Part(
            tuple(found[which] for (found, _), which in zip(forms, chosen, strict=True)),
            references,
            tuple({path: file.name for files in rendered.files for path, file in files.items()}.items()),
            problems,
            tuple((at, hashes, chosen[at]) for at, (_, hashes) in enumerate(forms) if len(hashes) > 1),
            tuple((note.id, note.id in deck.history.notes) for note in parsed.notes if note.picture),
            tuple(map(placed, parsed.notes)),
        )
        return part, replace(deck, drawings=rendered.drawings), rendered.html

    def _released(self, notes: Sequence[Note]) -> History:
        """The history of these notes alone: to look through all of it for each source would take long."""
        history = self.deck.history
        names = (note.id for note in notes)
        return replace(history, notes={name: history.notes[name] for name in names if name in history.notes})


class EndedError(Exception):
    """A process that compiled sources was ended from outside."""


@contextmanager
def made_ahead(maker: Maker, sources: Sequence[Source]) -> Iterator[Iterator[Kept | None] | None]:
    """What is kept of each of the sources, in their order, made by several processes while it is waited for; None for
    a source that is not in order. No iterator at all if that would not pay. It may raise EndedError."""
    processes = _processes(sources)
    if processes < 2:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor  # takes long to import, for most builds in vain
    from multiprocessing import get_context

    # A fork has all of the deck without being sent anything.
    pool = ProcessPoolExecutor(processes, get_context("fork"), _begin, (maker, sources))
    try:
        yield _each(pool.map(_make, range(len(sources)), chunksize=max(1, len(sources) // (processes * 8))))
    finally:
        pool.shutdown(cancel_futures=True)


def _each(made: Iterator[Kept | None]) -> Iterator[Kept | None]:
    from concurrent.futures.process import BrokenProcessPool

    try:
        yield from made
    except BrokenProcessPool as error:
        raise EndedError from error


def _processes(sources: Sequence[Source]) -> int:
    """How many processes are of use. Only Linux forks safely, and a process that was made by another leaves it be."""
    most = sum(len(source.text) for source in sources) // ENOUGH
    if most < 2 or sys.platform != "linux":
        return 1
    from multiprocessing import parent_process

    return 1 if parent_process() else min(most, len(os.sched_getaffinity(0)))


_work: tuple[Maker, Sequence[Source]] | None = None  # of a process that was made for it


def _begin(maker: Maker, sources: Sequence[Source]) -> None:
    global _work
    _work = maker, sources


def _make(number: int) -> Kept | None:
    assert _work
    maker, sources = _work
    try:
        return maker.make(sources[number])
    except NotInOrderError:
        return None
