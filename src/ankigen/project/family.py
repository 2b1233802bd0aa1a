"""Decks of one family share ankigen's note types: what a deck has to agree on with the others of its repository, and
which designs those have released."""

from collections.abc import Iterator
from pathlib import Path

from ankigen.codes.project import CHANGED_FAMILY, FAMILY_DIFFERS
from ankigen.diagnostic import Diagnostic
from ankigen.model.config import DeckConfig, key_place, parse_config
from ankigen.model.history import History, NoteTypeRecord
from ankigen.project.ledger import load_header
from ankigen.project.paths import SETTINGS, DeckPaths, read_source, shown
from ankigen.source import Source

# What of deck.toml is in the templates.
SHARED = ("language", "report_url")


def changed_family(settings: Source, config: DeckConfig, history: History) -> Iterator[Diagnostic]:
    """The ids of the note types come from the family: once learners have them it may not change."""
    if config.family and any(item.is_changed for item in history.moved):
        message = "the note types of this deck bear ids of those that it was moved from: it cannot share a family's"
        yield Diagnostic(key_place(settings, "family"), CHANGED_FAMILY, message, "remove the line")
        return
    if config.family == history.family or not any(record.is_ours for record in history.note_types):
        return
    if history.family:
        message = f"the deck was released in the family '{history.family}': Anki would update none of its notes"
        hint = f'put it back: family = "{history.family}"'
    else:
        message = "the deck was released without a family: Anki would update none of its notes"
        hint = "remove the line; only a deck that was never released can join a family"
    yield Diagnostic(key_place(settings, "family"), CHANGED_FAMILY, message, hint)


def family_differs(paths: DeckPaths, settings: Source, config: DeckConfig) -> Iterator[Diagnostic]:
    """Templates that differ from deck to deck would change with every import, for the cards of all of them."""
    for other in relatives(paths, config):
        stated = _config(other)
        for key in SHARED:
            ours, theirs = getattr(config, key), getattr(stated, key)
            if ours != theirs:
                message = f'{shown(other.settings)}, of the same family, has {key} = "{theirs}"'
                hint = f"give both decks the same {key}, or this one another family"
                place = key_place(settings, key if ours else "family")
                yield Diagnostic(place, FAMILY_DIFFERS, message, hint)


def released_designs(paths: DeckPaths, config: DeckConfig) -> tuple[NoteTypeRecord, ...]:
    """The note types that other decks of the family have released, as their ledgers have them."""
    found = []
    for other in relatives(paths, config):
        history = _header(other.ledger)
        if history and history.family == config.family:
            found += [record for record in history.note_types if record.is_ours]
    return tuple(found)


def relatives(paths: DeckPaths, config: DeckConfig) -> tuple[DeckPaths, ...]:
    """The other decks of the repository that state the same family."""
    if not config.family:
        return ()
    return tuple(other for other in _decks(paths.root) if other != paths and _config(other).family == config.family)


def families(root: Path) -> Iterator[DeckConfig]:
    """The settings of the decks of a repository that state a family, by their folders' names."""
    yield from (config for other in _decks(root) if (config := _config(other)).family)


def _decks(root: Path) -> Iterator[DeckPaths]:
    for path in sorted(DeckPaths(root, "x").cards.parent.glob(f"*/{SETTINGS}")):
        yield DeckPaths(root, path.parent.name)


def _config(paths: DeckPaths) -> DeckConfig:
    source, _ = read_source(paths.settings)
    config, _ = parse_config(source, paths.slug)
    return config or DeckConfig(paths.slug, "", paths.slug)


def _header(path: Path) -> History | None:
    try:
        with path.open("rb") as file:
            return load_header(file.readline())
    except OSError:
        return None
