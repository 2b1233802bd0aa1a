"""What a deck must teach: `objectives.md`, a list of ids with one sentence each, under headings."""

import re

from ankigen.codes.settings import BAD_OBJECTIVE, DUPLICATE_OBJECTIVE
from ankigen.diagnostic import Diagnostic
from ankigen.rare import RarePattern
from ankigen.source import Source, Span
from ankigen.values import dataclass

HEADING = RarePattern(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
ITEM = RarePattern(r"[-*+][ \t]+([A-Za-z0-9][A-Za-z0-9._-]*):[ \t]+(\S.*)$")
BULLET = RarePattern(r"[-*+](?:[ \t]+|$)")
# An objective in another list, or in none: an id with a number in it, and a sentence.
OTHER = RarePattern(
    r"[ \t]*(?:\d{1,3}[.)]|[-*+•·▪◦‣●○–—])?[ \t]*"
    r"(?P<id>[A-Za-z]+[-.]?\d[\w.-]*|\d+\.\d[\w.-]*)[ \t]*:[ \t]+(?P<said>\S.*)$"
)
LONE = RarePattern(r"[-*+][ \t]+([A-Za-z]+[\d.]+)\b[:\s]*$")


@dataclass(frozen=True, slots=True)
class Objective:
    """One thing to teach. `sections` are the titles of the headings above it, the outermost first."""

    id: str
    text: str
    span: Span
    sections: tuple[str, ...] = ()


def parse_objectives(source: Source) -> tuple[tuple[Objective, ...], tuple[Diagnostic, ...]]:
    """The objectives in their order, the first where an id is doubled; and what is wrong with the file's form."""
    found: dict[str, Objective] = {}
    problems: list[Diagnostic] = []
    sections: dict[int, str] = {}
    for number, line in enumerate(source.lines, start=1):
        if heading := HEADING.match(line):
            level = len(heading[1])
            sections = {above: title for above, title in sections.items() if above < level} | {level: heading[2]}
        elif BULLET.match(line):
            item = _objective(source, number, tuple(sections.values()))
            if isinstance(item, Diagnostic):
                problems.append(item)
            elif item.id in found:
                problems.append(_doubled(item, found[item.id]))
            else:
                found[item.id] = item
        elif match := OTHER.match(line):
            problems.append(_other_list(source, number, match))
    return tuple(found.values()), tuple(problems)


def _objective(source: Source, number: int, sections: tuple[str, ...]) -> Objective | Diagnostic:
    line = source.line(number)
    if match := ITEM.match(line):
        return Objective(match[1], match[2].strip(), source.span(number, match.start(1) + 1), sections)
    hint = "write its id, a colon and one sentence: - S2.2: Name what starts calcification."
    message = f"the objective '{match[1]}' says nothing" if (match := LONE.match(line)) else "this is not an objective"
    return Diagnostic(source.span(number), BAD_OBJECTIVE, message, hint)


def _other_list(source: Source, number: int, match: re.Match[str]) -> Diagnostic:
    place = source.span(number, len(match[0]) - len(match[0].lstrip()) + 1)
    hint = f"write - {match['id']}: {match['said'].strip()}"
    return Diagnostic(place, BAD_OBJECTIVE, "this line is not read as an objective", hint)


def _doubled(item: Objective, first: Objective) -> Diagnostic:
    message = f"the id '{item.id}' is already used by the objective at {first.span}"
    return Diagnostic(item.span, DUPLICATE_OBJECTIVE, message, "give one of them another id")
