"""The notes under their sections' headings, in source order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from ankigen.preview.model import ShownNote

NO_SECTION = ("Without a section",)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, `level` 1 or 2, and the notes right under it; `count` counts those under its subsections too."""

    title: str
    level: int
    notes: tuple[ShownNote, ...]
    count: int


def parts(notes: Sequence[ShownNote]) -> tuple[Part, ...]:
    """The headings in the order of the sources; one that comes again later stands there again."""
    found = [(heading, level, own) for heading, level, own in _headings(notes)]
    return tuple(Part(title, level, own, _count(found, at)) for at, (title, level, own) in enumerate(found))


def _headings(notes: Sequence[ShownNote]) -> Iterator[tuple[str, int, tuple[ShownNote, ...]]]:
    above: tuple[str, ...] = ()
    for path, group in groupby(notes, key=lambda note: note.headings or NO_SECTION):
        pairs = zip(above, path[:-1], strict=False)
        known = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        yield from ((path[depth], depth + 1, ()) for depth in range(known, len(path) - 1))
        yield path[-1], len(path), tuple(group)
        above = path


def _count(found: Sequence[tuple[str, int, tuple[ShownNote, ...]]], at: int) -> int:
    below = takewhile(lambda part: part[1] > found[at][1], found[at + 1 :])
    return len(found[at][2]) + sum(len(own) for _, _, own in below)
