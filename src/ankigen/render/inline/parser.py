"""Python-Markdown's inline stage, read from left to right as CommonMark says instead of pattern after pattern."""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from ankigen.codes.markdown import SHOWN_CARET
from ankigen.codes.notes import CLOZE_IN_MARKUP
from ankigen.render.findings import Findings
from ankigen.render.inline.emphasis import Delimited, Run, Scopes, emphasise, parted, run_at
from ankigen.render.inline.links import Links
from ankigen.render.inline.rule import Rule
from ankigen.render.inline.scripts import unmarked
from ankigen.render.inline.signs import is_sign, lost_sign
from ankigen.render.inline.tree import Node, fill
from ankigen.render.placed_text import PlacedText

DELIMITERS = "*_~^"


class Inline(Treeprocessor):
    """Turns every placed text in the tree into nodes, by the rules registered as `md.inlinePatterns`."""

    def __init__(self, md: Markdown, findings: Findings) -> None:
        super().__init__(md)
        self.findings = findings
        rules = [rule for rule in md.inlinePatterns if isinstance(rule, Rule)]
        starts = sorted({rule.starts for rule in rules if rule.starts})
        self.rules = {start: [rule for rule in rules if rule.starts == start] for start in starts}
        self.triggered = [rule for rule in rules if rule.trigger]
        first = "[" + re.escape("".join(self.rules) + DELIMITERS + "[]!\n") + "]"
        self.special = re.compile(first)
        self.special_or_url = re.compile("|".join([first, *(rule.trigger for rule in self.triggered)]))

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            if isinstance(element.text, PlacedText):
                text, element.text = element.text, None
                fill(element, self.nodes(text))

    def nodes(self, text: PlacedText) -> list[Node]:
        may_hold_url = "://" in text or "@" in text or "www." in text.lower()
        special = self.special_or_url if may_hold_url else self.special
        return _Reading(self, text, special).nodes() if special.search(text) else [text.rstrip(" \t")]

    def rules_at(self, char: str) -> list[Rule]:
        return self.rules.get(char, self.triggered)


class _Reading:
    """One text while it is read."""

    def __init__(self, inline: Inline, text: PlacedText, special: re.Pattern[str]) -> None:
        self.inline = inline
        self.text = text
        self.special = special
        self.read: list[Delimited] = []
        self.runs: list[Run] = []
        self.links = Links(text, inline.md.references, inline.findings)
        self.scopes = None if text.isascii() else Scopes(text)

    def nodes(self) -> list[Node]:
        text, at = self.text, 0
        while match := self.special.search(text, at):
            start = match.start()
            if text[start] == "\n":
                at = self._line_end(text[at:start], start)
                continue
            if start > at:
                self.read.append(text[at:start])
            at = self._step(start)
        self.read.append(text[at:].rstrip(" \t"))
        nodes = emphasise(self.read, text)
        if self.runs:
            self._report_shown_marks()
            self._report_lost_signs()
        return nodes

    def _report_shown_marks(self) -> None:
        """Marks that became text although they were meant: carets, and those that a cloze keeps from each other."""
        left = [run for run in self.runs if run.length]
        report = self.inline.findings.report
        carets = [run.start for run in left if run.char == "^"]
        for at, meant in unmarked(self.text, carets):
            message = "the carets in this word are shown as they are"
            report(self.text.at(at), SHOWN_CARET, message, f"write {meant}")
        for first, last in parted(left):
            if is_sign(self.text, first, last):
                continue
            message = f"the {first} here and the one that ends it are not both inside the cloze, so Anki shows them"
            hint = "put the cloze around both of them, or between them"
            report(self.text.at(first.start), CLOZE_IN_MARKUP, message, hint)

    def _report_lost_signs(self) -> None:
        """Signs that became marks."""
        for run in self.runs:
            if run.partner and is_sign(self.text, run, run.partner):
                sign = lost_sign(self.text, self.text.at(run.start), run, run.partner)
                self.inline.findings.problems.append(sign)

    def _line_end(self, before: str, start: int) -> int:
        kept = before.rstrip(" ")
        self.read.append(kept)
        if len(before) - len(kept) >= 2:
            self.read.append(Element("br"))
        self.read.append("\n")
        return start + 1

    def _step(self, at: int) -> int:
        """Read what begins at a special character; gives the offset after it."""
        char = self.text[at]
        if char in DELIMITERS:
            run = run_at(self.text, at, self.scopes.at(at) if self.scopes else 0)
            self.read.append(run)
            self.runs.append(run)
            return at + run.size
        if char == "[" and self.text.startswith("[^", at) and (end := self._footnote(at)):
            return end
        if char == "[" or self.text.startswith("![", at):
            size = 1 if char == "[" else 2
            self.links.opened(size == 2, len(self.read), at + size)
            self.read.append(self.text[at : at + size])
            return at + size
        if char == "]" and (end := self.links.closed(self.read, at)):
            return end
        return self._rule(char, at)

    def _footnote(self, at: int) -> int | None:
        before = len(self.read)
        end = self._rule("[", at)
        if end > at + 1:
            return end
        del self.read[before:]
        return None

    def _rule(self, char: str, at: int) -> int:
        for rule in self.inline.rules_at(char):
            match = rule.compiled_re.match(self.text, at) if rule.possible(self.text, at) else None
            if match is None or (not rule.in_brackets and self.links.within()):
                continue
            node, _, end = rule.handleMatch(match, self.text)
            if node is not None and end is not None:
                self.read.append(node)
                return end
        self.read.append(char)
        return at + 1
