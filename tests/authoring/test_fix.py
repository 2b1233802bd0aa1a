"""`ankigen check --fix`: what it mends, what it leaves alone, and how it says so."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]

ROUGH = """\
---
tags: [pathology]\x20\x20
source: The book\x20
---

# Bone\x20
<!-- tag: bone -->\x20

### What did Ko\u0308lliker see?\x20\x20
<!--
  id: koelliker\t
  review: ok
-->\x20

A hard break\x20\x20
and a cafe\u0301.\x20

### Without an id
<!-- covers: [S1] -->

Back\x20\x20
"""
SMOOTH = """\
---
tags: [pathology]
source: The book
---

# Bone\x20
<!-- tag: bone -->

### What did Kölliker see?\x20\x20
<!--
  id: koelliker
  review: ok
-->

A hard break\x20\x20
and a café.\x20

### Without an id
<!-- id: without-an-id, covers: [S1] -->

Back\x20\x20
"""


def source(deck: Path) -> Path:
    return deck / "cards/deck/a.md"


@pytest.fixture
def rough(deck: Path) -> Path:
    source(deck).write_text(ROUGH, encoding="utf-8")
    return deck


def test_it_mends_ids_unicode_and_blanks_in_metadata_and_nothing_else(rough: Path, ankigen: Run) -> None:
    code, _, err = ankigen("check", "--fix", cwd=rough)
    assert source(rough).read_text(encoding="utf-8") == SMOOTH
    assert code == 0
    assert [line for line in err.splitlines() if line.startswith("cards/")] == [
        "cards/deck/a.md:2:18: trailing whitespace removed",
        "cards/deck/a.md:3:17: trailing whitespace removed",
        "cards/deck/a.md:7:19: trailing whitespace removed",
        "cards/deck/a.md:9:15: Unicode composed (NFC)",
        "cards/deck/a.md:11:16: trailing whitespace removed",
        "cards/deck/a.md:13:4: trailing whitespace removed",
        "cards/deck/a.md:16:10: Unicode composed (NFC)",
        "cards/deck/a.md:18:1: id without-an-id",
    ]


def test_a_second_run_finds_nothing_to_mend(rough: Path, ankigen: Run) -> None:
    ankigen("check", "--fix", cwd=rough)
    before = source(rough).stat().st_mtime_ns, source(rough).read_bytes()
    code, out, err = ankigen("check", "--fix", cwd=rough)
    assert "nothing to fix" in err
    assert "@@" not in out
    assert (source(rough).stat().st_mtime_ns, source(rough).read_bytes()) == before
    assert code == 0


def test_the_difference_it_shows_turns_the_old_file_into_the_new(rough: Path, ankigen: Run, tmp_path: Path) -> None:
    out = ankigen("check", "--fix", cwd=rough)[1]
    source(rough).write_text(ROUGH, encoding="utf-8")
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], cwd=rough, input=out, text=True, check=True)
    assert source(rough).read_text(encoding="utf-8") == SMOOTH


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("final", [True, False])
def test_line_ends_byte_order_mark_and_final_newline_stay(
    rough: Path, ankigen: Run, end: str, bom: bytes, final: bool
) -> None:
    def as_file(text: str) -> bytes:
        return bom + (text if final else text.rstrip("\n")).replace("\n", end).encode()

    source(rough).write_bytes(as_file(ROUGH))
    assert ankigen("check", "--fix", cwd=rough)[0] == 0
    assert source(rough).read_bytes() == as_file(SMOOTH)


def test_a_package_before_and_after_is_the_same(rough: Path, ankigen: Run) -> None:
    source(rough).write_text(
        ROUGH.replace("<!-- covers: [S1]", "<!-- id: without-an-id, covers: [S1]"), encoding="utf-8"
    )
    package = rough / "decks/deck/deck-1.0.0.dev.apkg"
    ankigen("build", cwd=rough)
    before = package.read_bytes()
    ankigen("check", "--fix", cwd=rough)
    ankigen("build", cwd=rough)
    assert package.read_bytes() == before
    assert source(rough).read_text(encoding="utf-8") == SMOOTH


@pytest.mark.parametrize(
    "line",
    [
        "![x](media/cafe\u0301.png)",
        "[x](https://example.org/cafe\u0301) cafe\u0301",
        "see https://example.org/cafe\u0301",
        '<img src="media/cafe\u0301.png">',
    ],
)
def test_names_of_files_and_pages_stay_as_they_are_spelt(deck: Path, ankigen: Run, line: str) -> None:
    text = f"### A\n<!-- id: aa -->\n\n{line}\n"
    source(deck).write_text(text, encoding="utf-8")
    ankigen("check", "--fix", cwd=deck)
    assert source(deck).read_text(encoding="utf-8") == text


def test_blanks_that_are_text_stay(deck: Path, ankigen: Run) -> None:
    text = (
        "### A\n<!--\nid: aa\nchange: |\n  one  \n  two\n-->\n\n```text\n---  \n```\n\n<!-- a remark  \n-->\n\nb  \nc\n"
    )
    source(deck).write_text(text)
    ankigen("check", "--fix", cwd=deck)
    assert source(deck).read_text() == text


def test_a_taken_id_is_not_given_again(deck: Path, ankigen: Run) -> None:
    (deck / "cards/deck/b.md").write_text("### Hardens bone?\n\nb\n\n### Matrix\n\nc\n")
    ankigen("check", "--fix", cwd=deck)
    assert (deck / "cards/deck/b.md").read_text().count("<!-- id: hardens-bone-2 -->\n\nb") == 1
    assert (deck / "cards/deck/b.md").read_text().count("<!-- id: matrix-2 -->\n\nc") == 1


def test_what_it_cannot_mend_is_told_afterwards_at_the_new_places(deck: Path, ankigen: Run) -> None:
    source(deck).write_text("### First\n\nOne\n\n### Second\n")
    code, out, _ = ankigen("check", "--fix", cwd=deck)
    assert code == 1
    assert "cards/deck/a.md:6:5: error[empty-back]" in out
    assert "missing-id" not in out


def test_a_report_for_programs_stays_readable(rough: Path, ankigen: Run) -> None:
    code, out, err = ankigen("check", "--fix", "--format", "json", cwd=rough)
    assert code == 0
    assert isinstance(json.loads(out), list)
    assert "--- a/cards/deck/a.md" in err


def test_files_that_are_no_text_are_left_alone(rough: Path, ankigen: Run) -> None:
    broken = rough / "cards/deck/b.md"
    broken.write_bytes(b"### B  \n\xff\n")
    code, out, _ = ankigen("check", "--fix", cwd=rough)
    assert (code, broken.read_bytes()) == (1, b"### B  \n\xff\n")
    assert "error[not-utf8]" in out
    assert source(rough).read_text(encoding="utf-8") == SMOOTH


def test_without_settings_no_ids_are_given(rough: Path, ankigen: Run) -> None:
    (rough / "cards/deck/deck.toml").write_text("name = ")
    assert ankigen("check", "--fix", cwd=rough)[0] == 1
    assert source(rough).read_text(encoding="utf-8") == SMOOTH.replace("id: without-an-id, ", "")
