"""New templates and styles reach learners without a full sync, and only when they are new."""

import io
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

from . import bone
from .conftest import FEBRUARY, JANUARY, MARCH, Published, Releases
from .learner import Collection, Learner
from .publisher import Publisher


def restyled(publisher: Publisher) -> tuple[Path, ...]:
    return bone.publish_restyled(publisher, JANUARY, FEBRUARY, MARCH)


def test_new_templates_arrive_without_a_full_sync(learner: Learner, published: Published) -> None:
    old, new, _ = published(restyled)
    before, after = _upgrade(learner, old, new)
    assert all("https://example.org/one?title={{Note ID}}" in item.templates[0] for item in after.note_types)
    assert after.schema_changed_at == before.schema_changed_at
    assert (after.notes, after.cards, after.reviews) == (before.notes, before.cards, before.reviews)


def test_a_new_style_arrives_without_a_full_sync(learner: Learner, published: Published) -> None:
    old, _, new = published(restyled)
    before, after = _upgrade(learner, old, new)
    assert all(bone.STYLE.strip() in item.css for item in after.note_types)
    assert after.schema_changed_at == before.schema_changed_at
    assert (after.notes, after.cards, after.reviews) == (before.notes, before.cards, before.reviews)


def _upgrade(learner: Learner, old: Path, new: Path) -> tuple[Collection, Collection]:
    """The collection with the old release, two cards of it studied, and after an upgrade that touches no note."""
    learner.imports(old)
    learner.reviews("Bone", 4, 3)
    before = learner.collection()
    log = learner.imports(new)
    assert (log.new, log.updated, log.refused) == ((), (), ())
    return before, learner.collection()


def test_a_note_type_that_did_not_change_keeps_its_time(learner: Learner, releases: Releases) -> None:
    learner.imports(releases.v1_0_0)
    before = learner.collection().note_types
    learner.imports(releases.v1_2_0)
    assert learner.collection().note_types == before


def test_a_learners_own_style_stays_while_the_note_type_does_not_change(learner: Learner, releases: Releases) -> None:
    learner.imports(releases.v1_0_0)
    learner.restyles("Bone – Basic", ".mine { color: red }")
    learner.imports(releases.v1_1_0)
    (basic,) = (item for item in learner.collection().note_types if item.name == "Bone – Basic")
    assert basic.css == ".mine { color: red }"


def test_spare_fields_can_be_renamed_because_fields_carry_ids(
    learner: Learner, releases: Releases, tmp_path: Path
) -> None:
    """No release renames one yet; a package that does is made of 1.1.0 here."""
    learner.imports(releases.v1_0_0)
    before = learner.collection()
    renamed = tmp_path / "renamed.apkg"
    renamed.write_bytes(_with_spare_field_renamed(releases.v1_1_0.read_bytes()))
    log = learner.imports(renamed)
    after = learner.collection()
    assert (log.new, log.updated, log.refused) == (bone.NEW_IN_1_1_0, bone.CHANGED_IN_1_1_0, ())
    assert [item.number for item in after.note_types] == [item.number for item in before.note_types]
    assert all("Mnemonic" in item.fields and "Spare 1" not in item.fields for item in after.note_types)
    assert after.schema_changed_at == before.schema_changed_at


def _with_spare_field_renamed(package: bytes) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, _rename(data) if name == "collection.anki2" else data)
    return result.getvalue()


def _rename(collection: bytes) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(collection)
    note_types: dict[str, dict[str, Any]] = json.loads(connection.execute("select models from col").fetchone()[0])
    for note_type in note_types.values():
        note_type["mod"] += 1
        for field in note_type["flds"]:
            field["name"] = field["name"].replace("Spare 1", "Mnemonic")
    connection.execute("update col set models = ?", (json.dumps(note_types),))
    connection.commit()
    result = connection.serialize()
    connection.close()
    return result
