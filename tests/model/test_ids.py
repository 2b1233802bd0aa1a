"""Ids from keys: another id would lose a learner's history."""

import pytest
from genanki.util import guid_for

from ankigen.model.ids import ID, UID, digest, note_guid, schema_id, spread


@pytest.mark.parametrize(("text", "good"), [("a1", True), ("a-b-", True), ("a", False), ("-a", False), ("aB", False)])
def test_ids(text: str, good: bool) -> None:
    assert bool(ID.fullmatch(text)) == good


def test_an_id_has_64_characters_at_most() -> None:
    assert ID.fullmatch("a" * 64)
    assert not ID.fullmatch("a" * 65)
    assert not UID.fullmatch("abc")


def test_ids_from_keys_never_change() -> None:
    assert note_guid("deck-0000", "one") == "Ax9RJ~Q8C;"
    assert spread("deck-0000", below=86_400_000) == 55454296
    assert digest(b"a", b"bc") == "3fafa1cf2f19a7c1129beb20cf0983f73a489a221fc0dd2f16d1be292d089205"
    assert schema_id("deck-0000", "basic") == 2861704337304013
    assert schema_id("deck-0000", "basic") != schema_id("deck-0000", "cloze")
    assert 0 < schema_id("x", "y") < 2**53


def test_guids_are_genankis() -> None:
    for number in range(2000):
        assert note_guid("bone-0001", f"note-{number}") == guid_for("bone-0001", f"note-{number}")


def test_keys_are_kept_apart() -> None:
    assert schema_id("a", "b", "c") != schema_id("a", "bc")
    assert digest(b"a", b"bc") != digest(b"ab", b"c")
    assert digest() != digest(b"")
    assert spread("a", "b", "c", below=2**60) != spread("a", "bc", below=2**60)
    assert {spread(uid, below=4) for uid in "abcdefghijklmnop"} == {0, 1, 2, 3}
