"""What a file defines in one place and its notes name in others: `[label]: address` and `[^label]: footnote`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from ankigen.codes.markdown import DUPLICATE_FOOTNOTE, MISSING_DEFINITION, UNUSED_DEFINITION
from ankigen.diagnostic import Diagnostic, Severity
from ankigen.model.note import NO_DEFINITIONS, Definitions, Note
from ankigen.parse.mask import THING, Visible, short
from ankigen.rare import RarePattern
from ankigen.source import Fragment
from ankigen.values import dataclass

REFERENCE = RarePattern(
    r" {0,3}\[(?!\^)((?:[^\[\]\\]|\\.){1,300})\]:[ \t]*(<[^<>]*>|[^\s<]\S*)"
    r"(?:[ \t]+(?:\"([^\"]*)\"|'([^']*)'|\(([^()]*)\)))?[ \t]*$"
)
FOOTNOTE = RarePattern(r" {0,3}\[\^([^\]\s]{1,100})\]:[ \t]*")
LABEL = RarePattern(r"\[\^([^\]\s]{1,100})\]")
ESCAPED_LABEL = RarePattern(r"\\\[(\^[^\]\s\\]{1,100})\\?\]")
# A footnote without its colon or its ^, or too far in; a sentence may begin with a mark only by accident.
COLONLESS = RarePattern(r" {0,3}\[\^([^\]\s]{1,100})\][ \t]+(?=\S)")
OTHER_COLON = RarePattern(r" {0,3}(?:[-*+][ \t]+)?\[\^([^\]\s]{1,100})\](?:[ \t]*：|(?<=\])[ \t]*:)[ \t]*(?=\S)")
HATLESS = RarePattern(r" {0,3}\[(\w[\w-]{0,30})\]:[ \t]+(?=\S)")
INDENTED = RarePattern(r"[ \t]+\[\^([^\]\s]{1,100})\]:[ \t]*(?=\S)")
# A label of several words, as a footnote's line has it.
WORDS_LABEL = RarePattern(r"^ {0,3}\[\^((?=[^\]\n]*\w[ \t]+\w)[\w ,.&-]{1,60})\]:", re.MULTILINE)
SPACED_LABEL = RarePattern(r"\[(?:\^(?=[^\]]*[ \t])|[ \t]+\^)[ \t]*(\w[\w-]{0,30})[ \t]*\]")
INLINE = RarePattern(r"(?<=[\w.,;:!?)])\^\[((?=[^\[\]\n]*[^\W\d_])(?=[^\s\[\]]+[ ])[^\[\]\n]{1,500})\](?![\^(])")
# The address may stand on the next line.
BEGUN = RarePattern(r" {0,3}\[(?!\^)((?:[^\[\]\\]|\\.){1,300})\]:[ \t]*$")
WORD = RarePattern(r"[ \t]*([^\s<#]\S*)[ \t]*$")
# What may be an address, or `[//]: #` and `[comment]: <>`; "[Caution]: hyperkalaemia" is a sentence that Markdown takes
# away.
ADDRESS = RarePattern(r"[:/#@]|\.(?=[A-Za-z])|\A<>")
WORDS_OF_LABEL = RarePattern(r"[^\W\d_]{2,}(?:[ -][^\W\d_]+)*")  # `[Na+]: 140` is a concentration
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
    for label, note, problem in _near_footnotes(text, footnotes):
        footnotes[normal(label)] = note
        problems.append(problem)
    problems.extend(_empty_footnotes(text, noted))
    told = {problem.span.line for problem in problems}
    defined = [(note.line, f"^{label}", note.text) for label, note in noted]
    defined += [(number, match[1], match[2]) for number, match in written if not ADDRESS.search(match[2])]
    defined += _on_two_lines(text)
    problems.extend(_unused(text, [each for each in defined if each[0] not in told]))
    return FileDefinitions(references, footnotes, tuple(problems))


def _on_two_lines(text: Visible) -> Iterator[tuple[int, str, str]]:
    """Definitions whose address is a word on the next line: their lines, labels and words."""
    lines = ("", *text.lines, "")
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
        for number, line in enumerate(text.lines, start=1)
        for match in NAMED.finditer(line, line.find("]:") if number in lines else 0)
    }
    named |= {normal(match[1]) for match in ESCAPED_LABEL.finditer(text.source.text)}
    for number, label, words in defined:
        if normal(label) not in named and THING not in label + words:
            yield _lost(text, number, label, words)


def _lost(text: Visible, number: int, label: str, words: str) -> Diagnostic:
    line = text.source.line(number)
    place = text.source.span(number, len(line) - len(line.lstrip()) + 1)
    if label.startswith("^"):
        message = "no card shows this footnote, because nothing names it"
        return Diagnostic(place, UNUSED_DEFINITION, message, f"write [{label}] where it belongs, or delete it")
    message = f"no card shows this line: to Markdown it says which address [{label}] is"
    at = text.starts[number - 1] + place.column - 1
    right = f"**{label}:**" if WORDS_OF_LABEL.fullmatch(label) else f"\\[{label}]:"
    edits = (text.edit(at, at + len(f"[{label}]:"), right),)
    return Diagnostic(place, UNUSED_DEFINITION, message, f"write {right} {short(words)}", edits=edits)


def _second(label: str, note: Fragment, first: Fragment, free: str) -> Diagnostic:
    """What to say of a footnote whose label has another one already; `free` is one that nothing has."""
    line = note.source.line(note.line)
    place = note.source.span(note.line, len(line) - len(line.lstrip()) + 1)
    message = f"this footnote is not shown: [^{label}] is the one in line {first.line}, in all notes of the file"
    hint = f"give it another label, here and where its note names it, such as [^{free}]"
    return Diagnostic(place, DUPLICATE_FOOTNOTE, message, hint)


def _odd_footnotes(text: Visible) -> Iterator[Diagnostic]:
    """Footnotes with a blank in the mark, and those that Obsidian and Pandoc take inside a sentence."""
    for match in {match[1]: match for match in WORDS_LABEL.finditer(text.text)}.values():
        written, label = f"[^{match[1]}]", "-".join(match[1].replace(",", " ").split())
        places = [each.start() for each in re.finditer(re.escape(written), text.text)]
        edits = tuple(text.edit(at, at + len(written), f"[^{label}]") for at in places)
        hint = f"write [^{label}], here and where it is named"
        message = "the mark of a footnote is one word: learners would see this line as it stands"
        at = match.start() + len(match[0]) - len(match[0].lstrip())
        yield Diagnostic(text.span(at), MISSING_DEFINITION, message, hint, Severity.WARNING, edits)
    for match in SPACED_LABEL.finditer(text.text):
        label = match[1]
        edits = (text.edit(match.start(), match.end(), f"[^{label}]"),)
        message = "a blank stands in the mark of this footnote, which learners would see"
        yield Diagnostic(
            text.span(match.start()), MISSING_DEFINITION, message, f"write [^{label}]", Severity.WARNING, edits
        )
    for match in INLINE.finditer(text.text):
        hint = f"write [^1] here, and on a line of its own [^1]: {short(text.written(*match.span(1)))}"
        message = "learners would see this footnote's brackets: its text has its own line"
        yield Diagnostic(text.span(match.start()), MISSING_DEFINITION, message, hint, Severity.WARNING)


def _near_footnotes(text: Visible, known: Mapping[str, Fragment]) -> Iterator[tuple[str, Fragment, Diagnostic]]:
    """What was meant as a footnote, of labels that nothing else defines and that the text above names; one without its
    colon stands in a paragraph of its own."""
    lines = text.source.lines
    found: set[str] = set()
    first_named = {match[1]: match.start() for match in reversed(list(LABEL.finditer(text.text)))}
    for number, line in enumerate(text.lines, start=1):
        written = lines[number - 1] if number in text.indented else line
        forms = (INDENTED,) if number in text.indented else (COLONLESS, OTHER_COLON, HATLESS)
        form, match = next(((form, begun) for form in forms if (begun := form.match(written))), (COLONLESS, None))
        if match is None or normal(match[1]) in known or normal(match[1]) in found:
            continue
        above = lines[number - 2] if number > 1 else ""
        named = first_named.get(match[1], len(text.text)) < text.starts[number - 1]
        begins = form is not COLONLESS or not above.strip() or COLONLESS.match(above) or FOOTNOTE.match(above)
        if named and begins:
            found.add(normal(match[1]))
            note = Fragment(text.source, number, lines[number - 1][match.end() :], match.end() + 1)
            yield match[1], note, _near_footnote(text, note, match, form)


def _near_footnote(text: Visible, note: Fragment, match: re.Match[str], form: RarePattern) -> Diagnostic:
    """What such a line lacks, or has too much."""
    line, start = text.source.line(note.line), text.starts[note.line - 1]
    indent = len(line) - len(line.lstrip())
    right = f"[^{match[1]}]: {short(note.text)}"
    if form is COLONLESS:
        message, at, old, new = "a colon is missing: this is not a footnote", line.index("]") + 1, "", ":"
    elif form is OTHER_COLON:
        message, at = "this is not a footnote: one begins with its mark and a colon, [^…]:", indent
        old, new = line[indent : match.end()], f"[^{match[1]}]: "
    elif form is HATLESS:
        message, at, old, new = "a ^ is missing: this is not a footnote", line.index("[") + 1, "", "^"
    else:
        message, at, old, new = "this line is code, because it is indented, and not a footnote", 0, line[:indent], ""
        right = "it without the blanks before it"
    edits = (text.edit(start + at, start + at + len(old), new),)
    place = note.source.span(note.line, indent + 1)
    return Diagnostic(place, MISSING_DEFINITION, message, f"write {right}", edits=edits)


def _empty_footnotes(text: Visible, noted: Sequence[tuple[str, Fragment]]) -> Iterator[Diagnostic]:
    for label, note in noted:
        if not note.text.strip() and not text.source.line(note.line + 2).startswith((" ", "\t")):
            place = note.source.span(note.line, 1)
            message = "this footnote has no text"
            yield Diagnostic(place, MISSING_DEFINITION, message, f"write it behind the colon: [^{label}]: …")


def _references(text: Visible) -> Iterator[tuple[int, re.Match[str]]]:
    """The definitions and their lines: they interrupt no paragraph."""
    in_paragraph = False
    for number, line in enumerate(text.lines, start=1):
        match = None if in_paragraph else REFERENCE.match(line)
        if match:
            yield number, match
        in_paragraph = bool(line.strip()) and not match and not line.startswith("#")


def _footnotes(text: Visible) -> Iterator[tuple[str, Fragment]]:
    lines = text.lines
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
