"""What a command on a deck has to say."""

from ankigen.diagnostic import Diagnostic
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: the path of what was made, empty if nothing was, and one line for people with `remarks` before
    it."""

    problems: tuple[Diagnostic, ...]
    path: str = ""
    summary: str = ""
    failed: bool = False
    remarks: tuple[str, ...] = ()
