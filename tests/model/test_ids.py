"""Ids from keys: another id would lose a learner's history."""

import pytest

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
    assert schema_id("deck-0000", "basic") == 2861704337304013
    assert schema_id("deck-0000", "basic") != schema_id("deck-0000", "cloze")
    assert 0 < schema_id("x", "y") < 2**53


def test_keys_are_kept_apart() -> None:
    assert schema_id("a", "b", "c") != schema_id("a", "bc")
    assert digest(b"a", b"bc") != digest(b"ab", b"c")
    assert digest() != digest(b"")
    assert 0 <= spread("a", below=10) < 10
