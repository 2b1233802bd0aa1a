"""Losses that today's Anki causes by no package: the checks would still tell them."""

from dataclasses import replace

import pytest

from ankigen.verify.checks import judge
from ankigen.verify.findings import Code
from ankigen.verify.report import SENTENCES
from ankigen.verify.state import SUSPENDED, Card, Inspection, Note, NoteType, Outcome, State
from ankigen.verify.upgrade import Upgrade

NOTE = Note(1, "guid1", 7, "bone", "content", "content", "bone", retired=False)
CARD = Card(10, 1, 0, "Bones", SUSPENDED, 3, "good")
STATE = State({1: NOTE}, {10: CARD}, {7: NoteType(7, "Bone", "plain", "fields")}, reviews=4, by_guid={"guid1": NOTE})
LOG: dict[Outcome, tuple[int, ...]] = {outcome: () for outcome in Outcome}


def codes(after: State, inspection: Inspection = Inspection()) -> list[tuple[Code, str]]:  # noqa: B008  # it is frozen
    upgrade = Upgrade(STATE, STATE, after, STATE, LOG, inspection)
    return [(finding.code, finding.guid) for finding in judge(upgrade)]


def test_nothing_lost_is_nothing_found() -> None:
    assert codes(STATE) == []


def test_fields_that_merging_appends_are_told() -> None:
    after = replace(STATE, note_types={7: NoteType(7, "Bone", "plain", "fields and more")})
    for obeyed, found in ((True, [Code.FIELDS_APPENDED]), (False, [])):
        upgrade = Upgrade(STATE, STATE, after, STATE, LOG, Inspection(), obeyed=obeyed)
        assert [finding.code for finding in judge(upgrade)] == found


@pytest.mark.parametrize(
    ("card", "code"),
    [
        (replace(CARD, queue=0), Code.SUSPENSION_LOST),
        (replace(CARD, flags=0), Code.FLAG_LOST),
        (replace(CARD, deck="Default"), Code.DECK_LOST),
        (replace(CARD, schedule="new"), Code.SCHEDULE_LOST),
        (replace(CARD, ordinal=1), Code.CARD_LOST),
    ],
)
def test_what_befalls_a_card_is_told_by_its_note(card: Card, code: Code) -> None:
    assert codes(replace(STATE, cards={10: card})) == [(code, "guid1")]


def test_reviews_a_full_sync_and_complaints_are_of_no_single_note() -> None:
    assert codes(replace(STATE, reviews=3)) == [(Code.SCHEDULE_LOST, "")]
    assert codes(replace(STATE, schema_changed_at=1)) == [(Code.FULL_SYNC, "")]
    assert codes(STATE, Inspection(complaints=("Cards without notes: 1",))) == [(Code.DATABASE, "")]


def test_a_card_that_is_gone_is_lost_and_missed() -> None:
    assert codes(replace(STATE, cards={})) == [(Code.CARD_LOST, "guid1"), (Code.MISSING_CARD, "guid1")]


def test_every_code_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Code)
