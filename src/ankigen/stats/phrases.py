"""Numbers in words, which text and HTML share."""

from collections.abc import Iterator, Sequence

from ankigen.diagnostic import plural
from ankigen.stats.model import DeckStats, Lengths, MediaCount

STEPS = (1, 2, 3, 5, 10)


def listed(names: Sequence[str], most: int) -> str:
    """The names, of a long list the first ones and how many follow."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most:,} more" if len(names) > most else shown


def groups(lengths: Lengths) -> Iterator[tuple[str, int, bool]]:
    """The lengths in a few steps: label, cards, and whether the deck's rules call that too long."""
    ends = [*(step for step in STEPS if step < lengths.limit), lengths.limit]
    for first, last in zip([1, *(end + 1 for end in ends)], ends, strict=False):
        count = sum(number for words, number in lengths.counts if first <= words <= last)
        yield f"{first}–{last}" if first < last else str(first), count, False
    yield f"over {lengths.limit}", lengths.over, True


def answers(lengths: Lengths) -> str:
    """The distribution in one line."""
    if not lengths.cards:
        return "no answers in words"
    return f"median {lengths.median:,}, longest {plural(lengths.longest, 'word')}"


def coverage(stats: DeckStats) -> str:
    asked = len(stats.asked)
    if not stats.objectives:
        return "no objectives.md"
    return f"{asked - len(stats.uncovered):,} of {plural(asked, 'objective')} covered"


def reviewed(stats: DeckStats) -> str:
    signed = f"{stats.reviews.signed:,} of {plural(stats.notes, 'note')} signed by a reviewer"
    return f"{signed}, {stats.reviews.expired:,} too long ago" if stats.reviews.expired else signed


def files(media: MediaCount) -> Iterator[str]:
    """The media by kind; nothing if there are none."""
    for count, noun in ((media.images, "image"), (media.sounds, "sound"), (media.films, "film")):
        if count:
            yield plural(count, noun)


def size(media: MediaCount) -> str:
    if media.size < 1_000_000:
        return f"{-(-media.size // 1000):,} kB"
    return f"{media.size / 1_000_000:,.1f} MB"


def release(stats: DeckStats) -> str:
    return f"release {stats.version}" if stats.version else "not released yet"


def mistakes(stats: DeckStats) -> str:
    """What is said of a deck that could not be read whole; empty if it could."""
    if not stats.mistakes:
        return ""
    return f"{stats.slug}: {plural(stats.mistakes, 'mistake')} in the sources, counted as far as they can be read"
