"""What each section holds and teaches: headings of sources and of objectives.md, matched by their words."""

from collections import Counter
from collections.abc import Sequence

from ankigen.model.note import Note
from ankigen.model.objectives import Objective
from ankigen.model.slug import slug
from ankigen.stats.model import ObjectiveCount, SectionCount

NO_SECTION = "Without a section"


def sections(notes: Sequence[Note], cards: Sequence[int], objectives: Sequence[Objective]) -> tuple[SectionCount, ...]:
    """The sections in the notes' order, then those that only objectives.md has."""
    paths = [tuple(section.title.text for section in note.sections) for note in notes]
    depth = _depth([*paths, *(objective.sections for objective in objectives)])
    taught = Counter(name for note in notes for name in {value.text for value in note.metadata.covers})
    titles: dict[str, str] = {}
    held: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    asked: dict[str, list[ObjectiveCount]] = {}
    for path, count in zip(paths, cards, strict=True):
        key = _key(path, depth, titles)
        held[key] += 1
        shown[key] += count
    for objective in objectives:
        item = ObjectiveCount(objective.id, objective.text, taught[objective.id])
        asked.setdefault(_key(objective.sections, depth, titles), []).append(item)
    return tuple(SectionCount(title, held[key], shown[key], tuple(asked.get(key, ()))) for key, title in titles.items())


def _depth(paths: Sequence[Sequence[str]]) -> int:
    """The level to count by: the first with more than one heading, so that a lone title on top does not take all."""
    for depth in (0, 1):
        names = {slug(path[depth]) for path in paths if len(path) > depth}
        if len(names) > 1:
            return depth
    return 0


def _key(path: Sequence[str], depth: int, titles: dict[str, str]) -> str:
    """What is for the section of this path; its title is noted where it is new."""
    title = " ".join(path[min(depth, len(path) - 1)].split()) if path else ""
    key = slug(title) or title
    titles.setdefault(key, title or NO_SECTION)
    return key
