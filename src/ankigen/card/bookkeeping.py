"""What ankigen itself writes into notes at every build: no author's change, so no difference either."""

import re

from ankigen.apkg.snapshot import NoteType
from ankigen.model.notetypes import BOOKKEEPING, SECTION

TITLE = "Title"
VERSION = r"\d+\.\d+\.\d+(?:\.dev)?"
VERSION_TAG = re.compile(rf".*::(?:added|updated)::{VERSION}")
VERSION_LINE = re.compile(rf"(\n<p>)Version {VERSION}(?: · )?((?:(?!\n).)*</p>)\Z")


def ours(note_type: NoteType) -> bool:
    """Whether ankigen made the note type."""
    return BOOKKEEPING | {SECTION} <= {field.name for field in note_type.fields}


def without_versions(tags: tuple[str, ...]) -> frozenset[str]:
    return frozenset(tag for tag in tags if not VERSION_TAG.fullmatch(tag))


def without_version_line(description: str) -> str:
    return VERSION_LINE.sub(r"\1\2", description)
