"""What the notes of a release say that the ledger does not keep: `DECK-1.1.0.md`, as `release` wrote it."""

import re

from ankigen.model.history import History
from ankigen.project.paths import DeckPaths, read_source
from ankigen.release.changelog import in_markdown
from ankigen.release.release_notes import CANNOT_UPDATE
from ankigen.site.model import Said

ITEM = re.compile(r"- `([^`]+)`(?: (.*))?")
SAFETY, RETIRED = "## Safety corrections", "## Retired"
REMARK = " – "


def said(paths: DeckPaths, version: str, history: History) -> Said:
    """What is said of this release; nothing if its notes are not there."""
    path = paths.package(version).with_suffix(".md")
    text = read_source(path)[0].text if path.is_file() else ""
    safety: list[str] = []
    remarks: dict[str, str] = {}
    section = ""
    for line in text.split("\n"):
        section = line if line.startswith("## ") else section
        if item := ITEM.fullmatch(line):
            safety += [item[1]] if section == SAFETY else []
            if section != RETIRED and (remark := _remark(item[1], item[2] or "", history)):
                remarks[item[1]] = remark
    return Said(tuple(safety), remarks, tuple(_breaking(text)))


def _remark(name: str, line: str, history: History) -> str:
    """The author's remark behind the note's title; empty if the title is not as it was then."""
    record = history.notes.get(name)
    start = f"{in_markdown(record.plain_title)}{REMARK}" if record else ""
    return line.removeprefix(start) if start and line.startswith(start) else ""


def _breaking(text: str) -> list[str]:
    """The list under the sentence that an update needs more than an import."""
    _, mark, rest = text.partition(CANNOT_UPDATE)
    lines = rest.partition("\n\n")[2].partition("\n\n")[0].split("\n") if mark else []
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")]
