"""One upgrade of one learner, as checks see it."""

from collections.abc import Iterator, Mapping

from ankigen.release.release_notes import Counts
from ankigen.values import dataclass
from ankigen.verify.state import Inspection, Note, Outcome, State

NOTHING = State()


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The collection with OLD just imported, then studied, then with NEW over it; and `shipped`, with NEW alone.

    For a learner who has nothing, `old` and `studied` are empty and `after` is `shipped`. `obeyed`: the instructions
    for a major version were followed. `partial`: NEW is a delta, which need not hold every note. `predicted` is what
    the ledger says that Anki will count, None if there is no ledger. `as_imported` are the guids of notes that nobody
    changed since the deck was imported: NEW writes them otherwise, and they were proved to be shown alike. `unshipped`
    are files that fields name although the deck never had them.
    """

    old: State
    studied: State
    after: State
    shipped: State
    log: Mapping[Outcome, tuple[int, ...]]
    inspection: Inspection
    obeyed: bool = False
    partial: bool = False
    predicted: Counts | None = None
    as_imported: frozenset[str] = frozenset()
    unshipped: frozenset[str] = frozenset()

    def logged(self, *outcomes: Outcome) -> Iterator[Note]:
        """The notes that Anki's log names; a note it refused may be known to the package alone."""
        for outcome in outcomes:
            for number in self.log[outcome]:
                note = self.after.notes.get(number) or self.shipped.notes.get(number)
                yield note or Note(number, "", 0, f"note {number}", "", "", "", False)

    def in_both(self) -> Iterator[tuple[Note, Note]]:
        """Every note of both packages, as OLD and as NEW has it."""
        for guid, new in self.shipped.by_guid.items():
            if old := self.old.by_guid.get(guid):
                yield old, new

    def same(self, old: Note, new: Note) -> bool:
        """Whether the note is the same in both packages."""
        return old.content == new.content or new.guid in self.as_imported
