"""Tags that somebody gave and took in Anki, and how the comment under a note's heading says them."""

import re
from collections.abc import Collection

from ankigen.importing.sources import quoted
from ankigen.model.note import Note
from ankigen.values import dataclass

# What Anki itself gives.
OF_ANKI = frozenset(("leech", "marked"))
TAGS = re.compile(r"\btags:\s*(?:\[[^\[\]]*\]|[^\s,\[\]]+)")


@dataclass(frozen=True, slots=True)
class TagChange:
    """The tags that were given and taken; those that ankigen gives itself are none of them."""

    given: frozenset[str]
    taken: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.given or self.taken)


def tag_change(before: Collection[str], after: Collection[str], root: str) -> TagChange:
    """What became of a note's tags; `root` is the deck's own tag, which releases give."""

    def own(tags: Collection[str]) -> set[str]:
        return {tag for tag in tags if tag.lower() not in OF_ANKI and tag != root and not tag.startswith(f"{root}::")}

    return TagChange(frozenset(own(after) - own(before)), frozenset(own(before) - own(after)))


def edited_comment(note: Note, change: TagChange) -> tuple[int, str] | None:
    """The line of the note's comment and what it says with the change; None if it cannot be said on that line."""
    metadata = note.metadata
    if metadata.id is None or change.taken & {tag.text for tag in note.file_tags}:
        return None
    own = [tag.text for tag in metadata.tags]
    of_file = {tag.text for tag in note.file_tags}
    tags = [tag for tag in own if tag not in change.taken]
    tags += sorted(change.given - set(own) - of_file)
    place = metadata.tags[0].span if metadata.tags else metadata.id.span
    line = place.source.line(place.line)
    if not (line.lstrip().startswith("<!--") and line.rstrip().endswith("-->")):
        return None
    stated = f"tags: [{', '.join(map(quoted, tags))}]" if tags else ""
    if match := TAGS.search(line):
        if not stated:
            return place.line, line[: match.start()].rstrip(" ,") + line[match.end() :]
        return place.line, line[: match.start()] + stated + line[match.end() :]
    if metadata.tags or not stated:
        return None
    body, end, rest = line.rpartition("-->")
    return place.line, f"{body.rstrip()}, {stated} {end}{rest}"
