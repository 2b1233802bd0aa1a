"""A deck whose cards show all there is, made into a page."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="200" height="100"/></svg>'
CARDS = """\
# Bone & *joint*

### Which ion hardens bone?
<!-- id: ion -->
Calcium

#### Hint
A metal

#### Clinical note
Low in rickets.

## Matrix

### Bone matrix
<!-- id: matrix -->
Osteoblasts secrete {{c1::collagen}}, mineralised with {{c2::hydroxyapatite::a salt}}.

### What is seen?
<!-- id: seen -->
![A black field](media/field.svg) and again ![The same field](media/field.svg)

### Which bone is laid down first?
<!-- id: woven -->
- [ ] Lamellar bone
- [x] Woven bone

# Signs

### Osteophyte
<!-- id: osteophyte, type: reversed -->
A spur of bone at the edge of a joint

### Which cell resorbs bone?
<!-- id: resorbs, type: typed -->
Osteoclast

### <b title="</style><script>alert(1)</script>">Bold</b> sign?
<!-- id: bold -->
`<script>alert(2)</script>` and \\(x^2\\) and $y^2$
"""
SECOND = "### And without a section?\n<!-- id: answer -->\nYes\n"


@pytest.fixture
def cards(deck: Path) -> Path:
    """The repository; its deck has seven notes under headings and one without, in two files."""
    folder = deck / "cards/deck"
    (folder / "media").mkdir()
    (folder / "media/field.svg").write_bytes(PICTURE)
    (folder / "a.md").write_text(CARDS)
    (folder / "b.md").write_text(SECOND)
    return deck


@pytest.fixture
def page(cards: Path, ankigen: Run) -> Path:
    """The page's file."""
    code, out, _ = ankigen("preview", cwd=cards)
    assert code == 0
    return cards / out.strip()


def markup(page: Path) -> str:
    """The page without its styles."""
    return re.sub(r"<style>.*?</style>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
