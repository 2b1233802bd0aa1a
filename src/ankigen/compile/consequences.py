"""One slip is one finding: what merely follows from it is left out, above all a hint that would lead into harm.

Here too is said where the released notes are that no source has under their ids.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ankigen.codes.choices import NO_RIGHT_ANSWER, TOO_FEW_OPTIONS
from ankigen.codes.ids import BAD_ID, DUPLICATE_ID, MISSING_ID, MISSING_NOTE, SWAPPED_ID, TYPE_CHANGED
from ankigen.codes.lost_text import LOST_SIGN
from ankigen.codes.notes import EMPTY_BACK, TYPED_ANSWER
from ankigen.codes.settings import BAD_VALUE, UNKNOWN_KEY
from ankigen.codes.slips import CLOZE_TYPO, OPTION_TYPO
from ankigen.codes.sources import (
    BAD_FRONT_MATTER,
    BAD_METADATA,
    MERGE_CONFLICT,
    MISPLACED_METADATA,
    NOTE_IN_CODE,
    UNKNOWN_FIELD,
    UNKNOWN_TYPE,
)
from ankigen.compile.lost_notes import Lost, Swapped
from ankigen.compile.reworded_notes import Sign
from ankigen.diagnostic import Diagnostic, Edit, Severity
from ankigen.model.deck import Deck
from ankigen.model.note import Kind, Note
from ankigen.parse.stamp import new_ids
from ankigen.source import Source, Span

# What only a look at every note can tell.
OF_ALL_NOTES = frozenset(("unused-media", "uncovered-objective"))
NEAR = 5  # lines between a slip and the id or heading that is not read because of it
# In a note that states no type, or in what holds for it: the type may be what is not read.
HIDES_TYPE = (
    BAD_FRONT_MATTER,
    BAD_METADATA,
    BAD_VALUE,
    CLOZE_TYPO,
    MISPLACED_METADATA,
    OPTION_TYPO,
    UNKNOWN_KEY,
    UNKNOWN_TYPE,
)
FROM_TEXT = (Kind.CLOZE, Kind.CHOICE)  # the kinds that a note's text gives


def without_consequences(form: Iterable[Diagnostic], deck: Deck, slips: Collection[Diagnostic]) -> Iterator[Diagnostic]:
    """A note lacks no id if its id could not be read, which is reported already: `stamp` leaves it alone. Nor is its
    back empty if all of it is in a comment or in code that was never closed, nor does a choice lack options if one of
    them is mistyped. Its type has not changed if a slip hides it."""
    notes = deck.notes
    lacking: dict[Source, list[Note]] = {}
    for note in notes:
        if note.metadata.id is None:
            lacking.setdefault(note.span.source, []).append(note)
    stamped_by = {(source.shown, line) for source, found in lacking.items() for line in new_ids(found, ())}
    holder = holders(notes)
    swallowed = {holder(slip.span) for slip in slips if slip.code.startswith("unclosed-") or _names_answer(slip)}
    mistyped = {holder(slip.span) for slip in slips if slip.kind is OPTION_TYPO}
    untyped = set(_with_hidden_type(deck, slips, holder))
    for problem in form:
        unread = problem.kind is MISSING_ID and problem.span.key[:2] not in stamped_by
        lacking_options = problem.kind in (TOO_FEW_OPTIONS, NO_RIGHT_ANSWER) and problem.span in mistyped
        empty = problem.kind is EMPTY_BACK and problem.span in swallowed
        if not (unread or lacking_options or empty or (problem.kind is TYPE_CHANGED and problem.span in untyped)):
            yield problem


def _with_hidden_type(deck: Deck, slips: Iterable[Diagnostic], holder: Callable[[Span], Span | None]) -> Iterator[Span]:
    """Where the types of the notes are, or the notes, that an error may hide: in the note, above the first one of its
    file, or in deck.toml."""
    errors = [slip for slip in slips if slip.severity is Severity.ERROR]
    hiding = [slip.span for slip in errors if slip.kind in HIDES_TYPE or slip.code.startswith("unclosed-")]
    unknown = {slip.span for slip in errors if slip.kind is UNKNOWN_TYPE}
    places = {(span.source.path, holder(span)) for span in hiding}
    for note in deck.notes if places else ():
        path, stated = note.span.source.path, note.metadata.type
        if stated is None and not places.isdisjoint(((path, note.span), (path, None), (deck.settings.path, None))):
            yield note.span
        elif stated and stated.span in unknown:
            yield stated.span


def _names_answer(slip: Diagnostic) -> bool:
    """Whether it is a mistyped `#### Answer`."""
    return slip.kind is UNKNOWN_FIELD and any(edit.new.startswith("Answer") for edit in slip.edits)


def of_what_is_read(style: tuple[Diagnostic, ...], unreadable: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The editorial findings without those that say what no note does, while the notes of a source are not read: to
    follow them would lose what that source needs."""
    return tuple(found for found in style if found.code not in OF_ALL_NOTES) if unreadable else style


def with_missing_notes(
    deck: Deck, form: Sequence[Diagnostic], lost: Sequence[Lost], slips: Sequence[Diagnostic]
) -> Iterator[Diagnostic]:
    """The findings of form, and the lost notes where they are; `slips` were found when the sources were read."""
    without_id = {found.note.span: found for found in lost if found.note and found.note.metadata.id is None}
    bad = {problem.span for problem in form if problem.kind is BAD_ID}
    by_id = {found.note.metadata.id.span: found for found in lost if found.note and found.note.metadata.id}
    holder = holders(deck.notes)
    explains = _Slips(slips, holder)
    held = {holder(found.place) for found in lost if found.place and not found.note}
    explained = {found.note.span for found in lost if found.note and found.place and explains(found.place)}
    ranks = {name: rank for rank, name in enumerate(sorted(deck.history.notes))}
    for problem in form:
        if problem.kind is MISSING_ID and problem.span in explained:
            continue
        if problem.kind is MISSING_ID and problem.span in without_id:
            yield replace(problem, hint=hint_without_id(without_id[problem.span]))
        elif problem.kind is BAD_ID and problem.span in by_id:
            yield _with_id(problem, by_id[problem.span])
        elif not (problem.kind in (MISSING_ID, TYPE_CHANGED) and problem.span in held):
            yield problem
    for found in lost:
        if found.place and not found.note and not explains(found.place):
            yield _unread(found, found.place)
        elif found.note is None and not found.place:
            # The ledger's lines: the header, the releases, the notes in the order of their ids.
            yield _gone(found, Span(deck.ledger, 2 + len(deck.history.releases) + ranks[found.record.id]))
        elif found.note and found.note.metadata.id and found.note.metadata.id.span not in bad:
            yield _renamed(found, found.note.metadata.id.span, found.note.id)


def with_swapped_ids(deck: Deck, form: Sequence[Diagnostic], swapped: Sequence[Swapped]) -> Iterator[Diagnostic]:
    """The findings of form, and the notes that have the ids of others; what follows from that is left out."""
    mistaken = {each.note.id for each in swapped}
    ids = {note.metadata.id.span: note.id for note in deck.notes if note.metadata.id}
    places = {each.note.span for each in swapped}
    for problem in form:
        twice = problem.kind is DUPLICATE_ID and ids[problem.span] in mistaken
        if not twice and not (problem.kind is TYPE_CHANGED and problem.span in places):
            yield problem
    for each in swapped:
        place = each.note.metadata.id.span if each.note.metadata.id else each.note.span
        yield _swapped(each, place)


def _swapped(each: Swapped, place: Span) -> Diagnostic:
    name = each.other.id
    if each.own is None:
        message = (
            f"learners have this very note as '{name}', which another note has now: they would get that one instead"
        )
        return Diagnostic(place, SWAPPED_ID, message, f"write id: {name} here, and give the other one an id of its own")
    message = f"learners have this note as '{name}'; '{each.own.id}' is another of theirs ({each.own.plain_title})"
    edits = (Edit(place, each.note.id, name),)
    return Diagnostic(place, SWAPPED_ID, message, f"write id: {name}", edits=edits)


def told_once(problems: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings without the signs of typed answers that are refused as a whole, which says the remedy too."""
    typed = {problem.span for problem in problems if problem.kind is TYPED_ANSWER}
    return (problem for problem in problems if not (problem.kind is LOST_SIGN and problem.span in typed))


def holders(notes: Iterable[Note]) -> Callable[[Span], Span | None]:
    """From a place to the place of the note in whose text it is."""
    by_file: dict[Path, list[Span]] = {}
    for note in notes:
        by_file.setdefault(note.span.source.path, []).append(note.span)

    def holder(place: Span) -> Span | None:
        spans = by_file.get(place.source.path, [])
        at = bisect_right(spans, place.line, key=lambda span: span.line)
        return spans[at - 1] if at else None

    return holder


class _Slips:
    """Whether one of the slips is why an id or a heading is not read."""

    def __init__(self, slips: Iterable[Diagnostic], holder: Callable[[Span], Span | None]) -> None:
        self.holder = holder
        self.near: set[tuple[Path, int, Span | None]] = set()
        self.before: dict[Path, int] = {}
        for slip in slips:
            path, line = slip.span.source.path, slip.span.line
            if slip.code.startswith("unclosed-") or slip.kind in (NOTE_IN_CODE, MERGE_CONFLICT):
                self.before[path] = min(line, self.before.get(path, line))
            elif slip.severity is not Severity.INFO:
                where = self.holder(slip.span)
                self.near.update((path, line + away, where) for away in range(-NEAR, NEAR + 1))
                self.near.update((path, edit.span.line, self.holder(edit.span)) for edit in slip.edits)

    def __call__(self, place: Span) -> bool:
        path = place.source.path
        return (path, place.line, self.holder(place)) in self.near or self.before.get(
            path, place.line + 1
        ) <= place.line


def hint_without_id(found: Lost) -> str:
    """What to do with a note without an id that may be a lost one."""
    name = found.record.id
    if found.exact:
        return f"learners have it as '{name}': `ankigen stamp` writes that"
    comment = _comment(found)
    if found.sign is Sign.WORDS:
        return f"is it '{name}' ({found.record.plain_title})? Then write {comment}, else an id of its own"
    gone = f"it {found.sign} '{name}' ({found.record.plain_title}), which is gone"
    return f"{gone}: if it is the same note, write {comment}, else an id of its own"


def _comment(found: Lost) -> str:
    """What gives a note without an id the one that learners know it by, and the type if it lost that too."""
    kind = found.record.kind
    of_type = f", type: {kind}" if found.note and found.note.note_type != kind and kind not in FROM_TEXT else ""
    return f"<!-- id: {found.record.id}{of_type} -->"


def _unread(found: Lost, place: Span) -> Diagnostic:
    message = (
        f"the released note '{found.record.id}' ({found.record.plain_title}) stands here, but is not read as a note"
    )
    hint = f"a note is a ### heading and, right under it, <!-- id: {found.record.id} -->"
    return Diagnostic(place, MISSING_NOTE, message, hint)


def _with_id(problem: Diagnostic, found: Lost) -> Diagnostic:
    """An id that cannot be one, with the one that learners know the note by."""
    name = found.record.id
    edits = (Edit(problem.span, found.note.id, name),) if found.note and found.exact else ()
    return replace(problem, hint=f"write id: {name}", edits=edits)


def _renamed(found: Lost, place: Span, new: str) -> Diagnostic:
    name = found.record.id
    if found.exact:
        message = f"learners have this very note as '{name}': under the new id they would start it again"
        return Diagnostic(place, MISSING_NOTE, message, f"write id: {name}", edits=(Edit(place, new, name),))
    message = (
        f"the released note '{name}' ({found.record.plain_title}) is not in any source, and this one is much like it"
    )
    retire = f'ankigen retire {name} --reason "…" --replaced-by {new}'
    hint = f"if it is the same one, write id: {name}; if it takes its place: {retire}"
    return Diagnostic(place, MISSING_NOTE, message, hint)


def _gone(found: Lost, place: Span) -> Diagnostic:
    message = f"the released note '{found.record.id}' ({found.record.plain_title}) is not in any source"
    hint = f'put it back, or retire it: ankigen retire {found.record.id} --reason "…"'
    return Diagnostic(place, MISSING_NOTE, message, hint)
