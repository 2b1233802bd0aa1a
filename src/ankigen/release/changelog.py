"""The deck's changelog: what a release brings, in words for learners and instructors."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from ankigen.model.cloze import without_clozes
from ankigen.model.content import Content, DeckContent
from ankigen.model.edition import Edition
from ankigen.model.history import History
from ankigen.model.note import Kind
from ankigen.model.notetypes import SCHEMAS

IN_WORDS = re.compile(r"</?(?:a|abbr|b|bdi|code|del|em|i|ins|kbd|mark|s|small|span|strong|sub|sup|u)\b[^>]*>")
MARKUP = re.compile(r"<[^>]*>")
MARKS = re.compile(r"[\\`*_\[\]<~]")
# Fields that no author writes: every change moves them.
DERIVED = ("Revision", "Note ID", "Retired")
LONGEST = 160
# A change that so many notes have alike, such as that of deck.toml's `source`, is told once.
MANY = 4


def changelog_entry(edition: Edition, content: DeckContent, before: Mapping[str, Mapping[str, str]]) -> str:
    """The Markdown section of one release. `before` has the fields that the last one shipped, by name and guid; notes
    that are not in it are listed without their old texts."""
    day = datetime.fromtimestamp(edition.time, UTC).date().isoformat()
    by_id = {note.id: note for note in content.notes}
    changes = edition.changes
    alike = _alike((by_id[name] for name in changes.updated), before)
    parts = [
        f"## {edition.version} – {day}",
        *_list(
            "Safety corrections",
            (_changed(by_id[name], before, alike) for name in changes.updated if _is_safety(by_id[name])),
        ),
        *_list("Added", (_line(by_id[name]) for name in changes.added)),
        *_list(
            "Changed",
            (_changed(by_id[name], before, alike) for name in changes.updated if not _is_safety(by_id[name])),
        ),
        *_list("Retired", (_retired(edition.history, name) for name in (*changes.retired, *changes.sent_again))),
        *_list("Breaking", changes.breaking),
        *_list("Deck", (*_deck_lines(edition), *(f"{what} ({count} notes)" for what, count in alike.items()))),
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
    return f"`{note.id}` {in_markdown(note.title)}" + (f" – {note.change}" if note.change else "")


def _is_safety(note: Content) -> bool:
    """Whether the author calls the change one: `change: "Safety: the dose was ten times too high"`."""
    return note.change.casefold().startswith("safety")


def _changed(note: Content, before: Mapping[str, Mapping[str, str]], alike: Mapping[str, int]) -> str:
    """The note's line, and under it each field as it was and as it is: short ones, and all that a safety correction
    moved."""
    told = [text for text, is_short in _moved(note, before) if text not in alike and (is_short or _is_safety(note))]
    return "\n  - ".join((_line(note), *told))


def _moved(note: Content, before: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, bool]]:
    """What is said of each field that moved, and whether it is short."""
    old = before.get(note.guid, {})
    names = SCHEMAS[Kind(note.kind)].fields if note.kind in tuple(Kind) else tuple({**old, **note.fields})
    for name in names:
        was, now = (_words(fields.get(name, "")) for fields in (old, note.fields))
        if name in old and name not in DERIVED and was != now:
            yield f"{name}: {was or 'nothing'} → {now or 'nothing'}", max(len(was), len(now)) <= LONGEST


def _alike(notes: Iterable[Content], before: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """What moved in the same way in many notes, and in how many."""
    counts = Counter(text for note in notes for text, is_short in _moved(note, before) if is_short)
    return {text: count for text, count in counts.items() if count >= MANY}


def _words(field: str) -> str:
    """A field's words on one line, clozes shown."""
    return " ".join(html.unescape(MARKUP.sub(" ", IN_WORDS.sub("", without_clozes(field)))).split())


def in_markdown(words: str) -> str:
    """The words with their signs as Markdown shows them."""
    return MARKS.sub(r"\\\g<0>", words)


def _retired(history: History, name: str) -> str:
    record = history.notes[name]
    replacement = f" Replaced by `{record.replaced_by}`." if record.replaced_by else ""
    return f"`{name}` {in_markdown(record.plain_title)} – {record.reason}{replacement}"


def _deck_lines(edition: Edition) -> Iterator[str]:
    changes = edition.changes
    if len(edition.history.releases) > 1 and changes.note_types:
        yield f"card design of {', '.join(changes.note_types)} notes"
    if len(edition.history.releases) > 1 and changes.deck and not (changes.added or changes.retired):
        yield "description or order of the notes"
