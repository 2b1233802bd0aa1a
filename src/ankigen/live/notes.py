"""A deck's notes as the page lists them: what one can search for, and what was found on each."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from ankigen.card.plain import plain, title
from ankigen.diagnostic import Diagnostic
from ankigen.live.fields import field_at
from ankigen.model.content import Content
from ankigen.model.history import History
from ankigen.model.note import Note
from ankigen.model.placed import placed
from ankigen.preview.cards import headings
from ankigen.values import dataclass

# What the sentence of a search is not looked for in: it is the same for a whole section or deck.
NOT_SEARCHED = frozenset(("Section", "Source"))
LONGEST_EXCERPT = 300
Json = Mapping[str, object]


class Change(StrEnum):
    """How a note compares with the last release."""

    SAME = ""
    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class LiveNote:
    """One note. `key` names it on the page: its id, or something that is unique if it has none of its own."""

    key: str
    note: Note
    content: Content
    change: Change
    findings: tuple[Diagnostic, ...] = ()


def change_of(content: Content, history: History) -> Change:
    """Before the first release nothing is called new."""
    record = history.notes.get(content.id)
    if record is None:
        return Change.NEW if history.version else Change.SAME
    # Where the author's text is as released only the rendering moved, which is sent when somebody asks for it.
    same = record.content_hash == content.content_hash or record.source_hash == content.source_hash
    return Change.SAME if same else Change.CHANGED


def keys(notes: Sequence[Note]) -> Iterator[str]:
    """A key for each note that stays the same while its text is edited: its id, else its file and heading; a second
    one of the same name is numbered."""
    used: dict[str, int] = {}
    for note in notes:
        name = note.id or f"{note.span.source.path.name}/{note.plain_title}"
        used[name] = used.get(name, 0) + 1
        yield name if used[name] == 1 else f"{name}~{used[name]}"


def row(live: LiveNote) -> Json:
    """The note as the page lists it."""
    note, content = live.note, live.content
    texts = [text for name, html in content.fields.items() if name not in NOT_SEARCHED and (text := plain(html))]
    return {
        "key": live.key,
        "id": note.id,
        "title": content.title or title(next(iter(content.fields.values()), "")),
        "kind": note.note_type,
        "file": note.span.source.path.name,
        "line": note.span.line,
        "sections": headings(placed(note).headings, content.fields.get("Section", "")),
        "tags": content.tags,
        "covers": [value.text for value in note.metadata.covers],
        "review": note.review or "",
        "reviewed": note.metadata.reviewed.text if note.metadata.reviewed else "",
        "change": live.change,
        "cards": len(content.ordinals),
        "text": "\n".join(texts),
        "findings": [finding(problem, note) for problem in live.findings],
    }


def finding(problem: Diagnostic, note: Note | None = None) -> Json:
    """One finding; with its note it says in which field it is."""
    return {
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "file": problem.span.source.shown,
        "path": problem.span.source.path.as_posix(),
        "line": problem.span.line,
        "column": problem.span.column,
        "field": field_at(note, problem.span) if note else "",
        "excerpt": problem.span.source.line(problem.span.line)[:LONGEST_EXCERPT],
    }
