"""What a file defines in one place and its notes name in others: `[label]: address` and `[^label]: footnote`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from ankigen.codes.markdown import DUPLICATE_FOOTNOTE, MISSING_DEFINITION, UNUSED_DEFINITION
from ankigen.diagnostic import Diagnostic, Edit, Severity
from ankigen.model.note import NO_DEFINITIONS, Definitions, Note
from ankigen.parse.mask import Visible, short
from ankigen.rare import RarePattern
from ankigen.source import Fragment

REFERENCE = RarePattern(
    r" {0,3}\[(?!\^)((?:[^\[\]\\]|\\.){1,300})\]:[ \t]*(<[^<>]*>|[^\s<]\S*)"
    r"(?:[ \t]+(?:\"([^\"]*)\"|'([^']*)'|\(([^()]*)\)))?[ \t]*$"
)
FOOTNOTE = RarePattern(r" {0,3}\[\^([^\]\s]{1,100})\]:[ \t]*")
LABEL = RarePattern(r"\[\^([^\]\s]{1,100})\]")
# A footnote whose colon was forgotten; a sentence may begin with a mark only by accident.
COLONLESS = RarePattern(r" {0,3}\[\^([^\]\s]{1,100})\][ \t]+(?=\S)")
SPACED_LABEL = RarePattern(r"\[\^(?:[ \t]+(\w[\w-]{0,30})[ \t]*|(\w[\w-]{0,30})[ \t]+)\]")
INLINE = RarePattern(r"(?<=[\w.,;:!?)])\^\[((?=[^\[\]\n]*[^\W\d_])(?=[^\s\[\]]+[ ])[^\[\]\n]{1,500})\](?![\^(])")
# The address may stand on the next line.
BEGUN = RarePattern(r" {0,3}\[(?!\^)((?:[^\[\]\\]|\\.){1,300})\]:[ \t]*$")
WORD = RarePattern(r"[ \t]*([^\s<#]\S*)[ \t]*$")
# What may be an address; "[Caution]: hyperkalaemia" is a sentence that Markdown takes away.
ADDRESS = RarePattern(r"[:/.#@]")
NEWLINE = "\n"
# `[words][label]`, `[label][]` or `[label]`.
NAMED = RarePattern(r"\[((?:[^\[\]\\]|\\.){1,300})\]")


@dataclass(frozen=True, slots=True)
class FileDefinitions:
    """All that a file defines, by normal labels; the first of a label holds."""

    references: dict[str, tuple[str, str, int]]
    footnotes: dict[str, Fragment]
    problems: tuple[Diagnostic, ...] = ()

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
    if not any(mark in text.text for mark in ("]:", "[^", "^[")):
        return FileDefinitions({}, {})
    references: dict[str, tuple[str, str, int]] = {}
    written = list(_references(text))
    for number, match in written:
        url = text.source.line(number)[match.start(2) : match.end(2)]
        url = url[1:-1] if url.startswith("<") else url
        named = next((title for title in match.groups()[2:] if title is not None), "")
        references.setdefault(normal(match[1]), (url, named, number))
    footnotes: dict[str, Fragment] = {}
    problems: list[Diagnostic] = []
    labels = {normal(match[1]) for match in LABEL.finditer(text.text)}
    free = (str(number) for number in count(1) if str(number) not in labels)
    noted = list(_footnotes(text))
    for label, note in noted:
        first = footnotes.setdefault(normal(label), note)
        if first.text.split() != note.text.split():
            problems.append(_second(label, note, first, next(free)))
    problems.extend(_odd_footnotes(text))
    for label, note in _without_colon(text, footnotes):
        footnotes[normal(label)] = note
        problems.append(_colon(label, note))
    defined = [(note.line, f"^{label}", note.text) for label, note in noted]
    defined += [(number, match[1], match[2]) for number, match in written if not ADDRESS.search(match[2])]
    problems.extend(_unused(text, [*defined, *_on_two_lines(text)]))
    return FileDefinitions(references, footnotes, tuple(problems))


def _on_two_lines(text: Visible) -> Iterator[tuple[int, str, str]]:
    """Definitions whose address is a word on the next line: their lines, labels and words."""
    lines = ("", *text.text.split("\n"), "")
    for number in range(1, len(lines) - 1):
        begun = BEGUN.match(lines[number]) if not lines[number - 1].strip() else None
        word = WORD.match(lines[number + 1]) if begun else None
        if begun and word and not ADDRESS.search(word[1]):
            yield number, begun[1], word[1]


def _unused(text: Visible, defined: Sequence[tuple[int, str, str]]) -> Iterator[Diagnostic]:
    """Definitions that nothing names and learners would miss, by line, label and words: a footnote, or what was meant
    as text."""
    if not defined:
        return
    lines = {number for number, _, _ in defined}
    named = {
        normal(match[1])
        for number, line in enumerate(text.text.split("\n"), start=1)
        for match in NAMED.finditer(line, line.find("]:") if number in lines else 0)
    }
    for number, label, words in defined:
        if normal(label) not in named:
            yield _lost(text, number, label, words)


def _lost(text: Visible, number: int, label: str, words: str) -> Diagnostic:
    line = text.source.line(number)
    place = text.source.span(number, len(line) - len(line.lstrip()) + 1)
    if label.startswith("^"):
        message = "no card shows this footnote, because nothing names it"
        return Diagnostic(place, UNUSED_DEFINITION, message, f"write [{label}] where it belongs, or delete it")
    message = f"no card shows this line: to Markdown it says which address [{label}] is"
    edit = text.edit(text.starts[number - 1] + place.column - 1, text.starts[number - 1] + place.column, "\\[")
    hint = f"write \\[{label}]: {short(words)}, or **{label}:** {short(words)}"
    return Diagnostic(place, UNUSED_DEFINITION, message, hint, edits=(edit,))


def _second(label: str, note: Fragment, first: Fragment, free: str) -> Diagnostic:
    """What to say of a footnote whose label has another one already; `free` is one that nothing has."""
    line = note.source.line(note.line)
    place = note.source.span(note.line, len(line) - len(line.lstrip()) + 1)
    message = f"this footnote is not shown: [^{label}] is the one in line {first.line}, in all notes of the file"
    hint = f"give it another label, here and where its note names it, such as [^{free}]"
    return Diagnostic(place, DUPLICATE_FOOTNOTE, message, hint)


def _colon(label: str, note: Fragment) -> Diagnostic:
    line = note.source.line(note.line)
    at = line.index("]") + 1
    edits = (Edit(note.source.span(note.line, at + 1), "", ":"),)
    place = note.source.span(note.line, len(line) - len(line.lstrip()) + 1)
    hint = f"write [^{label}]: {short(note.text.partition(NEWLINE)[0])}"
    return Diagnostic(place, MISSING_DEFINITION, "a colon is missing: this is not a footnote", hint, edits=edits)


def _odd_footnotes(text: Visible) -> Iterator[Diagnostic]:
    """Footnotes with a blank in the mark, and those that Obsidian and Pandoc take inside a sentence."""
    for match in SPACED_LABEL.finditer(text.text):
        label = match[1] or match[2]
        edits = (text.edit(match.start(), match.end(), f"[^{label}]"),)
        message = "a blank stands in the mark of this footnote, which learners would see"
        yield Diagnostic(
            text.span(match.start()), MISSING_DEFINITION, message, f"write [^{label}]", Severity.WARNING, edits
        )
    for match in INLINE.finditer(text.text):
        hint = f"write [^1] here, and on a line of its own [^1]: {short(text.written(*match.span(1)))}"
        message = "learners would see this footnote's brackets: its text has its own line"
        yield Diagnostic(text.span(match.start()), MISSING_DEFINITION, message, hint, Severity.WARNING)


def _without_colon(text: Visible, known: Mapping[str, Fragment]) -> Iterator[tuple[str, Fragment]]:
    """Footnotes that lack the colon, of labels that nothing else defines: in a paragraph of their own, below the text
    that names them."""
    lines = text.text.split("\n")
    found: set[str] = set()
    for number, line in enumerate(lines, start=1):
        match = COLONLESS.match(line)
        if match is None or normal(match[1]) in known or normal(match[1]) in found:
            continue
        above = lines[number - 2] if number > 1 else ""
        named = text.text.find(f"[^{match[1]}]", 0, text.starts[number - 1]) >= 0
        if named and (not above.strip() or COLONLESS.match(above) or FOOTNOTE.match(above)):
            found.add(normal(match[1]))
            yield match[1], Fragment(text.source, number, text.source.line(number)[match.end() :], match.end() + 1)


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
