"""Versions: major.minor.patch, and .dev behind a draft's."""

import re
from enum import IntEnum

from ankigen.diagnostic import AnkigenError
from ankigen.values import dataclass

# What learners had before an imported deck's first release.
IMPORTED = "0.0.0"
PATTERN = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")


class Step(IntEnum):
    """How far a release goes: nothing changed, texts, notes added or retired, learners cannot update cleanly."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


@dataclass(frozen=True, slots=True, order=True)
class Version:
    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def parse_version(text: str) -> Version:
    """Raises AnkigenError if the text is not a version."""
    match = PATTERN.fullmatch(text)
    if match is None:
        raise AnkigenError(f"'{text}' is not a version; write three numbers, such as 1.2.0")
    return Version(*map(int, match.groups()))


def next_version(last: str, step: Step) -> str:
    """The version after `last`; the first is 1.0.0, also after what learners had from elsewhere."""
    if last in ("", IMPORTED) and step is not Step.NONE:
        return "1.0.0"
    if not last:
        return "1.0.0"
    version = parse_version(last)
    match step:
        case Step.NONE:
            return last
        case Step.PATCH:
            return str(Version(version.major, version.minor, version.patch + 1))
        case Step.MINOR:
            return str(Version(version.major, version.minor + 1, 0))
        case Step.MAJOR:
            return str(Version(version.major + 1, 0, 0))
