"""A deck compiled source by source: what each contributes is put on a shelf, and used again while it stays as it is.

This is the quick way, and the one that needs little memory, for a deck that is in order. If there is a mistake, or a
released note may be elsewhere, nothing comes of it: the pipeline looks at the whole deck at once, and says what is
wrong. Either way gives the same content.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ankigen.check.own_types import lost_note_type, templates
from ankigen.codes.project import NO_NOTES
from ankigen.compile.consequences import told_once
from ankigen.compile.kept_parts import (
    LAST_PACKAGE,
    NotInOrderError,
    Part,
    Reader,
    cards_of,
    dump_media,
    load_media,
    load_part,
    review_of,
    see_in_order,
)
from ankigen.compile.maker import EndedError, Kept, Maker, made_ahead
from ankigen.compile.media import Library
from ankigen.compile.pipeline import (
    Progress,
    compile_deck,
    describe,
    in_order,
    shipped_form,
)
from ankigen.compile.type_files import type_file_faults
from ankigen.diagnostic import Diagnostic
from ankigen.model.content import Content, DeckContent
from ankigen.model.deck import Deck
from ankigen.model.history import History, NoteTypeRecord
from ankigen.model.ids import note_guid
from ankigen.model.own_type import OwnType
from ankigen.model.placed import Placed
from ankigen.parse import Parsed
from ankigen.project.load import Loaded, load_deck
from ankigen.project.paths import DeckPaths
from ankigen.project.shelf import Shelf
from ankigen.project.stamps import is_settled
from ankigen.source import Source
from ankigen.values import dataclass

if TYPE_CHECKING:
    from ankigen.compile.kept_reviews import Reviews
    from ankigen.lint.deck_rule import FileReview


@dataclass(frozen=True, slots=True)
class Parts:
    """A deck in order: its content, whose fields are read from the shelf when somebody wants them, its warnings, what
    the editorial rules say if they were asked, and where its notes are."""

    made: DeckContent
    history: History
    problems: tuple[Diagnostic, ...]
    style: tuple[Diagnostic, ...] = ()
    placed: tuple[Placed, ...] = ()

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        return in_order(told_once((*self.problems, *self.style)))

    def content(self) -> DeckContent:
        return self.made


SMALL = 200_000  # bytes of sources; while they have mistakes, it is quicker to look at all of them at once
MEDIA = "media/"  # where on the shelf the files are in which nothing is wrong; no source has such a name


def compile_parts(
    paths: DeckPaths,
    shelf: Shelf,
    progress: Progress = iter,
    *,
    today: date | None = None,
    release: bool = False,
    places: bool = False,
) -> Parts | None:
    """The deck, if it is in order. With `today` the editorial rules are asked too; for a `release` they are stricter.
    With `places` it is said where its notes are.

    Raises AnkigenError, ShelfError.
    """
    notes: list[Content] = []
    placed: list[Placed] = []

    def put(part: Part) -> None:
        notes.extend(part.notes)
        placed.extend(part.placed if places else ())

    around = _look(paths, shelf, progress, put, today, release)
    return around and replace(around, made=replace(around.made, notes=tuple(notes)), placed=tuple(placed))


def _nowhere(part: Part) -> None:
    """The notes of a big deck would fill the memory."""


def _look(
    paths: DeckPaths,
    shelf: Shelf,
    progress: Progress,
    put: Callable[[Part], None],
    today: date | None,
    release: bool,
) -> Parts | None:
    """The deck without its notes, which are put elsewhere."""
    loaded = load_deck(paths, parse=lambda source, types: Parsed((), ()))
    compiler = _Compiler(loaded, shelf, _reviews(loaded, shelf, today, release) if today else None)
    try:
        return compiler.deck(progress, put)
    except NotInOrderError:
        return None
    finally:
        compiler.put_away()


def check_parts(paths: DeckPaths, shelf: Shelf, *, today: date, release: bool = False) -> tuple[Diagnostic, ...]:
    """All findings, whether the deck is in order or not. Raises AnkigenError, ShelfError."""
    small = sum(path.stat().st_size for path in paths.sources() if path.is_file()) < SMALL
    parts = None if small else _look(paths, shelf, iter, _nowhere, today, release)
    return (parts or compile_deck(load_deck(paths), today=today, release=release)).findings


def _reviews(loaded: Loaded, shelf: Shelf, today: date, release: bool) -> "Reviews":
    from ankigen.compile.kept_reviews import Reviews  # a build does without it

    return Reviews(replace(loaded.deck, today=today, release=release), shelf)


class _Compiler:
    def __init__(self, loaded: Loaded, shelf: Shelf, reviews: "Reviews | None") -> None:
        deck = loaded.deck
        self.loaded = loaded
        self.shelf = shelf
        self.began = time.time_ns()
        self.reader = Reader(shelf, deck.history.notes)
        media = shelf.small(MEDIA, shelf.program)
        self.kept_media = load_media(media) if media else {}
        self.library = Library(loaded.paths.cards, known=dict(self.kept_media))
        self.reviews = reviews
        self.maker = Maker(deck, Library(loaded.paths.cards, known=self.kept_media), reviews)
        texts = [text.text for item in deck.own for text in (item.settings, *item.sides)]
        self.settings = f"{shelf.program} {deck.config} {deck.settings.text!r} {deck.own} {texts}"

    def deck(self, progress: Progress, put: Callable[[Part], None]) -> Parts:
        """All but the notes, which are put elsewhere, source by source."""
        loaded, deck = self.loaded, self.loaded.deck
        description, in_description = describe(deck, self.maker.stages.renderer)
        around = tuple(problem for problem in loaded.problems if problem.kind is not NO_NOTES)
        see_in_order(
            (
                *loaded.faults,
                *loaded.unreadable,
                *around,
                *in_description,
                *lost_note_type(deck),
                *_of_types(deck, deck.own),
            )
        )
        names: list[_Name] = []
        problems = [*around, *in_description]
        used: set[str] = set()
        reviewed: list[FileReview] = []
        for part, review in self.parts(progress):
            put(part)
            names += (_Name(note.id, note.guid, note.kind, note.title) for note in part.notes)
            problems += part.problems
            used.update(name for _, name in part.files)
            reviewed += [review] if review else []
        _see_as_released(names, deck)
        kinds = {note.kind for note in names} | {record.kind for record in deck.history.note_types}
        del names  # those of a big deck need much room
        shipped = {file.name: file for file in self.library.read.values() if file}
        shipped = {name: file for name, file in shipped.items() if name in used}
        own = [item for item in deck.own if item.key in kinds]
        see_in_order(in_files := [fault for item in own for fault in type_file_faults(item)])
        problems += (*_of_types(deck, own), *in_files)
        shipped |= {each.file.name: each.file for item in own for each in item.files}
        media = tuple(file for _, file in sorted(shipped.items()))
        content = DeckContent(deck.config, description, (), media, deck.own, deck.designs)
        style = self.reviews.of_all(reviewed) if self.reviews else ()
        return Parts(content, deck.history, in_order(told_once(problems)), style)

    def put_away(self) -> None:
        """Keep what was made for the next time, and of the media those that cannot have changed unseen since they were
        read."""
        good = {name: good for name, good in self.library.good.items() if is_settled(good[0], self.began)}
        if good != self.kept_media:
            self.shelf.put(MEDIA, self.shelf.program, dump_media(good), b"")
        names = [source.path.name for source in self.loaded.deck.sources]
        self.shelf.keep([MEDIA, LAST_PACKAGE, *names, *map(review_of, names), *map(cards_of, names)])

    def parts(self, progress: Progress) -> Iterator[tuple[Part, "FileReview | None"]]:
        """What each source contributes, and its review if one is wanted."""
        sources = self.loaded.deck.sources
        keys = [self.key(source) for source in sources]
        unknown = [source for source, key in zip(sources, keys, strict=True) if not self.may_be_known(source, key)]
        with made_ahead(self.maker, unknown) as ahead:
            waiting = iter(unknown if ahead else ())
            next_made = next(waiting, None)
            for source, key in zip(progress(sources), keys, strict=True):
                if ahead and source is next_made:
                    next_made = next(waiting, None)
                    try:
                        self.put(source, key, _in_order(next(ahead)))
                    except EndedError:  # this process does the rest
                        ahead = None
                yield self.part(source, key)

    def key(self, source: Source) -> str:
        text = f"{self.settings}\0{source.path.name}\0{source.text}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def may_be_known(self, source: Source, key: str) -> bool:
        """Whether the part is on the shelf, and its review; what was released may still make others of them."""
        name = source.path.name
        if self.shelf.key(name) != key:
            return False
        return not self.reviews or self.shelf.key(review_of(name)).startswith(self.reviews.key(source, key))

    def part(self, source: Source, key: str) -> tuple[Part, "FileReview | None"]:
        """What the source contributes, and its review: as made the last time, if they would be the same."""
        known = self.known(source, key)
        if known is None or not known.is_current:
            self.put(source, key, self.maker.make(source))
            in_media = known.in_media if known else ()
            known = self.known(source, key)
            assert known
            known = replace(known, in_media=(*in_media, *known.in_media))
        see_in_order(known.in_media)
        return replace(known.part, problems=(*known.part.problems, *known.in_media)), known.review

    def put(self, source: Source, key: str, kept: Kept) -> None:
        name = source.path.name
        self.shelf.put(name, key, kept.part, kept.fields)
        if self.reviews:
            notes = load_part(kept.part, source, self.reader).notes
            self.shelf.put(review_of(name), self.reviews.key(source, key, notes), *kept.review)
        self.library.known.update(kept.good)

    def known(self, source: Source, key: str) -> "_Known | None":
        """What is on the shelf. A part may not be current because its media, or what was released of it, are others
        today."""
        name = source.path.name
        small = self.shelf.small(name, key)
        if small is None:
            return None
        part = load_part(small, source, self.reader)
        files, in_media = self.library.take(part.references)
        history = self.loaded.deck.history
        named = tuple((path, file.name) for path, file in files.items())
        is_current = (
            named == part.files
            and all(
                shipped_form(hashes, history.notes.get(part.notes[at].id)) == chosen
                for at, hashes, chosen in part.forms
            )
            and all((name in history.notes) == released for name, released in part.pictures)
        )
        if not (self.reviews and is_current):
            return _Known(part, in_media, None, is_current)
        review = self.shelf.small(review_of(name), self.reviews.key(source, key, part.notes))
        return _Known(part, in_media, self.reviews.load(review, source) if review else None, review is not None)


@dataclass(frozen=True, slots=True)
class _Known:
    """A part from the shelf, what is wrong with its media where nobody else has named them yet, and its review."""

    part: Part
    in_media: tuple[Diagnostic, ...]
    review: "FileReview | None"
    is_current: bool


def _in_order(kept: Kept | None) -> Kept:
    if kept is None:
        raise NotInOrderError
    return kept


def _of_types(deck: Deck, own: Iterable[OwnType]) -> tuple[Diagnostic, ...]:
    """What is wrong with these note types."""
    records = tuple(NoteTypeRecord(item.key, 0, "", "", 0) for item in own)
    return tuple(templates(replace(deck, history=replace(deck.history, note_types=records))))


class _Name(NamedTuple):
    """What tells a note from others."""

    id: str
    guid: str
    kind: str
    title: str


def _see_as_released(notes: Sequence[_Name], deck: Deck) -> None:
    """Raise NotInOrderError if two notes have one id or guid, or if learners may have one otherwise than it is here."""
    records = deck.history.notes
    by_id = {note.id: note for note in notes}
    gone = [record for name, record in records.items() if name not in by_id]
    known = [(note, records[note.id]) for note in notes if note.id in records]
    guids = [record.guid for record in records.values()] + [note.guid for note in notes if note.id not in records]
    in_order = (
        notes
        and len(by_id) == len(notes)
        and len(set(guids)) == len(guids)
        and all(record.reason for record in gone)
        and all(record.retired or not record.replaced_by or record.replaced_by in by_id for record in gone)
        and not any(record.reason or record.kind != note.kind for note, record in known)
        and all(note.guid == record.guid or note.guid == note_guid(deck.config.uid, note.id) for note, record in known)
    )
    reworded = [note for note, record in known if note.title != record.title and note.title != record.plain_title]
    titles = {record.plain_title for record in records.values() if not record.reason} if reworded else set()
    others = (note for note in notes if note.id not in records)
    if not in_order or any(note.title in titles for note in (*reworded, *others)):
        raise NotInOrderError
