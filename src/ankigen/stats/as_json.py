"""The numbers as JSON for programs."""

import json
from collections.abc import Iterable
from typing import Any

from ankigen.stats.model import DeckStats, SectionCount


def as_json(decks: Iterable[DeckStats]) -> str:
    """A list with an object for each deck; sizes are bytes."""
    return json.dumps([_deck(stats) for stats in decks], ensure_ascii=False, indent=2) + "\n"


def _deck(stats: DeckStats) -> dict[str, Any]:
    lengths, reviews, media = stats.lengths, stats.reviews, stats.media
    return {
        "deck": stats.slug,
        "name": stats.name,
        "version": stats.version,
        "mistakes": stats.mistakes,
        "notes": stats.notes,
        "cards": stats.cards,
        "kinds": {kind.kind.value: {"notes": kind.notes, "cards": kind.cards} for kind in stats.kinds},
        "words": {
            "median": lengths.median,
            "longest": lengths.longest,
            "limit": lengths.limit,
            "over_limit": lengths.over,
            "cards": {str(words): cards for words, cards in lengths.counts},
        },
        "objectives": {
            "total": len(stats.asked),
            "covered": len(stats.asked) - len(stats.uncovered),
            "uncovered": [objective.id for objective in stats.uncovered],
        }
        if stats.objectives
        else None,
        "sections": [_section(section) for section in stats.sections],
        "review": {state.value.replace(" ", "_"): count for state, count in reviews.states}
        | {"signed": reviews.signed, "expired": reviews.expired},
        "media": {
            "images": media.images,
            "sounds": media.sounds,
            "films": media.films,
            "bytes": media.size,
            "notes": media.notes,
        },
        "last_change": {age.value: count for age, count in stats.ages},
    }


def _section(section: SectionCount) -> dict[str, Any]:
    return {
        "title": section.title,
        "notes": section.notes,
        "cards": section.cards,
        "objectives": [
            {"id": objective.id, "text": objective.text, "notes": objective.notes} for objective in section.objectives
        ],
    }
