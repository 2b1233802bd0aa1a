"""A damaged ledger is refused with its line, whatever is wrong with it: learners' history hangs on it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ankigen.origin import origin

Run = Callable[..., tuple[int, str, str]]
Record = dict[str, object]


@pytest.fixture
def ledger(deck: Path, ankigen: Run) -> Path:
    """The ledger of a release: a header, a release and two notes, each on its line."""
    assert ankigen("release", cwd=deck)[0] == 0
    return deck / "decks" / "deck" / "ledger.jsonl"


def test_a_ledger_cut_off_anywhere_is_refused(deck: Path, ledger: Path, ankigen: Run) -> None:
    whole = ledger.read_bytes()
    for length in [length for length in range(1, len(whole), 29) if whole[length - 1] != ord("\n")]:
        ledger.write_bytes(whole[:length])
        for command in ("build", "release"):
            code, out, err = ankigen(command, cwd=deck)
            assert (code, out) == (1, "")
            line = whole[:length].count(b"\n") + 1
            assert err.startswith(f"decks/deck/ledger.jsonl:{line}:1: error[ledger-damaged]: the ledger is cut off")
        assert ledger.read_bytes() == whole[:length]


def every_value() -> list[tuple[int, str]]:
    header = ["ledger", "uid", "name", "version", "time", "deck_hash", "note_types"]
    release = ["release", "time", "added", "updated", "retired", "notes", "sha256"]
    note = [
        "note",
        "guid",
        "kind",
        "title",
        "note_id",
        "cards",
        "mod",
        "added",
        "updated",
        "source_hash",
        "content_hash",
    ]
    return [(line, key) for line, keys in enumerate((header, release, note), start=1) for key in keys]


def damaged(deck: Path, ledger: Path, line: int, values: Record, ankigen: Run) -> str:
    """What `build` says when one line has other values; `...` stands for none at all."""
    records: list[Record] = [json.loads(text) for text in ledger.read_text().splitlines()]
    changed = {**records[line - 1], **values}
    records[line - 1] = {name: value for name, value in changed.items() if value is not ...}
    ledger.write_text("".join(json.dumps(record) + "\n" for record in records))
    (deck / "cards" / "deck" / "a.md").write_text((deck / "cards" / "deck" / "a.md").read_text() + "More\n")
    code, out, err = ankigen("build", cwd=deck, env={"SOURCE_DATE_EPOCH": "1700000100"})
    assert (code, out) == (1, "")
    return err


def test_a_missing_value_is_refused_at_its_line(deck: Path, ledger: Path, ankigen: Run) -> None:
    whole = ledger.read_text()
    for line, key in every_value():
        ledger.write_text(whole)
        err = damaged(deck, ledger, line, {key: ...}, ankigen)
        assert err.startswith(f"decks/deck/ledger.jsonl:{line}:1: error[ledger-"), key


@pytest.mark.parametrize("value", [None, [], "x", -1.5, float("inf"), {"0": float("inf")}, {"0": 1.5}])
def test_a_value_of_another_kind_is_refused_at_its_line(value: object, deck: Path, ledger: Path, ankigen: Run) -> None:
    whole = ledger.read_text()
    for line, key in every_value():
        ledger.write_text(whole)
        if type(json.loads(whole.splitlines()[line - 1])[key]) is not type(value):
            err = damaged(deck, ledger, line, {key: value}, ankigen)
            assert err.startswith(f"decks/deck/ledger.jsonl:{line}:1: error[ledger-"), key


@pytest.mark.parametrize("line", [1, 2, 3])
def test_an_unknown_value_is_refused_at_its_line(line: int, deck: Path, ledger: Path, ankigen: Run) -> None:
    err = damaged(deck, ledger, line, {"colour": "red"}, ankigen)
    assert err.startswith(f"decks/deck/ledger.jsonl:{line}:1: error[ledger-damaged]: the ledger is damaged here")


def test_a_version_that_was_never_released_is_refused(deck: Path, ledger: Path, ankigen: Run) -> None:
    ledger.write_text(ledger.read_text().replace('"version": "1.0.0"', '"version": "9.0.0"'))
    code, out, err = ankigen("build", cwd=deck)
    assert (code, out) == (1, "")
    assert err.startswith("decks/deck/ledger.jsonl:")


@pytest.mark.parametrize("line", [2, 3, 4])
def test_a_lost_line_is_refused(line: int, deck: Path, ledger: Path, ankigen: Run) -> None:
    """A note whose line is lost would get new ids, and its learners would lose its history."""
    lines = ledger.read_text().splitlines(keepends=True)
    ledger.write_text("".join(lines[: line - 1] + lines[line:]))
    code, out, err = ankigen("build", cwd=deck)
    assert (code, out) == (1, "")
    assert err.startswith("decks/deck/ledger.jsonl:")


def test_a_release_says_what_made_it_and_one_that_does_not_is_read_and_kept(
    deck: Path, ledger: Path, ankigen: Run
) -> None:
    first = ledger.read_text().splitlines()[1]
    assert json.loads(first)["made_by"] == str(origin())
    silent = {key: value for key, value in json.loads(first).items() if key != "made_by"}
    ledger.write_text(ledger.read_text().replace(first, json.dumps(silent)))
    (deck / "cards" / "deck" / "a.md").write_text((deck / "cards" / "deck" / "a.md").read_text() + "More\n")
    assert ankigen("release", cwd=deck, env={"SOURCE_DATE_EPOCH": "1700000100"})[0] == 0
    releases = [json.loads(line) for line in ledger.read_text().splitlines()[1:3]]
    assert ["made_by" in release for release in releases] == [False, True]


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        *((line, key, "../../../elsewhere") for line, key in ((1, "version"), (2, "release"), (3, "added"))),
        *((2, "release", value) for value in ("", "/tmp/elsewhere", "index", "1.0.0\n", "1.0", "<img src=x>", "a\0b")),
        *((3, key, "<script>") for key in ("added", "updated")),
        *((line, "time", value) for line in (1, 2) for value in (-1, 253_402_300_800, 10**18)),
        *((line, key, 10**400) for line, key in ((2, "added"), (3, "note_id"), (3, "mod"))),
        (3, "cards", {"0": 10**400}),
    ],
)
def test_a_version_time_or_number_that_was_never_written_is_refused_at_its_line(
    line: int, key: str, value: object, deck: Path, ledger: Path, ankigen: Run
) -> None:
    err = damaged(deck, ledger, line, {key: value}, ankigen)
    assert err.startswith(f"decks/deck/ledger.jsonl:{line}:1: error[ledger-damaged]: the ledger is damaged here")


def test_a_ledger_cannot_choose_where_the_site_writes(deck: Path, ledger: Path, ankigen: Run) -> None:
    """An older release that never was, in the history of the one that is."""
    lines = ledger.read_text().splitlines()
    for name in ("../../../elsewhere", str(deck / "elsewhere"), "<img src=x onerror=alert(1)>"):
        false = json.dumps({**json.loads(lines[1]), "release": name, "time": 1, "sha256": "0" * 64})
        ledger.write_text("\n".join((lines[0], false, *lines[1:], "")))
        code, out, err = ankigen("site", cwd=deck)
        assert (code, out) == (1, "")
        assert err.startswith("decks/deck/ledger.jsonl:2:1: error[ledger-damaged]")
        assert not (deck / "site").exists()
        assert not list(deck.rglob("elsewhere*"))
