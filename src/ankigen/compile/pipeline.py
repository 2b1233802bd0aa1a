"""The one place that knows the order of the stages."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ankigen.check import check
from ankigen.compile.fields import note_fields, note_tags
from ankigen.compile.media import SUFFIXES, Library, rename
from ankigen.diagnostic import Diagnostic, Severity
from ankigen.model.config import DeckConfig, description_text, parse_config
from ankigen.model.content import Content, DeckContent, MediaFile, note_content
from ankigen.model.deck import Deck
from ankigen.model.history import History, Record
from ankigen.model.note import Note
from ankigen.model.objectives import Objective, parse_objectives
from ankigen.parse import Parsed, parse
from ankigen.parse.stamp import new_ids, stamped
from ankigen.project.atomic import recover, write_file
from ankigen.project.ledger import load_ledger
from ankigen.project.paths import DeckPaths, ignored, read_source, shown
from ankigen.project.safeguards import duplicate_uid, refuse_lost_ledger
from ankigen.render import Renderer
from ankigen.source import Source, Span

OBJECTIVES = "objectives.md"

# Hands the notes on one by one and may tell a person how far it is.
Watch = Callable[[Sequence[Note]], Iterable[Note]]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A deck compiled as far as its mistakes allow: `content` is None where one of them is an error. `notes` are as
    their author wrote them, in source order."""

    content: DeckContent | None
    history: History
    problems: tuple[Diagnostic, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages that can be done otherwise: with the text of an editor, or from memory where nothing changed."""

    read: Callable[[DeckPaths], tuple[tuple[Note, ...], tuple[Diagnostic, ...]]]
    review: Callable[[Deck], tuple[Diagnostic, ...]]
    render: Callable[[Deck, DeckPaths, Watch], tuple[DeckContent | None, tuple[Diagnostic, ...]]]


def compile_deck(
    paths: DeckPaths,
    watch: Watch = iter,
    *,
    today: date | None = None,
    release: bool = False,
    stages: Stages | None = None,
) -> Compiled:
    """Read, parse, check and render a deck. Raises AnkigenError where its ledger cannot be used.

    With `today` the editorial rules are heard as well; for a `release` they are stricter.
    """
    do = stages or USUAL
    recover(paths.output)
    config, problems = read_config(paths)
    if config is None:
        return Compiled(None, History("", ""), problems)
    notes, more = do.read(paths)
    history = read_history(paths, config)
    objectives, in_objectives = read_objectives(paths)
    ledger, settings = (Source(path, shown(path)) for path in (paths.ledger, paths.settings))
    deck = Deck(config, notes, history, ledger, settings, objectives, media_files(paths), today, release)
    content, rendering = do.render(deck, paths, watch)
    editorial = do.review(deck) if today else ()
    more = more or tuple(_no_notes(deck, settings))
    more = (*more, *ignored(paths))
    form = _without_consequences(check(deck), notes)
    found = _sorted((*more, *in_objectives, *form, *editorial, *rendering))
    failed = any(problem.severity is Severity.ERROR for problem in found)
    return Compiled(None if failed else content, history, found, notes)


def _no_notes(deck: Deck, settings: Source) -> Iterator[Diagnostic]:
    if not deck.notes:
        hint = f"write one into {settings.path.parent.name}/01-first-section.md: ### question, and the answer under it"
        yield Diagnostic(settings.span(), "no-notes", "this deck has no note", hint)


def _review(deck: Deck) -> tuple[Diagnostic, ...]:
    from ankigen.lint.rules import review  # a build does without it

    return review(deck)


def read_config(paths: DeckPaths) -> tuple[DeckConfig | None, tuple[Diagnostic, ...]]:
    """The deck's settings, None where something is wrong with them."""
    source, problem = read_source(paths.settings)
    if problem:
        return None, (problem,)
    config, problems = parse_config(source)
    problems = (*problems, *(duplicate_uid(paths, source, config.uid) if config else ()))
    return (None if problems else config), problems


def read_history(paths: DeckPaths, config: DeckConfig) -> History:
    """What was released of the deck. Raises AnkigenError where its ledger is damaged or lost."""
    refuse_lost_ledger(paths, config.uid)
    return load_ledger(paths.ledger, shown(paths.ledger), config.uid, config.name)


def read_file(path: Path) -> Parsed:
    """The notes of one source; none, with a finding, where it is no text."""
    source, problem = read_source(path)
    return Parsed((), (problem,)) if problem else parse(source)


def read_notes(
    paths: DeckPaths, read: Callable[[Path], Parsed] = read_file, unsaved: Sequence[Path] = ()
) -> tuple[tuple[Note, ...], tuple[Diagnostic, ...]]:
    """Every note of the deck in source order; `unsaved` sources need not be on disk."""
    files = [read(path) for path in sorted({*paths.sources(), *unsaved}, key=lambda path: path.name)]
    return (
        tuple(note for parsed in files for note in parsed.notes),
        tuple(problem for parsed in files for problem in parsed.problems),
    )


def read_objectives(paths: DeckPaths) -> tuple[tuple[Objective, ...] | None, tuple[Diagnostic, ...]]:
    """What the deck must teach; None where it has no objectives.md."""
    path = paths.cards / OBJECTIVES
    if not path.exists():
        return None, ()
    source, problem = read_source(path)
    return (None, (problem,)) if problem else parse_objectives(source)


def media_files(paths: DeckPaths) -> tuple[Source, ...]:
    """The files in the deck's media folder that a card could show."""
    files = sorted(path for path in (paths.cards / "media").rglob("*") if path.is_file())
    return tuple(Source(path, shown(path)) for path in files if path.suffix.lower().removeprefix(".") in SUFFIXES)


@dataclass(frozen=True, slots=True)
class Stamped:
    """The places and ids that `stamp` wrote, and the files it could not read."""

    written: tuple[tuple[Span, str], ...]
    problems: tuple[Diagnostic, ...]


def stamp_deck(paths: DeckPaths) -> Stamped:
    """Write the missing ids into the deck's sources. Raises AnkigenError where a file cannot be written."""
    config, problems = read_config(paths)
    if config is None:
        return Stamped((), problems)
    released = read_history(paths, config).notes
    read = [read_source(path) for path in paths.sources()]
    notes = {source: parse(source).notes for source, problem in read if problem is None}
    taken = {note.id for found in notes.values() for note in found} | set(released)
    lost = lost_ids(released, {note.id for found in notes.values() for note in found})
    written: list[tuple[Span, str]] = []
    for source, found in notes.items():
        ids = new_ids(found, taken, lost)
        taken |= set(ids.values())
        if ids:
            write_file(source.path, stamped(source.path.read_bytes(), source, ids))
            written.extend((source.span(line), name) for line, name in ids.items())
    return Stamped(tuple(written), tuple(problem for _, problem in read if problem))


def lost_ids(released: Mapping[str, Record], present: Collection[str]) -> dict[str, str]:
    """The ids of the released notes that are in no source, by their titles."""
    return {record.title: name for name, record in released.items() if name not in present and not record.reason}


def render_deck(deck: Deck, paths: DeckPaths, watch: Watch) -> tuple[DeckContent, tuple[Diagnostic, ...]]:
    """The deck's content, and what rendering found wrong."""
    renderer, library = Renderer(), Library(paths.cards)
    problems: list[Diagnostic] = []
    contents: list[Content] = []
    shipped: dict[str, MediaFile] = {}
    for note in watch(deck.notes):
        fields = note_fields(note, deck.config, renderer)
        files, missing = library.take(fields.media)
        problems.extend((*fields.problems, *missing))
        html = {name: rename(text, files) for name, text in fields.html.items()}
        names = [file.name for file in files.values()]
        contents.append(note_content(note, deck.config, html, note_tags(note, deck.config), names))
        shipped |= {file.name: file for file in files.values()}
    description = renderer.block(description_text(read_source(paths.settings)[0], deck.config))
    problems.extend(description.problems)
    for reference in description.media:
        hint = "put it on a card, or link to it with https://"
        problems.append(Diagnostic(reference.span, "media-in-description", "a description cannot show files", hint))
    media = tuple(file for _, file in sorted(shipped.items()))
    return DeckContent(deck.config, description.html, tuple(contents), media), tuple(problems)


def _without_consequences(form: Iterable[Diagnostic], notes: Iterable[Note]) -> Iterator[Diagnostic]:
    """A note lacks no id where its id could not be read, which is told already: `stamp` leaves it alone."""
    lacking: dict[Source, list[Note]] = {}
    for note in notes:
        if note.metadata.id is None:
            lacking.setdefault(note.span.source, []).append(note)
    stamped_by = {(source.shown, line) for source, found in lacking.items() for line in new_ids(found, ())}
    return (problem for problem in form if problem.code != "missing-id" or problem.span.key[:2] in stamped_by)


def _sorted(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """In the order of their places. What is not closed is told once, though parser and renderer both see it."""
    once: dict[tuple[tuple[str, int, int], str, str], Diagnostic] = {}
    for problem in problems:
        message = "" if problem.code.startswith("unclosed-") else problem.message
        once.setdefault((problem.span.key, problem.code, message), problem)
    return tuple(problem for _, problem in sorted(once.items(), key=lambda item: item[0]))


USUAL = Stages(read_notes, _review, render_deck)
