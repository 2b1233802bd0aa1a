"""Any publisher's package is read; what cannot be is told in one sentence, and never unpacked without bounds."""

import json
import random
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from ankigen.apkg.reader import Package, archive, media_data, read_package
from ankigen.apkg.snapshot import NoteTypeKind, Snapshot
from ankigen.diagnostic import AnkigenError

from .packages import (
    BASIC,
    DECK,
    FIRST,
    Publication,
    export_from_anki,
    publish,
    read_members,
    rewrite,
    set_json,
    write_members,
)

NOTES = {"fr": ("France", 'Paris <img src="paris.png">'), "de": ("Germany", "Berlin")}
GEOGRAPHY = Publication(NOTES, description="<b>Capitals</b>", media={"paris.png": b"tower"}, tags={"de": ("x", "a")})

Run = Callable[..., tuple[int, str, str]]


def read(path: Path) -> Snapshot:
    return read_package(Package(path.name, path))


def complaint(path: Path) -> str:
    with pytest.raises(AnkigenError) as caught:
        read(path)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return publish(tmp_path, "geography", GEOGRAPHY)


def test_a_package_of_plain_genanki_is_read_whole(package: Path) -> None:
    found = read(package)
    assert [(deck.name, deck.description) for deck in found.decks] == [("Geography", "<b>Capitals</b>")]
    assert list(found.notes) == ["fr", "de"]
    germany = found.notes["de"]
    assert (germany.fields, germany.tags, germany.mod) == (("Germany", "Berlin"), ("a", "x"), FIRST)
    assert [(card.ordinal, card.deck) for card in germany.cards] == [(0, "Geography")]
    assert found.fields(germany) == {"Front": "Germany", "Back": "Berlin"}
    assert found.note_type(germany).kind is NoteTypeKind.STANDARD
    assert [(file.name, file.size) for file in found.media.values()] == [("paris.png", 5)]


def test_a_package_of_ankigen_has_ids_beside_its_fields(deck: Path, ankigen: Run) -> None:
    assert ankigen("release", "--no-verify", cwd=deck)[0] == 0
    found = read(deck / "decks/deck/deck-1.0.0.apkg")
    assert len(found.notes) == 2
    assert all(field.id for note_type in found.note_types.values() for field in note_type.fields)
    assert {note_type.kind for note_type in found.note_types.values()} == set(NoteTypeKind)


@pytest.mark.anki
def test_a_package_exported_by_anki_for_older_versions_is_read(package: Path, tmp_path: Path) -> None:
    path = export_from_anki(tmp_path, package, legacy=True)
    assert "collection.anki21" in read_members(path)
    found = read(path)
    assert {guid: note.fields for guid, note in found.notes.items()} == NOTES
    assert list(found.media) == ["paris.png"]


@pytest.mark.anki
def test_the_newest_format_says_the_same_as_the_older_one(package: Path, tmp_path: Path) -> None:
    older, newest = (export_from_anki(tmp_path, package, legacy=legacy) for legacy in (True, False))
    assert "collection.anki21b" in read_members(newest)
    one, other = read(older), read(newest)
    assert (one.notes, one.media) == (other.notes, other.media)
    names = [[(deck.name, deck.description) for deck in found.decks] for found in (one, other)]
    assert names[0] == names[1] == [("Geography", "<b>Capitals</b>")]
    assert one.note_types == other.note_types
    (old_type,), (new_type,) = one.note_types.values(), other.note_types.values()
    assert dict(new_type.settings)["latexPre"] == dict(old_type.settings)["latexPre"]
    assert dict(new_type.fields[0].settings)["font"] == dict(old_type.fields[0].settings)["font"]
    assert media_data(Package("x", newest), ["paris.png"], 5) == {"paris.png": b"tower"}
    assert media_data(Package("x", newest), ["paris.png"], 4) == {}


def packed(**members: bytes) -> dict[str, bytes]:
    """A package of the newest format; only what is unpacked is packed once more."""
    return {"meta": b"\x08\x03", **{name.replace("_", "."): data for name, data in members.items()}}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "damaged (the zstd data is cut off)"),
        (b"SQLite format 3\0", "damaged (not zstd data)"),
        (zstd.compress(b"x" * 5_000_000)[:-3], "damaged (the zstd data is cut off)"),
        (zstd.compress(b"no database"), "its collection is damaged"),
        (zstd.compress(bytes(40_000_000)), "would unpack to more than 17 MB"),
        (zstd.compress(bytes(9_000_000)) * 2, "would unpack to more than 17 MB"),
    ],
)
def test_a_packed_collection_is_read_within_bounds(data: bytes, told: str, tmp_path: Path) -> None:
    path = write_members(tmp_path / "x.apkg", packed(collection_anki21b=data))
    assert told in complaint(path)


@pytest.mark.parametrize(
    ("media", "told"),
    [
        (zstd.compress(b"\x0a\x05\x0a\x03a"), "its list of media is damaged"),
        (zstd.compress(b"\x0a\x05\x0a\x03a.b"), "lists a media file that is not in it"),
        (zstd.compress(b"\xff" * 20), "its list of media is damaged"),
        (b"{}", "'media' is damaged (not zstd data)"),
    ],
)
def test_a_packed_list_of_media_is_read_with_care(media: bytes, told: str, tmp_path: Path) -> None:
    path = write_members(tmp_path / "x.apkg", packed(collection_anki21b=zstd.compress(b"x"), media=media))
    assert told in complaint(path)


def test_the_newer_collection_is_preferred_as_in_anki(package: Path) -> None:
    members = read_members(package)
    write_members(package, {"collection.anki21": members["collection.anki2"], **members, "collection.anki2": b"old"})
    assert len(read(package).notes) == 2


def test_media_are_read_on_demand_and_only_small_ones(package: Path) -> None:
    wanted = Package("x", package.read_bytes())
    assert media_data(wanted, ["paris.png", "none.png"], 5) == {"paris.png": b"tower"}
    assert media_data(wanted, ["paris.png"], 4) == {}


def test_a_package_without_a_list_of_media_has_none(package: Path) -> None:
    members = read_members(package)
    del members["media"]
    assert read(write_members(package, members)).media == {}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"media": b"{"}, "list of media is damaged"),
        ({"media": b"[" * 100_000}, "list of media is damaged"),
        ({"media": b'{"7": "x.png"}'}, "lists a media file that is not in it"),
        ({"collection.anki2": b""}, "has no table 'cards'"),
        ({"collection.anki2": b"no database at all"}, "its collection is damaged"),
        ({"collection.anki21b": b"zstd"}, "is damaged (not zstd data)"),
        ({"meta": b"\x08\x03"}, "has no collection.anki21b"),
        ({"meta": b"\x08\x04"}, "a package format (version 4) that this ankigen does not know"),
        ({"media": b'{"0": "a/b.png"}'}, "named 'a/b.png', which no folder can hold"),
        ({"media": b'{"0": ".."}'}, "named '..', which no folder can hold"),
        ({"meta": b"\x08\x02"}, "has no collection.anki21"),
        ({"media": b"[1]"}, "list of media is damaged"),
    ],
)
def test_wrong_members_are_told(package: Path, change: dict[str, bytes], told: str) -> None:
    assert told in complaint(write_members(package, read_members(package) | change))


@pytest.mark.parametrize("meta", [b"", b"\x08", b"\x10\x03", b"\x08\x01"])
def test_a_version_that_is_not_said_is_the_first(package: Path, meta: bytes) -> None:
    assert len(read(write_members(package, read_members(package) | {"meta": meta})).notes) == 2


def test_an_empty_list_of_media_is_none(package: Path) -> None:
    assert read(write_members(package, read_members(package) | {"media": b""})).media == {}


def test_media_come_in_the_order_of_their_names(package: Path) -> None:
    members = read_members(package) | {"media": b'{"0": "paris.png", "1": "berlin.png"}', "1": b"gate"}
    assert list(read(write_members(package, members)).media) == ["berlin.png", "paris.png"]


def test_files_that_are_no_packages_are_told(package: Path, tmp_path: Path) -> None:
    whole = package.read_bytes()
    named = write_members(tmp_path / "named.apkg", read_members(package) | {"é": b""}).read_bytes()
    for data, told in (
        (b"", "empty file"),
        (b"hello", "not an Anki package"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "`git lfs pull`"),
        (whole[:-200], "cut off or damaged"),
        (whole[:50] + whole[60:], "cut off or damaged"),
        (named.replace("é".encode(), b"\xff\xff"), "cut off or damaged"),
    ):
        package.write_bytes(data)
        assert told in complaint(package)
    assert "no such file" in complaint(tmp_path / "none.apkg")
    assert "is a folder" in complaint(tmp_path)
    assert "has no collection.anki2" in complaint(write_members(package, {"readme.txt": b"hello"}))


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE notes SET guid = 'fr'", "have the guid 'fr'"),
        ("UPDATE notes SET flds = 'only one'", "has 1 fields, its note type 2"),
        ("UPDATE notes SET mid = 5", "is of note type 5"),
        ("UPDATE col SET ver = 18", "its collection is damaged"),
        ("UPDATE col SET ver = 12", "has the schema 12, which this ankigen does not know"),
        ("UPDATE col SET ver = 19", "tick 'Support older Anki versions'"),
        (f'UPDATE col SET models = \'{{"{BASIC}": {{"name": "Bare"}}}}\'', "its note type 'Bare' has no fields"),
        ("UPDATE col SET models = '{'", "its note types cannot be read"),
        ("UPDATE col SET decks = '[]'", "its decks cannot be read"),
        ("UPDATE col SET decks = '{\"1\": 5}'", "its decks cannot be read"),
        ("UPDATE col SET decks = replace(hex(zeroblob(50000)), '0', '[')", "its decks cannot be read"),
        ("DELETE FROM col", "its collection is empty"),
        ("DROP TABLE col", "has no table 'col'"),
        ("DROP TABLE notes", "has no table 'notes'"),
        ("ALTER TABLE notes DROP COLUMN tags", "its collection is damaged"),
    ],
)
def test_wrong_collections_are_told(package: Path, statement: str, told: str) -> None:
    rewrite(package, lambda connection: connection.executescript("DROP INDEX IF EXISTS ix_notes_csum;" + statement))
    assert told in complaint(package)


def test_a_view_in_place_of_a_table_is_not_run(package: Path) -> None:
    endless = """
        DROP TABLE notes;
        CREATE VIEW notes AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)
        SELECT id, id AS guid, 0 AS mid, 0 AS mod, '' AS tags, '' AS flds FROM n"""
    rewrite(package, lambda connection: connection.executescript(endless))
    assert "has no table 'notes'" in complaint(package)


def test_values_of_any_type_are_taken_as_what_they_should_be(package: Path) -> None:
    def odd(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE notes SET guid = 7, mod = 'soon', tags = 5, flds = x'ff1f41' WHERE guid = 'fr'")
        decks = {"1": {"name": None}, str(DECK): {"name": 5}}
        set_json(connection, "decks", decks)

    rewrite(package, odd)
    found = read(package)
    note = found.notes["7"]
    assert (note.mod, note.tags, note.fields) == (0, ("5",), ("\ufffd", "A"))
    assert [deck.name for deck in found.decks] == ["", ""]


def test_decks_are_kept_with_or_without_cards_but_for_an_unused_default(package: Path) -> None:
    def three_decks(connection: sqlite3.Connection) -> None:
        set_json(connection, "decks", {str(DECK): {"name": "Z"}, "5": {"name": "A"}, "1": {"name": "Default"}})

    rewrite(package, three_decks)
    assert [deck.name for deck in read(package).decks] == ["A", "Z"]
    rewrite(
        package,
        lambda connection: connection.execute("UPDATE cards SET did = 1 WHERE nid = (SELECT min(nid) FROM cards)"),
    )
    assert [deck.name for deck in read(package).decks] == ["A", "Default", "Z"]


def test_a_card_in_a_deck_that_is_not_there_has_none(package: Path) -> None:
    rewrite(package, lambda connection: connection.execute("UPDATE cards SET did = 77"))
    assert {card.deck for note in read(package).notes.values() for card in note.cards} == {""}


def test_a_card_in_a_filtered_deck_is_of_the_deck_it_came_from(package: Path) -> None:
    rewrite(package, lambda connection: connection.execute(f"UPDATE cards SET did = 77, odid = {DECK}"))
    assert {card.deck for note in read(package).notes.values() for card in note.cards} == {"Geography"}


@pytest.mark.parametrize(
    ("changes", "sort_field", "mod"),
    [({"sortf": 1, "mod": 5}, 1, 5), ({"sortf": None, "mod": "soon"}, 0, 0), ({"sortf": True, "mod": True}, 0, 0)],
)
def test_a_note_types_numbers_are_numbers(package: Path, changes: dict[str, object], sort_field: int, mod: int) -> None:
    with_model(package, changes)
    (note_type,) = read(package).note_types.values()
    assert (note_type.sort_field, note_type.mod) == (sort_field, mod)


def test_fields_are_in_the_order_of_their_numbers(package: Path) -> None:
    with_model(package, {"flds": [{"name": "Back", "ord": 1}, {"name": "Front", "ord": 0}, "no field"]})
    assert read(package).fields(read(package).notes["de"]) == {"Front": "Germany", "Back": "Berlin"}
    with_model(package, {"flds": [{"name": "Back", "ord": 1}, {"name": "Front"}]})
    assert read(package).fields(read(package).notes["de"]) == {"Front": "Germany", "Back": "Berlin"}


def with_model(package: Path, changes: dict[str, object]) -> None:
    """Change the package's note type."""

    def change(connection: sqlite3.Connection) -> None:
        models = json.loads(connection.execute("SELECT models FROM col").fetchone()[0])
        set_json(connection, "models", {number: model | changes for number, model in models.items()})

    rewrite(package, change)


def test_a_bomb_is_not_unpacked(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    members = read_members(package)
    write_members(package, members | {"collection.anki2": bytes(40_000_000)})
    assert package.stat().st_size < 100_000
    assert "would unpack to 40 MB" in complaint(package)
    monkeypatch.setattr(archive, "LARGEST_TOTAL", 30_000_000)
    assert "which no deck needs" in complaint(package)


def test_a_member_that_lies_about_its_size_is_damaged(package: Path) -> None:
    data = package.read_bytes()
    with zipfile.ZipFile(package) as opened:
        size = opened.getinfo("collection.anki2").file_size
    package.write_bytes(data.replace(size.to_bytes(4, "little"), (size // 2).to_bytes(4, "little")))
    assert "cut off or damaged" in complaint(package)


def test_whatever_is_damaged_is_one_sentence(package: Path) -> None:
    dice, whole = random.Random(5), package.read_bytes()
    members = read_members(package)
    for _ in range(150):
        data, database = bytearray(whole), bytearray(members["collection.anki2"])
        for target in (data, database):
            for _ in range(dice.randrange(1, 8)):
                target[dice.randrange(len(target))] = dice.randrange(256)
        package.write_bytes(data)
        told = [message_of(package)]
        write_members(package, members | {"collection.anki2": bytes(database)})
        told.append(message_of(package))
        assert not any("\n" in message for message in told)


def message_of(path: Path) -> str:
    """What is said of the package; nothing where it can be read after all."""
    try:
        read(path)
    except AnkigenError as error:
        return str(error)
    return ""


@pytest.mark.anki
def test_a_package_of_the_newest_format_without_media_has_none(tmp_path: Path) -> None:
    """Anki packs even an empty list."""
    package = publish(tmp_path, "geography", Publication({"de": ("Germany", "Berlin")}))
    newest = export_from_anki(tmp_path, package, legacy=False)
    assert read_members(newest)["media"]
    found = read(newest)
    assert not found.media
    assert len(found.notes) == 1
