"""The editorial review of each source, kept on a shelf with what deck-wide rules gathered of it."""

import marshal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ankigen.codes.groups import CODES
from ankigen.compile.kept_parts import read_problems, review_of, unpacked, written_problems
from ankigen.compile.pipeline import Html
from ankigen.diagnostic import Diagnostic
from ankigen.lint.deck_rule import FileReview, Silence
from ankigen.lint.levels import UNUSED_IGNORE, in_files, review_across, review_file
from ankigen.lint.rules import RULES
from ankigen.model.content import Content
from ankigen.model.deck import Deck
from ankigen.model.history import Record
from ankigen.model.ids import digest
from ankigen.model.note import Kind
from ankigen.project.shelf import Shelf
from ankigen.source import Source
from ankigen.values import dataclass

MUCH = 2_000  # bytes
KINDS = CODES | {kind.name: kind for kind in (*(rule.kind for rule in RULES), UNUSED_IGNORE)}


class Gathered(Mapping[str, Any]):
    """What was gathered of a source, each by its name: packed until somebody wants it, and what needs much room on the
    shelf."""

    __slots__ = ("name", "packed", "shelf")

    def __init__(self, packed: Mapping[str, bytes | None], shelf: Shelf, name: str) -> None:
        self.packed = packed
        self.shelf = shelf
        self.name = name

    def __getitem__(self, name: str) -> Any:
        packed = self.packed[name]
        return unpacked(unpacked(self.shelf.large(self.name))[name] if packed is None else packed)

    def __iter__(self) -> Iterator[str]:
        return iter(self.packed)

    def __len__(self) -> int:
        return len(self.packed)


@dataclass(frozen=True, slots=True)
class Reviews:
    """Reviews the sources of a deck, which has its day, and no notes."""

    deck: Deck
    shelf: Shelf

    def key(self, source: Source, part: str, notes: Sequence[Content] | None = None) -> str:
        """What the review of a source rests on: all that its part does, the settings of the review, and what was
        released of its notes; without notes, how every such key begins."""
        deck = self.deck
        objectives = [objective.id for objective in deck.objectives] if deck.objectives is not None else None
        today = deck.today if "reviewed" in source.text else ""  # how old a signature is, changes with the day
        settings = digest(f"{part} {today} {objectives}".encode())
        if notes is None:
            return settings
        records = ((note, deck.history.notes.get(note.id)) for note in notes)
        others = [_facts(record) for note, record in records if record and not _is_as_released(note, record)]
        return settings + digest(marshal.dumps(others))

    def dump(self, deck: Deck, html: Html) -> tuple[bytes, bytes]:
        """The review of a deck that has the notes of one source, and what was gathered that needs much room."""
        done = review_file(replace(deck, today=self.deck.today), RULES, html)
        packed = {name: marshal.dumps(value) for name, value in done.facts.items()}
        large = {name: data for name, data in packed.items() if len(data) > MUCH}
        facts = {name: None if name in large else data for name, data in packed.items()}
        found = written_problems(done.found, done.source)
        silences = [(each.note, each.code, each.position, each.used) for each in done.silences]
        return marshal.dumps((found, done.notes, silences, facts)), marshal.dumps(large)

    def load(self, data: bytes, source: Source) -> FileReview:
        """Raises DamagedError."""
        found, notes, silences, facts = unpacked(data)
        problems = read_problems(found, source, KINDS)
        gathered = Gathered(facts, self.shelf, review_of(source.path.name))
        return FileReview(source, problems, notes, tuple(Silence(*each) for each in silences), gathered)

    def of_all(self, files: Sequence[FileReview]) -> tuple[Diagnostic, ...]:
        """What there is to say of the deck."""
        return (*in_files(self.deck, RULES, files), *review_across(self.deck, RULES, files))


def _is_as_released(note: Content, record: Record) -> bool:
    """Whether rules about released notes have nothing to say of it: it hides what it hid then, or has no clozes."""
    return record.clozes == note.clozes if record.clozes else record.kind not in (Kind.CLOZE, Kind.PICTURE)


def _facts(record: Record) -> tuple[object, ...]:
    """What the rules read of a released note."""
    return record.id, record.kind, record.reason, record.clozes, record.cards
