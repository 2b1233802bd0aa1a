"""The shape of our inline rules: Python-Markdown's, and where they begin."""

import re

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from ankigen.render.findings import Findings
from ankigen.render.inline.tree import Node

Handled = tuple[Node | None, int | None, int | None]


class Rule(InlineProcessor):
    """An inline rule; `starts` are the characters it begins with (none: `trigger` finds its beginnings)."""

    starts = ""
    trigger = ""
    in_brackets = True  # whether it holds after a [ that is still open

    def __init__(self, md: Markdown, findings: Findings, pattern: str) -> None:
        super().__init__(pattern, md)
        self.findings = findings

    def possible(self, text: str, at: int) -> bool:
        """Whether it is worth while to try the pattern there, for patterns that look far ahead."""
        return True

    def read(self, m: re.Match[str], data: str) -> Handled:
        """The node the match becomes, and where it begins and ends; three Nones: no match after all."""
        raise NotImplementedError

    def handleMatch(  # type: ignore[override] # noqa: N802 # Python-Markdown's name; its base class has older types
        self, m: re.Match[str], data: str
    ) -> Handled:
        return self.read(m, data)
