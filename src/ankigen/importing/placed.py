"""Which note of a deck under way a finding is about, and the deck's settings as they are written."""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path

from ankigen.compile.pipeline import Compiled
from ankigen.diagnostic import Diagnostic, Severity
from ankigen.importing.plan import Plan


def why_wrong(compiled: Compiled, name: str) -> str:
    """What is wrong with a note that was made."""
    places: dict[Path, list[tuple[int, str]]] = {}
    for note in compiled.deck.notes:
        places.setdefault(note.span.source.path, []).append((note.span.line, note.id))
    errors = (problem for problem in compiled.problems if problem.severity is Severity.ERROR)
    found = (problem.message for problem in errors if note_at(problem, places) == name)
    return next(found, "it would be read as something else")


def note_at(problem: Diagnostic, places: Mapping[Path, Sequence[tuple[int, str]]]) -> str:
    """The note in whose text the problem is."""
    return note_before(problem.span.line, places.get(problem.span.source.path, []))


def note_before(line: int, places: Sequence[tuple[int, str]]) -> str:
    """The last note that begins in a line up to this one; empty if there is none."""
    at = bisect_right(places, line, key=lambda place: place[0])
    return places[at - 1][1] if at else ""


def settings_text(plan: Plan, description: str, usual: str) -> str:
    config = plan.config
    lines = {
        "name": config.name,
        "uid": config.uid,
        "tag": config.tag,
        "language": config.language,
        "description": description,
        "authors": list(config.authors),
        "license": config.license,
        "source": config.source,
        **({"type": usual} if usual else {}),
    }
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in lines.items())
