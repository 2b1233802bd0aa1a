"""Decks of one family share ankigen's note types: what a deck has to agree on with the others of its repository, and
which designs those have released."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ankigen.codes.project import CHANGED_FAMILY, FAMILY_DIFFERS
from ankigen.diagnostic import Diagnostic
from ankigen.model.config import DeckConfig, key_place, parse_config
from ankigen.model.history import History, NoteTypeRecord
from ankigen.project.ledger import load_header
from ankigen.project.paths import CARDS, SETTINGS, DeckPaths, read_source, shown
from ankigen.source import Source

# What of deck.toml is in the templates.
SHARED = ("language", "report_url")
# A deck and its settings.
Relative = tuple[DeckPaths, DeckConfig]


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


def family_differs(relatives: Iterable[Relative], settings: Source, config: DeckConfig) -> Iterator[Diagnostic]:
    """Templates that differ from deck to deck would change with every import, for the cards of all of them."""
    for other, stated in relatives:
        for key in SHARED:
            ours, theirs = getattr(config, key), getattr(stated, key)
            if ours != theirs:
                message = f'{shown(other.settings)}, of the same family, has {key} = "{theirs}"'
                hint = f"give both decks the same {key}, or this one another family"
                place = key_place(settings, key if ours else "family")
                yield Diagnostic(place, FAMILY_DIFFERS, message, hint)


def released_designs(relatives: Iterable[Relative], config: DeckConfig) -> tuple[NoteTypeRecord, ...]:
    """The note types that other decks of the family have released, as their ledgers have them."""
    found = []
    for other, _ in relatives:
        history = _header(other.ledger)
        if history and history.family == config.family:
            found += [record for record in history.note_types if record.is_ours]
    return tuple(found)


def find_relatives(paths: DeckPaths, config: DeckConfig) -> tuple[Relative, ...]:
    """The other decks of the repository that state the same family."""
    if not config.family:
        return ()
    return tuple(pair for pair in families(paths.root) if pair[0] != paths and pair[1].family == config.family)


def families(root: Path) -> Iterator[Relative]:
    """The decks of a repository that state a family, by their folders' names."""
    for path in sorted((root / CARDS).glob(f"*/{SETTINGS}")):
        source, _ = read_source(path)
        # Most decks have none, and TOML takes its time.
        config = parse_config(source, path.parent.name)[0] if "family" in source.text else None
        if config and config.family:
            yield DeckPaths(root, path.parent.name), config


def _header(path: Path) -> History | None:
    try:
        with path.open("rb") as file:
            return load_header(file.readline())
    except OSError:
        return None
