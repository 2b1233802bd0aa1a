# SPDX-License-Identifier: AGPL-3.0-or-later
"""Doing it: the learner's package made, imported by Anki itself, and what an import cannot do, all as one undo step."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from .errors import CompanionError
from .feed import Deck, File, Version, read_fields, text_hash, version_text
from .fetch import BIGGEST, Fetch, Progress, get_file, no_progress
from .merge import Published
from .package import Row, read_package, write_package
from .plan import Answers, Plan, decide, installed_version, plan_update
from .store import Retired, Subscription, declined, save

if TYPE_CHECKING:
    from anki.collection import Collection

ANKIS_TAGS = ("leech", "marked")
# Where Anki remembers what was ticked at the last import; not the learner's choice, so put back.
TICKS = ("mergeNotetypes", "withScheduling", "withDeckConfigs", "updateNotes", "updateNotetypes")


@dataclass(frozen=True)
class Download:
    """What the site gave: the package, and which texts are the publisher's."""

    package: Path
    published: Published


@dataclass(frozen=True)
class Done:
    """How many notes came, were corrected and retired, and texts stayed the learner's. `changes` is for Anki."""

    new: int
    corrected: int
    retired: int
    kept: int
    changes: Any


def download(
    fetch: Fetch, deck: Deck, subscription: Subscription, folder: Path, progress: Progress = no_progress
) -> Download:
    """Get what is needed into a folder, each file checked against its digest. Raises CompanionError."""
    file = smallest(deck, subscription.brought)
    needed = file.size * 3 + 50_000_000
    if file.size <= BIGGEST and shutil.disk_usage(folder).free < needed:
        raise CompanionError(f"The update needs {needed // 1_000_000} MB of room on the disk. Nothing was changed.")
    package = get_file(fetch, file, folder / "release.apkg", progress)
    texts = get_file(fetch, deck.fields, folder / "fields.json").read_bytes()
    return Download(package, read_fields(texts, deck.fields.address))


def smallest(deck: Deck, brought: Version) -> File:
    """The least that brings a learner up to date. A delta is enough only for a version that an update brought: what
    was imported by hand may have left notes behind."""
    deltas = [file for start, file in deck.deltas.items() if brought and start <= brought]
    return min([*deltas, deck.package], key=lambda file: file.size)


def prepare(col: Collection, deck: Deck, got: Download, subscription: Subscription) -> Plan:
    """What the update will do. Raises CompanionError if it cannot be done."""
    here = installed_version(col, deck.tag, subscription)
    reasons = [reason for release in deck.since(here) for reason in release.breaking] if here else []
    if reasons:
        raise CompanionError(
            f"{deck.name} {version_text(deck.version)} cannot update your cards by itself ({'; '.join(reasons)}). "
            f"The deck’s page says what to do: {deck.page}"
        )
    contents = read_package(got.package)
    if deck.name not in contents.decks:
        raise CompanionError(
            f"The file that the page offers is not of {deck.name}, but of {' and '.join(contents.decks) or 'no deck'}. "
            "Nothing was changed."
        )
    return plan_update(col, deck, contents, got.published, subscription)


def update(col: Collection, plan: Plan, got: Download, answers: Answers) -> Done:
    """Do it, as one step that Undo takes back. If anything fails, the collection is as it was."""
    name = f"Update {plan.deck.name} to {version_text(plan.deck.version)}"
    step = col.add_custom_undo_entry(name)
    try:
        done = _steps(col, plan, got, answers)
        return replace(done, changes=col.merge_undo_entries(step))
    except BaseException as error:
        col.merge_undo_entries(step)
        col.undo()
        if isinstance(error, OSError):
            raise CompanionError(f"{error.strerror or error}. Nothing was changed. Is the disk full?") from error
        raise


def _steps(col: Collection, plan: Plan, got: Download, answers: Answers) -> Done:
    rows = decide(plan, answers)
    # First, so that an update that Anki's end cut short still knows them as not told yet.
    _settle_retired(col, plan, answers.retired)
    before = _cards_of(col, rows)
    changes = None
    if rows:
        with TemporaryDirectory(prefix="companion-") as folder:
            package = Path(folder) / "update.apkg"
            write_package(got.package, package, rows, plan.deck_names)
            changes = _import(col, package)
        taken = len(changes.log.new) + len(changes.log.updated)
        if taken != len(rows):
            raise CompanionError(
                f"Anki did not take {len(rows) - taken} of {len(rows)} notes. Everything is as it "
                f"was. The deck’s page says how to import the file by hand: {plan.deck.page}"
            )
        _tag_again(col, rows)
    retired = {gone.number for gone in plan.retired}
    cards = [card for card, note in _cards_of(col, rows).items() if card not in before and note not in retired]
    _settle_new_cards(col, plan.subscription, cards)
    _remember(col, plan, answers)
    return Done(
        new=len(plan.new),
        corrected=len(plan.corrected),
        retired=len(plan.retired),
        kept=plan.kept - len(answers.take),
        changes=changes,
    )


def _import(col: Collection, package: Path) -> Any:
    """As File → Import with Anki's own defaults."""
    from anki.collection import ImportAnkiPackageRequest
    from anki.import_export_pb2 import ImportAnkiPackageOptions

    ticks = {name: col.get_config(name, None) for name in TICKS}
    result = col.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
    )
    for name, value in ticks.items():
        if value is not None and col.get_config(name, None) != value:
            col.set_config(name, value, undoable=True)
    col.models._clear_cache()  # else Anki's windows keep the style as it was
    return result


def _cards_of(col: Collection, rows: Mapping[str, object]) -> Mapping[int, int]:
    """The numbers of the cards that there are of these notes, with their notes' numbers."""
    assert col.db
    query = "select c.id, n.id, n.guid from cards c join notes n on n.id = c.nid"
    return {card: note for card, note, guid in col.db.execute(query) if guid in rows}


def _tag_again(col: Collection, rows: Mapping[str, Row]) -> None:
    """Anki takes its own tags out of every package."""
    assert col.db
    numbers = {guid: number for guid, number in col.db.execute("select guid, id from notes")}
    for tag in ANKIS_TAGS:
        notes: list[Any] = [numbers[guid] for guid, row in rows.items() if tag in map(str.lower, row.tags)]
        if notes:
            col.tags.bulk_add(notes, tag)


def _settle_new_cards(col: Collection, wanted: Subscription, cards: list[Any]) -> None:
    if cards and wanted.new_deck:
        col.set_deck(cards, _deck(col, wanted.new_deck))
    if cards and wanted.suspend_new:
        col.sched.suspend_cards(cards)


def _settle_retired(col: Collection, plan: Plan, action: Retired) -> None:
    notes: list[Any] = [gone.number for gone in plan.retired]
    if not notes:
        return
    if action is Retired.DELETE:
        col.remove_notes(notes)
    elif action is Retired.MOVE:
        cards = [card for note in notes for card in col.card_ids_of_note(note)]
        col.set_deck(cards, _deck(col, retired_deck(plan.deck.name)))
        col.sched.suspend_cards(cards)


def retired_deck(name: str) -> str:
    """Where retired cards go: beside their deck, so that studying it never shows them."""
    return f"{name} (retired)"


def _deck(col: Collection, name: str) -> Any:
    return col.decks.id(name)


def _remember(col: Collection, plan: Plan, answers: Answers) -> None:
    kept = {
        (edit.guid, edit.field): text_hash(edit.theirs)
        for edit in plan.edits
        if (edit.guid, edit.field) not in answers.take
    }
    deck = plan.deck
    now = replace(plan.subscription, name=deck.name, page=deck.page, tag=deck.tag, version=version_text(deck.version))
    save(col, declined(now, kept), undoable=True)
