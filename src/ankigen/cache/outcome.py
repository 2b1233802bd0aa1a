"""A command that finds everything as it was the last time does nothing, and says what it said then.

What it wrote must still be there, byte for byte. A draft that stays keeps its time: it is what the same command wrote
at that time, and nothing else was written over it since.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ankigen import diagnostic
from ankigen.cache.inputs import (
    Digests,
    UnfollowableError,
    fingerprint,
    load_digests,
    save_digests,
)
from ankigen.cache.program import program
from ankigen.cache.store import Store
from ankigen.diagnostic import Diagnostic, Edit, Severity
from ankigen.project.paths import DeckPaths
from ankigen.release.result import Result
from ankigen.source import Source, Span
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A command and everything besides files that decides what it does. `moment` is the time in Unix seconds that what
    it writes is dated with: what was made later than now is made anew."""

    command: str
    options: tuple[object, ...]
    moment: int


def remembered(asked: Asked, paths: DeckPaths, store: Store, make: Callable[[], Result]) -> Result:
    """What `make` gives; what it gave the last time if nothing has changed since."""
    if store.folder is None:
        return make()
    place = store.deck(paths.cards)
    digests = load_digests(store, f"files-{place}")
    before = _key(asked, paths, digests)
    entry = f"{asked.command}-{place}"
    result = _recall(store, entry, before, asked.moment, paths, digests) if before else None
    if result is None:
        result = make()
        if before and before == _key(asked, paths, digests):
            store.write(entry, _dumped(before, asked.moment, result, paths, digests))
    save_digests(store, f"files-{place}", digests)
    return result


def _key(asked: Asked, paths: DeckPaths, digests: Digests) -> str:
    """Empty if nobody can say whether something has changed."""
    try:
        return f"{program()} {fingerprint(paths, digests)} {asked.command} {asked.options}"
    except (OSError, UnfollowableError):
        return ""


def _recall(store: Store, entry: str, key: str, moment: int, paths: DeckPaths, digests: Digests) -> Result | None:
    """What came of it the last time; None if something has changed since."""
    data = store.read(entry)
    if data is None:
        return None
    try:
        known = json.loads(data)
        if known["key"] != key or known["moment"] > moment:
            return None
        result = _result(known["result"])
        return result if known["written"] == _written(result, paths, digests) else None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        store.throw_away(entry)
        return None


def _dumped(key: str, moment: int, result: Result, paths: DeckPaths, digests: Digests) -> bytes:
    codes = list(dict.fromkeys(problem.kind for problem in result.problems))
    numbers = {code: number for number, code in enumerate(codes)}
    data = {
        "path": result.path,
        "summary": result.summary,
        "failed": result.failed,
        "remarks": result.remarks,
        "codes": [(code.name, code.what, code.why, code.level) for code in codes],
        "problems": [_values(problem, numbers[problem.kind]) for problem in result.problems],
    }
    written = _written(result, paths, digests)
    return json.dumps({"key": key, "moment": moment, "written": written, "result": data}).encode()


def _written(result: Result, paths: DeckPaths, digests: Digests) -> list[str]:
    """What the command wrote, as it is now; a build also sees to it that there is no other draft."""
    if not result.path:
        return []
    try:
        digest = digests.of(result.path, Path(result.path).stat())
    except OSError:
        return []
    return [digest, *(sorted(paths.drafts()) if result.path.endswith(".apkg") else ())]


def _values(problem: Diagnostic, code: int) -> list[Any]:
    """The finding with the line of the source that a report shows."""
    edits = [(_place(edit.span), edit.old, edit.new) for edit in problem.edits]
    return [_place(problem.span), code, problem.message, problem.hint, problem.level, edits]


def _place(span: Span) -> list[Any]:
    source = span.source
    return [str(source.path), source.shown, span.line, span.column, source.line(span.line)]


def _result(values: dict[str, Any]) -> Result:
    codes = [diagnostic.Code(name, what, why, Severity(level)) for name, what, why, level in values["codes"]]
    problems = tuple(
        Diagnostic(
            _span(place),
            codes[code],
            message,
            hint,
            Severity(level) if level else None,
            tuple(Edit(_span(where), old, new) for where, old, new in edits),
        )
        for place, code, message, hint, level, edits in values["problems"]
    )
    return Result(problems, values["path"], values["summary"], values["failed"], tuple(values["remarks"]))


def _span(place: list[Any]) -> Span:
    path, shown, line, column, text = place
    return Span(_Excerpt(Path(path), shown, text), line, column)


@dataclass(frozen=True)
class _Excerpt(Source):
    """A source of which only the line of a finding is known."""

    def line(self, number: int) -> str:
        return self.text
