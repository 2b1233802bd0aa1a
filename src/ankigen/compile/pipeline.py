"""The one road from a deck's sources to its findings and its content.

A loaded deck is rendered, checked for form, and, if a day is given, asked by the editorial rules. The findings of all
of it come in the order of their places; the content is what a package is made of.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from typing import Protocol, TypeVar

from ankigen.check import check
from ankigen.codes.media import MEDIA_IN_DESCRIPTION
from ankigen.compile.consequences import (
    of_what_is_read,
    told_once,
    with_missing_notes,
    with_swapped_ids,
    without_consequences,
)
from ankigen.compile.fields import NoteFields, note_fields, note_tags
from ankigen.compile.forms import forms
from ankigen.compile.lost_notes import Lost, Swapped, lost_notes, swapped_notes
from ankigen.compile.media import Library, Looked, file_of, look_at, rename
from ankigen.compile.renamed_files import Shipped, renamed_files
from ankigen.compile.stray_formulas import stray_formulas
from ankigen.compile.type_files import type_file_faults, used_types
from ankigen.compile.unread_files import in_unread_files
from ankigen.diagnostic import AnkigenError, Diagnostic, Severity
from ankigen.model.config import DeckConfig, description_text, key_place
from ankigen.model.content import Content, DeckContent, note_content
from ankigen.model.deck import Deck
from ankigen.model.history import History, Record
from ankigen.model.media import MediaFile
from ankigen.model.note import Note
from ankigen.model.picture import Drawing
from ankigen.model.placed import Placed, placed
from ankigen.model.rendered import Rendered, Renders
from ankigen.project.load import Loaded
from ankigen.project.paths import shown
from ankigen.render import Renderer
from ankigen.source import Fragment, Span
from ankigen.values import dataclass

Item = TypeVar("Item")


class Progress(Protocol):
    """Hands the notes, or whole sources, on one by one and may show a person how far it is."""

    def __call__(self, things: Sequence[Item], /) -> Iterable[Item]: ...


# What the parts of the notes that have any markup are rendered to.
Html = Mapping[Fragment, str]


def _lint(deck: Deck, html: Html) -> tuple[Diagnostic, ...]:
    from ankigen.lint.rules import review  # a build does without it

    return review(deck, html)


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages that can be done otherwise: with the network's help, or from memory if nothing changed."""

    renderer: Renders = field(default_factory=Renderer)
    fields: Callable[[Note, DeckConfig, Renders], NoteFields] = note_fields
    check: Callable[[Deck], tuple[Diagnostic, ...]] = check
    lint: Callable[[Deck, Html], tuple[Diagnostic, ...]] = _lint
    look: Callable[[Path], Looked] = look_at


@dataclass(frozen=True, slots=True)
class Compiled:
    """A deck compiled as far as its mistakes allow: `problems` are what is wrong with it, `style` what the editorial
    rules say if they were asked."""

    deck: Deck
    rendered: "RenderedDeck"
    problems: tuple[Diagnostic, ...]
    style: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        return in_order(told_once((*self.problems, *self.style)))

    @property
    def history(self) -> History:
        return self.deck.history

    @property
    def placed(self) -> tuple[Placed, ...]:
        return tuple(map(placed, self.deck.notes))

    def content(self) -> DeckContent | None:
        """What a package is made of; None if one of the mistakes is an error."""
        return None if self.failed else self.rendered.content()


def compile_deck(
    loaded: Loaded,
    progress: Progress = iter,
    *,
    today: date | None = None,
    release: bool = False,
    stages: Stages | None = None,
) -> Compiled:
    """Render and check a deck. With `today` the editorial rules are asked too; for a `release` they are stricter."""
    stages = stages or Stages()
    deck = replace(loaded.deck, today=today, release=release)
    library = Library(loaded.paths.cards, stages.look)
    rendered = render_deck(deck, library, stages, progress)
    deck = replace(deck, drawings=rendered.drawings)
    shipped = cache(lambda: last_fields(loaded))
    renamed = renamed_files(deck, rendered.each(), rendered.problems, library.read, shipped, stages.look)
    rendered = replace(rendered, problems=tuple(map(renamed.told, rendered.problems)))
    identity = find_identity(loaded, stages, shipped)
    form = tuple(without_consequences(stages.check(deck), deck, (*loaded.faults, *loaded.problems)))
    form = tuple(with_swapped_ids(deck, form, identity.swapped))
    elsewhere = in_unread_files(loaded.paths, identity.lost)
    form = tuple(with_missing_notes(deck, form, elsewhere.lost, loaded.problems))
    style = stages.lint(deck, rendered.html) if today and loaded.settings_known else ()
    style = tuple(found for found in of_what_is_read(style, loaded.unreadable) if not renamed.explains(found))
    on_disk = (*elsewhere.without_consequences(loaded.problems), *elsewhere.problems)
    found = (*loaded.faults, *on_disk, *form, *rendered.problems)
    return Compiled(deck, rendered, in_order(told_once(found)), style)


@dataclass(frozen=True, slots=True)
class Identity:
    """Released notes that are not where their ids say."""

    swapped: tuple[Swapped, ...] = ()
    lost: tuple[Lost, ...] = ()


def find_identity(
    loaded: Loaded, stages: Stages | None = None, shipped: Callable[[], Shipped] | None = None
) -> Identity:
    """Where the released notes are that no source has under their ids. Nobody can say so of unreadable sources."""
    deck, known = loaded.deck, stages or Stages()
    library = Library(loaded.paths.cards)

    @cache
    def content(note: Note) -> Content:
        (found,) = render_deck(replace(deck, notes=(note,)), library, known).notes()
        return found

    swapped = tuple(swapped_notes(deck, content))
    last = shipped or cache(lambda: last_fields(loaded))
    return Identity(swapped, () if loaded.unreadable else lost_notes(deck, content, swapped, last))


def last_fields(loaded: Loaded) -> Shipped:
    """The fields of what was released last, by guid and name; nothing if its package is not there or cannot be read."""
    from ankigen.apkg.reader import Package, read_package  # hardly ever is a note or a file lost

    path = loaded.paths.package(loaded.deck.history.version)
    try:
        last = read_package(Package(shown(path), path)) if path.is_file() else None
    except AnkigenError:
        return {}
    return {guid: last.fields(note) for guid, note in last.notes.items()} if last else {}


@dataclass(frozen=True, slots=True)
class RenderedDeck:
    """A deck's notes and description as HTML, the files that each note names by the path as written, and what was
    found wrong. A note's fields still name the files as their author did. `drawings` has the picture notes by place."""

    deck: Deck
    fields: tuple[NoteFields, ...]
    files: tuple[dict[str, MediaFile], ...]
    description: str
    problems: tuple[Diagnostic, ...]
    drawings: Mapping[Span, Drawing]

    @property
    def html(self) -> Html:
        return {fragment: html for fields in self.fields for fragment, html in fields.rendered}

    def content(self, of: "ContentOf | None" = None) -> DeckContent:
        """The content, as far as the mistakes allow; `of` makes a note's, from memory if nothing changed."""
        shipped = {file.name: file for files in self.files for file in files.values()}
        shipped |= {item.file.name: item.file for own in used_types(self.deck) for item in own.files}
        media = tuple(file for _, file in sorted(shipped.items()))
        deck = self.deck
        return DeckContent(deck.config, self.description, tuple(self.notes(of)), media, deck.own, deck.designs)

    def notes(self, of: "ContentOf | None" = None) -> Iterator[Content]:
        make = of or content_of
        config, released = self.deck.config, self.deck.history.notes
        for note, fields, files in self.each():
            yield make(note, fields, files, config, released.get(note.id))

    def forms(self) -> Iterator[list[Content]]:
        """Each note in every form (`compile.forms`)."""
        for note, fields, files in self.each():
            yield forms_of(note, fields, files, self.deck.config)

    def each(self) -> Iterator[tuple[Note, NoteFields, dict[str, MediaFile]]]:
        return zip(self.deck.notes, self.fields, self.files, strict=True)


ContentOf = Callable[[Note, NoteFields, Mapping[str, MediaFile], DeckConfig, Record | None], Content]


def content_of(
    note: Note, fields: NoteFields, files: Mapping[str, MediaFile], config: DeckConfig, record: Record | None
) -> Content:
    """What Anki gets of a note; `record` is what was released of it."""
    found = forms_of(note, fields, files, config)
    return found[shipped_form([form.content_hash for form in found], record)]


def forms_of(note: Note, fields: NoteFields, files: Mapping[str, MediaFile], config: DeckConfig) -> list[Content]:
    """What Anki gets of a note in each form that it could have."""
    html = {name: rename(text, files) for name, text in fields.html.items()} if files else fields.html
    names = [file.name for file in files.values()]
    tags = note_tags(note, config)
    return [note_content(note, config, form, tags, names) for form in forms(note, html, config.language)]


def shipped_form(hashes: Sequence[str], record: Record | None) -> int:
    """Which of a note's forms is shipped, by their hashes: the newest, unless learners have the note in an older one.
    Then it stays so until its author changes it."""
    return hashes.index(record.content_hash) if record and record.content_hash in hashes else len(hashes) - 1


def render_deck(deck: Deck, library: Library, stages: Stages, progress: Progress = iter) -> RenderedDeck:
    rendered = render_notes(deck, library, stages, progress)
    description, problems = describe(deck, stages.renderer)
    in_types = (fault for own in used_types(deck) for fault in type_file_faults(own))
    return replace(rendered, description=description, problems=(*rendered.problems, *in_types, *problems))


def describe(deck: Deck, renderer: Renders) -> tuple[str, tuple[Diagnostic, ...]]:
    """The deck's description as HTML, and what is wrong with it."""
    done = renderer.block(description_text(deck.settings, deck.config))
    return done.html, (*done.problems, *_media_in_description(done), *_strays(deck, done))


def render_notes(deck: Deck, library: Library, stages: Stages, progress: Progress = iter) -> RenderedDeck:
    """The deck without its description."""
    problems: list[Diagnostic] = []
    rendered: list[NoteFields] = []
    files: list[dict[str, MediaFile]] = []
    drawings: dict[Span, Drawing] = {}
    for note in progress(deck.notes):
        fields = stages.fields(note, deck.config, stages.renderer)
        found, missing = library.take(fields.media)
        problems.extend((*fields.problems, *missing))
        if note.picture:
            from ankigen.compile.pictures.masks import place_masks  # few decks have such notes

            file = file_of(fields.picture, found)
            placed = place_masks(note.picture, note.covered, fields.picture, fields.labels, file)
            fields = replace(
                fields, html={**fields.html, **{name: text for name, text in placed.fields.items() if text}}
            )
            problems.extend(placed.problems)
            if placed.drawing:
                drawings[note.span] = placed.drawing
        rendered.append(fields)
        files.append(found)
    return RenderedDeck(deck, tuple(rendered), tuple(files), "", tuple(problems), drawings)


def _media_in_description(description: Rendered) -> Iterator[Diagnostic]:
    for reference in description.media:
        hint = "put it on a card, or link to it with https://"
        yield Diagnostic(reference.span, MEDIA_IN_DESCRIPTION, "a deck's description cannot show files", hint)


def _strays(deck: Deck, description: Rendered) -> Iterator[Diagnostic]:
    """What is wrong with formulas in deck.toml that nobody marked. The source is no Markdown: its own may stay."""
    text = description_text(deck.settings, deck.config)
    yield from stray_formulas([description.html], [text], description.formulas, text.span())
    place = key_place(deck.settings, "source")
    lines = deck.settings.fragment(place.line, len(deck.settings.lines))
    in_source = stray_formulas([escape(deck.config.source, quote=False)], [lines], (), place)
    yield from (problem for problem in in_source if problem.severity is Severity.ERROR)


def in_order(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """In the order of their places. What is not closed is reported once, though parser and renderer both see it."""
    once: dict[tuple[tuple[str, int, int], str, str], Diagnostic] = {}
    for problem in problems:
        message = "" if problem.code.startswith("unclosed-") else problem.message
        once.setdefault((problem.span.key, problem.code, message), problem)
    return tuple(problem for _, problem in sorted(once.items(), key=lambda item: item[0]))
