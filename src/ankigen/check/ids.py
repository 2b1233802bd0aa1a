"""Identity: Anki finds a learner's note again by what is checked here."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ankigen.codes.ids import (
    BAD_GUID,
    BAD_ID,
    DUPLICATE_GUID,
    DUPLICATE_ID,
    GUID_CHANGED,
    LOST_REPLACEMENT,
    MISSING_ID,
    RETIRED_ID,
    TYPE_CHANGED,
)
from ankigen.diagnostic import Code, Diagnostic, Edit
from ankigen.model.deck import Deck
from ankigen.model.history import Record
from ankigen.model.ids import ID, note_guid
from ankigen.model.note import Kind, Note, Value
from ankigen.model.slug import ascii_slug
from ankigen.rare import RarePattern
from ankigen.source import Source, Span

# What systems and people add to the name of a copy.
COPY = re.compile(r"(?i)\b(copy|copie|kopie|copia|kopia|backup|bak|old|alt)\b|\(\d+\)$|[ _]\d$|~$")
LONGEST_ID = 64
# Words in an id's place; and an id with more behind it.
WORDS_AS_ID = re.compile(r"[\w -]+")
ID_AND_REMARK = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)+)(?![\w-])(?=.*\w)")
FEW = 2  # ids that two files share by a slip of the hand
GUID = RarePattern(r"[!-~]{1,64}")


def missing_id(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        if note.metadata.id is None:
            yield Diagnostic(note.span, MISSING_ID, "this note has no id", "`ankigen stamp` writes one")


def bad_id(deck: Deck) -> Iterator[Diagnostic]:
    bad = [stated for note in deck.notes if (stated := note.metadata.id) and not ID.fullmatch(stated.text)]
    taken = {note.id for note in deck.notes} | deck.history.notes.keys() if bad else set()
    for stated in bad:
        first = stated.text.partition("\n")[0].strip()
        if first != stated.text:
            message = f"what stands below '{first}' is read as a part of the id: the comment goes on too long"
            yield Diagnostic(stated.span, BAD_ID, message, f"end the comment in its line: <!-- id: {first} -->")
            continue
        rule, name = "2 to 64 lower-case letters, digits and hyphens", ascii_slug(stated.text, LONGEST_ID)
        hint, edits = f"{rule}, such as bone-matrix", tuple[Edit, ...]()
        letters = sum(map(str.isalnum, stated.text))
        whole = WORDS_AS_ID.fullmatch(stated.text) and len(name.replace("-", "")) >= letters
        if begun := ID_AND_REMARK.match(stated.text):
            hint = f"write id: {begun[1]}, if that is its id; a remark belongs further down"
        elif ID.fullmatch(name) and name not in taken and whole:
            hint, edits = f"write id: {name} ({rule})", (Edit(stated.span, stated.text, name),)
            taken.add(name)
        yield Diagnostic(stated.span, BAD_ID, f"'{stated.text}' cannot be an id", hint, edits=edits)


def duplicate_id(deck: Deck) -> Iterator[Diagnostic]:
    ids = [note.metadata.id for note in deck.notes if note.metadata.id]
    copies = tuple(_copies(ids))
    for copy, original, count in copies:
        message = f"{count:,} notes here have the ids of notes in {original}"
        yield Diagnostic(copy, DUPLICATE_ID, message, "is this file a copy? Delete it, or give its notes new ids")
    copied = {copy.source for copy, _, _ in copies}
    notes: dict[str, list[Note]] = {}
    for note in deck.notes:
        if note.metadata.id and note.span.source not in copied:
            notes.setdefault(note.id, []).append(note)
    for name, same in notes.items():
        if len(same) > 1:
            yield from _shared(same, deck.history.notes.get(name))


def _shared(notes: Sequence[Note], record: Record | None) -> Iterator[Diagnostic]:
    """The notes that have one id, but for the one that keeps it: the one that learners have, else the first."""
    known = next((note for note in notes if record and note.plain_title == record.plain_title), None)
    keeper = known or notes[0]
    place = keeper.metadata.id.span if keeper.metadata.id else keeper.span
    for note in notes:
        if note is keeper or note.metadata.id is None:
            continue
        message = f"the id '{note.id}' is already used by the note at {place}"
        hint = "give one of them another id; the note that learners already have keeps it"
        if _words(note) == _words(keeper):
            hint = "this is the same note again: delete one of the two"
        elif known:
            hint = f"give this note an id of its own: learners have '{note.id}' as the other one"
        yield Diagnostic(note.metadata.id.span, DUPLICATE_ID, message, hint)


def _words(note: Note) -> tuple[str, ...]:
    """All that the note says, part by part."""
    options = (f"{option.right} {option.text.text}" for option in note.options)
    parts = (part.text if part else "" for part in (note.front, note.stem, note.body, note.explanation))
    return (note.kind, *parts, *options, *(f"{name} {text.text}" for name, text in note.fields))


def _copies(ids: Sequence[Value]) -> Iterator[tuple[Span, str, int]]:
    """The files most of whose ids another one has too: the first such id, the other file, and how many there are."""
    by_file: dict[Source, dict[str, Span]] = {}
    for value in ids:
        by_file.setdefault(value.span.source, {}).setdefault(value.text, value.span)
    owners: dict[str, list[Source]] = {}
    for source in sorted(by_file, key=lambda source: (COPY.search(source.path.stem) is not None, source.path.name)):
        shared = Counter(owner for name in by_file[source] for owner in owners.get(name, ()))
        for owner, count in shared.most_common(1):
            if count >= FEW and 2 * count > len(by_file[source]):
                first = next(span for name, span in by_file[source].items() if name in by_file[owner])
                yield first, owner.shown, count
        for name in by_file[source]:
            owners.setdefault(name, []).append(source)


def duplicate_guid(deck: Deck) -> Iterator[Diagnostic]:
    """Two notes with one guid become two real notes in Anki, for ever; released notes keep theirs, retired ones too."""
    if not deck.history.notes and not any(note.metadata.guid for note in deck.notes):
        return  # made of different ids, all differ
    present = {note.id for note in deck.notes}
    gone = [record.guid for name, record in deck.history.notes.items() if name not in present]
    place = Span(deck.ledger)
    ids = {note.id: (note, note.metadata.id) for note in deck.notes if note.metadata.id}
    guids = [Value(_guid(deck, note), (note.metadata.guid or made).span) for note, made in ids.values()]
    yield from _twice(
        [*(Value(guid, place) for guid in gone), *guids],
        DUPLICATE_GUID,
        "the guid '{}' is already used by the note at {}",
    )


def _guid(deck: Deck, note: Note) -> str:
    record = deck.history.notes.get(note.id)
    stated = note.metadata.guid
    return record.guid if record else stated.text if stated else note_guid(deck.config.uid, note.id)


def bad_guid(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        guid = note.metadata.guid
        if guid and not GUID.fullmatch(guid.text):
            hint = "copy it from the other deck as it is: letters, digits and signs, no spaces"
            yield Diagnostic(guid.span, BAD_GUID, f"'{guid.text}' cannot be a guid", hint)


def _twice(values: Iterable[Value], code: Code, message: str) -> Iterator[Diagnostic]:
    first: dict[str, Span] = {}
    for value in values:
        if value.text in first:
            hint = "give one of them another id; the note that learners already have keeps it"
            yield Diagnostic(value.span, code, message.format(value.text, first[value.text]), hint)
        else:
            first[value.text] = value.span


def retired_id(deck: Deck) -> Iterator[Diagnostic]:
    for note in deck.notes:
        record = deck.history.notes.get(note.id)
        if note.metadata.id and record and record.reason:
            when = f"in {record.retired}" if record.retired else "for the next release"
            message = f"the id '{note.id}' was retired {when}: {record.reason}"
            undo = f"delete the note from its source, or bring it back: ankigen retire {note.id} --undo"
            yield Diagnostic(
                note.metadata.id.span, RETIRED_ID, message, "give this note a new id" if record.retired else undo
            )


def lost_replacement(deck: Deck) -> Iterator[Diagnostic]:
    """Of notes that the next release retires; what learners were told already cannot be changed."""
    present = {note.id for note in deck.notes}
    for record in deck.history.notes.values():
        if record.reason and not record.retired and record.replaced_by and record.replaced_by not in present:
            message = f"'{record.id}' is retired for '{record.replaced_by}', which is not in any source"
            again = f'ankigen retire {record.id} --reason "{record.reason}" --replaced-by …'
            yield Diagnostic(
                deck.settings.span(), LOST_REPLACEMENT, message, f"name the note that takes its place: {again}"
            )


def guid_changed(deck: Deck) -> Iterator[Diagnostic]:
    """The stated guid of a released note may not differ from the one learners have."""
    for note in deck.notes:
        record = deck.history.notes.get(note.id)
        stated = note.metadata.guid
        if record and stated and stated.text != record.guid:
            message = f"'{note.id}' was released with the guid '{record.guid}', not '{stated.text}'"
            yield Diagnostic(stated.span, GUID_CHANGED, message, "remove the key: the ledger keeps the guid")


def type_changed(deck: Deck) -> Iterator[Diagnostic]:
    """Anki does not update a note whose note type is another than the one the learner has."""
    known = {*Kind, *(item.key for item in deck.own)}
    for note in deck.notes:
        record = deck.history.notes.get(note.id)
        # A type that is not there any more is reported once, not at each of its notes.
        if record and not record.reason and record.kind in known and record.kind != note.note_type:
            message = (
                f"'{note.id}' was released as {record.kind}, and is now {note.note_type}: learners could not update it"
            )
            hint = f"keep it {record.kind}, or retire '{note.id}' and give this note a new id"
            yield Diagnostic(note.metadata.type.span if note.metadata.type else note.span, TYPE_CHANGED, message, hint)
