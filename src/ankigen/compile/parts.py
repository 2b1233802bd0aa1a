"""A deck compiled source by source: what each contributes is put on a shelf, and used again while it stays as it is.

This is the quick way, and the one that needs little memory, for a deck that is in order. If there is a mistake, or a
released note may be elsewhere, nothing comes of it: the pipeline looks at the whole deck at once, and says what is
wrong. Either way gives the same content.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from ankigen.check import check
from ankigen.check.own_types import lost_note_type, templates
from ankigen.codes.project import NO_NOTES
from ankigen.compile.consequences import told_once
from ankigen.compile.fields import note_fields
from ankigen.compile.kept_parts import (
    KeptFields,
    NotInOrderError,
    Part,
    Reader,
    dump_fields,
    dump_media,
    dump_part,
    load_media,
    load_part,
    review_of,
)
from ankigen.compile.media import Library
from ankigen.compile.pipeline import (
    Html,
    Progress,
    Stages,
    compile_deck,
    describe,
    in_order,
    render_notes,
    shipped_form,
)
from ankigen.compile.type_files import type_file_faults
from ankigen.diagnostic import Diagnostic, Severity
from ankigen.model.content import Content, DeckContent
from ankigen.model.deck import Deck
from ankigen.model.history import History, NoteTypeRecord
from ankigen.model.ids import note_guid
from ankigen.model.own_type import OwnType, Types
from ankigen.parse import Parsed, parse
from ankigen.project.load import Loaded, load_deck
from ankigen.project.paths import DeckPaths
from ankigen.project.shelf import Shelf
from ankigen.project.stamps import is_settled
from ankigen.source import Source

if TYPE_CHECKING:
    from ankigen.compile.kept_reviews import Reviews
    from ankigen.lint.deck_rule import FileReview


@dataclass(frozen=True, slots=True)
class Parts:
    """A deck in order: its content, whose fields are read from the shelf when somebody wants them, its warnings, and
    what the editorial rules say if they were asked."""

    made: DeckContent
    history: History
    problems: tuple[Diagnostic, ...]
    style: tuple[Diagnostic, ...] = ()

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        return in_order(told_once((*self.problems, *self.style)))

    def content(self) -> DeckContent:
        return self.made


MEDIA = "media/"  # where on the shelf the files are in which nothing is wrong; no source has such a name


def compile_parts(
    paths: DeckPaths, shelf: Shelf, progress: Progress = iter, *, today: date | None = None, release: bool = False
) -> Parts | None:
    """The deck, if it is in order. With `today` the editorial rules are asked too; for a `release` they are stricter.

    Raises AnkigenError, ShelfError.
    """
    loaded = load_deck(paths, parse=lambda source, types: Parsed((), ()))
    compiler = _Compiler(loaded, shelf, _reviews(loaded, shelf, today, release) if today else None)
    try:
        return compiler.deck(progress)
    except NotInOrderError:
        return None
    finally:
        compiler.put_away()


def check_parts(paths: DeckPaths, shelf: Shelf, *, today: date, release: bool = False) -> tuple[Diagnostic, ...]:
    """All findings, whether the deck is in order or not. Raises AnkigenError, ShelfError."""
    parts = compile_parts(paths, shelf, today=today, release=release)
    return (parts or compile_deck(load_deck(paths), today=today, release=release)).findings


def _reviews(loaded: Loaded, shelf: Shelf, today: date, release: bool) -> "Reviews":
    from ankigen.compile.kept_reviews import Reviews  # a build does without it

    return Reviews(replace(loaded.deck, today=today, release=release), shelf)


@dataclass(slots=True)
class _Compiler:
    loaded: Loaded
    shelf: Shelf
    reviews: "Reviews | None" = None
    stages: Stages = field(default_factory=Stages)
    reader: Reader = field(init=False)
    library: Library = field(init=False)
    types: Types = field(init=False)
    settings: str = field(init=False)

    def __post_init__(self) -> None:
        deck = self.loaded.deck
        self.reader = Reader(self.shelf)
        media = self.shelf.small(MEDIA, self.shelf.program)
        self.library = Library(self.loaded.paths.cards, known=load_media(media) if media else {})
        self.types = Types(deck.own, deck.config.type)
        texts = [text.text for item in deck.own for text in (item.settings, *item.sides)]
        self.settings = f"{self.shelf.program} {deck.config} {deck.settings.text!r} {deck.own} {texts}"

    def deck(self, progress: Progress) -> Parts:
        loaded, deck = self.loaded, self.loaded.deck
        description, in_description = describe(deck, self.stages.renderer)
        around = tuple(problem for problem in loaded.problems if problem.kind is not NO_NOTES)
        _see_in_order(
            (
                *loaded.faults,
                *loaded.unreadable,
                *around,
                *in_description,
                *lost_note_type(deck),
                *_of_types(deck, deck.own),
            )
        )
        found: list[Content] = []
        problems = [*around, *in_description]
        used: set[str] = set()
        reviewed: list[FileReview] = []
        for source in progress(deck.sources):
            part, review = self.part(source)
            found += part.notes
            problems += part.problems
            used.update(name for _, name in part.files)
            reviewed += [review] if review else []
        notes = tuple(found)
        _see_as_released(notes, deck)
        shipped = {file.name: file for file in self.library.read.values() if file}
        shipped = {name: file for name, file in shipped.items() if name in used}
        kinds = {note.kind for note in notes} | {record.kind for record in deck.history.note_types}
        own = [item for item in deck.own if item.key in kinds]
        _see_in_order(in_files := [fault for item in own for fault in type_file_faults(item)])
        problems += (*_of_types(deck, own), *in_files)
        shipped |= {each.file.name: each.file for item in own for each in item.files}
        media = tuple(file for _, file in sorted(shipped.items()))
        content = DeckContent(deck.config, description, notes, media, deck.own, deck.designs)
        style = self.reviews.of_all(reviewed) if self.reviews else ()
        return Parts(content, deck.history, in_order(told_once(problems)), style)

    def put_away(self) -> None:
        """Keep what was made for the next time."""
        good = {name: good for name, good in self.library.good.items() if is_settled(good[0])}
        if good != self.library.known:
            self.shelf.put(MEDIA, self.shelf.program, dump_media(good), b"")
        names = [source.path.name for source in self.loaded.deck.sources]
        self.shelf.keep([MEDIA, *names, *map(review_of, names)])

    def part(self, source: Source) -> tuple[Part, "FileReview | None"]:
        """What the source contributes, and its review if one is wanted: as made the last time, if they would be the
        same."""
        name = source.path.name
        key = hashlib.sha256(f"{self.settings}\0{name}\0{source.text}".encode("utf-8", "surrogatepass")).hexdigest()
        small = self.shelf.small(name, key)
        known = self.known(source, small) if small else None
        part, in_media = known or (None, ())
        reviews = self.reviews if part is None or part.notes else None
        review = reviews.known(source, reviews.key(key, part.notes)) if part and reviews else None
        if part is None or (reviews and not review):
            # A source keeps its lines once somebody has asked for them: this one is needed no longer than its part.
            made = self.made(replace(source))
            part, in_media = made.part, (*in_media, *made.in_media)
            self.shelf.put(name, key, dump_part(part, source), dump_fields(part))
            if reviews and part.notes:
                review = reviews.made(made.deck, made.html, reviews.key(key, part.notes))
            part = replace(part, notes=self.on_shelf(part.notes, name))
        return replace(part, problems=(*part.problems, *in_media)), review

    def known(self, source: Source, small: bytes) -> tuple[Part, tuple[Diagnostic, ...]] | None:
        """The part that was made the last time; None if its media, or what was released of it, are others today."""
        part = load_part(small, source, self.reader)
        files, in_media = self.library.take(part.references)
        history = self.loaded.deck.history
        named = tuple((path, file.name) for path, file in files.items())
        same = (
            named == part.files
            and all(
                shipped_form(hashes, history.notes.get(part.notes[at].id)) == chosen
                for at, hashes, chosen in part.forms
            )
            and all((name in history.notes) == released for name, released in part.pictures)
        )
        _see_in_order(in_media)
        return (part, in_media) if same else None

    def on_shelf(self, notes: Sequence[Content], name: str) -> tuple[Content, ...]:
        return tuple(replace(note, fields=KeptFields(self.reader, name, at)) for at, note in enumerate(notes))

    def made(self, source: Source) -> "_Made":
        parsed = parse(source, self.types)
        deck = replace(self.loaded.deck, notes=parsed.notes, sources=(source,), media=())
        fields = [note_fields(note, deck.config, self.stages.renderer) for note in parsed.notes]
        references = tuple(reference for found in fields for reference in found.media)
        _, in_media = self.library.take(references)
        taken = iter(fields)
        rendered = render_notes(deck, self.library, replace(self.stages, fields=lambda *_: next(taken)))
        form = (problem for problem in check(deck) if problem.span.source == source)
        problems = (*parsed.problems, *rendered.problems, *form)
        _see_in_order((*problems, *in_media))
        forms = [(found, tuple(form.content_hash for form in found)) for found in rendered.forms()]
        chosen = [shipped_form(hashes, deck.history.notes.get(found[0].id)) for found, hashes in forms]
        part = Part(
            tuple(found[which] for (found, _), which in zip(forms, chosen, strict=True)),
            references,
            tuple({path: file.name for files in rendered.files for path, file in files.items()}.items()),
            problems,
            tuple((at, hashes, chosen[at]) for at, (_, hashes) in enumerate(forms) if len(hashes) > 1),
            tuple((note.id, note.id in deck.history.notes) for note in parsed.notes if note.picture),
        )
        return _Made(part, in_media, replace(deck, drawings=rendered.drawings), rendered.html)


@dataclass(frozen=True, slots=True)
class _Made:
    """A part, what is wrong with its media where nobody else has named them yet, and the deck with its notes alone."""

    part: Part
    in_media: tuple[Diagnostic, ...]
    deck: Deck
    html: Html


def _see_in_order(problems: Iterable[Diagnostic]) -> None:
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise NotInOrderError


def _of_types(deck: Deck, own: Iterable[OwnType]) -> tuple[Diagnostic, ...]:
    """What is wrong with these note types."""
    records = tuple(NoteTypeRecord(item.key, 0, "", "", 0) for item in own)
    return tuple(templates(replace(deck, history=replace(deck.history, note_types=records))))


def _see_as_released(notes: Sequence[Content], deck: Deck) -> None:
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
        and all(note.guid in (record.guid, note_guid(deck.config.uid, note.id)) for note, record in known)
    )
    reworded = [note for note, record in known if note.title != record.plain_title]
    titles = {record.plain_title for record in records.values() if not record.reason} if reworded else set()
    others = (note for note in notes if note.id not in records)
    if not in_order or any(note.title in titles for note in (*reworded, *others)):
        raise NotInOrderError
