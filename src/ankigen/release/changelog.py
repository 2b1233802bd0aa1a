"""The deck's changelog: what a release brings, in words for learners and instructors."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain

from ankigen.card.told import Told, told, words
from ankigen.diagnostic import plural
from ankigen.model.content import Content, DeckContent
from ankigen.model.edition import Changes, Edition
from ankigen.model.history import History
from ankigen.model.note import Kind
from ankigen.model.notetypes import BETWEEN_HEADINGS, BOOKKEEPING, SCHEMAS

MARKS = re.compile(r"[\\`*_\[\]<~]")
LONGEST = 160
MOST = 100  # notes that are listed one by one, and sections
FEW = 3  # notes of a section that are named
# A change that so many notes have alike, such as that of deck.toml's `source`, is told once.
MANY = 4


def is_long(changes: Changes) -> bool:
    """Whether so much changed that nobody reads a list of it."""
    return max(map(len, (changes.added, changes.updated, (*changes.retired, *changes.sent_again)))) > MOST


def changelog_entry(
    edition: Edition,
    content: DeckContent,
    before: Mapping[str, Mapping[str, str]],
    beside: str = "",
    *,
    heading: str = "##",
) -> Iterator[str]:
    """The Markdown section of one release, under a heading of this level, piece by piece: that of a big deck is long.
    `before` has the fields that the last one shipped, by name and guid; notes that are not in it are listed without
    their old texts. If the file `beside` lists every note, long lists are shortened here to their sections."""
    day = datetime.fromtimestamp(edition.time, UTC).date().isoformat()
    by_id = {note.id: note for note in content.notes}
    changes = edition.changes
    safety = [by_id[name] for name in changes.updated if _is_safety(by_id[name])]
    added = [by_id[name] for name in changes.added]
    changed = [by_id[name] for name in changes.updated if not _is_safety(by_id[name])]
    retired = [_retired(edition.history, name) for name in (*changes.retired, *changes.sent_again)]
    if beside and len(retired) > MOST:
        retired = [*retired[:FEW], f"{len(retired) - FEW:,} more, which `{beside}` lists"]
    alike = _alike((by_id[name] for name in changes.updated), before)
    parts = chain(
        _list("Safety corrections", (_changed(note, before, alike) for note in safety)),
        _notes("Added", added, _line, beside),
        _notes("Changed", changed, lambda note: _changed(note, before, alike), beside),
        _list("Retired", retired),
        _list("Breaking", changes.breaking),
        _list("Deck", (*_deck_lines(edition), *(f"{what} ({count} notes)" for what, count in alike.items()))),
    )
    yield f"{heading} {edition.version} – {day}"
    for part in parts:
        yield "\n"
        yield from (f"\n{line}" for line in part)
    yield "\n"


def with_entry(changelog: str, name: str, entry: str) -> str:
    """The changelog with the entry put above the older ones; what people wrote into it stays."""
    if not changelog.strip():
        return f"# Changelog: {name}\n\n{entry}"
    head, mark, rest = changelog.partition("\n## ")
    return f"{head.rstrip()}\n\n{entry}" + (f"\n## {rest}" if mark else "")


def _notes(
    title: str, notes: Sequence[Content], line: Callable[[Content], str], beside: str
) -> Iterator[Iterable[str]]:
    if not beside or len(notes) <= MOST:
        yield from _list(title, map(line, notes))
        return
    yield [f"### {title}"]
    groups = _by_section(notes)
    yield [f"{plural(len(notes), 'note')} in {plural(len(groups), 'section')}; `{beside}` lists every one."]
    shown = [_section(name, inside) for name, inside in list(groups.items())[:MOST]]
    rest = len(groups) - len(shown)
    yield [f"- {each}" for each in (*shown, *([f"and {plural(rest, 'more section')}"] if rest else []))]


def _by_section(notes: Sequence[Content]) -> dict[str, list[Content]]:
    """The notes by the headings that they are under; by the upper ones alone if there are too many."""
    found: dict[str, list[Content]] = {}
    for note in notes:
        found.setdefault(words(note.fields.get("Section", "")) or "Without a section", []).append(note)
    if len(found) <= MOST:
        return found
    upper: dict[str, list[Content]] = {}
    for name, inside in found.items():
        upper.setdefault(name.partition(BETWEEN_HEADINGS)[0], []).extend(inside)
    return upper


def _section(name: str, notes: Sequence[Content]) -> str:
    few = ", ".join(in_markdown(note.title) for note in notes[:FEW])
    return f"**{in_markdown(name)}** ({len(notes):,}): {few}" + (", …" if len(notes) > FEW else "")


def _list(title: str, lines: Iterable[str]) -> Iterator[Iterable[str]]:
    """A heading and its items, if there are any: the lines of each part."""
    items = iter(lines)
    for first in items:
        yield [f"### {title}"]
        yield (f"- {line}" for line in chain([first], items))


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
    known = [name for name in names if name in old and name not in BOOKKEEPING]
    fields = [Told(name, old[name], note.fields.get(name, "")) for name in known]
    for item in told(each for each in fields if each.old != each.new):
        was, now = words(item.old), words(item.new)
        if item.old == item.new:
            yield f"{item.name}: {now}", len(now) <= LONGEST
        elif was != now:
            yield f"{item.name}: {was or 'nothing'} → {now or 'nothing'}", max(len(was), len(now)) <= LONGEST


def _alike(notes: Iterable[Content], before: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """What moved in the same way in many notes, and in how many."""
    counts = Counter(text for note in notes for text, is_short in _moved(note, before) if is_short)
    return {text: count for text, count in counts.items() if count >= MANY}


def in_markdown(text: str) -> str:
    """The text with their signs as Markdown shows them."""
    return MARKS.sub(r"\\\g<0>", text)


def _retired(history: History, name: str) -> str:
    record = history.notes[name]
    reason = record.reason
    if record.replaced_by:
        end = "" if reason.endswith((".", "!", "?")) else "."
        reason += f"{end} Replaced by `{record.replaced_by}`."
    return f"`{name}` {in_markdown(record.plain_title)} – {reason}"


def _deck_lines(edition: Edition) -> Iterator[str]:
    changes = edition.changes
    if len(edition.history.releases) > 1 and changes.note_types:
        yield f"card design of {', '.join(changes.note_types)} notes"
    if len(edition.history.releases) > 1 and changes.deck and not (changes.added or changes.retired):
        yield "description or order of the notes"
