"""All of a deck as it is on disk, read once.

A release that was killed is finished first. Then come deck.toml, the ledger, objectives.md, the sources and the list of
media. Whatever is wrong with one of them is a finding, and the others are still read.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from ankigen.codes.project import LEDGER_DAMAGED, NO_NOTES
from ankigen.codes.sources import UNKNOWN_TYPE
from ankigen.diagnostic import AnkigenError, Diagnostic, nearest
from ankigen.model.config import DeckConfig, key_place, parse_config
from ankigen.model.deck import Deck
from ankigen.model.history import History
from ankigen.model.media import media_kind
from ankigen.model.note import Kind, Note
from ankigen.model.objectives import Objective, parse_objectives
from ankigen.model.own_type import Types
from ankigen.parse import Parsed, parse
from ankigen.project.atomic import recover
from ankigen.project.family import changed_family, family_differs, find_relatives, released_designs
from ankigen.project.ledger import load_ledger
from ankigen.project.own_types import read_own_types
from ankigen.project.paths import DeckPaths, decode, is_file, read_source, shown
from ankigen.project.safeguards import backup_name, duplicate_uid, lost_ledger
from ankigen.project.strays import ignored_files
from ankigen.source import Source
from ankigen.values import dataclass

OBJECTIVES = "objectives.md"
NOTHING_UNSAVED: Mapping[Path, bytes] = MappingProxyType({})

ReadLedger = Callable[[Source, bytes, str], tuple[History, tuple[Diagnostic, ...]]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A deck as far as it can be read. `faults` are what is wrong with deck.toml and the ledger: with one of them no
    id can be trusted. `problems` are what is wrong with the rest, `unreadable` those of them that hide a whole source.

    `settings_known` is false if deck.toml cannot be read at all; the deck then has defaults for settings.
    """

    paths: DeckPaths
    deck: Deck
    faults: tuple[Diagnostic, ...]
    problems: tuple[Diagnostic, ...]
    unreadable: tuple[Diagnostic, ...] = ()
    settings_known: bool = True

    def refuse_faults(self) -> None:
        """Raise AnkigenError if deck.toml or the ledger cannot be relied on."""
        for fault in self.faults:
            raise AnkigenError(f"{fault.span}: {fault.message}; {fault.hint}")


def load_deck(
    paths: DeckPaths,
    unsaved: Mapping[Path, bytes] = NOTHING_UNSAVED,
    *,
    parse: Callable[[Source, Types], Parsed] = parse,
    read_ledger: ReadLedger = load_ledger,
) -> Loaded:
    """Read the deck; `unsaved` sources are in an editor and need not be on disk.

    Raises AnkigenError if a killed release cannot be finished.
    """
    recover(paths.output)
    settings, problem = read_source(paths.settings)
    stated, in_settings = (None, (problem,)) if problem else parse_config(settings, paths.slug)
    in_settings = (*in_settings, *backup_name(paths, settings))
    config = stated or DeckConfig(paths.slug, "", paths.slug)
    history, in_ledger = _history(paths, settings, config, read_ledger)
    objectives, in_objectives = _objectives(paths)
    in_history = (*in_ledger, *changed_family(settings, config, history))
    relatives = find_relatives(paths, config)
    own, in_own = read_own_types(paths, config.uid)
    types = Types(own, config.type)
    sources, notes, in_notes, unreadable = _notes(paths, unsaved, lambda source: parse(source, types))
    more = in_notes or tuple(_no_notes(notes, settings))
    return Loaded(
        paths,
        Deck(
            config,
            notes,
            history,
            Source(paths.ledger, shown(paths.ledger)),
            settings,
            sources,
            objectives,
            _media_files(paths),
            own=own,
            designs=released_designs(relatives, config),
        ),
        faults=(*in_settings, *in_history),
        problems=(
            *in_objectives,
            *in_own,
            *family_differs(relatives, settings, config),
            *_bad_default(settings, types),
            *more,
            *ignored_files(paths),
        ),
        unreadable=unreadable,
        settings_known=stated is not None,
    )


def _history(
    paths: DeckPaths, settings: Source, config: DeckConfig, read_ledger: ReadLedger
) -> tuple[History, tuple[Diagnostic, ...]]:
    """What was released of the deck. Without a uid nobody can say whose the ledger is."""
    empty = History(config.uid, config.name)
    if not config.uid:
        return empty, ()
    doubled = tuple(duplicate_uid(paths, settings, config.uid))
    source = Source(paths.ledger, shown(paths.ledger))
    try:
        data = paths.ledger.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return empty, (*doubled, *lost_ledger(paths, settings, config.uid))
    except OSError as error:
        message = f"the ledger cannot be read: {error.strerror}"
        return empty, (*doubled, Diagnostic(source.span(), LEDGER_DAMAGED, message, "restore it from git"))
    history, problems = read_ledger(source, data, config.uid)
    return empty if problems else history, (*doubled, *problems)


def _objectives(paths: DeckPaths) -> tuple[tuple[Objective, ...] | None, tuple[Diagnostic, ...]]:
    """What the deck must teach; None without an objectives.md, which may be written in capitals."""
    named = sorted(path.name for path in paths.cards.iterdir() if path.name.lower() == OBJECTIVES)
    if not named:
        return None, ()
    path = paths.cards / named[-1]  # small letters come last
    source, problem = read_source(path)
    return (None, (problem,)) if problem else parse_objectives(source)


def _notes(
    paths: DeckPaths, unsaved: Mapping[Path, bytes], parse: Callable[[Source], Parsed]
) -> tuple[tuple[Source, ...], tuple[Note, ...], tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """The deck's sources and every note of them in order, what is wrong with the sources, and which of them cannot be
    read."""
    sources: list[Source] = []
    found: list[Parsed] = []
    unreadable: list[Diagnostic] = []
    for path in sorted({*paths.sources(), *unsaved}, key=lambda path: path.name):
        empty = Source(path, shown(path))
        source, problem = decode(empty, unsaved[path]) if path in unsaved else read_source(path)
        sources.append(source)
        found.append(Parsed((), (problem,)) if problem else parse(source))
        unreadable += [problem] if problem else []
    return (
        tuple(sources),
        tuple(note for parsed in found for note in parsed.notes),
        tuple(problem for parsed in found for problem in parsed.problems),
        tuple(unreadable),
    )


def _bad_default(settings: Source, types: Types) -> Iterator[Diagnostic]:
    if types.default and types.default not in (*Kind, *types.by_key):
        place, known = key_place(settings, "type"), (*Kind, *types.by_key)
        yield Diagnostic(place, UNKNOWN_TYPE, f"there is no note type '{types.default}'", nearest(types.default, known))


def _no_notes(notes: tuple[Note, ...], settings: Source) -> Iterator[Diagnostic]:
    if not notes:
        hint = f"write one into {settings.path.parent.name}/01-first-section.md: ### question, and the answer under it"
        yield Diagnostic(settings.whole(), NO_NOTES, "this deck has no note", hint)


def _media_files(paths: DeckPaths) -> tuple[Source, ...]:
    """The files in the deck's media folder that a card could show."""
    files = sorted(path for path in (paths.cards / "media").rglob("*") if is_file(path))
    return tuple(Source(path, shown(path)) for path in files if media_kind(path.name))
