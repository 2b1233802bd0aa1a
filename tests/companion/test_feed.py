"""decks.json and fields.json as docs/site.md says, and as nobody should publish them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ankigen_companion.core.errors import CompanionError
from ankigen_companion.core.feed import (
    Summary,
    decks_at,
    feed_addresses,
    parse_version,
    read_decks,
    read_fields,
    text_hash,
)

ADDRESS = "https://decks.example/site/decks.json"
DOCUMENTED = (Path(__file__).parents[2] / "docs/site.md").read_text(encoding="utf-8")


def decks_json(**changed: Any) -> bytes:
    """The example in docs/site.md, with its digests written out; `changed` keys of its deck."""
    first = re.findall(r"```json\n(.*?)```", DOCUMENTED, re.DOTALL)[0]
    data = json.loads(re.sub(r"\b([0-9a-f]{4})…", lambda match: match[1] * 16, first))
    deck = data["decks"][0]
    text = json.dumps(data).replace("bones", "bone").replace(deck["uid"], "bone-test")
    data = json.loads(text)
    data["decks"][0] |= changed
    return json.dumps(data).encode()


def test_the_documented_example_is_understood() -> None:
    (deck,) = read_decks(decks_json(), ADDRESS)
    assert (deck.uid, deck.name, deck.tag, deck.version) == ("bone-test", "Anatomy::Bones", "bone", (1, 1, 0))
    assert deck.page == "https://decks.example/site/bone/"
    assert deck.package.address == "https://decks.example/site/bone/bone-1.1.0.apkg"
    assert list(deck.deltas) == [(1, 0, 0)]
    assert deck.fields.address == "https://decks.example/site/bone/fields.json"
    assert [release.version for release in deck.since(())] == [(1, 1, 0), (1, 0, 0)]
    assert deck.since((1, 0, 0))[0].summary == Summary(new=2, corrected=4, retired=1, safety=1)
    assert deck.since((1, 0, 0))[0].safety == ("adult-dose",)


def test_keys_that_are_not_known_are_left_alone() -> None:
    assert read_decks(decks_json(colour="blue"), ADDRESS)


def test_the_publishers_texts_are_known_by_their_hashes() -> None:
    example = re.findall(r"```json\n(.*?)```", DOCUMENTED, re.DOTALL)[1].encode()
    assert read_fields(example, ADDRESS)["yO21Z,k}i="]["Front"] == {"9f86d081884c7d65"}
    assert text_hash("test") == "9f86d081884c7d65"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<!doctype html><title>Not found</title>", "is a web page"),
        (b"\n <html>", "is a web page"),
        (b"", "is not a list of decks"),
        (b"\xff\xfe", "is not a list of decks"),
        (b"[" * 100_000, "is not a list of decks"),
        (b"[]", "is not a list of decks"),
        (b"null", "is not a list of decks"),
        (b'{"decks": []}', "is not a list of decks"),
        (b'{"format": 2, "decks": []}', "newer Deck companion"),
        (b'{"format": 1}', "damaged"),
        (b'{"format": 1, "decks": [1]}', "damaged"),
        (b'{"format": 1, "decks": {"a": 1}}', "damaged"),
        (decks_json(uid=7), "damaged"),
        (decks_json(name=" "), "damaged"),
        (decks_json(version="newest"), "damaged"),
        (decks_json(package=None), "damaged"),
        (decks_json(package={"address": "x", "size": -1, "sha256": "0" * 64}), "damaged"),
        (decks_json(package={"address": "x", "size": True, "sha256": "0" * 64}), "damaged"),
        (decks_json(package={"address": "x", "size": 1, "sha256": "0"}), "damaged"),
        (decks_json(releases=[{}]), "damaged"),
        (decks_json(page="file:///etc/passwd"), "damaged"),
        (decks_json(page="javascript:alert(1)"), "damaged"),
        (decks_json(fields=None), "damaged"),
        (decks_json(deltas=None), "damaged"),
    ],
)
def test_a_list_that_is_none_is_told_in_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(CompanionError, match=words):
        read_decks(data, ADDRESS)


@pytest.mark.parametrize("data", [b"<html>", b"{}", b'{"format": 1, "notes": []}', b'{"format": 1, "notes": {"g": 1}}'])
def test_so_is_a_list_of_texts(data: bytes) -> None:
    with pytest.raises(CompanionError):
        read_fields(data, ADDRESS)


SITE, ABOVE = "https://decks.example/site/decks.json", "https://decks.example/decks.json"


@pytest.mark.parametrize(
    ("pasted", "places"),
    [
        ("https://decks.example/site/bone/", (SITE, "https://decks.example/site/bone/decks.json")),
        ("https://decks.example/site/bone", (SITE, "https://decks.example/site/bone/decks.json")),
        (" decks.example/site/bone/index.html\n", (SITE, "https://decks.example/site/bone/decks.json")),
        ("https://decks.example/site/bone/1.0.0.html#card", (SITE, "https://decks.example/site/bone/decks.json")),
        ("https://decks.example/site/", (ABOVE, SITE)),
        ("https://decks.example/site/decks.json?x=1", (SITE,)),
        ("https://decks.example", (ABOVE,)),
    ],
)
def test_any_address_of_a_site_leads_to_its_list(pasted: str, places: tuple[str, ...]) -> None:
    assert feed_addresses(pasted) == places


@pytest.mark.parametrize("pasted", ["", "bone", "my deck page", "https://", "https://x y.example/"])
def test_what_is_no_address_is_told(pasted: str) -> None:
    with pytest.raises(CompanionError, match="not the address of a page"):
        feed_addresses(pasted)


def test_a_page_means_its_own_deck_and_the_front_page_all() -> None:
    decks = read_decks(decks_json(), ADDRESS) + read_decks(decks_json(page="skin/", uid="skin"), ADDRESS)
    assert [deck.uid for deck in decks_at(decks, "https://decks.example/site/skin/index.html")] == ["skin"]
    assert [deck.uid for deck in decks_at(decks, "decks.example/site/bone")] == ["bone-test"]
    assert [deck.uid for deck in decks_at(decks, "https://decks.example/site/")] == ["bone-test", "skin"]


def test_versions_compare_as_numbers() -> None:
    assert parse_version("1.10.0") > parse_version("1.9.3") > parse_version("") == parse_version("1.0")
