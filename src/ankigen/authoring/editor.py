"""Checking a source as it stands in an editor: its text from there, the rest of its deck from the disk."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from ankigen.compile.pipeline import USUAL, Stages, compile_deck, read_config, read_file, read_notes
from ankigen.diagnostic import AnkigenError, Diagnostic
from ankigen.parse import Parsed, parse
from ankigen.project.paths import NOT_SOURCES, DeckPaths, decode, find_decks, find_root, shown
from ankigen.source import Source


def check_unsaved(
    name: Path, data: bytes, today: date, *, release: bool = False, stages: Stages = USUAL
) -> tuple[Diagnostic, ...]:
    """The findings on a source of that name and content, which may not be on disk yet.

    Raises AnkigenError where that is no source of a deck, or its deck cannot be read.
    """
    path = name.resolve() if ".." in name.parts else name.absolute()
    place = _deck_of(path)
    config, problems = read_config(place)
    if config is None:
        raise AnkigenError(f"{problems[0].span}: {problems[0].message}; mend that first")
    read = partial(read_notes, read=partial(_read, path, data), unsaved=(path,))
    compiled = compile_deck(place, today=today, release=release, stages=replace(stages, read=read))
    return tuple(problem for problem in compiled.problems if problem.span.source.path == path)


def _deck_of(path: Path) -> DeckPaths:
    root = find_root(path.parent)
    if path.parent.parent != root / "cards" or path.suffix.lower() != ".md" or path.name.lower() in NOT_SOURCES:
        raise AnkigenError(f"{shown(path)} is no card source: those are {root / 'cards'}/DECK/NAME.md")
    return find_decks(root, [path.parent.name])[0]


def _read(unsaved: Path, data: bytes, path: Path) -> Parsed:
    if path != unsaved:
        return read_file(path)
    source, problem = decode(Source(path, shown(path)), data)
    return Parsed((), (problem,)) if problem else parse(source)
