"""`ankigen check --stdin-filename`: an editor's text in place of the file's."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def check(deck: Path, name: str, text: str | bytes, *options: str) -> tuple[int, str, str]:
    data = text.encode() if isinstance(text, str) else text
    command = [sys.executable, "-m", "ankigen", "check", "--stdin-filename", name, *options]
    done = subprocess.run(command, cwd=deck, input=data, capture_output=True)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_text_comes_from_stdin_and_the_disk_stays_as_it_is(deck: Path) -> None:
    path = deck / "cards/deck/a.md"
    before = path.read_bytes()
    code, out, _ = check(deck, "cards/deck/a.md", "### New\n<!-- id: new -->\n")
    assert code == 1
    assert "cards/deck/a.md:1:5: error[empty-back]" in out
    assert path.read_bytes() == before


def test_only_findings_on_that_file_are_told(deck: Path) -> None:
    (deck / "cards/deck/b.md").write_text("### Empty\n")
    code, out, _ = check(deck, "cards/deck/a.md", (deck / "cards/deck/a.md").read_text())
    assert (code, "b.md" in out) == (0, False)
    code, out, _ = check(deck, "cards/deck/b.md", (deck / "cards/deck/b.md").read_text())
    assert (code, "a.md" in out) == (1, False)


def test_a_file_that_is_not_on_disk_yet_is_compared_with_the_rest_of_the_deck(deck: Path) -> None:
    code, out, _ = check(deck, "cards/deck/new.md", "### What hardens bone?\n<!-- id: hardens-bone -->\n\nSalts\n")
    assert code == 1
    said = "the id 'hardens-bone' is already used by the note at cards/deck/a.md"
    assert f"cards/deck/new.md:2:10: error[duplicate-id]: {said}" in out
    assert not (deck / "cards/deck/new.md").exists()


@pytest.mark.parametrize("folder", [".", "cards", "cards/deck"])
def test_the_path_may_be_relative_or_absolute_from_anywhere_in_the_repository(deck: Path, folder: str) -> None:
    path = deck / "cards/deck/new.md"
    text = "### New\n<!-- id: new -->\n"
    relative = {".": "cards/deck/new.md", "cards": "deck/new.md", "cards/deck": "../deck/new.md"}[folder]
    for name in (str(path), relative):
        assert check(deck / folder, name, text)[0] == 1
    assert check(Path("/"), str(path), text)[0] == 1


@pytest.mark.parametrize("data", [b"\xff\xfe", b"### A\0"])
def test_what_is_no_text_is_told_as_such(deck: Path, data: bytes) -> None:
    code, out, _ = check(deck, "cards/deck/a.md", data, "--format", "json")
    assert code == 1
    assert [problem["code"] for problem in json.loads(out)] in (["not-utf8"], ["nul-byte"])


def test_byte_order_mark_and_crlf_are_read_as_from_a_file(deck: Path) -> None:
    text = (deck / "cards/deck/a.md").read_text().replace("\n", "\r\n")
    code, out, _ = check(deck, "cards/deck/a.md", b"\xef\xbb\xbf" + text.encode())
    assert code == 0
    assert "error" not in out


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("README.md", "is not a card source"),
        ("cards/deck/objectives.md", "is not a card source"),
        ("cards/deck/deck.toml", "is not a card source"),
        ("cards/deck/sub/a.md", "is not a card source"),
        ("cards/dekc/a.md", "did you mean 'deck'?"),
    ],
)
def test_what_is_no_card_source_is_refused_in_one_line(deck: Path, name: str, says: str) -> None:
    code, out, err = check(deck, name, "### A\n")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err


def test_what_is_wrong_with_the_settings_is_reported_too(deck: Path) -> None:
    (deck / "cards/deck/deck.toml").write_text("name = ")
    code, out, _ = check(deck, "cards/deck/a.md", "### A\n")
    assert code == 1
    assert out.startswith("cards/deck/a.md:1:5: error[empty-back]")
    assert "\ncards/deck/deck.toml:1:1: error[bad-toml]: " in out
