"""Released notes in files that no deck reads: one slip with a file would else look like the loss of all its notes."""

from collections.abc import Sequence
from pathlib import Path

from ankigen.codes.ids import MISSING_NOTE
from ankigen.codes.project import IGNORED_FILE, NO_NOTES
from ankigen.compile.lost_notes import Lost
from ankigen.diagnostic import Diagnostic, plural
from ankigen.project.paths import NOT_SOURCES, DeckPaths, read_source, shown
from ankigen.project.strays import unread_files
from ankigen.rare import RarePattern
from ankigen.source import Source
from ankigen.values import dataclass

ID = RarePattern(r"<!--[^>]*?\bid[\"']?[ \t]*:[ \t]*[\"']?([a-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The lost notes that are in no such file, and a finding for each file that has some of the others."""

    lost: tuple[Lost, ...]
    problems: tuple[Diagnostic, ...] = ()

    def without_consequences(self, problems: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
        """What was found on disk, without what merely follows: the file is ignored, the deck is empty."""
        told = {problem.span.source.path for problem in self.problems}
        return tuple(
            problem
            for problem in problems
            if not (problem.kind is IGNORED_FILE and any(_holds(problem.span.source.path, path) for path in told))
            and not (problem.kind is NO_NOTES and told)
        )


def in_unread_files(paths: DeckPaths, lost: tuple[Lost, ...]) -> Elsewhere:
    """Where the lost notes are that no source has anything of."""
    sought = {found.record.id: found for found in lost if found.note is None and found.place is None}
    if not sought:
        return Elsewhere(lost)
    problems: list[Diagnostic] = []
    for path in unread_files(paths):
        source, _ = read_source(path)
        here = [sought.pop(name) for name in dict.fromkeys(ID.findall(source.text)) if name in sought]
        if here:
            problems.append(_problem(paths, source, here))
    return Elsewhere(tuple(found for found in lost if found.record.id in sought or _is_placed(found)), tuple(problems))


def _is_placed(found: Lost) -> bool:
    return found.note is not None or found.place is not None


def _problem(paths: DeckPaths, source: Source, here: Sequence[Lost]) -> Diagnostic:
    path = source.path
    record = here[0].record
    one = f"the released note '{record.id}' ({record.plain_title}) is"
    what = one if len(here) == 1 else f"{plural(len(here), 'released note')} are"
    message = f"{what} in this file, which is not read"
    if path.parent != paths.cards:
        hint = f"move it into {shown(paths.cards)}"
    elif path.name.lower() in NOT_SOURCES:
        hint = f"give it another name: {path.name} is not for notes"
    else:
        hint = "save it as plain text with a name that ends in .md"
    return Diagnostic(source.span(), MISSING_NOTE, message, hint)


def _holds(folder: Path, path: Path) -> bool:
    return path == folder or folder in path.parents
