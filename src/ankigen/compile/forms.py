"""The forms that a note's fields have had since ankigen wrote its first package.

Learners who have one keep it until the author changes the note: what the program alone changed is no reason to send it.
"""

from collections.abc import Mapping

from ankigen.compile.together import keep_together
from ankigen.model.note import ExtraField, Kind, Note
from ankigen.model.typed import without_capital

Fields = Mapping[str, str]


def forms(note: Note, html: Fields, language: str) -> tuple[Fields, ...]:
    """The fields in each form, the oldest first; forms that say the same come once."""
    if note.own:
        return (html,)
    together = keep_together(note.kind, html)
    found = (html, together, _with_small_answer(note, together, language))
    return tuple(form for number, form in enumerate(found) if form not in found[:number])


def _with_small_answer(note: Note, fields: Fields, language: str) -> Fields:
    """What is compared begins with a small letter where the note itself shows that its capital only begins the line."""
    if note.kind is not Kind.TYPED or "Answer" not in fields:
        return fields
    return {**fields, "Answer": without_capital(fields["Answer"], _beside_answer(note), language)}


def _beside_answer(note: Note) -> str:
    """The note's own words but for its answer, and for titles and addresses."""
    quoted = (ExtraField.SOURCE, ExtraField.REFERENCE)
    return "\n".join((note.front.text, *(text.text for name, text in note.fields if name not in quoted)))
