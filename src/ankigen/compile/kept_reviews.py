"""The editorial review of each source, kept on a shelf with what deck-wide rules gathered of it."""

import marshal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ankigen.compile.kept_parts import CODES, read_problems, review_of, unpacked, written_problems
from ankigen.compile.pipeline import Html
from ankigen.diagnostic import Diagnostic
from ankigen.lint.deck_rule import FileReview, Silence
from ankigen.lint.levels import UNUSED_IGNORE, review_across, review_file
from ankigen.lint.rules import RULES
from ankigen.model.content import Content
from ankigen.model.deck import Deck
from ankigen.model.history import Record
from ankigen.model.ids import digest
from ankigen.project.shelf import Shelf
from ankigen.source import Source

KINDS = CODES | {kind.name: kind for kind in (*(rule.kind for rule in RULES), UNUSED_IGNORE)}


class Packed(Mapping[str, Any]):
    """Values by name, each packed until somebody wants it: those of a big deck fill less memory so."""

    __slots__ = ("packed",)

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self.packed = packed

    def __getitem__(self, name: str) -> Any:
        return unpacked(self.packed[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.packed)

    def __len__(self) -> int:
        return len(self.packed)


@dataclass(frozen=True, slots=True)
class Reviews:
    """Reviews the sources of a deck, whose day and strictness are set. The deck has no notes."""

    deck: Deck
    shelf: Shelf

    def key(self, part: str, notes: Sequence[Content]) -> str:
        """What the review of a source rests on: all that its part does, and what was released of its notes."""
        deck = self.deck
        objectives = [objective.id for objective in deck.objectives] if deck.objectives is not None else None
        records = (deck.history.notes.get(note.id) for note in notes)
        released = [_facts(record) for record in records if record]
        return digest(f"{part} {deck.today} {deck.release} {objectives}".encode(), marshal.dumps(released))

    def known(self, source: Source, key: str) -> FileReview | None:
        """Raises DamagedError."""
        data = self.shelf.small(review_of(source.path.name), key)
        if data is None:
            return None
        found, notes, silences, facts = unpacked(data)
        problems = read_problems(found, source, KINDS)
        return FileReview(source, problems, notes, tuple(Silence(*each) for each in silences), Packed(facts))

    def made(self, deck: Deck, html: Html, key: str) -> FileReview:
        """The review of a deck that has the notes of one source."""
        done = review_file(replace(deck, today=self.deck.today, release=self.deck.release), RULES, html)
        facts = {name: marshal.dumps(value) for name, value in done.facts.items()}
        found = written_problems(done.found, done.source)
        silences = [(each.note, each.code, each.place, each.used) for each in done.silences]
        self.shelf.put(review_of(done.source.path.name), key, marshal.dumps((found, done.notes, silences, facts)), b"")
        return replace(done, facts=Packed(facts))

    def of_all(self, files: Sequence[FileReview]) -> tuple[Diagnostic, ...]:
        """What there is to say of the deck."""
        return (*(problem for file in files for problem in file.found), *review_across(self.deck, RULES, files))


def _facts(record: Record) -> tuple[object, ...]:
    """What the rules read of a released note."""
    return record.id, record.kind, record.reason, record.clozes, record.cards
