"""What programs read: decks.json, fields.json, the feeds and the search index (docs/site.md)."""

import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.apkg.packages import side

Run = Callable[..., tuple[int, str, str]]
ATOM = {"a": "http://www.w3.org/2005/Atom"}
DOCS = Path(__file__).parents[2] / "docs/site.md"


def decks(site: Path) -> dict[str, Any]:
    data = json.loads((site / "decks.json").read_text())
    assert data["format"] == 1
    return {deck["page"]: deck for deck in data["decks"]}


def shape(value: object) -> object:
    """The keys of a value, all the way down; lists by what is in them."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(value[-1])] if value else []
    return type(value).__name__


def test_decks_json_has_the_shape_that_is_documented(site: Path) -> None:
    documented = json.loads(re.findall(r"```json\n(.*?)```", DOCS.read_text(), re.DOTALL)[0])
    found = decks(site)["deck/"]
    second = found["releases"][1]
    assert second["safety"]
    assert shape({**found, "releases": [second]}) == shape(
        {**documented["decks"][0], "releases": documented["decks"][0]["releases"][-1:]}
    )


def test_every_file_is_where_decks_json_says_and_as_it_says(site: Path) -> None:
    for deck in decks(site).values():
        files = [deck["package"], deck["fields"], *deck["deltas"], *(one["package"] for one in deck["releases"])]
        for file in files:
            data = (site / file["address"]).read_bytes()
            assert (len(data), hashlib.sha256(data).hexdigest()) == (file["size"], file["sha256"])
        assert (site / deck["page"] / "index.html").is_file()
        assert all((site / release["page"]).is_file() for release in deck["releases"])


def test_decks_json_sums_up_what_each_release_brought(site: Path) -> None:
    deck = decks(site)["deck/"]
    assert (deck["uid"], deck["name"], deck["version"]) == ("bones-0000", "Anatomy::Bones", "1.1.1")
    assert (deck["notes"], deck["cards"]) == (5, 6)
    assert [(one["version"], one["summary"]) for one in deck["releases"]] == [
        ("1.0.0", {"new": 5, "corrected": 0, "retired": 0, "safety": 0}),
        ("1.1.0", {"new": 1, "corrected": 2, "retired": 1, "safety": 1}),
        ("1.1.1", {"new": 0, "corrected": 1, "retired": 0, "safety": 0}),
    ]
    assert deck["releases"][1]["safety"] == ["dose"]
    assert [delta["from"] for delta in deck["deltas"]] == ["1.1.0"]
    assert deck["released"] == "2023-11-17T05:46:40Z"


def test_fields_json_knows_every_text_that_was_published_and_no_other(site: Path) -> None:
    known = json.loads((site / "deck/fields.json").read_text())["notes"]
    for package in sorted((site / "deck").glob("deck-?.?.?.apkg")):
        snapshot = side(package).snapshot
        for guid, note in snapshot.notes.items():
            for name, text in snapshot.fields(note).items():
                digest = hashlib.sha256(text.encode()).hexdigest()[:16]
                if name in ("Revision", "Note ID", "Retired"):
                    assert name not in known[guid]
                elif text:
                    assert digest in known[guid][name]
                    assert (
                        hashlib.sha256(f"{text}, says my professor".encode()).hexdigest()[:16] not in known[guid][name]
                    )
    dose = next(fields for fields in known.values() if len(fields.get("Back", [])) == 2)
    assert len(set(dose["Back"])) == 2


def test_the_feeds_are_atom_with_an_entry_for_each_version(site: Path) -> None:
    for path, count in ((site / "deck/feed.xml", 3), (site / "feed.xml", 4)):
        feed = ET.fromstring(path.read_bytes())
        entries = feed.findall("a:entry", ATOM)
        assert len(entries) == count
        ids = [found.text for entry in entries for found in entry.findall("a:id", ATOM)]
        assert len(set(ids)) == count
        for entry in entries:
            for link in entry.findall("a:link", ATOM):
                assert (path.parent / link.attrib["href"]).is_file()
        assert all(feed.find(f"a:{name}", ATOM) is not None for name in ("title", "id", "updated", "link"))
    first = ET.fromstring((site / "deck/feed.xml").read_bytes()).find("a:entry/a:title", ATOM)
    assert first is not None
    assert first.text == "Anatomy › Bones 1.1.1"


def test_an_entry_keeps_its_id_when_others_come(published: Path, ankigen: Run) -> None:
    assert ankigen("site", cwd=published)[0] == 0
    before = re.findall("urn:uuid:[^<]*", (published / "site/feed.xml").read_text())
    (published / "cards/aaa").mkdir()
    settings = (published / "cards/deck/deck.toml").read_text().replace("bones-0000", "aaa-0000")
    (published / "cards/aaa/deck.toml").write_text(settings)
    (published / "cards/aaa/a.md").write_text("### Q?\n<!-- id: question -->\nA\n")
    code, _, err = ankigen("release", "aaa", cwd=published, env={"SOURCE_DATE_EPOCH": "1700300000"})
    assert code == 0, err
    assert ankigen("site", cwd=published)[0] == 0
    after = re.findall("urn:uuid:[^<]*", (published / "site/feed.xml").read_text())
    assert after[0] == before[0]
    assert set(before) < set(after)


def test_the_search_index_has_every_note_and_cannot_leave_its_script(site: Path) -> None:
    text = (site / "deck/search-index.js").read_text()
    index = json.loads(text.removeprefix("ankigenIndex(").removesuffix(");\n"))
    assert [note[0] for _, _, notes in index for note in notes] == ["hardens-bone", "matrix", "seen", "dose", "new"]
    assert all((site / "deck" / file).is_file() for file, _, _ in index)
    assert "Hydroxyapatite" in text
    assert (site / "evil/search-index.js").read_bytes().isascii()


def test_a_delta_that_is_the_whole_package_is_not_offered(published: Path, ankigen: Run) -> None:
    """So it is where every note changed."""
    output = published / "decks/deck"
    package, delta = output / "deck-1.1.1.apkg", output / "deck-1.1.1-from-1.1.0.apkg"
    delta.write_bytes(package.read_bytes())
    checksum = (output / f"{package.name}.sha256").read_text()
    (output / f"{delta.name}.sha256").write_text(checksum.replace(package.name, delta.name))
    assert ankigen("site", cwd=published)[0] == 0
    assert decks(published / "site")["deck/"]["deltas"] == []
