"""What a file defines in one place and its notes name in others: `[label]: address` and `[^label]: footnote`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ankigen.model.note import NO_DEFINITIONS, Definitions, Note
from ankigen.parse.mask import Visible
from ankigen.source import Fragment

REFERENCE = re.compile(
    r" {0,3}\[(?!\^)((?:[^\[\]\\]|\\.){1,300})\]:[ \t]*(<[^<>]*>|[^\s<]\S*)"
    r"(?:[ \t]+(?:\"([^\"]*)\"|'([^']*)'|\(([^()]*)\)))?[ \t]*$"
)
FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,100})\]:[ \t]*")
# `[words][label]`, `[label][]` or `[label]`.
NAMED = re.compile(r"\[((?:[^\[\]\\]|\\.){1,300})\]")


@dataclass(frozen=True, slots=True)
class FileDefinitions:
    """All that a file defines, by normal labels; the first of a label holds."""

    references: dict[str, tuple[str, str, int]]
    footnotes: dict[str, Fragment]

    def of(self, note: Note) -> Definitions:
        """What the note names and does not define in the same text."""
        if not self.references and not self.footnotes:
            return NO_DEFINITIONS
        references: dict[str, tuple[str, str]] = {}
        footnotes: dict[str, Fragment] = {}
        for text in note.parts:
            last = text.line + text.text.count("\n")
            for match in NAMED.finditer(text.text):
                label = normal(match[1])
                if label in self.references and not text.line <= self.references[label][2] <= last:
                    references[label] = self.references[label][:2]
                elif label[:1] == "^" and label[1:] in self.footnotes:
                    footnotes[label[1:]] = self.footnotes[label[1:]]
        found = tuple((label, *target) for label, target in sorted(references.items()))
        return Definitions(found, tuple(sorted(footnotes.items(), key=lambda item: item[0])))


def normal(label: str) -> str:
    return " ".join(label.split()).casefold()


def file_definitions(text: Visible) -> FileDefinitions:
    if "]:" not in text.text:
        return FileDefinitions({}, {})
    references: dict[str, tuple[str, str, int]] = {}
    for number, match in _references(text):
        url = text.source.line(number)[match.start(2) : match.end(2)]
        url = url[1:-1] if url.startswith("<") else url
        named = next((title for title in match.groups()[2:] if title is not None), "")
        references.setdefault(normal(match[1]), (url, named, number))
    footnotes: dict[str, Fragment] = {}
    for label, note in _footnotes(text):
        footnotes.setdefault(normal(label), note)
    return FileDefinitions(references, footnotes)


def _references(text: Visible) -> Iterator[tuple[int, re.Match[str]]]:
    """The definitions and their lines: they interrupt no paragraph."""
    in_paragraph = False
    for number, line in enumerate(text.text.split("\n"), start=1):
        match = None if in_paragraph else REFERENCE.match(line)
        if match:
            yield number, match
        in_paragraph = bool(line.strip()) and not match and not line.startswith("#")


def _footnotes(text: Visible) -> Iterator[tuple[str, Fragment]]:
    lines = text.text.split("\n")
    for number, line in enumerate(lines, start=1):
        if match := FOOTNOTE.match(line):
            last = number
            while last < len(lines) and _goes_on(lines[last]):
                last += 1
            written = text.source.line(number)[match.end() :]
            more = (text.source.line(at).strip() for at in range(number + 1, last + 1))
            yield match[1], Fragment(text.source, number, "\n".join((written, *more)), match.end() + 1)


def _goes_on(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#") and not FOOTNOTE.match(line)
