"""All kinds of findings but the editorial rules, by subject."""

from ankigen.codes import (
    choices,
    ids,
    lost_text,
    markdown,
    media,
    note_types,
    notes,
    pictures,
    project,
    settings,
    slips,
    sources,
)
from ankigen.diagnostic import Code
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Codes about one subject. Editorial rules can be silenced, and a deck sets their levels."""

    title: str
    about: str
    codes: tuple[Code, ...]
    editorial: bool = False


GROUPS = (
    Group("Sources", "The form of a source: headings, metadata, comments, code.", sources.CODES),
    Group("Slips", "What was meant as a mark of the format and is none; marks of other programs.", slips.CODES),
    Group(
        "Lost text", "What would be on no card, or without a sign: headings of a wrong level, marks.", lost_text.CODES
    ),
    Group("Ids", "The ids of notes, and what learners know them by.", ids.CODES),
    Group("Notes", "What a note must have: a question, an answer, clozes; the values of its metadata.", notes.CODES),
    Group("Choices", "The options of a choice.", choices.CODES),
    Group("Picture notes", "The picture, the list of masks, and the places that they cover.", pictures.CODES),
    Group(
        "Note types",
        "Note types of the author's own: notetype.toml, templates and style, and their notes.",
        note_types.CODES,
    ),
    Group("Text", "What Markdown makes of the text.", markdown.CODES),
    Group("Media", "Pictures, sounds and films.", media.CODES),
    Group("Settings and objectives", "deck.toml, objectives.md, and the values of keys.", settings.CODES),
    Group("Repository", "Folders, files that cannot be read, and the ledger of what was released.", project.CODES),
)
CODES = {code.name: code for group in GROUPS for code in group.codes}
