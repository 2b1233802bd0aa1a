"""Differences as JSON for programs."""

import json
from collections.abc import Iterable
from typing import Any

from ankigen.apkg.snapshot import Note
from ankigen.diff.lines import counts
from ankigen.diff.model import Diff, NoteDiff


def as_json(diffs: Iterable[Diff]) -> str:
    """A list with an object for each comparison; fields are HTML, cards ordinals from 0, times Unix seconds."""
    return json.dumps([_diff(diff) for diff in diffs], ensure_ascii=False, indent=2) + "\n"


def _diff(diff: Diff) -> dict[str, Any]:
    return {
        "title": diff.title,
        "old": diff.old.name,
        "new": diff.new.name,
        "counts": {**{change.value: number for change, number in counts(diff)}, "unchanged": diff.unchanged},
        "decks": [{"change": d.change.value, "name": d.name, "old": d.old, "new": d.new} for d in diff.decks],
        "note_types": [
            {"change": item.change.value, "name": item.name, "details": item.details} for item in diff.note_types
        ],
        "media": [
            {"change": file.change.value, "name": file.name, "size": file.size, "alt": file.alt, "note": file.note}
            for file in diff.media
        ],
        "notes": [_note(note) for note in diff.notes],
    }


def _note(note: NoteDiff) -> dict[str, Any]:
    return {
        "change": note.change.value,
        "guid": note.guid,
        "id": note.id,
        "title": note.title,
        "risks": [risk.value for risk in note.risks],
        "fields": [{"name": field.name, "old": field.old, "new": field.new} for field in note.fields],
        "tags": {"added": note.tags_added, "removed": note.tags_removed},
        "cards": {"added": note.cards_added, "removed": note.cards_removed},
        "decks": [{"old": old, "new": new} for old, new in note.decks],
        "old": _identity(note.old),
        "new": _identity(note.new),
    }


def _identity(note: Note | None) -> dict[str, Any] | None:
    if note is None:
        return None
    cards = {str(card.ordinal): card.id for card in note.cards}
    return {"note_id": note.id, "note_type": note.note_type, "mod": note.mod, "cards": cards}
