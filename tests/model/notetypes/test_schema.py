"""The schema is frozen: where one of these tests fails, learners' notes would no longer be updated."""

import json
from pathlib import Path
from typing import Any

from ankigen.model.note import Kind
from ankigen.model.notetypes import SCHEMAS, Setting, note_type

GOLDEN = Path(__file__).with_name("schema.json")
SETTING = Setting(uid="frozen-0000", deck="Frozen", language="en", report_url="")


def _schema(kind: Kind) -> dict[str, Any]:
    made = note_type(kind, SETTING)
    return {
        "name": made.name,
        "id": made.id,
        "fields": [list(field) for field in made.fields],
        "templates": [[template.name, template.id] for template in made.templates],
    }


def test_names_ids_order_and_count_are_what_they_were_at_the_first_release() -> None:
    assert {kind.value: _schema(kind) for kind in Kind} == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_every_kind_has_a_schema() -> None:
    assert set(SCHEMAS) == set(Kind)


def test_no_id_is_used_twice() -> None:
    made = [note_type(kind, SETTING) for kind in Kind]
    for one in made:
        ids = [number for _, number in one.fields] + [template.id for template in one.templates]
        assert len(set(ids)) == len(ids)
    assert len({one.id for one in made}) == len(made)


def test_two_decks_share_no_id() -> None:
    other = Setting(uid="frozen-0001", deck="Frozen", language="en", report_url="")
    for kind in Kind:
        assert note_type(kind, SETTING).id != note_type(kind, other).id
