"""How large a drawing becomes when every `<use>` has copied what it names."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

MOST = 1_000_000


class Copies:
    """Counts elements. A part is an element with an id, and all in it up to the next one with an id; part 0 is the
    whole file."""

    def __init__(self) -> None:
        self.sizes = [0]
        self.parts: dict[str, int] = {}
        self.inner: list[list[int]] = [[]]
        self.copied: list[list[str]] = [[]]
        self.open = [0]

    def start(self, id_: str | None, copied: str | None) -> None:
        """An element starts; a `<use>` says what it copies."""
        part = self.open[-1]
        if id_ is not None:
            part = len(self.sizes)
            self.inner[self.open[-1]].append(part)
            self.parts.setdefault(id_, part)
            self.sizes.append(0)
            self.inner.append([])
            self.copied.append([])
        self.sizes[part] += 1
        if copied is not None:
            self.copied[part].append(copied)
        self.open.append(part)

    def end(self) -> None:
        self.open.pop()

    def problem(self) -> str:
        """What is wrong with the copies, if anything."""
        if not any(self.copied):
            return ""
        graph = {part: tuple(self._contents(part)) for part in range(len(self.sizes))}
        totals: dict[int, int] = {}
        try:
            for part in TopologicalSorter(graph).static_order():
                totals[part] = min(self.sizes[part] + sum(totals[inner] for inner in graph[part]), MOST + 1)
        except CycleError:
            return "copies a part of itself into that part: <use>"
        return f"has more than {MOST:,} elements with all its copies: <use>" if totals[0] > MOST else ""

    def _contents(self, part: int) -> Iterator[int]:
        yield from self.inner[part]
        yield from (self.parts[name] for name in self.copied[part] if name in self.parts)
