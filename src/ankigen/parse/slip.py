"""What a slip is to the parser: a generator of findings, asked only of texts that hold its mark."""

import re
from collections.abc import Callable, Iterator
from functools import wraps

from ankigen.diagnostic import Diagnostic
from ankigen.parse.mask import Visible
from ankigen.parse.outline import Outline

Slip = Callable[[Visible, Outline], Iterator[Diagnostic]]


def needs(mark: str) -> Callable[[Slip], Slip]:
    """Ask the slip only of texts that hold the mark, a pattern: most hold none, and a plain search costs little."""
    search = re.compile(mark).search

    def decorate(slip: Slip) -> Slip:
        @wraps(slip)
        def asked(text: Visible, plan: Outline) -> Iterator[Diagnostic]:
            return slip(text, plan) if search(text.source.text) else iter(())

        return asked

    return decorate
