"""Somebody's Anki, driven from outside: runs where some version of the `anki` package is, and nothing of ankigen.

A request is a line of JSON on stdin: the collection's path, what to do, and its arguments. The answer is a line of JSON
on stdout. Collections stay open until they are asked to close, as in Anki itself.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from anki import buildinfo, collection
from anki.collection import Collection
from anki.decks import DeckId
from anki.errors import BackendError
from anki.notes import NoteId
from anki.sync import SyncAuth

OUTCOMES = ("new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype", "missing_deck")


def version(col: Collection) -> str:
    return buildinfo.version


def import_package(col: Collection, package: str, merge: bool = False) -> dict[str, list[int]]:
    """Import with what a learner's import dialogue starts with, or with "Merge note types" ticked; the ids of the notes
    by what became of them."""
    request: Any = package
    if hasattr(collection, "ImportAnkiPackageRequest"):  # before 23.10 there was nothing to choose
        options = col._backend.get_import_anki_package_presets()
        options.merge_notetypes = merge
        request = collection.ImportAnkiPackageRequest(package_path=package, options=options)
    log = col.import_anki_package(request).log
    return {outcome: [note.id.nid for note in getattr(log, outcome)] for outcome in OUTCOMES}


LAST_ANSWER = """
    update cards set data = json_set(data, '$.lrt', (select max(id) / 1000 from revlog where cid = cards.id))
    where json_valid(data) and json_extract(data, '$.lrt') is not null"""


def review(col: Collection, deck: str, ratings: list[int]) -> list[int]:
    """Study a deck, answering with one rating after the other; the ids of the cards as they came up."""
    col.decks.select(_deck_id(col, deck))
    shown: list[int] = []
    for rating in ratings:
        card = col.sched.getCard()
        assert card, f"{deck} has nothing left to study"
        col.sched.answerCard(card, rating)  # type: ignore[arg-type]  # a rating is one of four literals
        shown.append(card.id)
    # An answer's card and its entry in the log may be dated on both sides of a second; Check Database notices.
    assert col.db
    col.db.execute(LAST_ANSWER)
    return shown


def suspend(col: Collection, card: int) -> None:
    col.sched.suspend_cards([card])  # type: ignore[list-item]  # ids are integers of a type of their own


def flag(col: Collection, card: int, colour: int) -> None:
    col.set_user_flag_for_cards(colour, [card])  # type: ignore[list-item]  # as above


def move_card(col: Collection, card: int, deck: str) -> None:
    """Move a card into a deck, made where there is none."""
    col.set_deck([card], _deck_id(col, deck))  # type: ignore[list-item]  # as above


def edit_field(col: Collection, note: int, field: str, text: str) -> None:
    edited = col.get_note(NoteId(note))
    edited[field] = text
    col.update_note(edited)


def save_every_note(col: Collection) -> None:
    """Save every note as it is, whereupon Anki makes the cards that it misses."""
    col.update_notes([col.get_note(number) for number in col.find_notes("")])


def rename_deck(col: Collection, deck: str, name: str) -> None:
    col.decks.rename(_deck_id(col, deck), name)


def add_tag(col: Collection, note: int, tag: str) -> None:
    col.tags.bulk_add([NoteId(note)], tag)


def write_note(col: Collection, front: str, back: str) -> None:
    """Add a note of Anki's own Basic type to the deck Default."""
    note_type = col.models.all()[0]
    assert len(note_type["flds"]) == 2
    note = col.new_note(note_type)
    note.fields = [front, back]
    col.add_note(note, DeckId(1))


def write_notes(col: Collection, notes: list[dict[str, Any]], time: int) -> None:
    """Notes with these guids, of note types that this collection made itself: as typed, or brought by an add-on, at
    that time in Unix seconds."""
    for data in notes:
        if col.models.by_name(data["type"]) is None:
            made = col.models.new(data["type"])
            for name in data["fields"]:
                col.models.add_field(made, col.models.new_field(name))
            template = col.models.new_template("Ask")
            first, *rest = (f"{{{{{name}}}}}" for name in data["fields"])
            template["qfmt"], template["afmt"] = first, "".join(rest)
            col.models.add_template(made, template)
            col.models.add_dict(made)
        kind = col.models.by_name(data["type"])
        assert kind
        note = col.new_note(kind)
        for name, text in data["fields"].items():
            note[name] = text
        note.guid = data["guid"]
        col.add_note(note, _deck_id(col, data["deck"]))
        col.db.execute("update notes set mod = ? where id = ?", time, note.id)  # type: ignore[union-attr]  # it is open


def export_text(col: Collection, path: str) -> None:
    """File → Export, "Notes in plain text", with everything ticked."""
    col.export_note_csv(
        out_path=path, limit=None, with_html=True, with_tags=True, with_deck=True, with_notetype=True, with_guid=True
    )


def restyle(col: Collection, note_type: str, css: str) -> None:
    edited = col.models.by_name(note_type)
    assert edited
    edited["css"] = css
    col.models.update_dict(edited)


def choose_options(col: Collection, deck: str, name: str) -> None:
    """Give a deck new options under a name."""
    options = col.decks.add_config(name)
    edited = col.decks.get(_deck_id(col, deck))
    assert edited
    col.decks.set_config_id_for_deck_dict(edited, options["id"])


def delete_note(col: Collection, note: int) -> None:
    col.remove_notes([NoteId(note)])


def look(col: Collection) -> dict[str, Any]:
    """All that the collection holds."""
    return {
        "notes": list(_notes(col)),
        "cards": list(_cards(col)),
        "note_types": list(_note_types(col)),
        "decks": dict(_decks(col)),
        "media": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in Path(col.media.dir()).iterdir()},
        "reviews": col.db.scalar("select count() from revlog"),  # type: ignore[union-attr]  # it is open
        "schema_changed_at": col.db.scalar("select scm from col"),  # type: ignore[union-attr]  # as above
    }


def _notes(col: Collection) -> Iterator[dict[str, Any]]:
    for number in col.find_notes("", order="n.id"):
        note = col.get_note(number)
        yield {
            "number": note.id,
            "guid": note.guid,
            "mod": note.mod,
            "note_type": note.note_type()["name"],  # type: ignore[index]  # every note has one
            "texts": note.items(),
            "tags": sorted(note.tags),
        }


def _cards(col: Collection) -> Iterator[dict[str, Any]]:
    for number in col.find_cards("", order="c.due, c.id"):
        card = col.get_card(number)
        yield {
            "number": card.id,
            "note": card.nid,
            "ordinal": card.ord,
            "deck": col.decks.name_if_exists(card.did),
            "due": card.due,
            "interval": card.ivl,
            "ease": card.factor,
            "queue": card.queue,
            "type": card.type,
            "flags": card.flags,
            "repetitions": card.reps,
            "lapses": card.lapses,
        }


def _decks(col: Collection) -> Iterator[tuple[str, list[str]]]:
    """Each deck's name with its description and the name of its options."""
    for deck in col.decks.all():
        yield deck["name"], [deck.get("desc", ""), col.decks.config_dict_for_deck_id(deck["id"])["name"]]


def _note_types(col: Collection) -> Iterator[dict[str, Any]]:
    """The note types that have notes: a new collection has Anki's own as well."""
    col.models._clear_cache()  # as Anki's windows do after an import
    for note_type in col.models.all():
        if col.models.use_count(note_type):
            yield {
                "number": note_type["id"],
                "name": note_type["name"],
                "mod": note_type["mod"],
                "fields": [field["name"] for field in note_type["flds"]],
                "templates": [template["qfmt"] + template["afmt"] for template in note_type["tmpls"]],
                "css": note_type["css"],
            }


def faces(col: Collection) -> list[tuple[int, str, str]]:
    """Every card's id, question and answer as HTML, without the style."""
    cards = [col.get_card(number) for number in col.find_cards("")]
    outputs = [(card.id, card.render_output()) for card in cards]
    return [(number, output.question_text, output.answer_text) for number, output in outputs]


def empty_cards(col: Collection, remove: bool) -> list[int]:
    """What Tools → Empty Cards lists, and removes where asked to."""
    cards = [card for note in col.get_empty_cards().notes for card in note.card_ids]
    if remove:
        col.remove_cards_and_orphaned_notes(cards)
    return cards


def check_database(col: Collection) -> list[str]:
    """What Tools → Check Database complains of."""
    return list(col._backend.check_database())


def log_in(col: Collection, address: str) -> str:
    """The key that opens the learner's account on a sync server."""
    return str(col.sync_login("learner", "secret", address).hkey)


def sync(col: Collection, address: str, key: str, direction: str) -> str:
    """Synchronise as Anki does; `direction` ("upload", "download" or "") answers its question of which side to keep."""
    auth = SyncAuth(hkey=key, endpoint=address)
    output = col.sync_collection(auth, False)
    needed: str = output.ChangesRequired.Name(output.required)
    if needed.startswith("FULL") and direction:
        col.close_for_full_sync()
        col.full_upload_or_download(auth=auth, server_usn=None, upload=direction == "upload")
        col.reopen(after_full_sync=True)
    return needed


def _deck_id(col: Collection, name: str) -> DeckId:
    deck = col.decks.id(name)
    assert deck
    return deck


STEPS: dict[str, Callable[..., Any]] = {
    step.__name__: step
    for step in (
        version,
        import_package,
        review,
        suspend,
        flag,
        move_card,
        edit_field,
        save_every_note,
        rename_deck,
        add_tag,
        write_note,
        write_notes,
        export_text,
        restyle,
        choose_options,
        delete_note,
        look,
        faces,
        empty_cards,
        check_database,
        log_in,
        sync,
    )
}


def main() -> None:
    # What Anki itself prints must not come between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    opened: dict[str, Collection] = {}
    for line in sys.stdin:
        request = json.loads(line)
        path, step = request.pop("collection"), request.pop("do")
        if path not in opened:
            opened[path] = Collection(path)
        try:
            answer = {"result": STEPS[step](opened[path], **request)}
        except BackendError as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)
    for col in opened.values():
        col.close()


if __name__ == "__main__":
    main()
