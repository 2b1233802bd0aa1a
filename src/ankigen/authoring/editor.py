"""Checking a source as it is in an editor: its text from there, the rest of its deck from the disk."""

from datetime import date
from pathlib import Path

from ankigen.compile.pipeline import Stages, compile_deck
from ankigen.diagnostic import AnkigenError, Diagnostic
from ankigen.project.load import load_deck
from ankigen.project.paths import NOT_SOURCES, DeckPaths, find_decks, find_root, shown


def check_unsaved(
    name: Path, data: bytes, today: date, *, release: bool = False, stages: Stages | None = None
) -> tuple[Diagnostic, ...]:
    """The findings on a source of that name and content, which may not be on disk yet, and what is wrong with its
    deck.toml or ledger.

    Raises AnkigenError if that is not a source of a deck.
    """
    path = name.resolve() if ".." in name.parts else name.absolute()
    loaded = load_deck(_deck_of(path), {path: data})
    found = compile_deck(loaded, today=today, release=release, stages=stages).findings
    return tuple(problem for problem in found if problem.span.source.path == path or problem in loaded.faults)


def _deck_of(path: Path) -> DeckPaths:
    root = find_root(path.parent)
    if path.parent.parent != root / "cards" or path.suffix.lower() != ".md" or path.name.lower() in NOT_SOURCES:
        raise AnkigenError(f"{shown(path)} is not a card source; those are {root / 'cards'}/DECK/NAME.md")
    return find_decks(root, [path.parent.name])[0]
