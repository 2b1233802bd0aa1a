"""What learners may expect of an upgrade: every check is a generator of findings."""

from collections.abc import Callable, Iterator

from ankigen.verify.checks.arrival import (
    design_not_arrived,
    fields_appended,
    left_out,
    not_arrived,
    refused_notes,
    renumbered,
)
from ankigen.verify.checks.collection import complaints, full_sync, missing_media, prediction
from ankigen.verify.checks.contents import deck_left_behind, empty_cards, missing_cards
from ankigen.verify.checks.duplicates import duplicate_guids, duplicates, second_note_types
from ankigen.verify.checks.learning import cards_kept, edits_kept, reviews_kept
from ankigen.verify.findings import Finding
from ankigen.verify.upgrade import Upgrade

CHECKS: tuple[Callable[[Upgrade], Iterator[Finding]], ...] = (
    duplicate_guids,
    duplicates,
    refused_notes,
    second_note_types,
    not_arrived,
    design_not_arrived,
    fields_appended,
    left_out,
    cards_kept,
    reviews_kept,
    edits_kept,
    deck_left_behind,
    missing_cards,
    empty_cards,
    missing_media,
    complaints,
    full_sync,
    prediction,
    renumbered,
)


def judge(upgrade: Upgrade) -> tuple[Finding, ...]:
    """Everything that is wrong with the upgrade."""
    return tuple(finding for check in CHECKS for finding in check(upgrade))
