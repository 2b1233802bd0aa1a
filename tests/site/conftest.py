"""Two decks with a history, as a site shows them: one with everything, one with hostile words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import edit
from tests.samples import PNG, SVG

Run = Callable[..., tuple[int, str, str]]

SETTINGS = """\
name = "Anatomy::Bones"
uid = "bones-0000"
tag = "bones"
description = "For the *first* year. <b>Bold</b>"
authors = ["Ada <ada@example.org>"]
license = "CC-BY-SA-4.0"
source = "A book"
audience = "Students of <dentistry>"
report_url = "https://example.org/report?note={id}&from=site"
"""
NOTES = """\
# Bone

## Salts

### What hardens bone?
<!-- id: hardens-bone, covers: [A1], reviewed: 2023-10-01 AB -->

Calcium phosphate

### Matrix
<!-- id: matrix, covers: [A1, A2], reviewed: 2023-10-02 AB -->

Osteoblasts secrete {{c1::collagen}} and {{c2::osteocalcin}}.

### What is seen?
<!-- id: seen -->
![A black field](media/field.svg) ![A dot](media/dot.png)

# Drugs

### What is the dose for adults?
<!-- id: dose, review: contested -->

$10$ mg

### What is old?
<!-- id: old -->

This note
"""
OBJECTIVES = "# Bone\n\n- A1: Name what hardens bone\n- A2: Name what bone is made of\n- A3: Draw <b>it</b>\n"
HOSTILE_NAME = "\"<script>alert(1)</script> '骨' & العظام"
HOSTILE = """\
# `</title><script>alert(2)</script>`

### `<script>alert(3)</script>` and <b title="</template><script>alert(4)</script>">what</b> of 骨?
<!-- id: hostile, reviewed: 2023-10-01 <script>alert(5)</script> -->

`</div></article><img src=x onerror="alert(6)"> ]]></summary>`
"""


@pytest.fixture
def published(deck: Path, ankigen: Run) -> Path:
    """A repository whose first deck (`deck`) has three releases, the last of them with a delta over the second."""
    home = deck / "cards/deck"
    (home / "media").mkdir()
    (home / "media/field.svg").write_bytes(SVG)
    (home / "media/dot.png").write_bytes(PNG)
    (home / "deck.toml").write_text(SETTINGS)
    (home / "objectives.md").write_text(OBJECTIVES)
    (home / "a.md").write_text(NOTES)
    assert ankigen("release", cwd=deck)[0] == 0
    edit(deck, "Calcium phosphate", "Hydroxyapatite")
    edit(deck, "$10$ mg", "$1$ mg")
    edit(deck, "review: contested", 'review: contested, change: "Safety: the dose was ten times too high <i>"')
    edit(deck, "### What is old?\n<!-- id: old -->\n\nThis note\n", "### What is new?\n<!-- id: new -->\n\nThis one\n")
    assert ankigen("retire", "old", "--reason", "Nobody asks <this>", cwd=deck)[0] == 0
    assert ankigen("release", cwd=deck, env={"SOURCE_DATE_EPOCH": "1700100000"})[0] == 0
    edit(deck, "This one", "This very one")
    assert ankigen("release", "--delta", "1.1.0", cwd=deck, env={"SOURCE_DATE_EPOCH": "1700200000"})[0] == 0
    return deck


@pytest.fixture
def hostile(published: Path, ankigen: Run) -> Path:
    """The same, with a second deck (`evil`) whose every word comes from somebody who means harm."""
    home = published / "cards/evil"
    home.mkdir()
    settings = SETTINGS.replace("bones-0000", "evil-0000").replace('"Anatomy::Bones"', f"'''{HOSTILE_NAME}'''")
    (home / "deck.toml").write_text(settings.replace("CC-BY-SA-4.0", "</dd><script>alert(7)</script>"))
    (home / "a.md").write_text(HOSTILE)
    code, _, err = ankigen("release", "evil", cwd=published)
    assert code == 0, err
    return published


@pytest.fixture
def site(hostile: Path, ankigen: Run) -> Path:
    code, out, err = ankigen("site", cwd=hostile)
    assert (code, out) == (0, "site/index.html\n"), err
    return hostile / "site"
