"""Findings as text for people, JSON for programs and annotations for GitHub."""

import json
from collections.abc import Callable, Iterable
from enum import StrEnum

from ankigen.diagnostic import Diagnostic, Severity


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


Style = Callable[[str, Severity], str]


def report(problems: Iterable[Diagnostic], form: Format, style: Style = lambda text, _: text) -> str:
    """All findings in one text, empty where there are none (JSON: an empty list). `style` may colour the labels."""
    match form:
        case Format.TEXT:
            return "\n".join(_text(problem, style) for problem in problems)
        case Format.JSON:
            return json.dumps([_data(problem) for problem in problems], ensure_ascii=False, indent=2)
        case Format.GITHUB:
            return "\n".join(map(_annotation, problems))


def summary(problems: Iterable[Diagnostic]) -> str:
    """How many findings there are of each severity, such as "2 errors, 1 warning"; empty where there are none."""
    severities = [problem.severity for problem in problems]
    counts = ((severity, severities.count(severity)) for severity in Severity)
    return ", ".join(f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in counts if count)


def _text(problem: Diagnostic, style: Style) -> str:
    label = style(f"{problem.severity}[{problem.code}]", problem.severity)
    lines = [f"{problem.span}: {label}: {problem.message}"]
    line = problem.span.source.line(problem.span.line)
    if line.strip():
        before = "".join(char if char == "\t" else " " for char in line[: problem.span.column - 1])
        lines += [f"    {line.rstrip()}", f"    {before}^"]
    if problem.hint:
        lines.append(f"    hint: {problem.hint}")
    return "\n".join(lines)


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


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
