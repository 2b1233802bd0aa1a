"""Somebody's Anki. The only module that imports Anki's backend (AGPL); it runs in a process of its own.

A request is one line of JSON on stdin: an empty folder, the packages to import one after the other, whether to obey the
instructions for a major version, and the size in bytes that no file may exceed. The answers are lines of JSON.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anki import buildinfo
from anki.collection import Collection, ImportAnkiPackageRequest
from anki.errors import BackendError
from anki.import_export_pb2 import ImportAnkiPackageUpdateCondition
from anki.scheduler_pb2 import CardAnswer

from ankigen.verify.inspect_collection import database, generated, look, missing_media
from ankigen.verify.state import Outcome
from ankigen.verify.study import OWN_DECK, OWN_TAG, OWN_WORDS, plan

if TYPE_CHECKING:
    from anki.cards import CardId
    from anki.notes import NoteId

RATINGS = (CardAnswer.AGAIN, CardAnswer.HARD, CardAnswer.GOOD, CardAnswer.EASY)
# Answers of a batch are dated a millisecond apart, which may cross a second; Check Database would complain of that.
LAST_ANSWER = """
    update cards set data = json_set(data, '$.lrt', (select max(id) / 1000 from revlog where cid = cards.id))
    where reps > 0"""


def main() -> None:
    # What Anki itself prints must not come between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    request = json.load(sys.stdin)
    limit_files(request["largest_file"])
    col = Collection(str(Path(request["folder"]) / "collection.anki2"))
    database(col).execute("pragma synchronous = off")  # nobody will miss this collection after a power failure
    for answer in live(col, request["packages"], request["obey"]):
        print(json.dumps(answer), file=answers, flush=True)
    col.close()


def limit_files(largest: int) -> None:
    """Whatever a package claims, no file it unpacks to grows beyond this many bytes."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))


def live(col: Collection, packages: list[str], obey: bool) -> Iterator[dict[str, Any]]:
    """Import every package; study after each but the last; then let Anki's own tools look."""
    yield {"anki": buildinfo.version}
    for number, package in enumerate(packages, start=1):
        try:
            log = import_package(col, package, obey and number > 1)
        except BackendError as error:
            yield {"refused": package, "why": str(error)}
            return
        yield {"state": look(col)}
        if number < len(packages):
            study(col)
            yield {"state": look(col)}
    yield {"log": log, "inspection": inspect(col)}


def import_package(col: Collection, package: str, obey: bool) -> dict[str, list[int]]:
    """Import with what the import window starts with; the ids of the notes by what became of them."""
    options = col._backend.get_import_anki_package_presets()
    if obey:
        always = ImportAnkiPackageUpdateCondition.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_ALWAYS
        options.merge_notetypes, options.update_notes, options.update_notetypes = True, always, always
    log = col.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=options)).log
    return {outcome: [note.id.nid for note in getattr(log, outcome)] for outcome in Outcome}


def study(col: Collection) -> None:
    """Answer, suspend, flag and move cards; edit and tag notes."""
    cards: list[CardId] = database(col).list(
        "select c.id from cards c join notes n on n.id = c.nid order by n.guid, c.ord"
    )
    notes: list[NoteId] = database(col).list("select id from notes order by guid, id")
    todo = plan(cards, notes)
    mods = database(col).all("select mod, id from notes")
    for rating, answered in zip(RATINGS, todo.answered, strict=True):
        if answered:
            col._backend.grade_now(card_ids=answered, rating=rating)
    database(col).execute(LAST_ANSWER)
    col.sched.suspend_cards(todo.suspended)
    for colour, flagged in enumerate(todo.flagged, start=1):
        col.set_user_flag_for_cards(colour, flagged)
    col.set_deck(todo.moved, col.decks.id(OWN_DECK) or 0)
    edit(col, todo.edited)
    col.tags.bulk_add(todo.tagged, OWN_TAG)
    # The edits take the notes' own times: whether an update reaches a note then depends on the packages alone.
    database(col).executemany("update notes set mod = ? where id = ?", mods)


def edit(col: Collection, notes: "tuple[NoteId, ...]") -> None:
    """Write into the first field behind the first that holds something: no edit makes a card or a duplicate."""
    edited = []
    for note in map(col.get_note, notes):
        place = next((place for place, text in enumerate(note.fields) if place and text.strip()), 0)
        if place:
            note.fields[place] += OWN_WORDS
            edited.append(note)
    col.update_notes(edited)


def inspect(col: Collection) -> dict[str, Any]:
    """What Tools → Empty Cards, Check Media and Check Database find."""
    empty = {card for note in col.get_empty_cards().notes for card in note.card_ids}
    media = missing_media(col)
    before = set(database(col).list("select id from cards"))
    complaints = list(col._backend.check_database())
    return {
        "empty": sorted(empty),
        "generated": generated(col, before),
        "missing_media": media,
        "complaints": complaints,
    }


if __name__ == "__main__":
    main()
