"""The schema is frozen: where one of these tests fails, learners' notes would no longer be updated."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from ankigen.model.config import DeckConfig
from ankigen.model.note import Kind
from ankigen.model.notetypes import SCHEMAS, Setting, note_type, setting_of

GOLDEN = Path(__file__).with_name("schema.json")
SETTING = Setting(space="frozen-0000", title="Frozen", language="en", report_url="")
FAMILY = ("Dentistry Exampleton – Basic", 3694863272501945, ("Front", 2749550583667049), 2798030462696338)


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
    other = Setting(space="frozen-0001", title="Frozen", language="en", report_url="")
    for kind in Kind:
        assert note_type(kind, SETTING).id != note_type(kind, other).id


def test_a_family_keeps_the_ids_that_its_name_gives() -> None:
    config = DeckConfig("Bone", "bone-0000", "bone", family="Dentistry Exampleton")
    made = note_type(Kind.BASIC, setting_of(config))
    first = (made.name, made.id, made.fields[0], made.templates[0].id)
    assert first == FAMILY
    assert made.id == note_type(Kind.BASIC, setting_of(replace(config, name="Tooth", uid="tooth-0000"))).id


def test_a_deck_that_has_the_uid_of_a_familys_name_shares_no_id_with_it() -> None:
    family = setting_of(DeckConfig("Bone", "bone-0000", "bone", family="dentistry"))
    deck = setting_of(DeckConfig("Bone", "dentistry", "bone"))
    assert note_type(Kind.BASIC, family).id != note_type(Kind.BASIC, deck).id
