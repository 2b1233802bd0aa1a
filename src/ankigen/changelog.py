"""The deck's changelog: what a release brings, in words for learners and instructors."""

from collections.abc import Iterator
from datetime import UTC, datetime

from ankigen.content import Content, DeckContent
from ankigen.edition import Edition
from ankigen.history import History


def changelog_entry(edition: Edition, content: DeckContent) -> str:
    """The Markdown section of one release."""
    day = datetime.fromtimestamp(edition.time, UTC).date().isoformat()
    by_id = {note.id: note for note in content.notes}
    changes = edition.changes
    parts = [
        f"## {edition.version} – {day}",
        *_list("Added", (_line(by_id[name]) for name in changes.added)),
        *_list("Changed", (_line(by_id[name]) for name in changes.updated)),
        *_list("Retired", (_retired(edition.history, name) for name in changes.retired)),
        *_list("Breaking", changes.breaking),
        *_list("Deck", _deck_lines(edition)),
    ]
    return "\n\n".join(parts) + "\n"


def with_entry(changelog: str, name: str, entry: str) -> str:
    """The changelog with the entry put above the older ones; what people wrote into it stays."""
    if not changelog.strip():
        return f"# Changelog: {name}\n\n{entry}"
    head, mark, rest = changelog.partition("\n## ")
    return f"{head.rstrip()}\n\n{entry}" + (f"\n## {rest}" if mark else "")


def _list(title: str, lines: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    items = "\n".join(f"- {line}" for line in lines)
    if items:
        yield f"### {title}"
        yield items


def _line(note: Content) -> str:
    return f"`{note.id}` {note.title}" + (f" – {note.change}" if note.change else "")


def _retired(history: History, name: str) -> str:
    record = history.notes[name]
    replacement = f" Replaced by `{record.replaced_by}`." if record.replaced_by else ""
    return f"`{name}` {record.title} – {record.reason}{replacement}"


def _deck_lines(edition: Edition) -> Iterator[str]:
    changes = edition.changes
    if len(edition.history.releases) > 1 and changes.note_types:
        yield f"card design of {', '.join(changes.note_types)} notes"
    if len(edition.history.releases) > 1 and changes.deck:
        yield "description or order of the notes"
