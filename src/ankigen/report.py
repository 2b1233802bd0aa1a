"""Findings as text for people, JSON and SARIF for programs, and annotations for GitHub."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from textwrap import fill
from typing import Any
from urllib.parse import quote

from ankigen import __version__
from ankigen.diagnostic import Code, Diagnostic, Severity


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


Style = Callable[[str, Severity], str]

SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# Where docs/diagnostics.md can be read on the web; empty while the project has no address of its own.
REFERENCE = ""

# What is shown of a source's line fits a terminal.
INDENT, COLUMNS = "    ", 80
# Of more findings of one kind than MANY a terminal shows the FIRST.
MANY, FIRST = 5, 3


def report(problems: Iterable[Diagnostic], form: Format, style: Style = lambda text, _: text) -> str:
    """All findings in one text, empty if there are none (JSON: an empty list). `style` may colour the labels."""
    match form:
        case Format.TEXT:
            return "\n".join(_text(problem, style) for problem in problems)
        case Format.JSON:
            return json.dumps([_data(problem) for problem in problems], ensure_ascii=False, indent=2)
        case Format.GITHUB:
            return "\n".join(map(_annotation, problems))
        case Format.SARIF:
            return json.dumps(_sarif(tuple(problems)), ensure_ascii=False, indent=2)


def for_terminal(problems: Sequence[Diagnostic], width: int, style: Style, *, everything: bool = False) -> str:
    """The findings for a terminal of so many columns: wrapped, with room between them, and at the end how many there
    are of each kind. Of a kind that comes often only the first few are shown unless `everything` is; errors all are.
    """
    counts = Counter(problem.kind for problem in problems)
    shown: Counter[Code] = Counter()
    blocks: list[str] = []
    for problem in problems:
        shown[problem.kind] += 1
        often = counts[problem.kind] > MANY and problem.severity is not Severity.ERROR and not everything
        if not often or shown[problem.kind] <= FIRST:
            blocks.append(_wrapped(problem, max(width, 40), style))
            if often and shown[problem.kind] == FIRST:
                rest = counts[problem.kind] - FIRST
                more = f"… and {rest} more {problem.severity}[{problem.code}]: `ankigen check --all` shows them"
                blocks.append(_wrap(more, max(width, 40), ""))
    if len(counts) > 1 and len(problems) > MANY:
        most = sorted(counts.items(), key=lambda item: (-item[1], item[0].name))
        blocks.append(_wrap(", ".join(f"{count} {kind.name}" for kind, count in most), max(width, 40), ""))
    return "\n\n".join(blocks)


def _wrapped(problem: Diagnostic, width: int, style: Style) -> str:
    label = f"{problem.severity}[{problem.code}]"
    first = _wrap(f"{problem.span}: {label}: {problem.message}", width, "  ")
    lines = [first.replace(label, style(label, problem.severity), 1), *_place(problem, min(width, COLUMNS))]
    if problem.hint:
        lines.append(_wrap(f"{INDENT}hint: {problem.hint}", width, f"{INDENT}      "))
    return "\n".join(lines)


def _wrap(text: str, width: int, indent: str) -> str:
    """Words are left whole, and so are paths and codes."""
    return fill(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def summary(problems: Iterable[Diagnostic]) -> str:
    """How many findings there are of each severity, such as "2 errors, 1 warning"; empty if there are none."""
    severities = [problem.severity for problem in problems]
    counts = ((severity, severities.count(severity)) for severity in Severity)
    return ", ".join(f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in counts if count)


def _text(problem: Diagnostic, style: Style, width: int = COLUMNS) -> str:
    label = style(f"{problem.severity}[{problem.code}]", problem.severity)
    lines = [f"{problem.span}: {label}: {problem.message}", *_place(problem, width)]
    if problem.hint:
        lines.append(f"{INDENT}hint: {problem.hint}")
    return "\n".join(lines)


def _place(problem: Diagnostic, width: int) -> list[str]:
    """The line of the source, and a caret under the place; nothing if the line is blank."""
    line, at = _excerpt(problem.span.source.line(problem.span.line), problem.span.column - 1, width)
    before = "".join(char if char == "\t" else " " for char in line[:at])
    return [f"{INDENT}{line.rstrip()}", f"{INDENT}{before}^"] if line.strip() else []


def _excerpt(line: str, at: int, width: int) -> tuple[str, int]:
    """What fits on so many columns of the line around the character `at`, and where that character is in it. A line
    that is too long loses its tabs, whose width depends on where they stand."""
    if max(len(f"{INDENT}{line.rstrip()}".expandtabs()), len(f"{INDENT}{line[:at]}".expandtabs()) + 1) <= width:
        return line, at
    room = width - len(INDENT)
    line = line.rstrip().replace("\t", " ")
    start = max(0, min(at - room // 2, max(len(line), at + 1) - room))
    head = f"…{line[start + 1 :]}" if start else line
    return (f"{head[: room - 1]}…" if len(head) > room else head), at - start


def _data(problem: Diagnostic) -> dict[str, str | int]:
    return {
        "path": problem.span.source.shown,
        "line": problem.span.line,
        "column": problem.span.column,
        "severity": problem.severity.value,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def _annotation(problem: Diagnostic) -> str:
    """GitHub's workflow command (docs.github.com, "Workflow commands for GitHub Actions")."""
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}[problem.severity]
    place = f"file={_property(problem.span.source.shown)},line={problem.span.line},col={problem.span.column}"
    message = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    return f"::{level} {place},title={_property(problem.code)}::{_escaped(message)}"


def _sarif(problems: tuple[Diagnostic, ...]) -> dict[str, Any]:
    """The Static Analysis Results Interchange Format 2.1.0, which editors and GitHub's code scanning read."""
    kinds = {problem.code: problem.kind for problem in problems}
    rules = [_sarif_rule(kind) for _, kind in sorted(kinds.items())]
    driver = {"name": "ankigen", "version": __version__, "rules": rules}
    results = [_sarif_result(problem) for problem in problems]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _sarif_rule(kind: Code) -> dict[str, Any]:
    return {
        "id": kind.name,
        "shortDescription": {"text": kind.what},
        "fullDescription": {"text": kind.why},
        "help": {"text": f"{kind.why} `ankigen explain {kind.name}` shows examples."},
        "defaultConfiguration": {"level": SARIF_LEVELS[kind.level]},
    } | ({"helpUri": f"{REFERENCE}#{kind.name}"} if REFERENCE else {})


def _sarif_result(problem: Diagnostic) -> dict[str, Any]:
    text = f"{problem.message}. {problem.hint}" if problem.hint else problem.message
    region = {"startLine": problem.span.line, "startColumn": problem.span.column}
    place = {"artifactLocation": {"uri": quote(problem.span.source.shown, errors="surrogateescape")}, "region": region}
    return {
        "ruleId": problem.code,
        "level": SARIF_LEVELS[problem.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
