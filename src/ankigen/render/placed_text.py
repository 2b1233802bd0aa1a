"""Text that knows where in the fragment each of its characters stood."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence


class PlacedText(str):
    """A string cut from the fragment: `at(offset)` is the fragment's offset of one of its characters."""

    __slots__ = ("origins", "starts")

    starts: Sequence[int]
    origins: Sequence[int]

    @classmethod
    def of(cls, pieces: Iterable[tuple[str, int]], between: str = "") -> "PlacedText":
        """Join (text, offset in the fragment) pieces."""
        texts: list[str] = []
        starts: list[int] = []
        origins: list[int] = []
        length = 0
        for text, origin in pieces:
            texts.append(text)
            starts.append(length)
            origins.append(origin)
            length += len(text) + len(between)
        placed = cls(between.join(texts))
        placed.starts, placed.origins = starts, origins
        return placed

    def at(self, offset: int) -> int:
        index = max(bisect_right(self.starts, offset) - 1, 0)
        return self.origins[index] + offset - self.starts[index]

    def cut(self, start: int) -> "PlacedText":
        """The text from `start` on, with its places."""
        rest = PlacedText(self[start:])
        rest.starts = [begin - start for begin in self.starts]
        rest.origins = self.origins
        return rest


def place(text: str, offset: int) -> int:
    """The fragment's offset of a character if the text knows it."""
    return text.at(offset) if isinstance(text, PlacedText) else offset
