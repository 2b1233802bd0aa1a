"""What an import makes of a package: the deck's name, its folder, its notes with their ids, its note types. Nothing is
written here."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from ankigen.apkg.snapshot import Note, NoteType, Snapshot
from ankigen.diagnostic import AnkigenError
from ankigen.importing.foreign import Foreign, Meets
from ankigen.importing.own_notes import common_source, language_of, own_ids, own_kinds, root_tag, split_description
from ankigen.importing.own_types import keys
from ankigen.importing.read import read_foreign
from ankigen.importing.sections import common_deck, is_in
from ankigen.importing.sources import title_of
from ankigen.model.config import DeckConfig
from ankigen.model.note import Kind
from ankigen.model.slug import ascii_slug
from ankigen.project.paths import DeckPaths, refuse_folder_name
from ankigen.values import dataclass

CHUNK = 1024**2
LONGEST_ID = 40
# A source may have ten times that; no card can show it.
LARGEST_FIELD = 1_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """What to import: the file, the deck in it (empty: the one that holds all cards), and the folder (empty: made of
    the deck's name). Sections are made of sub-decks, or `by_tag`; `pictures` makes picture notes of Anki's image
    occlusion, `move` notes of ankigen's own types of all others that can be."""

    file: Path
    deck: str = ""
    folder: str = ""
    by_tag: bool = False
    pictures: bool = False
    move: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The package's notes by id in the order in which they were made, and where they go. `time` is when the last of
    them changed, in Unix seconds; `without_cards` counts notes that have none and are left out; `own_kinds` are the
    note types that ankigen itself made."""

    foreign: Foreign
    paths: DeckPaths
    config: DeckConfig
    description: str
    notes: Mapping[str, Note]
    keys: Mapping[int, str]
    time: int
    without_cards: int
    by_tag: bool = False
    own_kinds: Mapping[int, Kind] = field(default_factory=dict)

    @property
    def snapshot(self) -> Snapshot:
        return self.foreign.snapshot

    @property
    def is_known(self) -> bool:
        """Whether all that learners have is known, so that a ledger can begin with it."""
        return all(self.foreign.meets[number] is Meets.ALL for number in self.keys)

    @property
    def note_types(self) -> Iterator[tuple[str, NoteType]]:
        """The note types that are used, by their folders' names; the one with most notes first."""
        for number, key in self.keys.items():
            yield key, self.snapshot.note_types[number]


def plan_import(root: Path, request: Request, now: int) -> Plan:
    """Read the package and decide. Raises AnkigenError if it cannot be read, or not imported as asked."""
    foreign = read_foreign(request.file)
    snapshot = foreign.snapshot
    with_cards = [note for note in snapshot.notes.values() if any(card.deck for card in note.cards)]
    name = common_deck(with_cards, request.deck, foreign.shown)
    notes = [note for note in with_cards if any(is_in(card.deck, name) for card in note.cards)]
    _check_sizes(notes, foreign.shown)
    slug = _folder(request.folder, name)
    used = _by_use(notes, snapshot.note_types)
    description = next((deck.description for deck in snapshot.decks if deck.name == name), "")
    config = DeckConfig(name, _uid(foreign.files, name, slug), slug)
    kinds = own_kinds(used) if all(how is Meets.ALL for how in foreign.meets.values()) else {}
    if kinds:
        description, config = _as_released(config, description, notes, used, snapshot, kinds)
    changed = (*(note.mod for note in notes), *(item.mod for item in used))
    return Plan(
        foreign=foreign,
        paths=DeckPaths(root, slug),
        config=config,
        description=description,
        notes=_by_id(notes, own_ids(notes, snapshot, kinds)),
        keys=keys(used),
        time=min(max(changed), now),
        without_cards=len(snapshot.notes) - len(with_cards),
        by_tag=request.by_tag,
        own_kinds=kinds,
    )


def _as_released(
    config: DeckConfig,
    description: str,
    notes: Sequence[Note],
    used: Sequence[NoteType],
    snapshot: Snapshot,
    kinds: Mapping[int, Kind],
) -> tuple[str, DeckConfig]:
    """The description and settings of a deck that ankigen released, as far as its package says them."""
    text, authors, licensed = split_description(description)
    return text, replace(
        config,
        tag=root_tag(notes) or config.tag,
        language=language_of(item for item in used if item.id in kinds),
        authors=authors,
        license=licensed,
        source=common_source(notes, snapshot, kinds),
    )


def _by_id(notes: Sequence[Note], known: Mapping[str, str]) -> dict[str, Note]:
    """The notes by their ids: those that they had, and new ones of the others."""
    new = note_ids((note for note in notes if note.guid not in known), known.values())
    return {known.get(note.guid) or next(new): note for note in notes}


def _check_sizes(notes: Iterable[Note], name: str) -> None:
    for note in notes:
        largest = max(map(len, note.fields))
        if largest > LARGEST_FIELD:
            message = f"a field of the note {note.id} has {largest / 1e6:.0f} MB, which no card can show"
            raise AnkigenError(f"{name}: {message}; shorten it in Anki and export the deck again")


def _folder(stated: str, name: str) -> str:
    """The folder of the deck, below `cards/` and `decks/`. Raises AnkigenError if there can be none of that name."""
    slug = stated or ascii_slug(name.replace("::", " "), 48)
    if not slug or slug != ascii_slug(slug, 64):
        what = f"'{stated}' cannot be a folder's name" if stated else f"the deck's name '{name}' gives no folder's name"
        raise AnkigenError(f"{what}: say one with --folder, of small letters a to z, digits and hyphens")
    refuse_folder_name(slug)
    return slug


def _uid(files: Iterable[Path], name: str, slug: str) -> str:
    """The deck's uid: the same files give the same one, so that a second import is known for what it is."""
    state = hashlib.sha256(name.encode())
    for file in files:
        with file.open("rb") as opened:
            while chunk := opened.read(CHUNK):
                state.update(chunk)
    initials = "".join(word[0] for word in slug.split("-"))
    return f"{initials[:8]}-{state.hexdigest()[:10]}"


def _by_use(notes: Iterable[Note], known: Mapping[int, NoteType]) -> list[NoteType]:
    counts: dict[int, int] = {}
    for note in notes:
        counts[note.note_type] = counts.get(note.note_type, 0) + 1
    return [known[number] for number, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def note_ids(notes: Iterable[Note], taken: Iterable[str] = ()) -> Iterator[str]:
    """Readable ids of the notes' fronts; equal ones are numbered, empty ones are called after the note. None of those
    that are taken."""
    last = dict.fromkeys(taken, 1)
    for note in notes:
        stem = ascii_slug(title_of(note), LONGEST_ID)
        stem = stem if len(stem) > 1 else f"note-{stem}".rstrip("-")
        name = stem
        while name in last:
            last[stem] += 1
            name = f"{stem}-{last[stem]}"
        last[name] = last.get(name, 1)
        yield name
