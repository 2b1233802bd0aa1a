"""Which notes wait for a reviewer, and what their author asks of one."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ankigen.model.note import Note, Review

# <!-- reviewer: is the dose of 2019 still right? -->
ASKED = re.compile(r"<!--\s*reviewer\s*:\s*(.*?)\s*-->", re.DOTALL | re.IGNORECASE)
FIRST = (Review.CONTESTED, Review.IMPRECISE)


def waiting(notes: Sequence[Note], months: int, today: date) -> tuple[Note, ...]:
    """The notes that nobody has signed, or not for so many months: the contested first, then those that correct their
    source, then those with a question to the reviewer; each group in the sources' order."""
    unsigned = (note for note in notes if not note.signature or note.signature.months(today) >= months)
    return tuple(sorted(unsigned, key=_urgency))


def _urgency(note: Note) -> int:
    if note.review in FIRST:
        return FIRST.index(note.review)
    return len(FIRST) + (not any(questions(note)))


def questions(note: Note) -> Iterator[str]:
    """What the author asks the reviewer, in comments that no learner sees."""
    return (" ".join(match[1].split()) for part in note.parts for match in ASKED.finditer(part.text))
