"""What a collection that is open in Anki holds, as JSON. Only `worker` uses it; it needs no import of Anki for that."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from anki.collection import Collection
    from anki.dbproxy import DBProxy

# Anki stores a file whose name is taken by another as stem-<sha1>.ext.
RENAMED = re.compile(r"-[0-9a-f]{40}(?=\.\w)")
DRAWN = re.compile(r"latex-[0-9a-f]{40}\.(?:png|svg)")
MARKUP = re.compile(r"(?s)<[^>]*>|&nbsp;")
LONGEST_NAME = 60
NOTE_ID, RETIRED, RETIRED_TAG = "Note ID", "Retired", "::retired"


def database(col: "Collection") -> "DBProxy":
    assert col.db, "a collection that is open has a database"
    return col.db


def look(col: "Collection") -> dict[str, Any]:
    """All that checks compare; the order of the values is that of the classes in `state`."""
    return {
        "notes": list(_notes(col)),
        "cards": list(_cards(col)),
        "note_types": list(_note_types(col)),
        "media": sorted(path.name for path in Path(col.media.dir()).iterdir()),
        "reviews": database(col).scalar("select count() from revlog"),
        "schema_changed_at": database(col).scalar("select scm from col"),
    }


def _notes(col: "Collection") -> Iterator[tuple[object, ...]]:
    names = {kind["id"]: [field["name"] for field in kind["flds"]] for kind in _stored_note_types(col)}
    for number, guid, note_type, tags, text, checksum in database(col).execute(
        "select id, guid, mid, tags, flds, csum from notes order by id"
    ):
        fields = text.split("\x1f")
        known = dict(zip(names[note_type], fields, strict=False))
        ours = NOTE_ID in known and RETIRED in known
        first = MARKUP.sub(" ", fields[0]).strip()
        shown = (ours and known[NOTE_ID]) or " ".join((first or fields[0]).split())[:LONGEST_NAME]
        labels = sorted(tags.casefold().split())
        content = digest([fields, labels])
        loose = digest([RENAMED.sub("", text).split("\x1f"), labels]) if RENAMED.search(text) else content
        key = f"{checksum}{first[:LONGEST_NAME]}" if first else fields[0]
        # A note type that came from elsewhere has no field for it.
        retired = bool(known[RETIRED].strip()) if ours else any(label.endswith(RETIRED_TAG) for label in labels)
        yield number, guid, note_type, shown, content, loose, key, retired


def _cards(col: "Collection") -> Iterator[tuple[object, ...]]:
    decks = {deck.id: deck.name for deck in col.decks.all_names_and_ids()}
    columns = "type, queue, due, ivl, factor, reps, lapses, left, odue, odid, data"
    for number, note, ordinal, deck, queue, flags, *schedule in database(col).execute(
        f"select id, nid, ord, did, queue, flags, {columns} from cards order by id"
    ):
        yield number, note, ordinal, decks.get(deck, ""), queue, flags & 7, digest(schedule)


def _note_types(col: "Collection") -> Iterator[tuple[object, ...]]:
    used = set(database(col).list("select distinct mid from notes"))
    for kind in _stored_note_types(col):
        if kind["id"] in used:
            faces = [(template["qfmt"], template["afmt"]) for template in kind["tmpls"]]
            names = [[part["name"] for part in kind[parts]] for parts in ("flds", "tmpls")]
            yield kind["id"], kind["name"], digest([kind["css"], faces]), digest(names)


def _stored_note_types(col: "Collection") -> Iterator[dict[str, Any]]:
    """The note types as they are now: `col.models` remembers what they were before an import."""
    for item in col.models.all_names_and_ids():
        yield json.loads(col._backend.get_notetype_legacy(item.id))


def missing_media(col: "Collection") -> dict[int, list[str]]:
    """The files that a note's fields name and the media folder lacks, by note; Anki draws a LaTeX image when it shows
    the card."""
    found = {}
    for number in col.media.check().missing_media_notes:
        note = col.get_note(number)
        names = col.media.files_in_str(note.mid, note.joined_fields())
        lacking = sorted(name for name in set(names) if not col.media.have(name) and not DRAWN.fullmatch(name))
        if lacking:
            found[int(number)] = lacking
    return found


def generated(col: "Collection", before: set[int]) -> list[Sequence[int]]:
    """Note and ordinal of the cards that were not there before and are not empty: the backend's own idea of which
    cards a note has, once Check Database ran."""
    empty = {card for note in col.get_empty_cards().notes for card in note.card_ids}
    rows = database(col).execute("select id, nid, ord from cards order by nid, ord")
    return [(note, ordinal) for card, note, ordinal in rows if card not in before and card not in empty]


def digest(value: object) -> str:
    return hashlib.blake2b(json.dumps(value).encode(), digest_size=8).hexdigest()
