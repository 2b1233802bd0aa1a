"""What tells without reading it that a file is as it was: its size, its times and its place on the disk."""

import os
import time

# A clock that files are stamped with may be as coarse as this (FAT): what changed since would look the same.
COARSE_NS = 2_000_000_000

# Size in bytes, times of change of content and of anything in nanoseconds, and the place on the disk.
Stamp = tuple[int, int, int, int]


def stamp(found: os.stat_result) -> Stamp:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def is_settled(known: Stamp, since: int | None = None) -> bool:
    """Whether a change from then on (in nanoseconds), or from now on, would show in the stamp."""
    return max(known[1:3]) < (time.time_ns() if since is None else since) - COARSE_NS
