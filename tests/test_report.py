"""Findings in each format, for people and for programs."""

import json
from pathlib import Path

from ankigen.diagnostic import Code, Diagnostic, Severity
from ankigen.report import Format, report, summary
from ankigen.source import Source

SOURCE = Source(Path("a.md"), "a.md", "one\ntwo\n\n  three\n")
FINDINGS = (
    Diagnostic(SOURCE.span(2, 2), Code("some-code", "Some.", "Why."), "100%: a, b\nc", "do\rit", Severity.WARNING),
    Diagnostic(SOURCE.span(9), Code("other-code", "Other.", "Why."), "“é”"),
)


def test_findings_as_text() -> None:
    assert report(FINDINGS, Format.TEXT) == (
        "a.md:2:2: warning[some-code]: 100%: a, b\nc\n    two\n     ^\n    hint: do\rit\n"
        "a.md:9:1: error[other-code]: “é”"
    )


def test_findings_as_json_keep_every_character() -> None:
    first, second = json.loads(report(FINDINGS, Format.JSON))
    assert (first["message"], first["hint"], first["severity"]) == ("100%: a, b\nc", "do\rit", "warning")
    assert second["message"] == "“é”"
    assert json.loads(report((), Format.JSON)) == []


def test_findings_as_annotations_take_one_line_each() -> None:
    assert report(FINDINGS, Format.GITHUB).split("\n") == [
        "::warning file=a.md,line=2,col=2,title=some-code::100%25: a, b%0Ac%0Ado%0Dit",
        "::error file=a.md,line=9,col=1,title=other-code::“é”",
    ]


def test_the_summary_counts_each_severity() -> None:
    assert summary(FINDINGS) == "1 error, 1 warning"
    assert summary(FINDINGS[:1] * 2) == "2 warnings"
    assert summary(()) == ""


def test_carets_stand_under_tabs() -> None:
    source = Source(Path("a.md"), "a.md", "a\tb")
    finding = Diagnostic(source.span(1, 3), Code("x", "X.", "Why."), "y")
    assert report((finding,), Format.TEXT).split("\n")[2] == "     \t^"
